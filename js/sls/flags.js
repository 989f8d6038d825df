// @ts-check
/** Flags of `sls` itself, which it hands over with what was typed for the component. */
/** @import { Flags } from '../inputs/flags.js' */
import { anyInput, project } from '../inputs/flags.js'

/** Flags of engine A of `sls`; the others change nothing about a release. @type {Flags} */
export const engineA = {
  ...anyInput,
  // of the whole yml, and no input of a component
  stage: { ...project.stage, input: undefined },
  component: project.component,
  ...engineOwn(['debug', 'verbose', 'watch', 'color', 'no-color', 'template']),
}

/** Flags of the CLIs of engine B, which the newer ones hand over as inputs, where they are written with `=`. */
export const engineB = ['app', 'config', 'debug', 'force', 'noCache', 'noValidation', 'org', 'stage', 'target']

/** @param {string[]} names @returns {Flags} */
function engineOwn(names) {
  return Object.fromEntries(names.map((name) => [name, { value: 'optional', about: 'Of the engine' }]))
}
