// @ts-check
/** @import { Flags } from '../inputs/flags.js' */
/** @import { Parsed } from './parse.js' */
/** @import { Output } from './output.js' */
import * as flags from '../inputs/flags.js'
import * as rollout from '../inputs/rollout-flags.js'
import { shells } from './completion/shells.js'
import { emulate } from './emulator-flags.js'

/**
 * What a command gets to do its work with.
 *
 * @typedef {object} Call
 * @property {Parsed} parsed
 * @property {string[]} words what was typed behind the command's name
 * @property {Record<string, Command>} commands all of them
 * @property {Output} output
 * @property {AbortSignal} signal aborted when the person wants to stop
 * @property {Record<string, string | undefined>} env
 * @property {string} cwd
 */

/**
 * @typedef {object} Command
 * @property {string} about in one line
 * @property {string} [operands] what may follow without a flag
 * @property {readonly (readonly string[])[]} [takes] what a shell completes each operand to, as `of` of a flag; the last one
 *   repeats where `operands` has an ellipsis
 * @property {string} [also] another name that it answers to
 * @property {Flags} flags
 * @property {boolean} changes whether it may change something in the cloud
 * @property {boolean} [serves] whether it serves until it is stopped: then nothing is awaited
 * @property {() => Promise<{ run: (call: Call) => Promise<number> }>} load the code is loaded when it is needed; `run`
 *   gives the exit code
 */

/** @type {Record<string, Command>} */
export const commands = {
  plan: {
    about: 'Show what a deploy would do, and change nothing',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.release, ...flags.plan, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/plan.js'),
  },
  apply: {
    about: 'Carry out the plan of this file or fingerprint, if planning now still gives it',
    operands: '<file | fingerprint> [functions…]',
    takes: [['<file>'], ['<function>']],
    flags: { ...flags.apply, ...flags.release, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/apply.js'),
  },
  deploy: {
    about: 'Deploy code to $latest, publish, shift traffic or begin a rollout, as asked',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.release, ...flags.begins, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/deploy.js'),
  },
  list: {
    about: 'List the functions of a region, those that need a look first',
    flags: { ...flags.list, ...flags.common },
    changes: false,
    load: () => import('./commands/list.js'),
  },
  status: {
    about: 'Show functions, versions, aliases and traffic shares',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.status, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/status.js'),
  },
  resume: {
    about: 'Continue the last interrupted run',
    flags: { ...flags.resume, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/resume.js'),
  },
  abort: {
    about: 'Undo the traffic shifts of the last interrupted run',
    flags: { ...flags.ofRun, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/abort.js'),
  },
  history: {
    about: 'Show the runs of the journal: who did what when, and how it ended',
    flags: { ...flags.history, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/history.js'),
  },
  store: {
    about: 'Show where the journal is and what it holds, or copy it into a shared store',
    operands: `<${flags.storeActions.join('|')}>`,
    takes: [flags.storeActions],
    flags: { ...flags.stores, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/store.js'),
  },
  rollout: {
    about: 'Release in steps with automatic checks: start, watch, pause, promote, abort',
    // in two words: a help of 80 columns breaks between them
    operands: `<${rollout.rolloutActions.slice(0, 9).join('|')} | ${rollout.rolloutActions.slice(9).join('|')}> [functions… | gate | file]`,
    takes: [rollout.rolloutActions, ['<function>']],
    flags: { ...rollout.rollouts, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/rollout/index.js'),
  },
  rollback: {
    about: 'Give all traffic back to published code, in one write per function',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.rollback, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/rollback.js'),
  },
  undo: {
    about: 'Restore each alias to its routing before a run (default: the last run)',
    operands: '[run]',
    takes: [['<run>']],
    flags: { ...flags.ofRun, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/undo.js'),
  },
  publish: {
    about: 'Publish a version of $latest; nothing is deployed, and no traffic moves',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.publish, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/publish.js'),
  },
  prune: {
    about: 'Delete old published versions that no alias names',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.prune, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/prune.js'),
  },
  remove: {
    about: 'Delete the functions that this project created, and no others',
    operands: '[functions…]',
    takes: [['<function>']],
    flags: { ...flags.remove, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/remove.js'),
  },
  alias: {
    about: 'Aliases over any two versions: list, create, update, delete',
    operands: `<${flags.aliasActions.join('|')}> [names…]`,
    takes: [flags.aliasActions, ['<alias>']],
    flags: { ...flags.aliases, ...flags.project, ...flags.common },
    changes: true,
    load: () => import('./commands/alias.js'),
  },
  invoke: {
    about: 'Call a function: what it returned on stdout, time, memory and log on stderr',
    operands: '[function]',
    takes: [['<function>']],
    flags: { ...flags.invoke, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/invoke.js'),
  },
  logs: {
    about: "Show a function's log from CLS: who ran, how long, what failed, what was written",
    operands: '[function]',
    takes: [['<function>']],
    also: 'log',
    flags: { ...flags.logs, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/logs.js'),
  },
  metrics: {
    about: 'Compare versions side by side: calls, errors, duration, memory',
    operands: '[function]',
    takes: [['<function>']],
    also: 'metric',
    flags: { ...flags.metrics, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/metrics.js'),
  },
  policy: {
    about: 'Print the CAM policy that commands, or a plan file, need',
    operands: '<commands… | plan FILE>',
    takes: [['<command>']],
    flags: { ...flags.policy, ...flags.project, ...flags.common },
    changes: false,
    load: () => import('./commands/policy.js'),
  },
  init: {
    about: 'Begin a project here: project file, a first function, what git must ignore',
    flags: { ...flags.init, ...flags.common },
    changes: false,
    load: () => import('./commands/init.js'),
  },
  completion: {
    about: 'Print the script that completes commands, flags and names in a shell',
    operands: `<${shells.join('|')}>`,
    takes: [shells],
    flags: flags.common,
    changes: false,
    load: () => import('./commands/completion.js'),
  },
  emulate: {
    about: 'Run a local SCF that really runs functions',
    flags: { ...emulate, ...flags.common },
    changes: false,
    serves: true,
    load: () => import('./commands/emulate.js'),
  },
  console: {
    about: 'Open the release console in a browser: keys stay in its tab',
    flags: { ...flags.console, ...flags.common },
    changes: false,
    serves: true,
    load: () => import('./commands/console.js'),
  },
  demo: {
    about: 'Watch a whole grayscale release on a local SCF, in about half a minute',
    flags: { ...flags.demo, ...flags.common },
    changes: false,
    load: () => import('./commands/demo.js'),
  },
}
