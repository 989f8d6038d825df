// @ts-check
/** What the page says of rollouts, in English. Why a rollout does what it does is the engine's own sentence. */
import { n } from '../count.js'

export const rollout = {
  one: 'Rollout',
  all: 'All rollouts',
  none: 'No rollout was started here yet.',
  noneHow:
    'A rollout gives new code a share of the traffic, compares it with the published version, and then raises the share or goes back. Choose a function on the list, then “Roll out in steps, judged”; or, in a project:',
  /** Where a rollout stands; `paused` and the rest wait for a person. */
  states: {
    scheduled: 'Not begun yet',
    holding: 'Holding',
    extended: 'Holding on',
    warming: 'Starting instances',
    gate: 'Waits at a gate',
    paused: 'Paused',
    interrupted: 'Interrupted',
    advancing: 'Advancing',
    rollingBack: 'Rolling back',
    done: 'Done',
    rolledBack: 'Rolled back',
    aborted: 'Aborted',
  },
  columns: {
    functions: 'Functions',
    steps: 'Steps',
    state: 'State',
    began: (/** @type {string} */ zone) => `Began (${zone})`,
  },
  others: (/** @type {number} */ count) => `and ${count} more`,
  replaces: (/** @type {{ canary: string, stable: string }} */ { canary, stable }) => `${canary} replaces ${stable}`,
  began: (/** @type {{ who: string, when: string }} */ { who, when }) => `Started ${when} by ${who}`,
  took: (/** @type {string} */ span) => `took ${span}`,
  preset: (/** @type {string} */ name) => `policy ${name}`,
  read: (/** @type {string} */ time) => `read ${time}`,

  /** What something is called, and what there is to say of it. */
  explained: (/** @type {string} */ name, /** @type {string} */ text) => `${name}: ${text}`,

  rail: 'Steps',
  step: (/** @type {{ number: number, of: number }} */ { number, of }) => `Step ${number} of ${of}`,
  /** What a step is at, for those who don't see its sign. */
  signs: {
    waiting: 'waiting',
    holding: 'held now',
    passed: 'passed',
    failed: 'failed',
    paused: 'paused',
    back: 'rolled back',
  },
  pausedBy: (/** @type {string} */ who) => `paused by ${who}`,
  gate: (/** @type {string} */ name) => `gate ${name}`,
  /** Who has the canary at a step that a rule makes. */
  staff: 'staff',
  finish: { publish: 'publish', latest: '$latest 100 %' },
  finishHint: {
    publish: 'publish $latest as a new version and give it all traffic',
    latest: 'give $latest all traffic',
  },
  held: (/** @type {{ held: string, hold: string }} */ { held, hold }) => `held ${held} of ${hold}`,
  heldOn: (/** @type {{ held: string, hold: string }} */ { held, hold }) =>
    `held ${held}, past the ${hold} of the policy, for more evidence`,
  left: (/** @type {string} */ span) => `${span} left`,
  nextIs: (/** @type {{ next: string, when?: string }} */ { next, when }) =>
    `Next: ${next}${when ? `, at ${when} at the earliest` : ''}, by itself if the verdict is healthy.`,
  nextFirst: (/** @type {string} */ share) => `Next: ${share}, as soon as it may begin.`,
  nextAfterGate: (/** @type {{ gate: string, next: string }} */ { gate, next }) =>
    `Next: ${next}, when somebody approves ${gate}.`,
  nextPerson: 'Next: a person decides. It is judged all the same, and goes back if the canary is unhealthy.',
  nextNothing: 'Next: a person decides. Nothing is written until then.',
  over: {
    done: (/** @type {string} */ stable) =>
      `It is over: all traffic is on the new code. Undo gives it back to ${stable}.`,
    back: (/** @type {string} */ stable) => `It is over: all traffic is on ${stable}.`,
    kept: 'It is over. The routing was left as it was.',
  },

  abortTo: (/** @type {string} */ stable) => `Abort → ${stable} 100 %`,
  abortEach: 'Abort → stable 100 %',
  abortHint: 'At once, without a question: all traffic goes back, and the rollout ends.',
  pause: 'Pause',
  pauseHint: 'The weights stay as they are. It is judged on, and goes back if the canary is unhealthy.',
  resume: 'Resume',
  resumeHint: 'The wait of this step restarts.',
  adopt: (/** @type {string} */ share) => `Go on from ${share}`,
  adoptHint: 'Takes the routing as it is; the next step is the first one above it.',
  keep: 'End it, leave the routing',
  keepHint: 'The rollout ends. The traffic stays as somebody else made it.',
  promote: (/** @type {string} */ next) => `Promote now → ${next}`,
  approve: (/** @type {string} */ gate) => `Approve ${gate}`,
  undo: 'Undo…',
  undoTitle: (/** @type {string} */ names) => `Undo the rollout of ${names}`,
  undoNow: (/** @type {string} */ stable) => `Give ${stable} all traffic`,
  undoHint:
    'All traffic goes back to the version that was stable before the rollout. Code, settings and versions stay.',
  doing: {
    pause: 'Pausing…',
    resume: 'Resuming…',
    adopt: 'Resuming…',
    promote: 'Promoting…',
    approve: 'Approving…',
    abort: 'Aborting…',
    keep: 'Ending…',
    tick: 'Looking…',
    undo: 'Undoing…',
  },
  did: {
    pause: 'Paused. The weights stay as they are.',
    resume: 'Resumed.',
    adopt: 'Resumed from the routing that was there.',
    promote: 'Promoted.',
    approve: 'Approved.',
    abort: 'Aborted: all traffic is back on stable.',
    keep: 'Ended. The routing was left as it was.',
    tick: 'Looked after.',
    undo: 'Undone: stable has all traffic.',
  },
  recorded: 'Recorded; the next tick carries it out. This page can’t, since it lacks what a tick needs.',
  another: 'Somebody else looked after it at the same moment; nothing was done here.',

  promoteTitle: (/** @type {number} */ number) => `Leave step ${number} now`,
  approveTitle: (/** @type {{ gate: string, number: number }} */ { gate, number }) =>
    `Approve ${gate} of step ${number}`,
  follows: 'What follows',
  followsShare: (/** @type {{ share: string, hold: string }} */ { share, hold }) =>
    hold === '' ? `${share} for the new code.` : `${share} for the new code, held for ${hold} at least.`,
  followsFinish: {
    publish: '$latest is published as a new version, which gets all traffic. Nothing is left to compare with then.',
    latest: '$latest gets all traffic. Nothing is left to compare with then.',
  },
  allSteps: 'All steps that are left, one look after the other',
  thisStep: 'This step alone',
  which: 'Which steps',
  why: 'Why, although the canary was not shown to be healthy',
  whyHint: 'Stands in the journal with your name.',
  overGuard: 'Go on although the guard says it is unhealthy',
  overGuardHint:
    'The guard has shown that the new code fails more often than stable, or it broke a limit of the policy. With this it gets more users all the same. After this step the guard judges again, and goes back if that is so still.',
  overGuardFull:
    'The guard has shown that the new code fails more often than stable, or it broke a limit of the policy. With this it gets all users all the same, and the guard does not stop it any more.',
  promoteNow: (/** @type {string} */ next) => `Promote to ${next}`,
  approveNow: (/** @type {string} */ gate) => `Approve ${gate}`,
  before: 'now',
  after: 'after',

  traffic: 'Traffic',
  set: 'set',
  actual: 'actual',
  margin: (/** @type {{ share: string, margin: string }} */ { share, margin }) => `${share} (± ${margin})`,
  marginHint: 'The canary’s part of the calls since this share was there, as counted by the monitor.',
  noCalls: (/** @type {string} */ share) => `no calls counted yet since ${share} was set`,
  since: (/** @type {string} */ when) => `since ${when}`,
  written: 'the rollout wrote',
  found: 'is there now',

  verdict: 'Verdict',
  /** What the figures say, in a word or two. */
  verdicts: {
    healthy: 'healthy',
    unhealthy: 'unhealthy',
    soon: (/** @type {number} */ more) => `unhealthy soon: ${n(more, 'more bad call')} and it goes back`,
    worse: 'more errors, which may be chance: not enough evidence yet',
    little: 'no worse so far, not enough evidence yet',
    blind: 'cannot tell',
    outage: 'outage of both versions',
    none: 'not judged yet',
  },
  evidence: 'Evidence against the canary',
  clear: 'clear',
  back: 'rolled back',
  distance: (/** @type {number} */ more) => `${n(more, 'more bad call')} of the canary and it goes back`,
  gauge: (/** @type {{ lnE: string, limit: string }} */ { lnE, limit }) => `ln E ${lnE} of ${limit}`,
  judgedTo: (/** @type {{ time: string, late: string }} */ { time, late }) =>
    `Judged to ${time}; at the last look the figures were ${late} late.`,
  notJudged: 'No minute was judged yet: the figures come about two minutes late.',
  blinds: (/** @type {string} */ names) => `Can’t be judged: ${names}.`,

  canary: 'Canary',
  stable: 'stable',
  figures: 'Canary and stable in the same minutes',
  headings: { function: 'Function', counted: 'Counted', share: 'Actual share', phi: 'φ', lnE: 'ln E' },
  phiHint: 'φ: how much bad calls come in clusters; 1 is chance alone. ln E: the evidence against the canary.',
  metrics: {
    errors: 'failed',
    platform: 'out of time or memory',
    p50: 'slower than p50',
    p90: 'slower than p90',
    p99: 'slower than p99',
    means: 'mean duration',
  },
  cell: (/** @type {{ bad: number, calls: number, rate: string }} */ { bad, calls, rate }) =>
    `${rate} (${bad} of ${calls})`,
  mean: (/** @type {{ ms: string, calls: number }} */ { ms, calls }) => `${ms} (${n(calls, 'call')})`,
  chart: (/** @type {string} */ name) => `${name}: errors by the minute`,
  moreCharts: (/** @type {number} */ count) => `Show ${n(count, 'more function')}`,

  requests: 'Failing requests since the beginning, at most an hour back',
  noRequests: 'The log has no failed request of either version.',
  noTopic: 'Read from each function’s log; a function without a log topic has none.',
  requestHeadings: { version: 'Version', message: 'Message', count: 'Requests', ids: 'Newest request ids' },
  atLeast: (/** @type {number} */ count) => `${count} or more`,
  copyId: (/** @type {string} */ id) => `Copy ${id}`,
  copyIds: (/** @type {number} */ count) => `Copy ${count === 1 ? 'the id' : `${count} ids`}`,

  log: 'Decisions, newest first',
  undelivered: 'Notices that did not arrive',

  tending: 'Who looks after it',
  lookedBy: (/** @type {{ who: string, ago: string }} */ { who, ago }) => `Last look ${ago} by ${who}.`,
  looked: (/** @type {string} */ ago) => `Last look ${ago}.`,
  neverLooked: 'Nobody has looked yet.',
  nextLook: (/** @type {string} */ time) => `Due again at ${time}.`,
  nobody: (/** @type {string} */ span) =>
    `Nobody has looked after it for ${span}. Nothing is judged meanwhile: traffic stays as it is, and a broken canary does not go back.`,
  nobodyHow: 'Start the agent (grayscale rollout agent deploy) or grayscale rollout watch, or let this tab do it.',
  tick: 'Look after it now',
  tickHint: 'One look: it is judged, and what is due is done.',
  tends: 'This tab looks after it',
  tendsHint:
    'Once a minute while the tab is visible. A tab in the background, a sleeping computer and a closed tab do not: then nobody does, unless the agent or CI does.',
  lacks: 'This page can’t look after it:',
  lacksHow:
    'Where it is looked after now, this is known. An order from here is recorded, and carried out there at the next look; Abort goes at once.',

  policy: 'Policy',
  own: 'own steps',
  presetHints: {
    canary: 'for 60 calls a minute and more',
    careful: 'where a mistake costs money',
    manual: 'a person decides each step',
    linear20every5m: 'even steps',
    canary10: 'one step, then everything',
    own: 'shares and holds of your own',
  },
  ownSteps: 'Steps',
  ownShare: (/** @type {number} */ number) => `Share of step ${number}, percent`,
  ownHold: (/** @type {number} */ number) => `Hold of step ${number}, minutes`,
  ownGate: (/** @type {number} */ number) => `Gate after step ${number} (optional)`,
  ownGateShort: 'gate',
  minutes: 'min',
  addStep: 'Add a step',
  dropStep: (/** @type {number} */ number) => `Remove step ${number}`,
  atEnd: 'At the end',
  power: 'What it can see with the traffic of the last 24 hours',
  powerReading: 'Reading the calls of the last 24 hours…',
  powerNone: (/** @type {string} */ name) => `${name} was not called in the last 24 hours: nothing can be compared.`,
  powerOf: (/** @type {{ name: string, calls: number, bad: number }} */ { name, calls, bad }) =>
    `${name}: ${n(calls, 'call')}, ${bad} failed`,
  powerHeadings: { step: 'Step', healthy: 'Shown healthy', broken: 'All fail', ten: '10 × errors', four: '4 × errors' },
  powerMinutes: (/** @type {number | null} */ minutes) => (minutes === null ? 'not seen' : `${minutes} min`),
  powerHint: 'After how many minutes at a step; the median of simulations.',
  sameCode: (/** @type {string} */ names) =>
    `${names}: code and settings of $latest are those of the stable version, so there is nothing to try. Deploy the new code to $latest first.`,
  ofLatest: 'The new code is what lies on $latest now; nothing is uploaded from here.',
  start: (/** @type {number} */ count) => `Start the rollout of ${n(count, 'function')}`,
  starting: 'Starting…',
  plan: 'What happens',
  planBegin: (/** @type {string} */ share) =>
    `First $latest gets ${share}. That is the only thing this button does at once.`,
  planJudge:
    'At each look both versions are compared in the same minutes. If $latest is worse, all traffic goes back to the stable version, at once and without a question.',
  planTend:
    'Nothing moves by itself: the agent, CI, grayscale rollout watch or this tab must look after it, about once a minute.',
  planLasts: (/** @type {string} */ span) => `It takes ${span} at least.`,
}
