// @ts-check
/** @import { Words } from './en.js' */
import { computed, effect, signal } from '@preact/signals'
import { keep, kept } from '../kept.js'
import { en } from './en.js'
import { zh } from './zh.js'

/** @type {Record<string, { name: string, words: Words, tag: string }>} */
export const languages = {
  en: { name: 'English', words: en, tag: 'en' },
  zh: { name: '中文', words: zh, tag: 'zh-CN' },
}

const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in languages) ?? 'en'
const before = kept('language')

/** `en` or `zh`. */
export const language = signal(before !== undefined && before in languages ? before : preferred)

const spoken = computed(() => languages[language.value])

effect(() => {
  document.documentElement.lang = spoken.value.tag
  document.title = `${spoken.value.words.title} · scf-grayscale`
})

/** @param {string} chosen */
export function speak(chosen) {
  language.value = chosen
  keep('language', chosen)
}

/** The words of the page in the language that is chosen. Read inside a component, it follows the choice. @returns {Words} */
export const say = () => spoken.value.words

/** @param {number} ms */
export const clock = (ms) => new Date(ms).toLocaleTimeString(spoken.value.tag, { hour12: false })
