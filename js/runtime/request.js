// @ts-check
/** What goes into the machine as a request, and what comes out of it as an error. */
/** @import { Options } from '../options.js' */
import { GrayscaleError, StoreError } from '../errors.js'

/**
 * @param {Record<string, any>} request
 * @param {Options} options
 * @returns {Record<string, any>}
 */
export function prepared({ inputs, asked, ...request }, options) {
  const { stage, region, namespace, utc, instance, fromEnvironment, createBucket, appId } = options
  return {
    ...request,
    createBucket,
    appId,
    instance: request.instance ?? instance,
    fromEnvironment: request.fromEnvironment ?? fromEnvironment,
    offset: offset({ utc }),
    inputs: plain(inputs ?? {}),
    asked: plain(asked),
    stage: request.stage ?? stage,
    region: request.region ?? region,
    namespace: request.namespace ?? namespace,
  }
}

/**
 * The zone in which times are told, in minutes east of UTC: this machine's.
 *
 * @param {Options} options
 */
export function offset({ utc = false }) {
  return utc ? 0 : -new Date().getTimezoneOffset()
}

/**
 * Inputs as plain data: what is undefined is absent, bytes stay outside, and a number that JSON has no form for is named
 * in the refusal it gets.
 *
 * @param {any} value
 * @returns {any}
 */
function plain(value) {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return true
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  // `{ __proto__: … }` in a program makes no key; what was meant as an input must not be lost in silence
  const behind = Object.getPrototypeOf(value)
  if (behind && Object.getPrototypeOf(behind) && Object.keys(behind).length > 0) entries.push(['__proto__', behind])
  return Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner)]))
}

/** @param {any} outcome */
export function failed({ error, run, invoked }) {
  const errors = run?.functions.flatMap((/** @type {any} */ one) => (one.error ? [one.error] : []))
  return GrayscaleError.from({ ...error, errors: errors?.length > 1 ? errors : error.errors, result: run ?? invoked })
}

/**
 * The error of a run in which a part of the program broke: its result is what other errors have as theirs.
 *
 * @param {any} broken as the driver throws it, with all of the machine's outcome
 */
export function partly(broken) {
  broken.result = broken.result?.run ?? broken.result?.invoked
  return broken
}

/**
 * A journal that something can't do without.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function unread(error) {
  throw error instanceof StoreError ? error.asError() : error
}
