// @ts-check
/** @import { Words } from './en.js' */
import { computed, effect, signal } from '@preact/signals'
import { keep, kept } from '../kept.js'
import { en } from './en.js'

/**
 * @typedef {object} Spoken
 * @property {Words} words the page's own
 * @property {(text: string) => string | undefined} told what the engine says, in this language; undefined where it is not known
 */

/** @type {Spoken} */
const english = { words: en, told: (text) => text }

/** A language other than English is fetched when somebody speaks it. @type {Record<string, { name: string, tag: string, load: () => Promise<Spoken> }>} */
export const languages = {
  en: { name: 'English', tag: 'en', load: async () => english },
  zh: { name: '中文', tag: 'zh-CN', load: () => import('./chinese.js') },
}

const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in languages) ?? 'en'
const before = kept('language')

/** `en` or `zh`. */
export const language = signal('en')
const spoken = signal(english)
const tag = computed(() => languages[language.value].tag)

effect(() => {
  document.documentElement.lang = tag.value
})

/** @param {string} chosen */
async function load(chosen) {
  const found = await languages[chosen].load()
  language.value = chosen
  spoken.value = found
}

/** The language of the last visit, else the first of the browser's that the page knows. */
export const loadLanguage = () => load(before !== undefined && before in languages ? before : preferred)

/** @param {string} chosen */
export async function speak(chosen) {
  await load(chosen)
  keep('language', chosen)
}

/** The words of the page in the language that is chosen. Read inside a component, it follows the choice. @returns {Words} */
export const say = () => spoken.value.words

/** What the engine says, in the language that is chosen; undefined where no words are known for it. @param {string} text */
export const tell = (text) => spoken.value.told(text)

/**
 * What to do about an error, in terms of this page, where the engine's hint is about the command line.
 *
 * @param {string} code
 * @returns {string | undefined}
 */
export function nextStep(code) {
  const next = /** @type {Record<string, string>} */ (say().next)
  return next[code] ?? next[code.split('.')[0]]
}
