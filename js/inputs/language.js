// @ts-check
/** Which language a person reads: what was asked for, else what the system is set to. */
/** @import { HostName, Language, Reader } from '../words/reader.js' */
import { usageError } from '../errors.js'
import { hosts, languages, speakTo } from '../words/reader.js'

/** The variable that says which language. */
const LANGUAGE = 'GRAYSCALE_LANG'

/**
 * A command begins: it speaks the language that was asked for, else the system's.
 *
 * @param {HostName} host where it was typed
 * @param {[from: string, value: unknown]} typed such as `--lang` and what follows it
 * @param {Record<string, string | undefined>} env
 * @throws {import('../errors.js').GrayscaleError} `UnknownLanguage`, in the system's language
 */
export function speakToPerson(host, [from, value], env) {
  speakTo({ host, language: systemLanguage(env) })
  if (value !== undefined) speakTo({ language: checked(from, value) })
  else if (env[LANGUAGE]) speakTo({ language: checked(LANGUAGE, env[LANGUAGE]) })
}

/**
 * What is typed behind `sls` in any of its forms: `--inputs lang=zh`, `--inputs.lang=zh`, `--inputs.lang zh`. It is looked
 * for before the words are read, since errors about them are said in that language too.
 *
 * @param {string[]} words
 * @returns {string | undefined}
 */
export function languageTyped(words) {
  const found = words.map((word, index) =>
    word === '--inputs.lang' ? words[index + 1] : /^(?:--inputs[.=])?lang=(.*)$/s.exec(word)?.[1],
  )
  return found.find((value) => value !== undefined)
}

/**
 * From now on errors, plans, notes and progress are in this language, and the commands in them are spelled for this host.
 * It holds for the whole process (in a browser: the page or worker).
 *
 * @param {Partial<Reader>} reader what is left out stays; at first `{ language: 'en', host: 'program' }`
 * @throws {import('../errors.js').GrayscaleError} `UnknownLanguage`, `UnknownOption`
 */
export function speak({ language, host }) {
  if (language !== undefined) checked('language', language)
  if (host !== undefined && !hosts.includes(host)) {
    throw usageError('UnknownOption.host', { host: String(host), known: [...hosts] })
  }
  speakTo({ ...(language && { language }), ...(host && { host }) })
}

/**
 * The language of the system. On Windows and macOS programs may have no locale among their variables: there the one that the
 * runtime knows counts.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} [platform]
 * @returns {Language}
 */
export function systemLanguage(env, platform = process.platform) {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG
  const desktop = platform === 'win32' || platform === 'darwin'
  const locale = named || (desktop ? Intl.DateTimeFormat().resolvedOptions().locale : '')
  return /^zh([-_.@]|$)/i.test(locale) ? 'zh' : 'en'
}

/**
 * @param {string} from
 * @param {unknown} value
 * @returns {Language}
 */
function checked(from, value) {
  const known = languages.find((language) => language === value)
  if (known === undefined) throw usageError('UnknownLanguage', { language: String(value), from })
  return known
}
