// @ts-check
/** @import { Store } from '../types.js' */
import { core } from '#load'
import { problem, StoreError } from '../errors.js'
import { idOf } from '../project/removal.js'
import { through } from '../store/through.js'
import { turns } from '../store/turns.js'
import { words } from '../words/index.js'

/**
 * A function that this project created.
 *
 * @typedef {object} CreatedFunction
 * @property {string} stage
 * @property {string} region
 * @property {string} namespace
 * @property {string} name
 * @property {string} [lastVersion]
 * @property {number} [traffic]
 */

/**
 * The component's state: the functions that this project created, which are the only ones that `remove` deletes. It is
 * told by the run's journal, and saved with each function, so that it holds also when the run ends in the middle.
 */
export class Created {
  #component
  #stage

  /**
   * @param {any} component
   * @param {string} stage
   */
  constructor(component, stage) {
    this.#component = component
    this.#stage = stage
  }

  /** @returns {CreatedFunction[]} of all stages */
  get all() {
    return Array.isArray(this.#component.state?.created) ? this.#component.state.created : []
  }

  /** @returns {CreatedFunction[]} */
  get ofStage() {
    return this.all.filter(({ stage }) => stage === this.#stage)
  }

  /** @param {{ region: string, namespace: string, name: string }} place */
  has(place) {
    return this.ofStage.some((one) => idOf(one) === idOf(place))
  }

  /**
   * A journal that is listened to on its way to `store`.
   *
   * @param {Store} store
   * @returns {Store}
   */
  listening(store) {
    /** The lines and the state that follows from them: nothing else may be saved while one of them is. */
    const inTurn = turns()
    return through(store, {
      append: (position, lines) =>
        inTurn(async () => {
          const appended = await store.append(position, lines)
          if ('conflict' in appended) return appended
          try {
            for (const line of lines) await this.#heard(core.existenceIn(line))
          } catch (error) {
            throw new StoreError(words().runtime.journal.stateNotSaved(String(error)), { cause: error })
          }
          return appended
        }),
    })
  }

  /**
   * After a run, also one that failed: what it came to stands beside each function.
   *
   * @param {any} result
   */
  async settle(result) {
    for (const one of result?.functions ?? []) {
      // Begun, and not refused: whatever became of it, nobody else made it.
      if (one.created && !this.has(one)) this.#add(one)
    }
    const results = new Map((result?.functions ?? []).map((/** @type {any} */ one) => [idOf(one), one]))
    this.#component.state = {
      ...this.#component.state,
      created: this.all.map((one) => {
        const now = one.stage === this.#stage ? results.get(idOf(one)) : undefined
        return now ? { ...one, lastVersion: now.lastVersion ?? one.lastVersion, traffic: now.traffic } : one
      }),
    }
    try {
      await this.#component.save()
    } catch (error) {
      const changed = (result?.functions ?? []).flatMap((/** @type {any} */ one) => one.changed)
      throw problem('StateNotSaved', { why: String(error) }, { changed, cause: error })
    }
  }

  /** @param {{ created: boolean, region: string, namespace: string, name: string } | null} existence */
  async #heard(existence) {
    if (!existence) return
    const { created, ...place } = existence
    if (!created) this.#drop(place)
    else if (!this.has(place)) this.#add(place)
    else return
    await this.#component.save()
  }

  /** @param {{ region: string, namespace: string, name: string }} place */
  #add({ region, namespace, name }) {
    const created = [...this.all, { stage: this.#stage, region, namespace, name }]
    this.#component.state = { ...this.#component.state, created }
  }

  /** @param {{ region: string, namespace: string, name: string }} place */
  #drop(place) {
    const created = this.all.filter((one) => idOf(one) !== idOf(place))
    this.#component.state = { ...this.#component.state, created }
  }
}
