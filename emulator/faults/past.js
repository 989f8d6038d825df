// @ts-check
// Reads that lag behind writes: for a while they see functions as they were before.

import { Clock } from '../clock.js'
import { DEFAULT_NAMESPACE, World } from '../world.js'

/** @typedef {import('../world.js').CloudFunction} CloudFunction */
/** @typedef {{ region: string, namespace: string, name: string }} Place of a function */
/** @typedef {Place & { fn: CloudFunction | undefined, untilMs: number, reads?: string[] }} Memory fn: undefined = not there */

export class Past {
  /** @type {Memory[]} the oldest first */
  #memories = []

  /** @param {World} world */
  constructor(world) {
    this.world = world
  }

  /**
   * Remembers a function as it is now. `lasts` shows it to reads, from then on.
   * @param {Place} place
   */
  remember(place) {
    const fn = this.world.regions.get(place.region)?.get(place.namespace)?.functions.get(place.name)
    const memory = { ...place, fn: structuredClone(fn) }
    return (/** @type {{ ms: number, reads?: string[] }} */ { ms, reads }) => {
      this.#memories.push({ ...memory, untilMs: Clock.elapsedMs() + ms, reads })
    }
  }

  /** From now on reads see what is there. */
  forget() {
    this.#memories = []
  }

  /** Functions that are shown as they were: what they are made of must not be forgotten. */
  functions() {
    return this.#current().flatMap(({ fn }) => fn ?? [])
  }

  /**
   * The world that a read sees.
   * @param {string} action
   */
  seenBy(action) {
    const memories = this.#current().filter(({ reads }) => reads?.includes(action) ?? true)
    return memories.length === 0 ? this.world : overlaid(this.world, memories)
  }

  #current() {
    const nowMs = Clock.elapsedMs()
    this.#memories = this.#memories.filter(({ untilMs }) => untilMs > nowMs)
    return this.#memories
  }
}

/** @param {World} world @param {Memory[]} memories */
function overlaid(world, memories) {
  const seen = new World(world.clock)
  seen.regions = new Map(world.regions)
  // From the newest to the oldest: of several memories of a function the oldest counts.
  for (const { region, namespace, name, fn } of memories.toReversed()) {
    const home = seen.namespaces(region).get(namespace)
    if (!home) continue
    const functions = new Map(home.functions)
    if (fn) functions.set(name, fn)
    else functions.delete(name)
    seen.regions.set(region, new Map(seen.namespaces(region)).set(namespace, { ...home, functions }))
  }
  return seen
}

/** Where the function of a call is. @param {import('./rules.js').Subject} about @returns {Place | undefined} */
export function placeOf({ region, namespace = DEFAULT_NAMESPACE, function: name }) {
  return name === undefined ? undefined : { region, namespace, name }
}
