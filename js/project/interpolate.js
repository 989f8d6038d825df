// @ts-check
/** @import { Node } from 'yaml' */
/** @import { Filled } from '../types.js' */
/** @import { Place } from './places.js' */
/** @import { Yml } from './yml.js' */
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import { usageError } from '../errors.js'
import { refuseCredentials } from './named-keys.js'
import { below } from './places.js'

/**
 * What `${…}` may stand for. `env` gives `undefined` for a variable that is set nowhere.
 *
 * @typedef {object} Variables
 * @property {(name: string) => string | undefined} env
 * @property {string[]} envFiles names of the files that were looked at, for the error's hint
 * @property {Record<string, string | undefined>} names `stage`, `name`, `app`, `org`, as far as they are known
 * @property {(text: string) => string | undefined} [keyIn] the variable whose credential a text holds
 * @property {Filled[]} [filled] takes down each text that came from the environment
 */

/**
 * Fills in `${env.X}`, `${env:X}`, `${stage}`, `${name}`, `${app}` and `${org}` in every text under a node. Values stay
 * text, whatever they look like, and are not looked through again.
 *
 * @param {Yml} yml
 * @param {Node | null | undefined} top the inputs, or one text
 * @param {Variables} variables
 * @throws {import('../errors.js').GrayscaleError} `UnknownVariable` and `KeyInInputs`, with file and line; values are not
 *   shown
 */
export function interpolate(yml, top, variables) {
  refuseCredentials(yml, top)
  const seen = new Set()
  /**
   * @param {unknown} node
   * @param {{ place: Place, input?: string, later?: boolean }} where
   */
  const visit = (node, where) => {
    if (seen.has(node)) return
    seen.add(node)
    if (isAlias(node)) visit(node.resolve(yml.document), where)
    else if (isSeq(node)) for (const item of node.items) visit(item, { ...where, place: below(where.place, '-') })
    else if (isMap(node)) for (const item of node.items) visit(item, where)
    else if (isPair(node)) visit(node.value, belowKey(where, String(isScalar(node.key) ? node.key.value : '')))
    else if (isScalar(node) && typeof node.value === 'string') fillIn(node, where)
  }
  /**
   * @param {import('yaml').Scalar<any>} node
   * @param {{ place: Place, input?: string, later?: boolean }} where
   */
  const fillIn = (node, { place, input, later }) => {
    if (later && reference.test(node.value)) return
    if (/\$\{output:/.test(node.value)) throw usageError('UnknownVariable.output', { at: yml.at(node) })
    if (/\$\{[^{}]*\$\{/.test(node.value)) {
      throw usageError('UnknownVariable.nested', { at: yml.at(node), known: knownForms })
    }
    /** @type {string[]} */
    const from = []
    node.value = node.value.replace(/\$\{([^{}]*)\}/g, (/** @type {string} */ _, /** @type {string} */ expression) =>
      lookUp(expression.trim(), { node, place, from }),
    )
    if (from.length > 0) variables.filled?.push({ name: from.join(', env.'), text: node.value, input })
  }
  /**
   * @param {string} expression
   * @param {{ node: Node, place: Place, from: string[] }} where
   */
  const lookUp = (expression, { node, place, from }) => {
    const [, variable] = /^env[.:]([A-Za-z_]\w*)$/.exec(expression) ?? []
    if (variable === undefined && !['stage', 'name', 'app', 'org'].includes(expression)) {
      throw usageError('UnknownVariable.unknown', { at: yml.at(node), expression, known: knownForms })
    }
    const value = variable === undefined ? variables.names[expression] : variables.env(variable)
    if (variable !== undefined && value !== undefined) {
      if (!from.includes(variable)) from.push(variable)
      const key = place === 'environment' ? undefined : variables.keyIn?.(value)
      if (key !== undefined) {
        throw usageError('KeyInInputs.value', { at: yml.at(node), expression, key })
      }
    }
    if (value !== undefined) return value
    const at = yml.at(node)
    throw variable === undefined
      ? usageError('UnknownVariable.notInFile', { at, expression })
      : usageError('UnknownVariable.notSet', { at, expression, variable, files: variables.envFiles })
  }
  visit(top, { place: 'inputs' })
}

/** A text that is nothing but the name of a variable. */
const reference = /^\$\{env[.:][A-Za-z_]\w*\}$/

/**
 * Of hooks, notices and secrets of a rollout the names of variables stay: whoever looks after it reads its own, and its log has
 * no address.
 *
 * @param {{ place: Place, input?: string, later?: boolean }} where
 * @param {string} key
 */
function belowKey({ place, input, later = false }, key) {
  const own = (place === 'inputs' || place === 'function') && key !== '<<'
  const ofRollout = !own && input === 'rollout' && ['hooks', 'notify', 'secret'].includes(key)
  return { place: below(place, key), input: own ? key : input, later: later || ofRollout }
}

const knownForms = ['env.NAME', 'env:NAME', 'stage', 'name', 'app', 'org'].map((name) => `\${${name}}`)
