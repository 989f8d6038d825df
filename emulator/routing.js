// @ts-check
// An alias and where it sends an invocation: by rules, by weights, or all to its main version.

import { ApiError } from './errors.js'
import { findVersion } from './world.js'

/** @typedef {import('./world.js').Alias} Alias */
/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').VersionWeight} VersionWeight */
/** @typedef {import('./world.js').VersionMatch} VersionMatch */

const KEY_PREFIX = 'invoke.headers.'
const ROUTING_KEY_BYTES = 1024

/**
 * Checks what an alias is asked to be.
 * @param {CloudFunction} fn
 * @param {string} main
 * @param {{ AdditionalVersionWeights?: VersionWeight[], AddtionVersionMatchs?: VersionMatch[] }} routing
 * @param {'CreateAlias' | 'UpdateAlias'} action names the code for a version that isn't ready
 * @returns {{ weights: VersionWeight[], matches: VersionMatch[] }}
 */
export function checkRouting(fn, main, routing, action) {
  const weights = routing.AdditionalVersionWeights ?? []
  const matches = routing.AddtionVersionMatchs ?? []
  for (const version of [main, ...weights.map((w) => w.Version), ...matches.map((m) => m.Version)]) {
    checkUsable(fn, version, action)
  }
  if (weights.length > 0 && matches.length > 0) {
    throw badRouting('weights (AdditionalVersionWeights) and rules (AddtionVersionMatchs) exclude each other')
  }
  if (weights.length > 1) throw badWeights(`at most one additional version is allowed, ${weights.length} were given`)
  for (const { Version, Weight } of weights) {
    if (Version === main) throw badWeights(`version ${Version} is the main version already`)
    if (!(Weight >= 0 && Weight <= 1)) throw badWeights(`the weight ${Weight} is not in [0, 1]`)
  }
  for (const match of matches) checkMatch(match)
  return { weights, matches }
}

/** @param {CloudFunction} fn @param {string} number @param {string} action */
function checkUsable(fn, number, action) {
  const version = findVersion(fn, number)
  if (!version) {
    throw new ApiError(
      'ResourceNotFound.FunctionVersion',
      `Version "${number}" of function "${fn.name}" does not exist.`,
    )
  }
  // $LATEST goes on serving its old content while an update runs; a version that serves nothing can't be routed to.
  if (version.served === null || version.status === 'Deleting') {
    throw new ApiError(
      `FailedOperation.${action}`,
      `Version ${number} of function "${fn.name}" is ${version.status}; an alias needs a version that is Active.`,
    )
  }
}

/** @param {VersionMatch} match */
function checkMatch(match) {
  const { Key, Method, Expression } = match
  if (!Key.startsWith(KEY_PREFIX) || Key.length === KEY_PREFIX.length) {
    throw badRouting(`the key "${Key}" is not of the form ${KEY_PREFIX}<name>`)
  }
  if (Method !== 'exact' && Method !== 'range') throw badRouting(`the method "${Method}" is not exact or range`)
  if (Method === 'range' && !parseRange(Expression)) {
    throw badRouting(`the expression "${Expression}" is not a range such as [0,10) or (5,8]`)
  }
}

/**
 * @param {string} expression
 * @returns {{ low: number, high: number, lowIncluded: boolean, highIncluded: boolean } | undefined}
 */
function parseRange(expression) {
  const match = /^([[(])\s*(-?\d{1,15})\s*,\s*(-?\d{1,15})\s*([\])])$/.exec(expression)
  if (!match) return undefined
  const [low, high] = [Number(match[2]), Number(match[3])]
  if (low > high) return undefined
  return { low, high, lowIncluded: match[1] === '[', highIncluded: match[4] === ']' }
}

/**
 * The version that one invocation goes to.
 * @param {Alias} alias
 * @param {Map<string, string>} routingKey
 * @param {() => number} draw a number in [0, 1); called only where weights need it
 */
export function chooseVersion(alias, routingKey, draw) {
  const hit = alias.matches.find((match) => matches(match, routingKey))
  if (hit) return hit.Version
  // The weight is the share of the additional version; the main one has the rest.
  const [additional] = alias.weights
  if (additional && draw() < additional.Weight) return additional.Version
  return alias.version
}

/** @param {VersionMatch} match @param {Map<string, string>} routingKey */
function matches({ Key, Method, Expression }, routingKey) {
  const value = routingKey.get(Key.slice(KEY_PREFIX.length))
  if (value === undefined) return false
  if (Method === 'exact') return value === Expression
  const range = parseRange(Expression)
  if (!range || !/^-?\d{1,15}$/.test(value)) return false
  const number = Number(value)
  const aboveLow = range.lowIncluded ? number >= range.low : number > range.low
  const belowHigh = range.highIncluded ? number <= range.high : number < range.high
  return aboveLow && belowHigh
}

/**
 * The RoutingKey of an invocation: a JSON object of names and values. The documentation asks for strings and shows
 * numbers, so both are taken.
 * @param {string | undefined} json
 * @returns {Map<string, string>}
 */
export function parseRoutingKey(json) {
  if (json === undefined || json === '') return new Map()
  if (Buffer.byteLength(json) > ROUTING_KEY_BYTES) {
    throw new ApiError('InvalidParameterValue.Param', `RoutingKey is longer than ${ROUTING_KEY_BYTES} bytes.`)
  }
  let parsed
  try {
    parsed = JSON.parse(json)
  } catch {
    parsed = null
  }
  const isObject = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
  const pairs = isObject ? Object.entries(parsed) : []
  if (!isObject || pairs.some(([, value]) => typeof value !== 'string' && typeof value !== 'number')) {
    throw new ApiError('InvalidParameterValue.Param', 'RoutingKey must be a JSON object of names and string values.')
  }
  return new Map(pairs.map(([name, value]) => [name, String(value)]))
}

/** @param {string} why */
const badWeights = (why) =>
  new ApiError('InvalidParameterValue.AdditionalVersionWeights', `AdditionalVersionWeights is not valid: ${why}.`)
/** @param {string} why */
const badRouting = (why) => new ApiError('InvalidParameterValue.RoutingConfig', `RoutingConfig is not valid: ${why}.`)
