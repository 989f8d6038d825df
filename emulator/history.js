// @ts-check
// Who was served what, at every instant: an entry for each alias whenever its routing changes, or the code of a version
// that it names.

import { findVersion, LATEST } from './world.js'

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').Alias} Alias */

/** @typedef {import('./public.js').Exposure} Exposure */

const KEPT_ENTRIES = 10_000

export class History {
  /** @type {Exposure[]} the last ones, oldest first */
  entries = []
  #seq = 0
  /** @type {WeakMap<CloudFunction, Map<string, string>>} what was noted last, by alias */
  #noted = new WeakMap()

  /** @param {import('./world.js').World} world */
  constructor(world) {
    this.world = world
  }

  /** Notes what is different since the last time. @param {CloudFunction} fn @param {string} [requestId] */
  note(fn, requestId) {
    const noted = this.#noted.get(fn) ?? new Map()
    this.#noted.set(fn, noted)
    const aliases = this.#exists(fn) ? fn.aliases : new Map()
    for (const name of [...noted.keys()].filter((name) => !aliases.has(name))) {
      noted.delete(name)
      this.#add(
        fn,
        name,
        { main: null, additional: [], rules: [], latest: fn.latest.content.code, served: {} },
        requestId,
      )
    }
    for (const [name, alias] of aliases) {
      const exposure = exposureOf(fn, alias)
      const text = JSON.stringify(exposure)
      if (noted.get(name) === text) continue
      noted.set(name, text)
      this.#add(fn, name, exposure, requestId)
    }
  }

  /** @param {CloudFunction} fn */
  #exists(fn) {
    return this.world.regions.get(fn.region)?.get(fn.namespace)?.functions.get(fn.name) === fn
  }

  /**
   * @param {CloudFunction} fn
   * @param {string} alias
   * @param {ReturnType<typeof exposureOf>} exposure
   * @param {string} [requestId]
   */
  #add({ region, namespace, name }, alias, exposure, requestId) {
    this.#seq += 1
    const entry = { seq: this.#seq, at: Date.now(), region, namespace, function: name, alias, ...exposure }
    this.entries.push(requestId === undefined ? entry : { ...entry, requestId })
    if (this.entries.length > KEPT_ENTRIES) this.entries.splice(0, this.entries.length - KEPT_ENTRIES)
  }
}

/** @param {CloudFunction} fn @param {Alias} alias */
function exposureOf(fn, { version, weights, matches }) {
  const named = new Set([LATEST, version, ...[...weights, ...matches].map(({ Version }) => Version)])
  const served = [...named].map((number) => [number, findVersion(fn, number)?.served?.code ?? null])
  return {
    main: /** @type {string | null} */ (version),
    additional: weights.map((weight) => ({ ...weight })),
    rules: matches.map((match) => ({ ...match })),
    latest: fn.latest.content.code,
    served: Object.fromEntries(served),
  }
}
