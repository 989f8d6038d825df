// @ts-check

/** The alias that carries default traffic, as the API names it. */
export const DEFAULT_ALIAS = '$DEFAULT'

/** Inputs that say themselves who gets what: a rollout does that. */
const shifting = ['traffic', 'routes', 'publish', 'stable']

/**
 * What is written of a project, where something else was typed: a rollout takes the place of shares, and shares take the place
 * of a rollout.
 *
 * @param {Record<string, any>} written
 * @param {Record<string, any>} typed
 * @returns {Record<string, any>}
 */
export function besideTyped(written, typed) {
  const off = typed.rollout === undefined || typed.rollout === false || typed.rollout === 'false'
  if (!off) return without(written, shifting)
  return shifting.some((name) => typed[name] !== undefined) ? without(written, ['rollout']) : written
}

/**
 * Inputs of a rollout's start: it has its own shares.
 *
 * @param {Record<string, any>} inputs
 * @returns {Record<string, any>}
 */
export function withoutShares(inputs) {
  return without(inputs, shifting)
}

/** @param {Record<string, any>} inputs @param {string[]} names */
function without(inputs, names) {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)))
}
