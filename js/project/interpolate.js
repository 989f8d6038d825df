// @ts-check
/** @import { Node } from 'yaml' */
/** @import { Yml } from './yml.js' */
import { isAlias, isCollection, isPair, isScalar } from 'yaml'
import { usageError } from '../errors.js'

/**
 * What `${…}` may stand for. `env` gives `undefined` for a variable that is set nowhere.
 *
 * @typedef {object} Variables
 * @property {(name: string) => string | undefined} env
 * @property {string[]} envFiles names of the files that were looked at, for the error's hint
 * @property {Record<string, string | undefined>} names `stage`, `name`, `app`, `org`, as far as they are known
 */

/**
 * Fills in `${env.X}`, `${env:X}`, `${stage}`, `${name}`, `${app}` and `${org}` in every text under a node. Values stay
 * text, whatever they look like, and are not looked through again.
 *
 * @param {Yml} yml
 * @param {Node | null | undefined} top
 * @param {Variables} variables
 * @throws {import('../errors.js').GrayscaleError} `UnknownVariable`, with file and line
 */
export function interpolate(yml, top, variables) {
  const seen = new Set()
  /** @param {unknown} node */
  const visit = (node) => {
    if (seen.has(node)) return
    seen.add(node)
    if (isAlias(node)) visit(node.resolve(yml.document))
    else if (isPair(node)) visit(node.value)
    else if (isCollection(node)) node.items.forEach(visit)
    else if (isScalar(node) && typeof node.value === 'string') {
      node.value = node.value.replace(/\$\{([^{}]*)\}/g, (_, expression) => lookUp(expression.trim(), node))
    }
  }
  /**
   * @param {string} expression
   * @param {Node} node
   */
  const lookUp = (expression, node) => {
    const [, variable] = /^env[.:]([A-Za-z_]\w*)$/.exec(expression) ?? []
    if (variable === undefined && !['stage', 'name', 'app', 'org'].includes(expression)) {
      throw unknown(`${yml.at(node)}: \${${expression}} is nothing that can be filled in.`, knownForms)
    }
    const value = variable === undefined ? variables.names[expression] : variables.env(variable)
    if (value !== undefined) return value
    throw variable === undefined
      ? unknown(`${yml.at(node)}: \${${expression}} is not set in this file.`, `Add "${expression}:" at its top.`)
      : unknown(
          `${yml.at(node)}: \${${expression}} is not set: no exported variable and no env file has ${variable}.`,
          `Export ${variable}, or put it into ${variables.envFiles.join(' or ')}.`,
        )
  }
  visit(top)
}

const expressions = ['env.NAME', 'env:NAME', 'stage', 'name', 'app', 'org'].map((name) => `\${${name}}`)
const knownForms = `Known are ${expressions.join(', ')}.`

/**
 * @param {string} message
 * @param {string} hint
 */
function unknown(message, hint) {
  return usageError('UnknownVariable', message, hint)
}
