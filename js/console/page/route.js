// @ts-check
import { computed, signal } from '@preact/signals'

/** Where the person is: behind the address's `#`, so that going back works and nothing reaches a server. */
const hash = signal(location.hash)
addEventListener('hashchange', () => {
  hash.value = location.hash
})

const screens = ['release', 'runs', 'history']

/** The parts of the place, such as `['function', 'ap-guangzhou', 'default', 'cart']`; what is no place is the list. */
export const route = computed(() => {
  const parts = hash.value
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => decode(part))
  return screens.includes(parts[0]) || (parts[0] === 'function' && parts[3]) ? parts : ['functions']
})

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** @param {string[]} parts */
export const to = (...parts) => `#/${parts.map(encodeURIComponent).join('/')}`

/** @param {string[]} parts */
export function go(...parts) {
  location.hash = to(...parts)
  // the event comes later, and what is changed next is no longer changed under the screen that is left
  hash.value = location.hash
}

/** Where the keyboard goes on when what it was on is gone. */
export const toHeading = () => document.querySelector('h1')?.focus()
