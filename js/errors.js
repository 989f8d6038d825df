// @ts-check
/** @import { ErrorGiven, ErrorResult } from './types.js' */
/** @import { ErrorClass, ErrorData } from './types/generated.js' */
import { words } from './words/index.js'

/** @typedef {(typeof import('./words/en.js').words)['errors']} Sentences */
/** @typedef {keyof Sentences} Sentence a code, with a case behind a dot where the code has several sentences */
/**
 * What a sentence says.
 *
 * @template {Sentence} K
 * @typedef {Parameters<Sentences[K]> extends [infer P] ? P : Record<string, never>} ParamsOf
 */
/** @typedef {Omit<ErrorGiven, 'code' | 'params' | 'message' | 'hint'> & { cause?: unknown }} ErrorFacts */

/** @type {Record<ErrorClass, number>} */
const exitCodes = { failed: 1, usage: 2, refused: 3, interrupted: 130 }

/** What `scf-grayscale` throws. Which error it is, is decided in Rust; this class only carries it. */
export class GrayscaleError extends Error {
  /**
   * @param {ErrorGiven} data
   * @param {{ cause?: unknown }} [options]
   */
  constructor(data, options) {
    super(data.message, options)
    this.name = 'GrayscaleError'
    /** Stable, for programs: `StalePlan`, or the API's own code such as `ResourceNotFound.Function`. */
    this.code = data.code
    /** What the message says, as facts; absent where there are none. */
    this.params = data.params
    /** Who says so: this tool, or the API. */
    this.source = data.source ?? 'tool'
    this.class = data.class ?? 'failed'
    this.function = data.function
    this.requestId = data.requestId
    /** True where the same command, run again, may well succeed. */
    this.retryable = data.retryable ?? false
    /** What had been changed when it failed, in order, for people. */
    this.changed = data.changed ?? []
    /** What to do about it, with commands as they are typed here. */
    this.hint = data.hint
    /** All of them, where several things are wrong with the inputs or several functions failed. */
    this.errors = data.errors?.map((error) => GrayscaleError.from(error))
    /** What the run had come to, function by function, where there is something to tell. */
    this.result = data.result
  }

  /**
   * Whatever was thrown or came out of wasm, as a GrayscaleError.
   *
   * @param {unknown} thrown
   * @returns {GrayscaleError}
   */
  static from(thrown) {
    if (isGrayscaleError(thrown)) return thrown
    if (isErrorData(thrown)) return new GrayscaleError(thrown)
    return problem('InternalError', { what: describe(thrown) }, { cause: thrown })
  }

  /**
   * Several errors as one, which has the code and the class of the first; `message` has a line for each.
   *
   * @param {GrayscaleError[]} errors at least one
   * @returns {GrayscaleError}
   */
  static all(errors) {
    const [first, ...others] = errors
    if (others.length === 0) return first
    const message = errors.map((error) => error.message).join('\n')
    const { code, class: kind, source, retryable, changed } = first
    return new GrayscaleError({ code, class: kind, source, retryable, changed, message, errors })
  }

  /** The same as `message`, named as notes and plan lines name theirs. */
  get text() {
    return this.message
  }

  /** The process's exit code that stands for this error. */
  get exitCode() {
    return exitCodes[this.class] ?? exitCodes.failed
  }

  /**
   * Plain data without stack and cause, for `--json`. Fields that say nothing are left out.
   *
   * @returns {ErrorData & { params?: Record<string, unknown>, text: string, result?: ErrorResult }}
   */
  toJSON() {
    const {
      code,
      message,
      text,
      source,
      class: kind,
      function: name,
      requestId,
      retryable,
      changed,
      hint,
      result,
    } = this
    const errors = this.errors?.map((error) => error.toJSON())
    const params = this.params && Object.keys(this.params).length > 0 ? this.params : undefined
    const data = {
      code,
      params,
      message,
      text,
      source,
      class: kind,
      function: name,
      requestId,
      retryable,
      changed,
      hint,
      errors,
      result,
    }
    return /** @type {any} */ (Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)))
  }
}

/**
 * An error that JavaScript finds, in the words of the reader of this moment.
 *
 * @template {Sentence} K
 * @param {K} sentence
 * @param {ParamsOf<K>} params
 * @param {ErrorFacts} [facts]
 */
export function problem(sentence, params, { cause, ...facts } = {}) {
  const say = /** @type {(params: ParamsOf<K>) => import('./words/said.js').Said} */ (words().errors[sentence])
  const [code] = sentence.split('.')
  return new GrayscaleError(
    { code, params: /** @type {Record<string, unknown>} */ (params), ...say(params), ...facts },
    { cause },
  )
}

/**
 * What was typed, or written in a file, is invalid or not found.
 *
 * @template {Sentence} K
 * @param {K} sentence
 * @param {ParamsOf<K>} params
 * @param {ErrorFacts} [facts]
 */
export function usageError(sentence, params, facts) {
  return problem(sentence, params, { class: 'usage', ...facts })
}

/**
 * A call of the wasm module, whose refusals are plain data there and GrayscaleErrors here.
 *
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
export function fromCore(call) {
  try {
    return call()
  } catch (error) {
    throw GrayscaleError.from(error)
  }
}

/** No whole answer came from the server. */
export class TransportError extends Error {
  /**
   * @param {string} reason for people, with the underlying cause
   * @param {{ sent: boolean, cause?: unknown }} about `sent` is false only where it is certain that no part of the
   *   request reached the server
   */
  constructor(reason, { sent, cause }) {
    super(reason, { cause })
    this.name = 'TransportError'
    this.reason = reason
    this.sent = sent
  }
}

/** A journal could not be read or written. */
export class StoreError extends Error {
  /**
   * @param {string} reason for people; names the place and says what to do
   * @param {{ cause?: unknown, unknown?: boolean }} [options] `unknown`: the lines may have been appended all the same
   */
  constructor(reason, { cause, unknown = false } = {}) {
    super(reason, { cause })
    this.name = 'StoreError'
    this.reason = reason
    this.unknown = unknown
    /** Whether nothing is read or written there, since it may lead somewhere else. */
    this.unsafe = false
  }

  /**
   * What it means for a command that can't do without.
   *
   * @param {{ unchanged?: boolean }} [options] `unchanged`: so far nothing was changed
   * @returns {GrayscaleError}
   */
  asError({ unchanged = false } = {}) {
    return problem('JournalFailed', { reason: this.reason, unchanged }, { cause: this })
  }
}

/**
 * The journal or its directory may lead somewhere else, or somebody else may have written it: nothing is read
 * or written there.
 */
export class UnsafeJournalError extends StoreError {
  /**
   * @param {string} path
   * @param {string} why such as `is a symbolic link`
   */
  constructor(path, why) {
    super(words().runtime.journal.unsafe(path, why))
    this.name = 'UnsafeJournalError'
    this.path = path
    this.unsafe = true
  }

  /**
   * @param {{ unchanged?: boolean }} [options]
   * @returns {GrayscaleError}
   */
  asError({ unchanged = false } = {}) {
    const { reason, path } = this
    return problem('UnsafeJournal', { reason, path, unchanged }, { class: 'refused', cause: this })
  }
}

/**
 * Not by `instanceof`: a program may hold two copies of this package, one for `import` and one inside a component.
 *
 * @param {unknown} value
 * @returns {value is GrayscaleError}
 */
export function isGrayscaleError(value) {
  return value instanceof Error && value.name === 'GrayscaleError' && 'code' in value && 'changed' in value
}

/**
 * The exit code for whatever was thrown: 1 failed, 2 wrong usage, 3 refused, 130 interrupted.
 *
 * @param {unknown} error
 * @returns {number}
 */
export function exitCodeOf(error) {
  return GrayscaleError.from(error).exitCode
}

/**
 * Errors cross the wasm boundary as plain objects. An Error with a `code`, such as Node's ENOENT, is none of them.
 *
 * @param {unknown} value
 * @returns {value is ErrorGiven}
 */
function isErrorData(value) {
  if (typeof value !== 'object' || value === null || value instanceof Error) return false
  const { code, message } = /** @type {Record<string, unknown>} */ (value)
  return typeof code === 'string' && typeof message === 'string'
}

/** @param {unknown} thrown */
function describe(thrown) {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`
  return typeof thrown === 'string' ? thrown : words().runtime.thrown(thrown === null ? 'null' : typeof thrown)
}
