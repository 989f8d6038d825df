// @ts-check
import { computed, signal } from '@preact/signals'

/** Where the person is: behind the address's `#`, so that going back works and nothing reaches a server. */
const hash = signal(location.hash)
addEventListener('hashchange', () => {
  hash.value = location.hash
})

/** The parts of the place, such as `['function', 'ap-guangzhou', 'default', 'cart']`. */
export const route = computed(() => {
  const parts = hash.value
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => decode(part))
  return parts[0] === '' ? ['functions'] : parts
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
