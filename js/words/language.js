// @ts-check
/** Which language a person reads: what was asked for, else what the system is set to. */
/** @import { Language } from './reader.js' */
import { languages } from './reader.js'

/** The variable that says which language. */
export const LANGUAGE = 'GRAYSCALE_LANG'

/** @param {unknown} value @returns {value is Language} */
export function isLanguage(value) {
  return typeof value === 'string' && /** @type {readonly string[]} */ (languages).includes(value)
}

/**
 * The language of the system: on Windows and macOS, where programs that are started from a desktop have no locale among
 * their variables, the one that the runtime knows.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} [platform]
 * @returns {Language}
 */
export function systemLanguage(env, platform = process.platform) {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG
  const desktop = platform === 'win32' || platform === 'darwin'
  const locale = named || (desktop ? Intl.DateTimeFormat().resolvedOptions().locale : '')
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en'
}
