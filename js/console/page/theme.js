// @ts-check
import { effect, signal } from '@preact/signals'
import { keep, kept } from './kept.js'

/** @typedef {'auto' | 'light' | 'dark'} Theme */

const before = kept('theme')
const system = matchMedia('(prefers-color-scheme: dark)')

/** @type {import('@preact/signals').Signal<Theme>} */
export const theme = signal(before === 'light' || before === 'dark' ? before : 'auto')

/** Which of the two is shown; charts draw with its colours. */
export const shown = signal(system.matches ? 'dark' : 'light')

const settle = () => {
  shown.value = theme.value === 'auto' ? (system.matches ? 'dark' : 'light') : theme.value
}
system.addEventListener('change', settle)
effect(() => {
  settle()
  document.documentElement.dataset.theme = shown.value
})

/** @param {Theme} chosen */
export function dress(chosen) {
  theme.value = chosen
  keep('theme', chosen)
}
