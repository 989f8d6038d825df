// @ts-check
import { core } from '#load'

/**
 * What is written of a project, where something else was typed: a rollout takes the place of shares, and shares take the place
 * of a rollout.
 *
 * @param {Record<string, any>} written
 * @param {Record<string, any>} typed
 * @returns {Record<string, any>}
 */
export function besideTyped(written, typed) {
  const displaced = core.displacedInputs(JSON.stringify(typed))
  return Object.fromEntries(Object.entries(written).filter(([name]) => !displaced.includes(name)))
}

/**
 * Inputs of a rollout's start: it has its own shares.
 *
 * @param {Record<string, any>} inputs
 * @returns {Record<string, any>}
 */
export function withoutShares(inputs) {
  return besideTyped(inputs, { rollout: true })
}
