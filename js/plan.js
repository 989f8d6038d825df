// @ts-check
/** @import { Line } from './types.js' */

/**
 * What will be done, as Rust planned it. `text` is its canonical form: the same bytes on every platform for the same
 * inputs and the same state of the cloud.
 */
export class Plan {
  /** What it was planned from; inputs may hold secrets, so they are not among what is shown or serialised. */
  #order
  #planned
  /** @type {Line[] | undefined} */
  #lines

  /**
   * @param {{ text(): string, lines(): Line[] }} planned
   * @param {Record<string, unknown>} order
   */
  constructor(planned, order) {
    this.#order = order
    this.#planned = planned
    this.text = planned.text()
    const data = JSON.parse(this.text)
    /** @type {string} */
    this.fingerprint = data.fingerprint
    /** @type {'deploy' | 'rollback' | 'remove'} */
    this.kind = data.kind
    /** @type {string} */
    this.stage = data.stage
    /** @type {string} */
    this.alias = data.alias
    /** @type {any[]} */
    this.functions = data.functions
    /** @type {{ level: 'info' | 'warning', code: string, text: string }[]} */
    this.notes = data.notes
    /** @type {string} */
    this.summary = data.summary
    /** The question to put to a person before applying; undefined where nothing needs one. @type {string | undefined} */
    this.confirm = data.confirm
  }

  /** Whether there is nothing to do. */
  get unchanged() {
    return this.functions.every((/** @type {any} */ { steps }) => steps.length === 0)
  }

  /** The plan in words, line by line, each with a role. @returns {Line[]} */
  get lines() {
    this.#lines ??= this.#planned.lines()
    return this.#lines
  }

  /** The inputs that it was made from, for applying it. @returns {any} */
  get order() {
    return this.#order
  }

  toJSON() {
    return JSON.parse(this.text)
  }
}
