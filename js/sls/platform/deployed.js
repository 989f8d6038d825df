// @ts-check
import { Created } from '../created.js'

/**
 * The component's state with three things more: which functions the last deployment was about, the names of its inputs, and
 * the store that it named.
 * Some CLIs hand what the yml says to `deploy` alone; others never tell it from what was typed.
 */
export class Deployed extends Created {
  #component
  #order

  /**
   * @param {any} component
   * @param {import('../run-config.js').RunRequest & { verb: import('../verbs.js').Verb }} order
   */
  constructor(component, order) {
    super(component, order.stage)
    this.#component = component
    this.#order = order
  }

  /** @param {any} result */
  async settle(result) {
    const { verb, stage, inputs } = this.#order
    const { deployed, inputNames: names, stores } = this.#component.state ?? {}
    if (verb === 'deploy') {
      const now = (result?.functions ?? []).map((/** @type {any} */ { key, name, region, namespace }) => ({
        key,
        name,
        region,
        namespace,
      }))
      const keys = now.map((/** @type {any} */ { key }) => key)
      const others = inputs.only === undefined ? [] : (deployed?.[stage] ?? [])
      const kept = others.filter((/** @type {any} */ { key }) => !keys.includes(key))
      this.#remember({ ...deployed, [stage]: [...kept, ...now] }, { ...names, [stage]: Object.keys(this.#order.typed) })
      this.#component.state = { ...this.#component.state, stores: { ...stores, [stage]: inputs.store } }
    } else if (verb === 'remove') {
      this.#remember({ ...deployed, [stage]: undefined }, { ...names, [stage]: undefined })
    }
    await super.settle(result)
  }

  /**
   * @param {Record<string, any>} deployed functions by stage
   * @param {Record<string, any>} inputNames by stage
   */
  #remember(deployed, inputNames) {
    this.#component.state = { ...this.#component.state, deployed, inputNames }
  }
}
