// @ts-check
/** @import { Words } from './en.js' */
import { computed, effect, signal } from '@preact/signals'
import { speakTo } from '../../../words/reader.js'
import { keep, kept } from '../kept.js'
import { en } from './en.js'

/** @typedef {'en' | 'zh'} Language */

/**
 * A language other than English is fetched when somebody speaks it. @type {Record<Language, { name: string, tag: string, load: () => Promise<Words> }>}
 */
export const languages = {
  en: { name: 'English', tag: 'en', load: async () => en },
  zh: { name: '中文', tag: 'zh-CN', load: () => import('./zh.js').then(({ zh }) => zh) },
}

/** @param {string | undefined} word @returns {word is Language} */
const known = (word) => word !== undefined && word in languages

const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(known) ?? 'en'
const before = kept('language')

/** `en` or `zh`. */
export const language = signal(/** @type {Language} */ ('en'))
const spoken = signal(en)
const tag = computed(() => languages[language.value].tag)

effect(() => {
  document.documentElement.lang = tag.value
})

/** @param {Language} chosen */
async function load(chosen) {
  const found = await languages[chosen].load()
  // what the module and the library say follows; its readers type commands of the command line
  speakTo({ language: chosen, host: 'console' })
  language.value = chosen
  spoken.value = found
}

/** The language of the last visit, else the first of the browser's that the page knows. */
export const loadLanguage = () => load(known(before) ? before : preferred)

/** @param {Language} chosen */
export async function speak(chosen) {
  await load(chosen)
  keep('language', chosen)
}

/** The words of the page in the language that is chosen. Read inside a component, it follows the choice. @returns {Words} */
export const say = () => spoken.value

/** What a run of the journal is called; one that a newer tool wrote by its own name. @param {string} kind */
export const kindName = (kind) => say().kinds[/** @type {'deploy'} */ (kind)] ?? kind

/**
 * What to do about an error, in terms of this page, where the engine's hint is about the command line.
 *
 * @param {string} code
 * @param {{ ofProject?: boolean }} [about] `ofProject`: the page uses the journal of a project
 * @returns {string | undefined}
 */
export function nextStep(code, { ofProject = false } = {}) {
  const words = say()
  const next = /** @type {Record<string, string>} */ ({ ...words.next, ...(ofProject && words.nextOfProject) })
  return next[code] ?? next[code.split('.')[0]]
}
