// @ts-check
/** Headings, labels and states of what is shown: plans, results, lists. What a plan says itself comes from Rust. */
import { typed } from '../typed.js'

export const render = {
  account: {
    account: () => 'account',
    endpoint: () => 'endpoint',
    ignored: () => 'ignored',
    temporaryKey: () => 'temporary key',
    noEffect: (/** @type {string} */ variable, /** @type {string} */ file) =>
      `${variable} in ${file} has no effect: export it instead`,
  },
  error: {
    function: () => 'function',
    changed: () => 'changed',
    nothingChanged: () => 'nothing was changed',
  },
  standing: {
    failed: () => 'its last change failed',
    canary: () => 'a release is under way',
    shared: () => 'two published versions, or rules, share it',
    busy: () => 'it is being changed',
    latest: () => 'all on $latest: a deploy changes at once what users get',
    unknown: () => 'there is no such alias',
    quiet: () => 'on one published version',
  },
  functions: {
    none: () => 'There are no functions here.',
    provisioned: (/** @type {number} */ mb) => `provisioned concurrency: ${mb} MB, billed`,
    count: (/** @type {number} */ all, /** @type {number} */ needing) => {
      const count = `${all} function${all === 1 ? '' : 's'}`
      return needing === 0 ? `${count}.` : `${count}, ${needing} of them need${needing === 1 ? 's' : ''} a look.`
    },
  },
  history: {
    none: () => 'no run is in the journal',
    journal: () => 'journal',
    who: () => 'who',
    asked: () => 'asked',
  },
  store: {
    where: () => 'store',
    shared: () => 'shared by several machines',
    alone: () => 'of one machine',
    log: () => 'log',
    noLog: () => 'no id yet: the next run gives it one',
    identity: (/** @type {{ id: string, account: string | null, region: string | null }} */ { id, account, region }) =>
      [id, account === null ? 'account unknown' : `account ${account}`, region].filter(Boolean).join(', '),
    size: () => 'size',
    amount: (
      /** @type {{ runs: number, lines: number, bytes: number, position: string }} */ { runs, lines, bytes, position },
    ) => `${runs} runs, ${lines} lines, ${bytes} bytes; it ends at position ${position}`,
    atWork: () => 'at work',
    local: () => 'local',
    imported: (/** @type {{ runs: number }} */ { runs }) => `its runs (${runs}) are in the store`,
    waits: (/** @type {{ runs: number }} */ { runs }) =>
      `its runs (${runs}) are not in the store: ${typed({ verb: 'store import' })} copies them`,
    copied: (/** @type {{ runs: number, file: string, place: string }} */ { runs, file, place }) =>
      `The runs of ${file} (${runs}) are now in ${place}.`,
    already: (/** @type {{ runs: number, file: string, place: string }} */ { runs, file, place }) =>
      `Nothing to do: the runs of ${file} (${runs}) are in ${place} already.`,
    left: (/** @type {{ file: string }} */ { file }) => `${file} stays as it is; runs no longer need it.`,
  },
  older: (/** @type {number} */ count) => `and ${count} older`,
  log: {
    billed: (/** @type {string} */ time) => `billed ${time}`,
    span: (/** @type {string} */ from, /** @type {string} */ to) => `${from} to ${to}`,
    none: () => 'Nothing was logged.',
    running: () => 'running',
    unknown: () => 'end not in the log',
    more: () => 'more lines',
    retry: (/** @type {number} */ number) => `retry ${number}`,
    headings: () => ['version', 'invocations', 'errors', 'p50', 'p95', 'p99'],
    errorsByMessage: () => 'Errors by message',
    group: (
      /** @type {{ version: string, count: number, message: string, requestId: string }} */ {
        version,
        count,
        message,
        requestId,
      },
    ) => `${version}  ${count} ×  ${message}  (newest: ${requestId})`,
    moreGroups: (/** @type {number} */ count) => `and ${count} more; --json has all of them`,
    failed: (/** @type {string} */ why) => `failed: ${why}`,
    platformFailed: (/** @type {string} */ why) => `the platform failed: ${why}`,
  },
  markdown: {
    function: () => 'function',
    change: () => 'change',
    fingerprint: () => 'Fingerprint of this plan:',
    exactly: () => 'To do exactly this:',
    moreWarnings: (/** @type {number} */ count) =>
      `${count} more warning${count === 1 ? ' is' : 's are'} left out here: grayscale plan shows all.`,
    moreFunctions: (/** @type {number} */ count) =>
      `${count} more function${count === 1 ? ' is' : 's are'} left out here: grayscale plan shows all.`,
    moreDetails: (/** @type {number} */ count) =>
      `The steps of ${count} function${count === 1 ? '' : 's'} are left out here: grayscale plan shows all.`,
    moreNotes: (/** @type {number} */ count) =>
      `${count} more note${count === 1 ? ' is' : 's are'} left out here: grayscale plan shows all.`,
  },
  metrics: {
    span: (/** @type {string} */ from, /** @type {string} */ to, /** @type {number} */ period) =>
      `${from} to ${to}, by ${period} s`,
    traffic: () => 'traffic now',
    invocations: () => 'invocations',
    errors: () => 'errors',
    platformErrors: () => '  by the platform',
    throttled: () => 'throttled',
    meanDuration: () => 'mean duration',
    mostMemory: () => 'most memory',
    duration: () => 'duration',
    none: () => 'none',
    atMost: (/** @type {string} */ value) => `at most ${value}`,
    gateUnknown: () => 'gate: not known',
    gatePassed: () => 'gate: passed',
    gateFailed: () => 'gate: not passed',
  },
  permissions: {
    needed: () => 'Needed',
    optional: () => 'May be left out',
    purpose: (
      /** @type {{ purpose: string, resource: string[], without?: string }} */ { purpose, resource, without },
    ) =>
      `${purpose}${resource.length > 0 ? `, limited to ${resource.join(', ')}` : ''}${without === undefined ? '' : `; without it: ${without}`}`,
    ofSeveral: () => 'The policy of one or several: grayscale policy deploy rollback',
  },
  plan: {
    before: () => 'before',
    after: () => 'after',
    now: () => 'now',
  },
  result: {
    function: () => 'function',
    last: () => 'last',
    published: () => 'published',
    deleted: () => 'deleted',
    change: () => 'before → after',
    versions: (/** @type {number} */ count) => `${count} versions`,
    asBefore: (/** @type {string} */ split) => `${split} (as before)`,
    unchanged: () => 'Nothing had to be changed.',
    url: (/** @type {string} */ key, /** @type {string} */ url) => `${key} answers at ${url}`,
  },
  agent: {
    agent: () => 'agent',
    log: () => 'log',
    none: (/** @type {string} */ name) => `none (it would be ${name})`,
    role: () => 'role',
    timer: () => 'timer',
    on: () => 'on, each minute',
    off: () => 'off: it does nothing',
    madeWith: () => 'made with',
    older: (/** @type {string} */ was, /** @type {string} */ is) =>
      `${was}; this is ${is}: ${typed({ verb: 'rollout agent deploy' })} renews it`,
    cost: () => 'a month',
    perMonth: (
      /** @type {{ runs: number, gbSeconds: number, storeRequests: number }} */ { runs, gbSeconds, storeRequests },
    ) =>
      `${runs} runs, about ${gbSeconds} GB-seconds and ${storeRequests} requests to the bucket while no rollout is under way`,
    trust: () => 'Who may take the role (trust policy):',
    policy: () => 'What it may do (permission policy):',
  },
  rollout: {
    noneYet: () => 'Nothing to do: no rollout was started here.',
    rollout: () => 'rollout',
    began: () => 'began',
    last: () => 'last look',
    steps: () => 'steps',
    state: () => 'state',
    states: {
      scheduled: () => 'not begun yet',
      holding: () => 'holding',
      extended: () => 'holding on for more evidence',
      warming: () => 'starting instances',
      gate: () => 'waiting at a gate',
      paused: () => 'paused',
      interrupted: () => 'interrupted',
      advancing: () => 'advancing',
      rollingBack: () => 'rolling back',
      done: () => 'done',
      rolledBack: () => 'rolled back',
      aborted: () => 'aborted',
    },
    gated: (/** @type {string} */ share, /** @type {string} */ gate) => `${share} (gate ${gate})`,
    publish: () => 'publish',
    latest: () => '$latest 100%',
    another: () => 'Somebody else looked after it at the same moment; nothing was done here.',
    recorded: (/** @type {{ why: string }} */ { why }) =>
      `Recorded; the next tick carries it out. Not done here: ${why}.`,
    notice: {
      unset: (/** @type {{ receiver: string, event: string, variable: string }} */ { receiver, event, variable }) =>
        `not sent: the notice "${event}" to ${receiver}; the environment variable ${variable} is not set here`,
      unknown: (/** @type {{ receiver: string, event: string }} */ { receiver, event }) =>
        `not sent: the notice "${event}" to ${receiver}; only the program that started the rollout knows its address`,
      again: (
        /** @type {{ receiver: string, event: string, tries: string, answer: string }} */ {
          receiver,
          event,
          tries,
          answer,
        },
      ) => `not delivered: the notice "${event}" to ${receiver} (tries: ${tries}; ${answer}); it is sent again later`,
      givenUp: (
        /** @type {{ receiver: string, event: string, tries: string, answer: string }} */ {
          receiver,
          event,
          tries,
          answer,
        },
      ) => `not delivered: the notice "${event}" to ${receiver} (tries: ${tries}; ${answer}); it is not sent again`,
      noAnswer: () => 'no answer',
      answer: (/** @type {{ status: string }} */ { status }) => `HTTP ${status}`,
      code: (/** @type {{ status: string, code: string }} */ { status, code }) => `HTTP ${status}, code ${code}`,
    },
    function: () => 'function',
    counted: () => 'counted',
    canary: () => 'canary (bad/calls)',
    stable: () => 'stable (bad/calls)',
    metric: (/** @type {string} */ metric) =>
      /** @type {Record<string, string>} */ ({
        errors: 'failed',
        platform: 'out of time or memory',
        p50: 'slower than p50',
        p90: 'slower than p90',
        p99: 'slower than p99',
        means: 'mean duration',
      })[metric] ?? metric,
    bad: (/** @type {number} */ calls, /** @type {number} */ bad, /** @type {string} */ rate) =>
      `${bad}/${calls} ${rate}`,
    mean: (/** @type {number} */ calls, /** @type {number} */ ms) => `${ms} ms/${calls}`,
    clear: () => 'clear',
    back: () => 'goes back',
    decisions: () => 'last decisions',
    met: (/** @type {{ id: string, ended: boolean, why: string }} */ { id, ended, why }) =>
      `Rollout ${id} ${ended ? 'has ended' : 'waits for a person'}: ${why}.`,
    lookAfter: (/** @type {{ id: string }} */ { id }) =>
      `Nobody looks after it by itself: run ${typed({ verb: 'rollout tick', flags: { id } })} once a minute, or stay with it: ${typed({ verb: 'rollout watch', flags: { id } })}.`,
    evidence: (/** @type {string} */ lnE, /** @type {string} */ limit) =>
      `Together against the canary: ln E ${lnE}; it goes back at ${limit}.`,
    next: {
      gate: (/** @type {{ id: string, gate: string, step: string }} */ { id, gate, step }) =>
        `To open the gate: ${typed({ verb: 'rollout approve', of: [gate], flags: { step, id } })}; to go back: ${typed({ verb: 'rollout abort', flags: { id } })}`,
      paused: (/** @type {{ id: string }} */ { id }) =>
        `To go on: ${typed({ verb: 'rollout resume', flags: { id } })}; to leave the step at once: ${typed({ verb: 'rollout promote', flags: { id } })}; to go back: ${typed({ verb: 'rollout abort', flags: { id } })}`,
      interrupted: (/** @type {{ id: string }} */ { id }) =>
        `To go on from what is there: ${typed({ verb: 'rollout resume', flags: { adopt: true, id } })}; to go back: ${typed({ verb: 'rollout abort', flags: { id } })}`,
    },
  },
  policy: {
    preset: () => 'policy',
    own: () => 'steps of its own',
    step: (/** @type {number} */ number) => `step ${number}`,
    held: (
      /** @type {{ callers: string, version: boolean, hold: string, gate?: string }} */ {
        callers,
        version,
        hold,
        gate,
      },
    ) =>
      `${version ? 'the version' : '$latest'} gets ${callers} for ${hold} at least${gate === undefined ? '' : `, then waits at the gate ${gate}`}`,
    canary: () => 'canary',
    version: () => 'a version that is published before the first step',
    users: () => 'users',
    buckets: (/** @type {{ header: string, buckets: number }} */ { header, buckets }) =>
      `keep the side that they have: ${header} is one of ${buckets} buckets, from 0`,
    end: () => 'end',
    publish: () => 'a version is published and gets everything',
    latest: () => '$latest gets everything',
    same: () => 'the version gets everything',
    guard: () => 'guard',
    unguarded: () => 'not guarded: all traffic moves at once, and nothing is compared',
    compared: (/** @type {{ alpha: string, margin: number, minBad: number }} */ { alpha, margin, minBad }) =>
      `goes back if the canary is more than ${margin} times as bad as stable: false alarms in at most ${alpha} of rollouts, and not before ${minBad} bad calls`,
    unhealthy: () => 'if worse',
    insufficient: () => 'if unclear',
    outage: () => 'in an outage',
    limits: () => 'limits',
    timeout: () => 'at most',
    follows: (/** @type {string} */ word) =>
      /** @type {Record<string, string>} */ ({ rollback: 'roll back', pause: 'pause', advance: 'advance' })[word] ??
      word,
    extended: (/** @type {{ extend: number, next: string }} */ { extend, next }) =>
      `hold up to ${extend} times as long, then ${next}; without any call of the canary pause`,
    holds: (/** @type {{ hold: string, next: string }} */ { hold, next }) => `hold up to ${hold}, then ${next}`,
  },
  replay: {
    recorded: (
      /** @type {{ key: string, minutes: number, calls: number, bad: number }} */ { key, minutes, calls, bad },
    ) => `${key}: ${calls} calls in ${minutes} minutes, ${bad} failed`,
    nothing: () => 'The monitor has no calls of it in this time; there is nothing to rehearse on.',
    of: () => 'canary',
    canary: (/** @type {1 | 4 | 'broken'} */ times) =>
      times === 1 ? 'the same code' : times === 'broken' ? 'always fails' : `fails ${times} times as often`,
    done: () => 'released',
    back: () => 'rolled back',
    paused: () => 'waits',
    minutes: () => 'back after (min)',
    failed: () => 'failed until then',
    seed: (/** @type {number} */ seed) => `Medians. Seed ${seed}.`,
  },
  power: {
    title: () => 'What the rollout can see with this traffic',
    recorded: (
      /** @type {{ key: string, calls: number, minutes: number, bad: number }} */ { key, calls, minutes, bad },
    ) => `${key}: ${calls} calls in the last ${minutes} minutes, ${bad} failed`,
    nothing: (/** @type {{ key: string }} */ { key }) =>
      `${key}: the monitor has no calls of the last day, so nothing can be said; a canary without calls pauses`,
    step: () => 'step',
    rate: () => 'canary (calls/min)',
    healthy: () => 'healthy after (min)',
    broken: () => 'always fails',
    ten: () => '10 times',
    four: () => '4 times',
    minutes: (/** @type {number | null} */ minutes) => (minutes === null ? 'over 2 h' : `${minutes} min`),
  },
  nothing: () => '(nothing)',
  status: {
    stage: () => 'stage',
    region: () => 'region',
    namespace: () => 'namespace',
    status: () => 'status',
    lastVersion: () => 'last version',
    image: () => 'image',
    found: () => 'found',
    wanted: () => 'wanted',
    notChecked: (/** @type {string[]} */ what) => `not checked: ${what.join(', ')}`,
    noVersion: () => 'no version is published yet',
    version: () => 'version',
    published: () => 'published',
    provisioned: (/** @type {string} */ version, /** @type {string} */ count, /** @type {boolean} */ idle) =>
      `v${version}: ${count} provisioned instances${idle ? ', without traffic, billed' : ''}`,
  },
}
