// @ts-check
/** @import { Verb } from '../verbs.js' */

import { GrayscaleError } from '../../errors.js'
import { renderError } from '../../render/index.js'
import { clean } from '../../render/text.js'

/**
 * Engine B as a component sees it. What is printed reaches people only with `--debug`; what they see are the outputs, and
 * of an error its message.
 */
export class Platform {
  /** @type {string[]} */
  #said = []

  /** @param {any} component */
  constructor(component) {
    this.component = component
  }

  /** @param {string} text it may hold text of others, so control characters are taken out */
  say(text) {
    const said = clean(text).trimEnd()
    this.#said.push(said)
    console.log(said)
  }

  /** @param {string} text */
  status(text) {
    console.log(clean(text))
  }

  /**
   * The outputs, and what was said on the way to them. Those of a deployment are kept for `sls info`, which should not
   * repeat what was said once: the CLI shows `vendorMessage` and forgets it.
   *
   * @param {Verb} verb
   * @param {Record<string, any>} outputs
   * @returns {Record<string, any>}
   */
  outputs(verb, outputs) {
    const text = this.#said.join('\n\n')
    if (text === '' || verb === 'remove') return outputs
    return verb === 'deploy' ? { ...outputs, vendorMessage: text } : { ...outputs, report: text.split('\n') }
  }

  /**
   * All that is to be said about an error goes into its message, since nothing else is shown.
   *
   * @param {unknown} thrown
   */
  failed(thrown) {
    const error = GrayscaleError.from(thrown)
    const changes = error.class === 'failed' || error.class === 'interrupted'
    const text = renderError(error, { width: Number.POSITIVE_INFINITY, changes })
    return Object.assign(new Error(text.replace(/^✖ /, '').trimEnd(), { cause: error }), { name: error.code })
  }
}
