// @ts-check
/** @import { Filled } from '../types.js' */

/** `${env.X}` of yml, `${env:X}` of a framework, `process.env.X` and `process.env['X']` of programs. */
const expression = /\benv\s*(?:[.:]\s*|\[\s*["'])([A-Za-z_]\w*)/g

/**
 * The values of the variables that a project file names, where someone else filled them in: what is equal to one of them, or
 * holds it, counts as from the environment.
 *
 * @param {string} text of the file
 * @param {Record<string, string | undefined>} env
 * @returns {Filled[]}
 */
export function valuesNamed(text, env) {
  const names = new Set(Array.from(text.matchAll(expression), ([, name]) => name))
  return [...names].flatMap((name) => (Object.hasOwn(env, name) && env[name] ? [{ name, text: env[name] }] : []))
}
