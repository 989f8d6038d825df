// @ts-check
/** What commands print by themselves, on the command line and under the frameworks. */

export const cli = {
  notWritten: (/** @type {string} */ why) => `the output could not be written (${why}); the command goes on`,
  overview: (/** @type {string} */ version, /** @type {string} */ commands) =>
    `grayscale ${version}: grayscale releases of Tencent Cloud functions

Usage: grayscale <command> [flags]

${commands}

grayscale <command> --help shows its flags. The project is read from
serverless.yml, grayscale.yml or serverless.js; flags win over it.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 130 interrupted.
`,
  usage: (/** @type {string} */ line) => `Usage: ${line}`,
  exactly: (/** @type {string} */ command) => `To do exactly this: ${command}`,
  confirmRemove: (/** @type {string} */ word) =>
    `The functions are deleted with all their versions, and nothing restores them. Type ${word} to go on`,
  hosts: {
    store: (/** @type {string} */ place) =>
      `This project's file keeps the journal in ${place}. The owner of that store can read who released what, and a rollback goes back to what it says. Use it for this project from now on?`,
    source: (/** @type {string} */ url) =>
      `The policy takes its figures from ${url}. Requests go there from here, and what it answers decides whether a canary goes on. Use it for this project from now on?`,
    notKept: (/** @type {string} */ why) => `the answer could not be kept for the next time: ${why}`,
  },
  console: {
    at: (/** @type {string} */ url) => `console: ${url}`,
    journal: (/** @type {string} */ place) => `journal: ${place}`,
    addressNotKept: (/** @type {string} */ why) => `the address could not be kept for the next time: ${why}`,
    addressOpen: (/** @type {string} */ file) => `a new address was drawn: other users can read or replace ${file}`,
    signs: (/** @type {string} */ id, /** @type {string} */ from) =>
      `signs as ${id}, whose key is from ${from === 'environment' ? 'exported variables' : from}: whoever has the address above uses it`,
    demoAt: (/** @type {string} */ url) => `the demo's SCF listens on ${url}`,
    notOpened: (/** @type {string} */ why) => `no browser could be opened (${why}): open the address yourself`,
  },
  action: {
    fingerprint: (/** @type {string} */ fingerprint) => `Fingerprint of this plan: ${fingerprint}`,
  },
  init: {
    projectFile: () => 'A project of scf-grayscale: grayscale plan, grayscale deploy. For sls: docs/platform.md.',
    inputs: () => 'All inputs: docs/inputs.md. Secrets belong into .env, which is never committed.',
    env: () => 'Copy this to .env and fill in the key (https://console.tencentcloud.com/cam/capi).',
    stage: () => 'The environment, part of the names of functions.',
    ask: {
      name: () => 'What is the project called?',
      runtime: () => 'Which runtime?',
      region: () => 'In which region?',
    },
    written: () => 'written',
    added: (/** @type {string} */ lines) => `added: ${lines}`,
    left: () => 'left as it is',
    next: () => 'Next:',
    fillIn: () => 'then fill in the key',
    plan: () => 'shows what a deploy would do',
    deploy: () => 'does it',
    status: () => 'shows versions and traffic',
  },
  emulator: {
    line: (/** @type {string} */ line) => `emulator: ${line}`,
  },
  /** What a framework's status line says. */
  doing: {
    deploy: () => 'Deploying',
    plan: () => 'Planning',
    look: () => 'Looking',
    rollback: () => 'Rolling back',
    undo: () => 'Undoing',
    resume: () => 'Resuming',
    abort: () => 'Restoring',
    remove: () => 'Removing',
    rollout: () => 'Ticking the rollout',
    publish: () => 'Publishing',
    prune: () => 'Pruning',
    createAlias: () => 'Creating an alias',
    updateAlias: () => 'Changing an alias',
    deleteAlias: () => 'Deleting an alias',
    invoke: () => 'Calling',
  },
  noLongerNamed: (/** @type {string[]} */ places) =>
    `This project created ${places.join(', ')}, and no longer names ${places.length === 1 ? 'it' : 'them'}: remove deletes ${places.length === 1 ? 'it' : 'them'} too.`,
  imported: {
    alarm: (/** @type {{ function: string, alarm: string }} */ { function: of, alarm }) =>
      `! ${of}: the alarm ${alarm} can't come along. The guard replaces it: canary and stable are compared in the same minutes. For an absolute bound add limits: { errors: 5% }.`,
    hooks: () =>
      '! Hooks are functions of SCF here: one says no by an error or by { ok: false, reason }. They must exist under these names.',
  },
  nothingToRemove: () => 'Nothing to remove: this project names no function, and created none.',
  goesOnWithoutState: (/** @type {string} */ verb) => `${verb} continues without it.`,
  platform: {
    notLocked: () =>
      'Runs are not locked here: no store is named, and two deployments at once can undo each other. Name one in the yml: `store: cos://<bucket>-<appid>/<prefix>?region=<region>`',
    codeUnseen: () => 'Not looked at: the code, which sls uploads with deploy alone.',
    allUnseen: () =>
      'Not looked at: code and configuration, which this sls hands over with deploy alone. The functions are those of the last deployment.',
    nothingOrdered: () =>
      'Neither publish nor traffic arrived here, so nothing was published and traffic stays as it was. If you typed them, this sls dropped them: write --inputs publish=true traffic=0 with serverless 2, --inputs.publish=true --inputs.traffic=0 with serverless 1.',
  },
}

export const demo = {
  title: () => 'A grayscale release, from the first deploy to the rollback',
  intro: (/** @type {string} */ url, /** @type {string} */ seed) =>
    `A local SCF listens on ${url} and really runs the code. What follows is done by signed requests to it, and counted in its answers (seed ${seed}).`,
  env: () => '.env, with the key that the local SCF has drawn',
  chapters: {
    baseline: {
      title: () => 'Step 1: the environment is prod, and version 1 is its baseline',
      text: () =>
        'STAGE=prod in .env makes the function page-prod. Published and given all traffic, version 1 is the version to go back to.',
    },
    canary: {
      title: () => 'Step 2: new code gets 10 %',
      text: () => 'The page turns green. The new code goes to $latest; 90 % stays on version 1.',
    },
    more: {
      title: () => 'Step 3: it does well, so it gets more',
      text: () => 'The code is as it was: nothing is uploaded, traffic alone moves.',
    },
    everything: {
      title: () => 'Step 3, on: everything',
      text: () => 'No version holds this code yet, so a person at a terminal would be asked; --yes answers.',
    },
    publish: {
      title: () => 'Step 4: publish it, and give the version everything',
      text: () => 'From now on version 2 is the version to go back to.',
    },
    broken: {
      title: () => 'Now a bad one: this code throws, and gets 10 %',
      text: () => 'One visitor in ten meets it. Without grayscale it would be all of them.',
    },
    back: {
      title: () => 'Back, in one step',
      text: () => 'One write: everything to version 2. The bad code stays on $latest, where nobody meets it.',
    },
  },
  headings: {
    version: () => 'version',
    answers: () => 'answers',
    measured: () => 'measured',
    expected: () => 'expected, ±3σ',
    errors: () => 'errors',
    page: () => 'page',
  },
  span: (/** @type {string} */ low, /** @type {string} */ high) => `${low} to ${high} %`,
  inside: () => 'inside',
  outside: () => 'outside',
  metered: (/** @type {string[]} */ counts) => `errors by the cloud's own metrics: ${counts.join(', ')}`,
  requests: (/** @type {number} */ count) => `${count} requests`,
  perSecond: (/** @type {string} */ rate) => `(${rate} per second)`,
  ending: () => 'every split inside its band, no error after the rollback',
}
