// Random histories of releases, and what each step of one leads to: as the documentation says, and as the established
// component does it. Both are pure, so that a difference between them is one of the faults named here.

import { random } from '../../support/dice.js'

/**
 * A function as both models see it.
 * @typedef {object} State
 * @property {string} code of `$LATEST`, by its name
 * @property {number} memory
 * @property {Record<string, string>} versions code by number
 * @property {number} highest number ever given
 * @property {string} main version of `$DEFAULT`
 * @property {{ version: string, weight: number } | null} additional
 * @property {string | null} ruled the version that a rule leads to
 * @property {Routing | null} canary an alias of the project's own
 */

/** @typedef {{ main: string, additional: { version: string, weight: number } | null }} Routing */

/**
 * A step: a documented command, or what somebody does by hand meanwhile.
 * @typedef {{ kind: 'deploy', code: Record<string, string>, memory: number, publish?: true | string, traffic?: number }} Deploy
 * @typedef {{ kind: 'publish' | 'delete' | 'pin' | 'weigh' | 'rule', of: string, version?: string, weight?: number }} ByHand
 * @typedef {{ kind: 'move' }} Move to another machine, which remembers nothing
 * @typedef {{ kind: 'alias', verb: 'create' | 'update', of: string, version: string, other: string, weight: number }} AliasVerb
 *   `create-alias` or `update-alias` with `config='{"weights":{…}}'`
 * @typedef {Deploy | AliasVerb | ByHand | Move} Step
 */

const CODES = ['one', 'two', 'three', 'four']
const SHARES = [0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.8, 0.9, 1]

/** Names of the packages that steps deploy. */
export const packages = CODES

/**
 * A project and the steps of its history. Steps by hand fit the state that the documented way leads to.
 * @param {number} seed
 * @returns {{ functions: string[], steps: Step[] }}
 */
export function history(seed) {
  const draw = random(seed)
  const pick = (/** @type {any[]} */ from) => from[Math.floor(draw() * from.length)]
  const functions = draw() < 0.6 ? ['fun01'] : ['fun01', 'fun02']
  /** @type {Record<string, State>} */
  let states = {}
  let code = Object.fromEntries(functions.map((name) => [name, pick(CODES)]))
  let memory = 128
  /** @type {Step[]} */
  const steps = []
  const length = 4 + Math.floor(draw() * 4)
  while (steps.length < length) {
    const kind = steps.length === 0 ? 1 : draw()
    const other = kind < 0.25 ? handStep(states, draw, pick) : kind < 0.4 ? aliasStep(states, draw, pick) : undefined
    const step = other ?? deployStep()
    if (step.kind === 'deploy') ({ code, memory } = step)
    states = documented(states, step)
    steps.push(step)
  }
  return { functions, steps }

  /** @returns {Deploy} */
  function deployStep() {
    const changed = Object.fromEntries(functions.map((name) => [name, draw() < 0.5 ? pick(CODES) : code[name]]))
    /** @type {Deploy} */
    const step = { kind: 'deploy', code: changed, memory: draw() < 0.15 ? pick([128, 256, 512]) : memory }
    const publish = draw()
    if (publish < 0.35) step.publish = true
    else if (publish < 0.45) step.publish = pick([...functions, functions.join(',')])
    if (draw() < 0.65) step.traffic = draw() < 0.7 ? pick(SHARES) : Math.floor(draw() * 10_001) / 10_000
    return step
  }
}

/**
 * @param {Record<string, State>} states
 * @param {() => number} draw
 * @param {(from: any[]) => any} pick
 * @returns {ByHand | Move | undefined} nothing where what was drawn is not possible
 */
function handStep(states, draw, pick) {
  const of = pick(Object.keys(states))
  const state = states[of]
  const versions = Object.keys(state.versions)
  const kind = pick(['publish', 'delete', 'pin', 'weigh', 'rule', 'move', 'move'])
  if (kind === 'move') return { kind }
  if (kind === 'publish') return { kind, of }
  if (versions.length === 0) return undefined
  if (kind === 'delete') {
    const version = last(state)
    return bound(state).includes(version) ? undefined : { kind, of, version }
  }
  return { kind, of, version: pick(versions), ...(kind === 'weigh' ? { weight: Math.round(draw() * 100) / 100 } : {}) }
}

/**
 * @param {Record<string, State>} states
 * @param {() => number} draw
 * @param {(from: any[]) => any} pick
 * @returns {AliasVerb | undefined} nothing where there are no two published versions
 */
function aliasStep(states, draw, pick) {
  const of = pick(Object.keys(states))
  const versions = Object.keys(states[of].versions)
  const version = pick(versions)
  const others = versions.filter((one) => one !== version)
  if (others.length === 0) return undefined
  const verb = states[of].canary ? 'update' : 'create'
  return { kind: 'alias', verb, of, version, other: pick(others), weight: (1 + Math.floor(draw() * 100)) / 100 }
}

/**
 * Versions that an alias names, and that can't be deleted for that.
 * @param {State} state
 */
export const bound = ({ main, additional, ruled, canary }) => [
  main,
  additional?.version,
  ruled,
  canary?.main,
  canary?.additional?.version,
]

/** The largest published version. @param {State} state */
const last = (state) => String(Math.max(...Object.keys(state.versions).map(Number)))

/** @param {Deploy} step @param {string} name */
const publishes = ({ publish }, name) => publish === true || (publish ?? '').split(',').includes(name)

/**
 * What the documentation says of a step.
 * @param {Record<string, State>} states
 * @param {Step} step
 * @returns {Record<string, State>}
 */
export function documented(states, step) {
  if (step.kind === 'alias') {
    const { of, version, other, weight } = step
    return { ...states, [of]: { ...states[of], canary: { main: version, additional: { version: other, weight } } } }
  }
  if (step.kind !== 'deploy') return handled(states, step)
  if (refused(states, step)) return states
  return Object.fromEntries(
    Object.keys(step.code).map((name) => {
      const state = deployed(states[name], step, name)
      if (publishes(step, name)) publish(state)
      if (step.traffic !== undefined) {
        const some = Object.keys(state.versions).length > 0
        Object.assign(state, {
          main: '$LATEST',
          additional: some ? { version: last(state), weight: rest(step.traffic) } : null,
          ruled: null,
        })
      }
      return [name, state]
    }),
  )
}

/**
 * Rules are never dropped silently: a change of traffic that would drop them is refused, and nothing is changed.
 * @param {Record<string, State>} states
 * @param {Step} step
 */
export const refused = (states, step) =>
  step.kind === 'deploy' && step.traffic !== undefined && Object.values(states).some(({ ruled }) => ruled !== null)

/** A fault of the established component, and a step at which it shows. @typedef {{ fault: string, of: string }} Fault */

/**
 * What the established component makes of a step, function by function as its instances are deployed, with its faults:
 *
 * - `remembers`: the last published version is the one that its state remembers (or that the alias happened to name),
 *   not the largest: another is shifted to, or nothing is where the state is gone, or the call fails where that version
 *   was deleted;
 * - `names`: every name is as good as `true` for `publish`: functions that were not named are published too;
 * - `rules`: a change of traffic drops rules;
 * - `weights`: `create-alias` and `update-alias` give everything to `version`, whatever the weights.
 *
 * @param {Record<string, State>} states
 * @param {Record<string, string | undefined>} remembered last version by function; changed
 * @param {Step} step
 * @returns {{ states: Record<string, State>, fails: string[], faults: Fault[] }} fails: functions whose deploy fails
 */
export function established(states, remembered, step) {
  if (step.kind === 'move') for (const name of Object.keys(remembered)) remembered[name] = undefined
  if (step.kind === 'alias') {
    const { of, version } = step
    const after = { ...states, [of]: { ...states[of], canary: { main: version, additional: null } } }
    return { states: after, fails: [], faults: [{ fault: 'weights', of }] }
  }
  if (step.kind !== 'deploy') return { states: handled(states, step), fails: [], faults: [] }
  /** @type {string[]} */
  const fails = []
  /** @type {Fault[]} */
  const faults = []
  const after = Object.entries(step.code).map(([name]) => {
    const state = deployed(states[name], step, name)
    if (step.publish) publish(state)
    if (step.publish && !publishes(step, name)) faults.push({ fault: 'names', of: name })
    let used = step.publish ? String(state.highest) : remembered[name]
    if (step.traffic !== undefined && state.ruled !== null && used) faults.push({ fault: 'rules', of: name })
    const right = Object.keys(state.versions).length > 0 ? last(state) : undefined
    if (step.traffic !== undefined && used !== right) faults.push({ fault: 'remembers', of: name })
    if (step.traffic !== undefined && used) {
      if (!Object.hasOwn(state.versions, used)) {
        fails.push(name)
        return [name, state]
      }
      Object.assign(state, { main: '$LATEST', additional: { version: used, weight: rest(step.traffic) }, ruled: null })
    }
    // It believes the alias more than what it has just published.
    if (state.additional) used = state.additional.version
    else if (!step.publish) used = remembered[name]
    remembered[name] = used
    return [name, state]
  })
  return { states: Object.fromEntries(after), fails, faults }
}

/** @param {State | undefined} before @param {Deploy} step @param {string} name @returns {State} */
function deployed(before, step, name) {
  const fresh = { versions: {}, highest: 0, main: '$LATEST', additional: null, ruled: null, canary: null }
  const state = { ...(before ?? fresh), code: step.code[name], memory: step.memory }
  return { ...state, versions: { ...state.versions } }
}

/** @param {State} state */
function publish(state) {
  state.highest += 1
  state.versions[state.highest] = state.code
}

/**
 * @param {Record<string, State>} states
 * @param {ByHand | Move} step
 * @returns {Record<string, State>}
 */
function handled(states, step) {
  if (step.kind === 'move') return states
  const { of, version = '', weight = 0 } = step
  const state = { ...states[of], versions: { ...states[of].versions } }
  if (step.kind === 'publish') publish(state)
  if (step.kind === 'delete') delete state.versions[version]
  if (step.kind === 'pin') Object.assign(state, { main: version, additional: null, ruled: null })
  if (step.kind === 'weigh') Object.assign(state, { main: '$LATEST', additional: { version, weight }, ruled: null })
  if (step.kind === 'rule') Object.assign(state, { main: '$LATEST', additional: null, ruled: version })
  return { ...states, [of]: state }
}

/** What is left of all traffic. @param {number} traffic at most four decimals */
const rest = (traffic) => (10_000 - Math.round(traffic * 10_000)) / 10_000

/**
 * A state in words: who gets what, whatever the alias's form.
 * @param {Omit<State, 'highest'>} state
 */
export function told({ code, memory, versions, ruled, canary, ...routing }) {
  return { code, memory, versions, split: split(routing), ruled, canary: canary && split(canary) }
}

/** @param {Routing} routing */
function split({ main, additional }) {
  const shares = new Map([[main, 10_000]])
  if (additional) {
    const part = Math.round(additional.weight * 10_000)
    shares.set(main, 10_000 - part)
    shares.set(additional.version, part)
  }
  const shown = [...shares].filter(([, share]) => share > 0).map(([version, share]) => `${version} ${share / 100} %`)
  return shown.sort()
}
