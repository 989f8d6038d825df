// @ts-check
/**
 * The one table of what can be typed: for reading words, for `--help` and for docs/cli.md.
 *
 * @module
 */

import { presets } from './presets.js'

/**
 * A flag.
 *
 * @typedef {object} Flag
 * @property {'none' | 'one' | 'optional' | 'truth' | 'pairs' | 'any'} value whether it takes one: `optional` takes the next
 *   word unless that is a flag, `truth` only `true` or `false`, and both are true without one; `pairs` takes all that follow;
 *   `any` takes the next word whatever it is
 * @property {string} [hint] what the value is
 * @property {string} about
 * @property {boolean} [repeats] it may be given several times: the values are a list then
 * @property {string} [short]
 * @property {string} [input] the input it stands for: the value goes to the planner as it was typed
 * @property {readonly string[]} [of] what a shell completes its value to: words, and kinds of names such as `<function>`; a
 *   `FILE` or `DIR` needs no word of it
 */

/** @typedef {Record<string, Flag>} Flags */

/** @type {Flags} */
export const common = {
  json: { value: 'none', about: 'One JSON document on stdout, errors too; everything else on stderr' },
  'no-color': {
    value: 'none',
    about: 'No colours (also NO_COLOR; FORCE_COLOR asks for them where there is no terminal)',
  },
  lang: {
    value: 'one',
    hint: 'en|zh',
    of: ['en', 'zh'],
    about: 'Language of all output, English or Chinese (also GRAYSCALE_LANG; default: by the locale)',
  },
  utc: { value: 'none', about: 'Times in UTC, instead of the zone of this machine' },
  yes: { value: 'none', short: 'y', about: 'Ask nothing' },
  help: { value: 'none', short: 'h', about: 'Show this' },
}

/** @type {Flags} */
export const project = {
  stage: {
    value: 'one',
    hint: 'NAME',
    about: 'The environment, part of the names of functions; wins over the project and STAGE',
    input: 'stage',
    of: ['<stage>'],
  },
  region: { value: 'one', hint: 'REGION', about: 'Such as ap-guangzhou; wins over the project', input: 'region' },
  namespace: { value: 'one', hint: 'NAME', about: "The API's namespace; wins over the project", input: 'namespace' },
  endpoint: {
    value: 'one',
    hint: 'URL',
    about: "Where the API is, such as an emulator's address (also GRAYSCALE_ENDPOINT)",
  },
  insecure: {
    value: 'none',
    about: 'Let --endpoint be http:// to another machine: code, variables and tokens are readable on the way',
  },
  store: {
    value: 'one',
    hint: 'ADDRESS',
    about: 'Where the journal is, instead of the project: cos://… or postgres://… (also GRAYSCALE_STORE)',
  },
  cwd: { value: 'one', hint: 'DIR', about: 'The project directory, instead of this one' },
  file: { value: 'one', hint: 'FILE', about: 'The project file, instead of the first one found' },
  component: {
    value: 'one',
    hint: 'KEY',
    about: 'Which component, where the project file holds several',
    of: ['<component>'],
  },
}

/** @type {Flags} */
export const anyInput = {
  inputs: {
    value: 'pairs',
    hint: 'KEY=VALUE …',
    about: 'Inputs as sls users type them: --inputs publish=true traffic=0, or --inputs.traffic=0.1',
  },
}

export const alias = input('alias', 'one', 'NAME', 'The alias whose traffic is meant (default $default)', ['<alias>'])
export const only = input(
  'only',
  'one',
  'NAMES',
  'Only these functions, with commas; the same as naming them without a flag',
  ['<function>,'],
)
export const waitTimeout = input(
  'waitTimeout',
  'one',
  'SECONDS',
  'The longest wait for a function or version to become Active',
)
const group = input(
  'group',
  'one',
  'HOW',
  'atomic (default): switch together, restore all if one fails; independent: each on its own',
  ['atomic', 'independent'],
)
const traffic = input(
  'traffic',
  'one',
  'SHARE',
  'The share of $latest: 0 to 1, or a percentage; the last published version gets the rest',
)

/** @type {Flag} */
const route = {
  ...input(
    'routes',
    'one',
    'KEY=VALUE:VERSION',
    "A routing rule instead of --traffic: `x-canary=yes:latest`, or `'x-bucket=[0,50):latest'`; several times; `none` removes them",
  ),
  repeats: true,
}

/** @type {Flag} */
export const force = {
  value: 'none',
  about: "Trust the journal even if it was edited, or another journal's run came last",
}

/** @type {Flags} */
export const release = {
  traffic,
  route,
  rollout: input(
    'rollout',
    'optional',
    'NAME|FILE',
    'Instead of a fixed share: release in steps that are judged, by a preset (default `canary`) or a .yml, .yaml or .json file',
    presets,
  ),
  publish: input('publish', 'optional', 'NAMES', 'Publish a version of every function, or of these (with commas)', [
    '<function>,',
    'true',
    'false',
  ]),
  only,
  alias,
  stable: input(
    'stable',
    'one',
    'VERSION',
    'The version that gets the rest of the traffic, and is stable from then on',
    ['<version>'],
  ),
  'allow-same-code': input(
    'allowSameCode',
    'truth',
    'true|false',
    'Let publish go with a part of the traffic: all users are then on the same new code',
  ),
  protect: input('protect', 'truth', 'true|false', 'Publish unpublished code that serves users before overwriting it'),
  'replace-rules': input('replaceRules', 'truth', 'true|false', 'Let weights, or other rules, replace routing rules'),
  'move-triggers': input(
    'moveTriggers',
    'optional',
    'NAMES',
    'Before an upload, let what calls $latest directly call the alias: all but function URLs, or these (with commas)',
  ),
  group,
  drift: input('drift', 'one', 'HOW', 'adopt (default): continue where someone changed an alias since; stop: refuse', [
    'adopt',
    'stop',
  ]),
  warm: input(
    'warm',
    'truth',
    'true|false',
    'Before the shift, give a version its provisioned concurrency and wait for it (default true)',
  ),
  'take-over': input('takeOver', 'truth', 'true|false', 'Continue even if another run may be in progress'),
  'wait-timeout': waitTimeout,
  force,
  ...anyInput,
}

/** Of a deploy that begins a rollout. @type {Flags} */
export const begins = {
  detach: { value: 'none', about: 'With a rollout: end after the first share, instead of looking after it here' },
  replace: {
    value: 'none',
    about: 'With a rollout: first end the one that is under way, with all traffic back on stable',
  },
}

/** @type {Flags} */
export const plan = {
  out: { value: 'one', hint: 'FILE', about: 'Also write the plan to a file, which apply FILE carries out' },
  markdown: {
    value: 'none',
    about: 'Show the plan as a Markdown document that fits into a comment; with --json it is the field `markdown`',
  },
  'detailed-exitcode': { value: 'none', about: 'Exit code 0 where there is nothing to change, 4 where there is' },
}

/** About a run of the journal: no function is moved that is not the project's. @type {Flags} */
export const ofRun = {
  only: {
    ...only,
    about:
      'Only these functions, with commas; where there is no project, those that may be moved, by their function names in the cloud',
  },
}
/** What `deploy` is asked for, where its policy is to hold nothing else. @type {Flags} */
export const policy = Object.fromEntries(Object.entries(release).filter(([name]) => name !== 'force'))

/** @type {Flags} */
export const resume = {
  only: {
    ...only,
    about: 'Where there is no project: the functions that may be moved, by their function names in the cloud',
  },
  force,
}

/** @type {Flags} */
export const apply = {
  fingerprint: {
    value: 'one',
    hint: 'HEX',
    about: 'Of the plan to apply, as plan printed it; its first 8 digits or more',
  },
}

/** @type {Flags} */
export const status = { traffic, only, alias, ...anyInput }

/** @type {Flags} */
export const rollback = {
  to: {
    value: 'one',
    hint: 'VERSION',
    about:
      'A version number; previous: the routing before the last change; left: what the last change left; without it, what is in release or was just released goes back',
    of: ['previous', 'left', '<version>'],
  },
  only,
  alias,
  'wait-timeout': waitTimeout,
  ...anyInput,
}

const ofFunction = input(
  'function',
  'one',
  'NAME',
  'Which function, by its key or name; may be left out where the project has one',
  ['<function>'],
)
/** @type {Flag} */
const preview = { value: 'none', about: 'Show what would be done, and change nothing' }

/** @type {Flags} */
export const publish = {
  force,
  function: input(
    'function',
    'one',
    'NAMES',
    'Only these functions, with commas; the same as naming them without a flag',
    ['<function>,'],
  ),
  plan: preview,
  'wait-timeout': waitTimeout,
  ...anyInput,
}

/** @type {Flags} */
export const prune = {
  force,
  provisioned: input(
    'provisioned',
    'truth',
    'true|false',
    'Release provisioned concurrency of versions that nothing uses; delete no version',
  ),
  keep: input('keep', 'one', 'N', 'How many of the newest usable versions to keep (default 10)'),
  function: publish.function,
  plan: preview,
  'wait-timeout': waitTimeout,
  ...anyInput,
}

/** @type {Flags} */
export const remove = { only, plan: preview, force, ...anyInput }

/** What `alias` is followed by. */
export const aliasActions = ['list', 'create', 'update', 'delete']

/** @type {Flags} */
export const aliases = {
  force,
  function: ofFunction,
  name: input('name', 'one', 'NAME', 'The alias; the same as naming it behind the action', ['<alias>']),
  version: input('version', 'one', 'VERSION', 'Its main version: a number, or $latest; alone it gets everything', [
    '$latest',
    '<version>',
  ]),
  weights: input(
    'weights',
    'one',
    'VERSION=PART',
    'The other version and its part, such as 2=0.9; the main one gets the rest',
  ),
  config: input('config', 'one', 'JSON', 'The same as sls users write it: {"weights":{"2":0.9}}, or {"routes":[…]}'),
  route: {
    ...route,
    about: "A routing rule instead of weights: `x-canary=yes:2`, or `'x-bucket=[0,50):2'`; several times",
  },
  description: input('description', 'one', 'TEXT', 'Description text (default: unchanged)'),
  'replace-rules': input('replaceRules', 'truth', 'true|false', 'Let weights, or other rules, replace routing rules'),
  plan: preview,
  'wait-timeout': waitTimeout,
  ...anyInput,
}

/** @type {Flags} */
export const history = {
  verify: { value: 'none', about: 'Check that the lines are consistent with each other; exit code 1 where one is not' },
  limit: { value: 'one', hint: 'N', about: 'How many of the newest runs to show (default 20)' },
}

/** What `store` is followed by. */
export const storeActions = ['status', 'import']

/** @type {Flags} */
export const stores = {
  from: { value: 'one', hint: 'FILE', about: 'Of import: the journal to copy, instead of the one of this project' },
  force: { value: 'none', about: 'Of import: copy a journal in which a line was changed' },
}

/** @type {Flags} */
export const invoke = {
  event: input('event', 'one', 'JSON', 'What it is called with: JSON, @FILE, or - for stdin'),
  qualifier: input('qualifier', 'one', 'NAME', 'An alias or a version (default $default)', [
    '<alias>',
    '$latest',
    '<version>',
  ]),
  'routing-key': input('routingKey', 'one', 'KEY=VALUE', 'For aliases that route by rules; also {"key":"value"}'),
  function: ofFunction,
  ...anyInput,
}

const interval = (/** @type {string} */ about) => input('interval', 'one', 'SECONDS', about)

/** @type {Flags} */
export const logs = {
  follow: { value: 'none', short: 'f', about: 'Go on showing what comes, until Ctrl-C; with --json a document a line' },
  interval: interval('How far back, in seconds (default 3600, at most 604800)'),
  ago: input('ago', 'one', 'SECONDS', 'End this many seconds ago instead of now; --interval counts back from there'),
  limit: input('limit', 'one', 'ROWS', 'How many of the newest rows to show (default 100, at most 10000)'),
  errors: input('errors', 'truth', 'true|false', 'Only invocations that failed'),
  version: input('version', 'one', 'VERSION', 'Only of this version (default: all)', ['$latest', '<version>']),
  alias: input('alias', 'one', 'NAME', 'Only of calls through this alias (default: all calls)', ['<alias>']),
  'request-id': input('requestId', 'one', 'ID', 'Of this invocation; if the log lacks its end, by GetRequestStatus'),
  function: ofFunction,
  ...anyInput,
}

/** @type {Flags} */
export const metrics = {
  period: input('period', 'one', 'SECONDS', 'Of one point: 60 (default), 300, 3600 or 86400', [
    '60',
    '300',
    '3600',
    '86400',
  ]),
  interval: interval('How far back, in seconds, up to the last full minute (default: 15 periods)'),
  since: input(
    'since',
    'one',
    'TIME',
    'Instead of --interval: upload (the code of $latest that is there now), or such as 2026-01-31T20:00:00+08:00',
    ['upload'],
  ),
  version: input(
    'version',
    'one',
    'VERSIONS',
    'These, with commas (default: $latest, the last published one, and others that have traffic)',
    ['$latest', '<version>'],
  ),
  alias: input('alias', 'one', 'NAME', 'Alias whose traffic is shown (default $default)', ['<alias>']),
  'max-error-rate': input(
    'maxErrorRate',
    'one',
    'SHARE',
    'A gate: exit code 0 where at most this part of the calls failed (1%), 1 where more did, 5 where that is not known',
  ),
  'min-invocations': input('minInvocations', 'one', 'N', 'How many calls the gate needs for a verdict (default 1)'),
  function: ofFunction,
  ...anyInput,
}

/** @type {Flags} */
export const list = {
  ...project,
  region: { ...project.region, about: 'Such as ap-guangzhou; several with commas' },
  namespace: { ...project.namespace, about: "The API's namespace; several with commas (default: all)" },
  triggers: { value: 'none', about: 'Also read triggers and custom domains, and show what calls $latest directly' },
  alias,
}

/** @type {Flags} */
export const init = {
  name: { value: 'one', hint: 'NAME', about: 'Name of the project (default: the name of the directory)' },
  runtime: {
    value: 'one',
    hint: 'RUNTIME',
    about: 'Runtime of the first function (default Nodejs18.15)',
    of: ['<runtime>'],
  },
  region: { ...project.region, about: 'Region (default ap-guangzhou)', input: undefined },
  cwd: { ...project.cwd, about: 'The directory, instead of this one; made where it is missing' },
}

/** @type {Flags} */
export const console = {
  demo: { value: 'none', about: 'On a local SCF with live traffic: no account needed' },
  credentials: {
    value: 'one',
    hint: 'env',
    of: ['env'],
    about: 'env: the local server signs, with the keys of all other commands (default: the page asks for keys)',
  },
  port: {
    value: 'one',
    hint: 'N',
    about: 'The port it listens on (default: the port of the last time, else a free one)',
  },
  'new-address': { value: 'none', about: 'Draw a new address: links to the former one lead nowhere' },
  'keep-address': {
    value: 'none',
    about: 'With `--credentials env`: keep the address of the last time (default: a new one each time)',
  },
  'no-open': { value: 'none', about: 'Open no browser: the address is printed' },
  verbose: { value: 'none', about: 'A line per relayed call: action, region, status, time' },
  ...project,
}

/** @type {Flags} */
export const demo = {
  seed: { value: 'one', hint: 'TEXT', about: 'Of the draws; the same seed gives the same numbers' },
  requests: { value: 'one', hint: 'N', about: 'Invocations per measurement (default 1000)' },
}

/** Inputs that are typed with a command, for the nearest name. */
export const typedInputs = [
  'lang',
  ...new Set(
    [release, rollback, publish, prune, aliases, invoke, logs, metrics].flatMap((flags) =>
      Object.values(flags).flatMap(({ input }) => input ?? []),
    ),
  ),
]

/**
 * How a table of flags is looked up by what is written.
 *
 * @param {Flags} flags
 * @returns {(written: string) => { name: string, flag: Flag } | undefined}
 */
export function finderOf(flags) {
  return (written) => {
    const name = written.startsWith('--')
      ? written.slice(2)
      : Object.keys(flags).find((one) => flags[one].short !== undefined && written === `-${flags[one].short}`)
    return name !== undefined && Object.hasOwn(flags, name) ? { name, flag: flags[name] } : undefined
  }
}

/**
 * @param {string} name
 * @param {Flag['value']} value
 * @param {string} hint
 * @param {string} about
 * @param {readonly string[]} [of]
 * @returns {Flag}
 */
export function input(name, value, hint, about, of) {
  return { value, hint, about, input: name, ...(of && { of }) }
}
