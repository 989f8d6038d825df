// @ts-check
import { language } from '../words/index.js'

/**
 * What is made of texts, kept as long as neither a text nor the language is another one: a journal that says nothing new is not
 * taken apart again.
 *
 * @template Key, Thing
 */
export class Made {
  /** @type {Map<Key, { text: string, spoken: string, thing: Promise<Thing> }>} */
  #known = new Map()

  /**
   * @param {Key} key
   * @param {string} text
   * @param {() => Promise<Thing>} make
   * @returns {Promise<Thing>}
   */
  of(key, text, make) {
    const spoken = language.value
    const known = this.#known.get(key)
    if (known?.text === text && known.spoken === spoken) return known.thing
    const thing = make()
    this.#known.set(key, { text, spoken, thing })
    thing.catch(() => this.#known.delete(key))
    return thing
  }

  /** What was made last, if it is in the person's language. @param {Key} key */
  last(key) {
    const known = this.#known.get(key)
    return known?.spoken === language.value ? known.thing : undefined
  }

  clear() {
    this.#known.clear()
  }
}
