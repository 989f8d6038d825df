// @ts-check
/** @import { Grayscale } from '../grayscale.js' */

/** @typedef {{ region: string, namespace: string, name: string }} Place of a function */

/**
 * The order to delete what a project created: of the functions that it names, and also those that it no longer names.
 * Whatever else it names is part of the order too, so that the result says that it was left.
 *
 * @param {Grayscale} gray
 * @param {Record<string, any>} inputs
 * @param {{ created: Place[], narrowed: boolean, signal?: AbortSignal }} options `narrowed`: some functions were chosen, and
 *   no others are meant
 * @returns {Promise<{ stage: string, functions: (Place & { key: string })[] }>}
 */
export async function removal(gray, inputs, { created, narrowed, signal }) {
  /** @type {(Place & { key: string })[]} */
  const named = namesFunctions(inputs) ? (await gray.planRemove(inputs, { created: [], signal })).functions : []
  const known = new Set(named.map(idOf))
  const forgotten = narrowed ? [] : created.filter((one) => !known.has(idOf(one)))
  const all = [...named, ...forgotten.map((one) => ({ ...one, key: one.name }))]
  return {
    stage: inputs.stage,
    functions: all.map(({ key, region, namespace, name }) => ({ key, region, namespace, name })),
  }
}

/** @param {Place} place */
export function idOf({ region, namespace, name }) {
  return `${region}/${namespace}/${name}`
}

/**
 * A component that is no longer in the yml names none.
 *
 * @param {Record<string, any>} inputs
 */
function namesFunctions({ stage: _, ...inputs }) {
  return Object.keys(inputs).length > 0
}
