// @ts-check
/** @import { Node } from 'yaml' */
/** @import { Place } from './places.js' */
/** @import { Yml } from './yml.js' */
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import { usageError } from '../errors.js'
import { credentialNames } from './credentials.js'
import { below } from './places.js'

/** `${env.X}`, `${env:X}`, with a default, inside another expression, in any letter case: Windows knows none. */
const named = new RegExp(`\\$\\{[^}]*\\benv\\s*[.:]\\s*(${credentialNames.join('|')})\\b`, 'i')

/**
 * Refuses texts that ask for a variable which holds a credential. In `environment` they may stand: a function may be given
 * another key than the one that deploys it, and what is the same is refused by its value.
 *
 * @param {Yml} yml
 * @param {unknown} top inputs, one text, or the whole file of a framework
 * @param {Place} [at] where that is
 * @throws {import('../errors.js').GrayscaleError} `KeyInInputs`, with file and line
 */
export function refuseCredentials(yml, top, at = 'inputs') {
  /** What an anchor holds may stand in several places, and each of them counts. @type {Map<unknown, Place[]>} */
  const seen = new Map()
  /**
   * @param {unknown} node
   * @param {Place} place
   */
  const visit = (node, place) => {
    const places = seen.get(node) ?? []
    if (places.includes(place)) return
    seen.set(node, [...places, place])
    if (isAlias(node)) visit(node.resolve(yml.document), place)
    else if (isSeq(node)) for (const item of node.items) visit(item, below(place, '-'))
    else if (isMap(node)) for (const item of node.items) visit(item, place)
    else if (isPair(node)) {
      visit(node.key, 'other')
      visit(node.value, below(place, String(isScalar(node.key) ? node.key.value : '')))
    } else if (isScalar(node) && place !== 'environment') check(node)
  }
  /** @param {import('yaml').Scalar} node */
  const check = (node) => {
    const [, name] = (typeof node.value === 'string' && named.exec(node.value)) || []
    if (name === undefined) return
    throw usageError('KeyInInputs.named', { at: yml.at(node), name })
  }
  visit(top, at)
}
