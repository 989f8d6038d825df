// @ts-check
/** What the page says in English. What the engine says (plans, what happened) is the engine's own. */

/** @import { VersionProvisioned } from '../../../types/generated.js' */
/** @typedef {Pick<import('../model/compare.js').Comparison, 'canary' | 'stable' | 'minutes'>} Compared */
/** @typedef {{ canary: string, stable: string, minutes: number }} Judged */
import { n } from './count.js'
import { rollout } from './en/rollout.js'

export const en = {
  title: 'Release console',
  skip: 'Skip to the content',
  functions: 'Functions',
  release: 'Release',
  runs: 'Runs',
  rollouts: 'Rollouts',
  rollout,
  history: 'History',
  menu: 'Menu',
  language: 'Language',
  theme: 'Appearance',
  themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  signOut: 'Sign out',
  demo: 'Demo: a local SCF with live traffic. Nothing here touches an account.',
  account: (/** @type {{ id: string, where: string }} */ { id, where }) => `${id} · ${where}`,
  where: (/** @type {string[]} */ regions) => regions.join(', '),

  signIn: 'Sign in',
  signInLead:
    'Keys stay in this tab’s memory: they are not stored, not put into the address, and not sent anywhere. Requests are signed here; the local server only passes them on.',
  secretId: 'SecretId',
  secretKey: 'SecretKey',
  token: 'Temporary token',
  optional: 'optional',
  regions: 'Regions',
  regionsHint: 'Such as ap-guangzhou; several with commas',
  namespaces: 'Namespaces',
  namespacesHint: 'All, unless some are named',
  endpoint: (/** @type {string} */ url) => `Requests go to ${url}.`,
  loading: 'Loading…',
  starting: 'Starting the engine…',
  startFailed: 'The page can’t start',
  tryAgain: 'Try again',
  refresh: 'Refresh',
  cancel: 'Cancel',

  search: 'Search',
  searchHint: 'Name, namespace or description',
  all: 'All',
  noFunctions: 'There are no functions here.',
  noMatch: 'No function matches.',
  found: (/** @type {number} */ count) => n(count, 'function'),
  region: 'Region',
  namespace: 'Namespace',
  columns: {
    name: 'Function',
    standing: 'State',
    split: 'Traffic now',
    modified: (/** @type {string} */ zone) => `Code changed (${zone})`,
  },
  standing: {
    failed: 'Change failed',
    canary: 'In release',
    shared: 'Shared',
    busy: 'Changing',
    latest: 'All on $latest',
    unknown: 'Reading…',
    quiet: 'Steady',
  },
  standingHint: {
    failed: 'Its last change failed. Look at the reason, mend it, and deploy again.',
    canary: '$latest has part of the traffic: watch it, then raise it or roll back.',
    shared: 'Two published versions, or rules, share the traffic.',
    busy: 'It is being changed.',
    latest:
      'All traffic is on $latest: a deploy changes what users get at once. Publish a version and pin traffic to it.',
    unknown: 'Its alias was not read yet.',
    quiet: 'All traffic is on one published version.',
  },
  chosen: (/** @type {number} */ count) => `${n(count, 'function')} chosen`,
  choose: (/** @type {string} */ name) => `Choose ${name}`,
  chooseAll: 'Choose all that are shown',
  releaseChosen: 'Release…',
  clear: 'Clear',
  rollBack: 'Roll back',
  rollBackTo: (/** @type {string} */ version) => `Roll back to v${version}`,
  rollBackChosen: (/** @type {number} */ count) => `Roll back ${count} in release`,
  inRelease: (/** @type {number} */ count) => `${count} in release`,
  goTo: 'Go to another version…',
  goToTitle: (/** @type {string} */ name) => `Move all traffic of ${name}`,
  goToVersion: (/** @type {string} */ version) => `Move all traffic to ${version}`,
  pickVersion: 'Choose a version',
  sortAgain: (/** @type {number} */ count) => `${count} changed · re-sort`,
  reading: (/** @type {{ done: number, of: number }} */ { done, of }) => `Reading… ${done} of ${of}`,
  updated: (/** @type {string} */ time) => `as of ${time}`,

  favourites: 'Favourites',
  favourite: (/** @type {string} */ name) => `Favourite: ${name}`,
  atWorkHere: (/** @type {{ what: string, who: string, since: string }} */ { what, who, since }) =>
    `${what} by ${who}, since ${since}`,
  inReleaseNow: {
    title: 'In release now',
    nothing: 'Nothing is in release.',
    nothingHint:
      'Choose functions below, then “Release…”. Their canary, its errors and the way back appear here for as long as a release lasts.',
    sweep: (/** @type {{ done: number, of: number }} */ { done, of }) => `Reading the traffic: ${done} of ${of}`,
    more: (/** @type {{ count: number, bad: boolean }} */ { count, bad }) =>
      `${count} more${bad ? ', unhealthy' : ''} · show`,
    others: (/** @type {number} */ count) => `and ${n(count, 'more function')}`,
    moods: {
      unhealthy: 'Unhealthy',
      waits: 'Waits for a person',
      worse: 'More errors',
      unknown: 'Not known',
      fine: 'No worse',
      failed: 'Change failed',
      back: 'Rolled back',
    },
    reading: 'Reading…',
    step: (/** @type {{ step: number, steps: number }} */ { step, steps }) => `step ${step} of ${steps}`,
    left: (/** @type {string} */ time) => `${time} left`,
    actual: (/** @type {{ share: string, margin: string | undefined }} */ { share, margin }) =>
      `actual ${share}${margin ? ` ± ${margin}` : ''}`,
    noCalls: 'no calls seen yet',
    errors: 'errors',
    against: 'vs',
    counts: (/** @type {Pick<Compared, 'canary' | 'stable'>} */ { canary, stable }) =>
      `${canary.failed} of ${canary.calls} · ${stable.failed} of ${stable.calls} calls`,
    readingErrors: (/** @type {number} */ minutes) => `Reading the errors of the last ${n(minutes, 'minute')}…`,
    noCallsOf: (/** @type {{ minutes: number, stable: string }} */ { minutes }) =>
      `The monitor has no calls of the canary in the last ${n(minutes, 'minute')}.`,
    alone: (/** @type {string} */ stable) => `${stable} had no calls in the same minutes to compare with.`,
    verdicts: {
      unhealthy: (/** @type {Judged} */ { canary, stable, minutes }) =>
        `${canary} fails more often than ${stable} in the same ${n(minutes, 'minute')}: this is not chance.`,
      worse: (/** @type {Judged} */ { canary, stable, minutes }) =>
        `${canary} fails more often than ${stable} in the same ${n(minutes, 'minute')}: it may be chance.`,
      fine: (/** @type {Judged} */ { canary, stable, minutes }) =>
        `${canary} fails no more often than ${stable} in the same ${n(minutes, 'minute')}.`,
    },
    cannotTell: (/** @type {string} */ reason) => `Can’t compare: ${reason}`,
    since: (
      /** @type {{ at: string, ago: string, who: string | undefined, back: boolean }} */ { at, ago, who, back },
    ) => `${back ? 'at' : 'since'} ${at} (${ago})${who ? ` by ${who}` : ''}`,
    byHand: 'set outside of this tool: since when is not known',
    unattended: (/** @type {string} */ ago) => `nobody has looked after it since ${ago}`,
    abort: (/** @type {string} */ stable) => `Abort → v${stable} 100 %`,
    aborting: 'Aborting…',
    open: 'Open',
  },

  night: {
    heading: 'Notifications',
    unhealthy: (/** @type {number} */ count) => `${count} unhealthy`,
    notify: 'Notify me of unhealthy canaries',
    notifyHint: 'Also while this tab is in the background.',
    refused: 'The browser does not allow it: change that for this page in its settings.',
    title: (/** @type {string} */ name) => `Unhealthy: ${name}`,
    back: (/** @type {string} */ name) => `Rolled back: ${name}`,
    numbers: (/** @type {Pick<Compared, 'canary' | 'stable'>} */ { canary, stable }) =>
      `${canary.version}: ${canary.failed} of ${canary.calls} calls failed, v${stable.version}: ${stable.failed} of ${stable.calls}.`,
  },

  versions: 'Versions',
  version: 'Version',
  description: 'Description',
  published: (/** @type {string} */ zone) => `Published (${zone})`,
  status: 'Status',
  share: 'Share',
  aliases: 'Aliases',
  routing: 'Who gets what',
  byRule: 'by rule',
  noVersions: 'No version was published yet.',
  provisioned: (/** @type {VersionProvisioned} */ { asked, started, idle }) =>
    `${started === asked ? asked : `${started} of ${asked}`} provisioned${idle ? ', without traffic, billed' : ''}`,
  lastPublished: 'last published',
  metrics: 'How the versions fare',
  metricsHint: (/** @type {{ period: number, zone: string }} */ { period, zone }) =>
    `${period === 60 ? 'By the minute' : `In steps of ${n(period / 60, 'minute')}`}, ${zone}. The monitor is one to two minutes late; a gap means that it has no point, not zero.`,
  invocations: 'Invocations',
  inPeriod: (/** @type {number} */ period) => (period === 60 ? 'a minute' : `in ${n(period / 60, 'minute')}`),
  errorRate: 'Error rate',
  duration: 'Mean duration',
  throttled: 'Throttled',
  period: 'Time',
  lastMinutes: (/** @type {number} */ minutes) => (minutes >= 60 ? n(minutes / 60, 'hour') : n(minutes, 'minute')),
  log: 'Log',
  onlyErrors: 'Only failures',
  noLog: 'Nothing was logged in the last minutes.',
  lastTenMinutes: 'Duration and errors in the last 10 minutes, by version',
  logHeadings: ['Version', 'Invocations', 'Errors', 'p50', 'p95', 'p99'],
  logErrors: (/** @type {{ version: string, message: string, count: number }} */ { version, message, count }) =>
    `${version}: ${count} × ${message}`,
  released: 'Release this function…',
  missing: 'This function is not there. It may have been deleted, or be in another region.',
  back: 'All functions',

  chooseFirst: 'Choose functions to release on the list of functions.',
  toFunctions: 'To the functions',
  whichFunctions: 'Functions',
  remove: (/** @type {string} */ name) => `Leave ${name} out`,
  whatToDo: 'What to do',
  choices: {
    canary: 'Canary: give $latest a share',
    everything: 'Publish $latest and give it everything',
    publish: 'Publish $latest only',
    rollout: 'Roll out in steps, judged',
  },
  choiceHints: {
    canary: 'The rest goes to the stable version.',
    everything: 'All users get the code of $latest, as a new version that never changes.',
    publish: 'A new version that never changes. Traffic stays as it is.',
    rollout:
      'The share of $latest rises step by step, as long as it is no worse than the stable version; else all traffic goes back.',
  },
  health: {
    reading: (/** @type {number} */ minutes) => `Reading the errors of the last ${n(minutes, 'minute')}…`,
    counts: (/** @type {Compared} */ { canary, stable, minutes }) =>
      `${canary.version}: ${canary.failed} of ${canary.calls} failed, v${stable.version}: ${stable.failed} of ${stable.calls} (the same ${n(minutes, 'minute')}).`,
    worse: (/** @type {string} */ stable) => `$latest fails more often than v${stable}.`,
    raises: 'A higher share gives it more users.',
    unknown: (/** @type {number} */ minutes) =>
      `The monitor has no calls of $latest in the last ${n(minutes, 'minute')}: its health is not known.`,
    raisesUnknown: 'You are about to give it more users.',
    alone: (/** @type {string} */ stable) => `v${stable} had no calls in these minutes to compare with.`,
    more: (/** @type {number} */ count) => `${n(count, 'more canary', 'more canaries')} not compared here.`,
  },
  shareLatest: 'Share of $latest',
  percent: 'percent',
  shareHint: 'Arrow keys: 1 %, Page Up and Down: 10 %.',
  noShare: 'A share is a number from 0 to 100, with up to two decimals. Nothing is planned until it is one.',
  group: 'Together: if one fails, all are put back',
  plan: 'Plan',
  planning: 'Looking at the functions…',
  planningMany: (/** @type {{ functions: number, of: number }} */ { functions, of }) =>
    `Looking at the functions: ${functions} of ${of}`,
  copy: 'Copy as text',
  copied: 'Copied',
  notCopied: 'The browser refused',
  nothingAsked: 'Everything is so already: choose another share, or to publish.',
  applyCount: (/** @type {number} */ count) => `Release ${n(count, 'function')}`,
  confirmTitle: 'Confirm the release',
  confirmType: (/** @type {string} */ word) => `Type ${word} to go on.`,
  confirmWord: (/** @type {{ names: string[] }} */ { names }) =>
    names.length === 1 ? names[0] : `all ${names.length}`,
  goOn: 'Go on',
  changedMeanwhile: 'It changed meanwhile: nothing was written. This is the plan as things are now.',
  details: 'Details',
  more: (/** @type {number} */ count) => `Show ${n(count, 'more function')}`,
  before: 'before',
  after: 'after',
  now: 'now',

  undo: 'Undo',
  undoOf: (/** @type {string} */ names) => `Undo: ${names}`,
  undoHint:
    'Each alias that still is as the run left it gets its former traffic back. Code, settings and versions stay.',

  charts: {
    /** The pointer of a chart, for keys. */
    along: (/** @type {string} */ title) => `Values of ${title}`,
    last: 'last',
  },

  noRuns: 'Nothing was released from this tab yet.',
  running: 'Under way',
  ended: { done: 'Done', partly: 'Partly done', failed: 'Failed', stopped: 'Stopped', unchanged: 'Nothing to do' },
  kinds: {
    deploy: 'Release',
    rollback: 'Rollback',
    publish: 'Publish',
    prune: 'Prune',
    resume: 'Resumed release',
    abort: 'Put back',
    undo: 'Undo',
    remove: 'Removal',
    'create-alias': 'New alias',
    'update-alias': 'Alias changed',
    'delete-alias': 'Alias deleted',
  },
  stop: 'Stop',
  stopHint: 'Nothing new is written; what was sent is looked at.',
  stopping: 'Stopping…',
  waits: 'waiting',
  wanted: 'wanted',
  actual: 'read back',
  step: (/** @type {{ step: number, steps: number }} */ { step, steps }) => `${step} of ${steps}`,
  changed: 'What was changed',
  nothingChanged: 'Nothing was changed.',
  states: { started: 'begun', done: 'done', failed: 'failed' },
  results: {
    done: 'done',
    unchanged: 'unchanged',
    removed: 'removed',
    failed: 'failed',
    stopped: 'stopped',
    putBack: 'put back',
  },

  hint: 'What to do',
  request: 'RequestId',
  /** Why a request was not sent. */
  isOffline: 'this computer is offline',
  offline:
    'This computer is offline: what is shown may be old, and nothing can be changed. A release that is under way tries for some seconds, then it fails: release again when the network is back, and it goes on from where it is.',
  ways: {
    keys: 'These keys are wrong, or no longer valid. Sign in again: the page stays as it is.',
    denied:
      'This account may not do that (CAM). Ask whoever manages it to allow the action named above; grayscale policy prints what each command needs.',
    limit: 'The API answers fewer calls than were asked of it, try after try. Wait a minute, then do it again.',
    relay: 'The local server is gone. Start grayscale console again, and open the address it prints.',
  },
  /** What to do about an error, by its code, where the engine's hint is about the command line. */
  next: {
    AliasChanged: 'Someone else is at work on this function: ask them, look at it, then plan again.',
    AliasDiffers: 'Someone else may have changed it at the same moment: look at the function, then decide.',
    CodeChanged: 'Someone else is at work on this function: ask them, look at it, then release again.',
    NotApplied: 'No traffic was moved onto it. Release again.',
    AliasNotFound: 'Look at the function’s aliases: it may have been deleted meanwhile.',
    FunctionNotFound: 'Look at the list of functions: it may have been deleted, or be in another region or namespace.',
    FunctionFailed: 'Mend the cause and deploy working code, or roll back.',
    VersionFailed: 'Traffic was not moved to it. Mend the cause and publish again.',
    'LimitExceeded.FunctionVersions': 'Delete old versions that no alias names (grayscale prune), then release again.',
    WaitTimeout:
      'What was begun goes on over there. Look at the function; the same release again goes on from where it is.',
    GroupFailed: 'Mend what stopped the other function, then release again; or let each be released for itself.',
    ReleaseInProgress: 'Wait until it is over, then release again. A rollback goes on at once.',
    MaybePublished:
      'Look at the function’s versions before publishing again: one may exist that can’t be told to be this run’s.',
    Unreachable: 'Look at this computer’s network and proxy, then do it again: a release goes on from where it is.',
    UnreadableAnswer: 'Something between here and the API answers in its place: a proxy, or a wrong --endpoint.',
    JournalFailed:
      'Make room for this page in the browser, or export the journal, then try again. A rollback goes on without it.',
    JournalBroken: 'Do not rely on what it says from there on. What is there now is shown by the function.',
    NoJournal: 'Choose a journal: .grayscale/STAGE.journal of the command line, or what Export gave.',
    JournalTooNew: 'Update scf-grayscale. A rollback goes on without the journal.',
    Locked: 'Wait until it is over. A rollback takes over at once.',
    Fenced: 'Look at the function: it shows what is there now. History shows who did what.',
    NothingToResume: 'History shows what was done. Release again, or roll back.',
    NothingToAbort: 'History shows what was done. Release again, or roll back.',
    OrderChanged: 'Release anew, or put back what was shifted.',
    StalePlan: 'Look at the new plan, then decide.',
    RulesInTheWay:
      'Take the function out of this release, or leave its traffic as it is; rules are dropped on the command line only (replaceRules).',
    NothingToRollBack: 'Choose the version to go to on the function’s screen.',
    SameCodeOnBothSides: 'Choose a canary, or publish and give it everything.',
    ChangedSince: 'Look at the function: it shows what is there now. Its screen moves it to a version of your choice.',
    UnknownRun: 'History shows the runs that the journal has.',
    NothingToUndo: 'History shows what was done.',
    NotOfProject:
      'Check the regions and namespaces that were given at signing in. If you imported this journal: is it yours?',
    NothingToRollBackTo: 'Deploy the former code again and publish it, so that there is a version to go back to.',
    NoRecordedRouting: 'Look at the function’s versions, and go back to one with grayscale rollback --to N.',
    InvalidCredentials: 'Look for a space, a line end or a quote that was copied along.',
    AuthFailure: 'Check the keys, and this computer’s clock: it must be within five minutes of the API’s.',
    ResourceNotFound: 'It may have been deleted meanwhile, or be in another region or namespace.',
    UnsupportedRegion: 'Correct the region, such as ap-guangzhou: sign out and in again.',
  },
  /** The same, where the page uses the journal of a project. */
  nextOfProject: {
    JournalFailed:
      'Nobody can release while the journal can’t be used, except for a rollback, which goes on without it. Solve what the message names, then try again.',
  },
  signInAgain: 'Sign in again',

  unfinished: (/** @type {{ kind: string, names: string, when: string }} */ { kind, names, when }) =>
    `A run broke off: ${kind} of ${names}, begun ${when}.`,
  atWork: (/** @type {{ what: string, who: string, since: string }} */ { what, who, since }) =>
    `A run is under way: ${what} by ${who}, since ${since}. A rollback takes over at once; everything else waits.`,
  unfinishedHint: 'The same again goes on with it, unless someone is at work on it still.',
  resume: 'Resume it',
  abort: 'Put it back',
  resumeNow: 'Resume',
  abortNow: 'Put back',
  noHistory: 'No run stands in this browser’s journal yet.',
  noRunsOfProject: 'This project has no runs yet.',
  journalHere: 'This journal is in this browser alone: the command line and CI do not see it.',
  journalOf: (/** @type {{ place: string, stage: string, shared: boolean }} */ { place, stage, shared }) =>
    `Runs of this project, stage ${stage}, by anyone: this console, the command line and sls${shared ? ' on any machine, and CI' : ' on this computer'}. The journal is ${place}.`,
  verify: 'Verify',
  verified: (/** @type {number} */ lines) => `${n(lines, 'line')}: consistent.`,
  broken: 'The journal is not consistent',
  /** Why a file is not taken as a journal, by the second half of the error's code. */
  noJournal: {
    Empty: (/** @type {string} */ name, /** @type {number | undefined} */ _) => `${name}: the file is empty`,
    NoEntry: (/** @type {string} */ name, /** @type {number | undefined} */ _) =>
      `${name}: no line of it is an entry of a journal`,
    Line: (/** @type {string} */ name, /** @type {number | undefined} */ line) =>
      `${name}: line ${line} is no entry of a journal`,
  },
  notImported: 'The file was not imported: the journal in this browser stays as it is',
  exported: 'Export',
  imported: 'Import…',
  importHint:
    'A journal of the command line (.grayscale/STAGE.journal) or of another browser. It takes the place of this one. “Consistent” does not say who wrote it: import only a journal that you trust. It moves functions of the list alone.',
  importAsk: 'Take the place of the journal in this browser?',
  importTakes: (/** @type {string} */ span) => `In this browser, and gone then: ${span}. Export it first to keep it.`,
  span: (/** @type {{ runs: number, from?: string, to?: string }} */ { runs, from, to }) =>
    from ? `${n(runs, 'run')}, begun from ${from} to ${to}` : 'no run',
  replace: 'Replace it',
  began: (/** @type {string} */ zone) => `Begun (${zone})`,
  who: 'Who',
  asked: 'Asked for',
  how: 'How it ended',
  hows: { done: 'done', stopped: 'stopped', putBack: 'put back', failed: 'failed', unfinished: 'broke off' },
}

/** @typedef {typeof en} Words */
