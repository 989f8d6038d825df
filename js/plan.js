// @ts-check
/** @import { Observed } from './types.js' */
/** @import { FunctionPlan, Inputs, Line, Note, PlanData, RunKind } from './types/generated.js' */
import { core } from '#load'
import { fromCore } from './errors.js'
import { prepared } from './runtime/request.js'

/**
 * What will be done, as Rust planned it. `text` is its canonical form: the same bytes on every platform for the same
 * inputs and the same state of the cloud.
 */
export class Plan {
  /** What it was planned from; inputs may hold secrets, so they are not among what is shown or serialised. */
  #order
  #sources
  #planned
  /** @type {string | undefined} */
  #text
  /** @type {Line[] | undefined} */
  #lines
  /** @type {PlanData | undefined} */
  #data

  /**
   * @param {{ text(): string, fingerprint(): string, data(): PlanData, lines(): Line[], movesAll(): string[], unchanged(): boolean }} planned
   * @param {Record<string, unknown>} order
   * @param {Inputs} [sources] the inputs that hold code in memory, where not the order's
   */
  constructor(planned, order, sources) {
    this.#order = order
    this.#sources = sources
    this.#planned = planned
  }

  /** The canonical form, made when it is first looked at: for thousands of functions it is long. @returns {string} */
  get text() {
    this.#text ??= this.#planned.text()
    return this.#text
  }

  get #fields() {
    this.#data ??= this.#planned.data()
    return this.#data
  }

  /** SHA-256 of the canonical form, in hex. @returns {string} */
  get fingerprint() {
    return this.#planned.fingerprint()
  }

  /** @returns {RunKind} */
  get kind() {
    return this.#fields.kind
  }

  /** @returns {string} */
  get stage() {
    return this.#fields.stage
  }

  /** @returns {string} */
  get alias() {
    return this.#fields.alias
  }

  /** One entry per function: steps with their reasons, the split before and after, notes. @returns {FunctionPlan[]} */
  get functions() {
    return this.#fields.functions
  }

  /** About the run as a whole. @returns {Note[]} */
  get notes() {
    return this.#fields.notes
  }

  /** In one line: `Plan: 1 to update, …`. @returns {string} */
  get summary() {
    return this.#fields.summary.text
  }

  /** The question to put to a person before applying; undefined where nothing needs one. @returns {string | undefined} */
  get confirm() {
    return this.#fields.confirm?.text
  }

  /**
   * The keys of the functions all of whose traffic moves to something new: `$latest`, or a version that the plan makes.
   * Whoever lets people release by a click asks before that.
   *
   * @returns {string[]}
   */
  get movesAll() {
    return this.#planned.movesAll()
  }

  /** Whether nothing is written: there is nothing to do, or only someone else's change to wait for. @returns {boolean} */
  get unchanged() {
    return this.#planned.unchanged()
  }

  /** The plan in words, line by line, each with a role. @returns {Line[]} */
  get lines() {
    this.#lines ??= this.#planned.lines()
    return this.#lines
  }

  /** The inputs that it was made from, for applying it. @returns {Record<string, any>} */
  get order() {
    return this.#order
  }

  /** The inputs that hold code in memory, where those of the order do not. @returns {Inputs | undefined} */
  get sources() {
    return this.#sources
  }

  /**
   * The plan for a file, from which `applyFile` carries it out: with what was asked for, without secrets.
   *
   * @returns {string}
   */
  toFile() {
    return core.writePlan(JSON.stringify(prepared(this.#order, {})), this.text)
  }

  /** As data: facts, with their sentences in the language of the reader. @returns {PlanData & { fingerprint: string }} */
  toJSON() {
    return { ...this.#planned.data(), fingerprint: this.fingerprint }
  }
}

/**
 * Plans purely, from what was observed before: `observed` holds the API's own objects, as documented in docs/api.md.
 *
 * @param {Inputs} inputs
 * @param {Observed} [observed]
 * @returns {Plan}
 */
export function planFrom(inputs, observed = {}) {
  const order = { inputs }
  const seen = new TextEncoder().encode(JSON.stringify(observed))
  return new Plan(
    fromCore(() => core.planFrom(JSON.stringify(prepared({ ...order, do: 'plan' }, {})), seen)),
    order,
  )
}
