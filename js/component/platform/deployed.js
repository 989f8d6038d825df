// @ts-check
import { Created } from '../created.js'

/**
 * The component's state with one thing more: which functions the last deployment was about. Some CLIs hand what the yml
 * says to `deploy` alone.
 */
export class Deployed extends Created {
  #component
  #order

  /**
   * @param {any} component
   * @param {import('../setting.js').Order & { verb: import('../verbs.js').Verb }} order
   */
  constructor(component, order) {
    super(component, order.stage)
    this.#component = component
    this.#order = order
  }

  /** @param {any} result */
  async settle(result) {
    const { verb, stage, inputs } = this.#order
    const { deployed } = this.#component.state ?? {}
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
      this.#component.state = { ...this.#component.state, deployed: { ...deployed, [stage]: [...kept, ...now] } }
    } else if (verb === 'remove') {
      this.#component.state = { ...this.#component.state, deployed: { ...deployed, [stage]: undefined } }
    }
    await super.settle(result)
  }
}
