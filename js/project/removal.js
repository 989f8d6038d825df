// @ts-check
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Grayscale } from '../grayscale.js' */

/** @typedef {{ region: string, namespace: string, name: string }} Place of a function */

/**
 * The order to delete what a project created, by its journal and by what else is known: of the functions that it names, and
 * also those that it no longer names. Whatever else it names is part of the order too, so that the result says that it was
 * left.
 *
 * @param {Grayscale} gray
 * @param {Record<string, any>} inputs
 * @param {object} options
 * @param {Place[]} [options.known] what the host's own state says was created; absent where it has none
 * @param {boolean} options.alone whether no other project or component writes to the journal
 * @param {boolean} options.narrowed some functions were chosen, and no others are meant
 * @param {boolean} [options.force]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<{ order: { stage: string, functions: (Place & { key: string })[] }, created: Place[] }>}
 */
export async function removal(gray, inputs, { known, alone, narrowed, force, signal }) {
  /** @type {(Place & { key: string })[]} */
  const named = namesFunctions(inputs) ? (await gray.planRemove(inputs, { created: [], signal })).functions : []
  const { created, forgotten } = await createdBy(gray, named, { known, alone, narrowed, force })
  const all = [...named, ...forgotten.map((one) => ({ ...one, key: one.name }))]
  const functions = all.map(({ key, region, namespace, name }) => ({ key, region, namespace, name }))
  return { order: { stage: inputs.stage, functions }, created }
}

/**
 * What a project created, by its journal and by what else is known.
 *
 * @param {Grayscale} gray
 * @param {Place[]} named the functions that it names
 * @param {{ known?: Place[], alone: boolean, narrowed: boolean, force?: boolean }} options as for `removal`
 * @returns {Promise<{ created: Place[], forgotten: Place[] }>} `forgotten`: those that it no longer names
 * @throws {GrayscaleError} as `Grayscale.created`
 */
export async function createdBy(gray, named, { known, alone, narrowed, force }) {
  const places = named.map(({ region, namespace, name }) => ({ region, namespace, name }))
  const created = await gray.created({ force, of: { known, named: places, alone } })
  const ids = new Set(named.map(idOf))
  return { created, forgotten: narrowed ? [] : created.filter((one) => !ids.has(idOf(one))) }
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
