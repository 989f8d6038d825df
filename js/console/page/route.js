// @ts-check
import { computed, effect, signal } from '@preact/signals'

/** Where the person is: behind the address's `#`, so that going back works and nothing reaches a server. */
const hash = signal(location.hash)
addEventListener('hashchange', () => {
  hash.value = location.hash
})

const screens = ['release', 'runs', 'history', 'rollouts']

/** Places of which the first parts are not enough, and how many parts each has. @type {Record<string, number>} */
const whole = { function: 4, rollout: 2 }

const parts = computed(() => hash.value.replace(/^#\/?/, '').split(/\?(.*)/s))
// by themselves: what narrows a place leaves the place as it is, and the keyboard where it is
const path = computed(() => parts.value[0] ?? '')
const asked = computed(() => parts.value[1] ?? '')

/** The parts of the place, such as `['function', 'ap-guangzhou', 'default', 'cart']`; an unknown place is the list. */
export const route = computed(() => {
  const names = path.value.split('/').map(decode)
  const [place] = names
  return screens.includes(place) || names[whole[place] - 1] ? names : ['functions']
})

/**
 * What the place is narrowed to, behind its `?`, such as `{ q: 'cart', state: 'canary' }`.
 *
 * @type {import('@preact/signals').ReadonlySignal<Record<string, string>>}
 */
export const query = computed(() => Object.fromEntries(new URLSearchParams(asked.value)))

/** What each place was narrowed to when it was last seen: whoever comes back to it finds it so. @type {Map<string, string>} */
const left = new Map()
effect(() => {
  left.set(route.value[0], asked.value)
})

/** @param {string} place */
const askedOf = (place) => (route.value[0] === place ? asked.value : (left.get(place) ?? ''))

/** The same of a place that may not be the one that is seen. @param {string} place @returns {Record<string, string>} */
export const queryOf = (place) => Object.fromEntries(new URLSearchParams(askedOf(place)))

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** @param {string[]} parts @param {string} [asked] */
function address([place, ...rest], asked = '') {
  const path = place === 'functions' ? '' : [place, ...rest].map(encodeURIComponent).join('/')
  return asked === '' ? `#/${path}` : `#/${path}?${asked}`
}

/** The address of a place; that of the list as it was narrowed when it was last seen. @param {string[]} parts */
export const to = (...parts) => address(parts, parts[0] === 'functions' ? askedOf('functions') : '')

/** @param {string[]} parts */
export function go(...parts) {
  location.hash = to(...parts)
  // the event comes later, and what is changed next is no longer changed under the screen that is left
  hash.value = location.hash
}

/**
 * Narrows the place, or widens it where a value is empty. It stays the same entry of the browser's history.
 *
 * @param {Record<string, string>} changes
 */
export function narrow(changes) {
  const all = Object.entries({ ...query.peek(), ...changes }).filter(([, value]) => value !== '')
  const next = address(route.peek(), new URLSearchParams(all).toString())
  history.replaceState(history.state, '', next)
  hash.value = next
}

/** Where the keyboard goes on when what it was on is gone. */
export const toHeading = () => document.querySelector('h1')?.focus()
