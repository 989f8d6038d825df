// @ts-check
import { usageError } from '../errors.js'

/** Verbs about a run, and what each takes. None can be narrowed to some functions. @type {Record<string, string[]>} */
const takes = { undo: ['run'], resume: [], abort: [] }

/**
 * Refuses what a verb about a run would pass over in silence, such as `only`.
 *
 * @param {string} verb
 * @param {Record<string, any>} typed
 */
export function refuseOtherInputs(verb, typed) {
  if (!Object.hasOwn(takes, verb)) return
  const unknown = Object.keys(typed).find((name) => name !== 'stage' && !takes[verb].includes(name))
  if (unknown === undefined) return
  const named = takes[verb].includes('run') ? ', or `grayscale undo RUN`' : ''
  throw usageError(
    'UnknownInput',
    `${verb} takes no input ${unknown}: it is about a whole run.`,
    `Type \`grayscale ${verb}\`${named}.`,
  )
}

/** @param {Record<string, any>} typed @returns {string | undefined} */
export function runOf({ run }) {
  return run === undefined ? undefined : String(run)
}
