// @ts-check
/** @import { Store } from '../types.js' */
import { core } from '#load'
import { GrayscaleError, StoreError } from '../errors.js'
import { idOf } from '../project/removal.js'
import { turns } from '../store/turns.js'

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
    /** The line and the state that follows from it: nothing else may be saved while one of them is. */
    const inTurn = turns()
    /**
     * @param {string[]} lines
     * @param {() => Promise<void>} append
     */
    const heard = async (lines, append) => {
      await append()
      try {
        for (const line of lines) await this.#heard(core.existenceIn(line))
      } catch (error) {
        throw new StoreError(`the state could not be saved: ${error}`, { cause: error })
      }
    }
    const { appendAll } = store
    return {
      ...store,
      append: (line, token) => inTurn(() => heard([line], () => store.append(line, token))),
      appendAll: appendAll && ((lines, token) => inTurn(() => heard(lines, () => appendAll(lines, token)))),
    }
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
      throw new GrayscaleError(
        {
          code: 'StateNotSaved',
          message: `the release is over, but which functions it created could not be noted: ${error}`,
          changed: (result?.functions ?? []).flatMap((/** @type {any} */ one) => one.changed),
          hint: 'Make the directory .serverless writable and free some space. sls remove leaves functions alone that it finds no note of.',
        },
        { cause: error },
      )
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
