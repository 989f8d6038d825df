// @ts-check
import { cli, demo } from './zh/cli.js'
import { code, codeParts } from './zh/code.js'
import { commandLine } from './zh/command-line.js'
import { frameworks } from './zh/frameworks.js'
import { project, projectParts } from './zh/project.js'
import { render } from './zh/render.js'
import { runtime, runtimeParts } from './zh/runtime.js'
import { store, storeParts } from './zh/store.js'

/** @type {typeof import('./en.js').words} */
export const words = {
  errors: { ...commandLine, ...frameworks, ...project, ...code, ...runtime, ...store },
  code: codeParts,
  project: projectParts,
  runtime: runtimeParts,
  store: storeParts,
  render,
  cli,
  demo,
}
