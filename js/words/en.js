// @ts-check
import { cli, demo } from './en/cli.js'
import { code, codeParts } from './en/code.js'
import { commandLine } from './en/command-line.js'
import { frameworks } from './en/frameworks.js'
import { project, projectParts } from './en/project.js'
import { render } from './en/render.js'
import { runtime, runtimeParts } from './en/runtime.js'
import { store, storeParts } from './en/store.js'

/** `errors`: by code, and by case where a code has several; the others are names and reasons that stand in texts. */
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
