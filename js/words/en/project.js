// @ts-check
/** Errors about the files of a project. */
import { quoted, said } from '../said.js'

const knownForms = (/** @type {string[]} */ known) => `Known are ${known.join(', ')}.`
const stageOut = (/** @type {string} */ stage) => `Take STAGE out of it, or choose: --stage ${stage}.`

export const project = {
  'InvalidProject.noMapping': (/** @type {{ file: string }} */ { file }) =>
    said(`${file} holds no mapping of keys to values.`, 'Begin with "functions:".'),
  'InvalidProject.mistypedInputs': (/** @type {{ file: string, key: string }} */ { file, key }) =>
    said(`${file} says "${key}:", which is not a key of a component.`, 'Write "inputs:".'),
  'InvalidProject.inputsNoMapping': (/** @type {{ at: string }} */ { at }) =>
    said(`${at}: "inputs" is not a mapping of keys to values.`, 'Begin it with "functions:".'),
  'InvalidProject.noFunctions': (/** @type {{ file: string }} */ { file }) =>
    said(
      `${file} names no functions, and no grayscale.yml lies beside it.`,
      'Write component({ functions: { … } }), or a grayscale.yml with "functions:".',
    ),
  'InvalidProject.notLoaded': (/** @type {{ file: string, why: string }} */ { file, why }) =>
    said(
      `${file} could not be loaded: ${why}`,
      'It must load under plain node too: try node -e "require(\'./serverless.js\')".',
    ),
  'InvalidProject.definition': (/** @type {{ file: string }} */ { file }) =>
    said(`${file} defines its project by a value that is not an object.`, 'Write component({ functions: { … } }).'),
  AmbiguousComponent: (/** @type {{ file: string, names: string[] }} */ { file, names }) =>
    said(`${file} holds several components: ${names.join(', ')}.`, 'Choose one: --component NAME.'),
  UnknownComponent: (/** @type {{ file: string, component: string, names: string[] }} */ { file, component, names }) =>
    said(`${file} has no component ${component}.`, `It has: ${names.join(', ') || 'none of scf-grayscale'}.`),
  'ProjectNotFound.missing': (/** @type {{ file: string, files: string[] }} */ { file, files }) =>
    said(`${file} does not exist.`, `Name another file, or run where one of these lies: ${files.join(', ')}.`),
  'ProjectNotFound.notOurs': (/** @type {{ file: string, why: string, files: string[] }} */ { file, why, files }) =>
    said(
      `${file} is not a project of scf-grayscale: ${why}.`,
      `Name another file, or run where one of these lies: ${files.join(', ')}.`,
    ),
  InvalidStage: (/** @type {{ stage: string }} */ { stage }) =>
    said(`${quoted(stage)} can't be the name of a stage.`, 'Use letters, digits, "-" and "_", such as prod.'),
  'StageConflict.envFile': (/** @type {{ path: string, stage: string, other: string }} */ { path, stage, other }) =>
    said(`${path} is read for the stage ${stage}, but names the stage ${other}.`, stageOut(stage)),
  'MissingCredentials.none': (/** @type {{ places: { label: string, there: boolean }[] }} */ { places }) =>
    said(
      `No credentials were found. Looked, in this order, at ${places.map(({ label, there }) => (there ? label : `${label} (not there)`)).join(', ')}.`,
      'Export TENCENT_SECRET_ID and TENCENT_SECRET_KEY, or put both into .env. Keys are made at https://console.tencentcloud.com/cam/capi.',
    ),
  'MissingCredentials.half': (
    /** @type {{ present: string, missing: string, label: string }} */ { present, missing, label },
  ) =>
    said(
      `${present} was found in ${label}, but ${missing} was not.`,
      `Put ${missing} beside it, or take ${present} away. The two are never taken from different places, which may mean different accounts.`,
    ),
  InvalidCredentials: (/** @type {{ name: string, label: string }} */ { name, label }) =>
    said(
      `${name} in ${label} holds white space or characters that no key has.`,
      'Copy it again. (Its value is not shown.)',
    ),
  InvalidEnvFile: (/** @type {{ path: string, line: number }} */ { path, line }) =>
    said(
      `${path}:${line}: this line is neither NAME=value nor a comment.`,
      'Write NAME=value, or put # in front of it. (The line is not shown, since it may hold a secret.)',
    ),
  'UnknownVariable.nested': (/** @type {{ at: string, known: string[] }} */ { at, known }) =>
    said(`${at}: an expression inside another one can't be filled in.`, knownForms(known)),
  'UnknownVariable.output': (/** @type {{ at: string }} */ { at }) =>
    said(
      `${at}: \${output:…} is what another instance put out, which only the platform of sls knows.`,
      'Write the value itself, or put it into .env and write ${env:NAME}.',
    ),
  'UnknownVariable.unknown': (
    /** @type {{ at: string, expression: string, known: string[] }} */ { at, expression, known },
  ) => said(`${at}: \${${expression}} is not supported.`, knownForms(known)),
  'UnknownVariable.notInFile': (/** @type {{ at: string, expression: string }} */ { at, expression }) =>
    said(`${at}: \${${expression}} is not set in this file.`, `Add "${expression}:" at its top.`),
  'UnknownVariable.notSet': (
    /** @type {{ at: string, expression: string, variable: string, files: string[] }} */ {
      at,
      expression,
      variable,
      files,
    },
  ) =>
    said(
      `${at}: \${${expression}} is not set: no exported variable ${files.length > 0 ? 'and no env file ' : ''}has ${variable}.`,
      `Export ${[variable, ...(files.length > 0 ? [`or put it into ${files.join(' or ')}`] : [])].join(', ')}.`,
    ),
  'KeyInInputs.value': (/** @type {{ at: string, expression: string, key: string }} */ { at, expression, key }) =>
    said(
      `${at}: \${${expression}} holds the value of ${key}, a credential.`,
      'Take it out: whoever may read the function could read it. (Its value is not shown.)',
    ),
  'KeyInInputs.named': (/** @type {{ at: string, name: string }} */ { at, name }) =>
    said(
      `${at}: \${env.${name}} asks for a credential, which may stand in environment.variables alone.`,
      'Take it out: keys are found without being named, exported or in an env file, and a function gets its rights from its role.',
    ),
  'UnreadableFile.notUtf8': (/** @type {{ path: string }} */ { path }) =>
    said(`${path} is not UTF-8 text.`, 'Save it as UTF-8.'),
  'UnreadableFile.project': (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(`${path} could not be read: ${why}.`, 'Make it a file that you may read, or move it away.'),
  LinkOutside: (/** @type {{ path: string, real: string }} */ { path, real }) =>
    said(
      `${path} is a link that leads to ${real}, outside of its directory; it was not read.`,
      'Copy the file there, or export what it holds. A project file elsewhere can be named with --file.',
    ),
  'InvalidYaml.syntax': (
    /** @type {{ at: string, why: string, shown: string, tag: boolean }} */ { at, why, shown, tag },
  ) =>
    said(
      `${at}: ${why}\n    ${shown}`,
      tag ? 'Tags such as !!js/function are not read; write the value itself.' : 'Correct that line.',
    ),
  'InvalidYaml.alias': (/** @type {{ at: string, why: string }} */ { at, why }) =>
    said(`${at}: ${why}`, 'Write the value out instead.'),
}

/** Reasons and names that stand in the sentences above. */
export const projectParts = {
  notOurs: {
    empty: () => 'it is empty, or not a mapping',
    component: (/** @type {string} */ component) => `it is a project of the component ${component}`,
    framework: () => 'it is a service of osls or the Serverless Framework: type sls grayscale plan, status, rollback',
    none: () => 'it has no "component:" of scf-grayscale',
    noClass: () => "it exports no class made by require('scf-grayscale').component(…)",
  },
  unreadable: {
    directory: () => 'it is a directory',
    notRegular: () => 'it is not a regular file',
    tooLarge: (/** @type {number} */ megabytes) => `it has more than ${megabytes} MB`,
  },
  places: {
    options: () => 'the options',
    exported: () => 'exported variables',
  },
  stageFrom: {
    inputs: (/** @type {string} */ file) => `${file} (inputs)`,
    provider: (/** @type {string} */ file) => `provider in ${file}`,
    framework: () => 'the framework, unless --stage is typed,',
    platform: () => 'stage of the yml or --stage',
  },
  tooDeep: () => 'nested too deeply',
  hiddenLine: (/** @type {string} */ key) => `${key} … (not shown: it may be a secret)`.trim(),
  openFile: (/** @type {string} */ path) =>
    `warning: ${path} holds a secret key, and other users of this machine can read it: chmod 600 ${path}`,
}
