// @ts-check
// Which rules of a fault script apply to a call.

import { stream } from '../random.js'
import { joined, UNDISTURBED } from './course.js'
import { KINDS } from './kinds.js'

/** @typedef {import('./course.js').Course} Course */

/** @typedef {import('../public.js').Rule} Rule */

/** @typedef {{ action: string, region: string, namespace?: string, function?: string }} Subject what a call is about */

const NTH = /^([1-9]\d{0,8})\.\.([1-9]\d{0,8})?$/

/**
 * From which call to which.
 * @param {unknown} nth
 * @returns {{ from: number, to: number } | undefined} undefined for what is none
 */
export function readNth(nth) {
  if (Number.isInteger(nth) && Number(nth) > 0) return { from: Number(nth), to: Number(nth) }
  const [, from, to] = NTH.exec(String(nth)) ?? []
  if (from === undefined || Number(to) < Number(from)) return undefined
  return { from: Number(from), to: to === undefined ? Number.POSITIVE_INFINITY : Number(to) }
}

export class Rules {
  #watches

  /**
   * @param {Rule[]} rules that were checked
   * @param {string} seed of the draws
   */
  constructor(rules, seed) {
    this.#watches = rules.map((rule, index) => watch(rule, `rule ${index + 1}`, seed))
  }

  /**
   * What is to happen to this call. Every rule that it is meant by counts it, whatever the others do.
   * @param {() => Subject} subject asked only where there are rules
   * @returns {Course}
   */
  course(subject) {
    if (this.#watches.length === 0) return UNDISTURBED
    const about = subject()
    const parts = this.#watches.map((applies) => applies(about)).filter((part) => part !== undefined)
    return parts.length === 0 ? UNDISTURBED : joined(parts)
  }
}

/**
 * A rule at work.
 * @param {Rule} rule
 * @param {string} name
 * @param {string} seed
 * @returns {(about: Subject) => Partial<Course> | undefined}
 */
function watch({ action, function: fn, namespace, region, nth, chance = 1, times, fault, ...given }, name, seed) {
  const actions = [action].flat()
  const { from, to } = /** @type {{ from: number, to: number }} */ (readNth(nth ?? '1..'))
  const draw = stream(seed, `fault ${name}`)
  const course = { ...KINDS[fault].course(given, name), kinds: [fault] }
  let calls = 0
  let left = times ?? Number.POSITIVE_INFINITY
  return (about) => {
    const meant =
      (actions.includes('*') || actions.includes(about.action)) &&
      (fn ?? about.function) === about.function &&
      (namespace ?? about.namespace) === about.namespace &&
      (region ?? about.region) === about.region
    if (!meant) return undefined
    calls += 1
    // One draw per call that is meant, used or not: which calls are met does not depend on the other conditions.
    const drawn = draw() < chance
    if (!drawn || calls < from || calls > to || left === 0) return undefined
    left -= 1
    return course
  }
}
