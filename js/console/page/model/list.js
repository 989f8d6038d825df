// @ts-check
/** The list of functions as a person narrows and sorts it. */
/** @import { FunctionRow } from '../../../types/generated.js' */
/** @import { Row } from './functions.js' */
import { computed, effect, signal } from '@preact/signals'
import { keep, kept } from '../kept.js'
import { narrow, queryOf } from '../route.js'
import { believed, keyOf, rows, unread } from './functions.js'

/** What the list is narrowed to, and by what it is sorted: it stands in the address. */
const asked = computed(() => queryOf('functions'))
/** What is typed into the search. */
export const search = computed(() => asked.value.q ?? '')
/** A standing, or nothing for all. */
export const standing = computed(() => asked.value.state ?? '')
/** Whether only favourites are shown. */
export const starred = computed(() => asked.value.star === '1')

/** Where they are looked for: a namespace, a region, or nothing for all. */
export const within = {
  namespace: computed(() => asked.value.namespace ?? ''),
  region: computed(() => asked.value.region ?? ''),
}
/** What there is to choose from. */
export const places = {
  namespace: computed(() => [...new Set(rows.value.map(({ namespace }) => namespace))].sort()),
  region: computed(() => [...new Set(rows.value.map(({ region }) => region))].sort()),
}

/** Where the engine puts a release under way. What is believed to be one has its place before it is read: then no row moves. */
const IN_RELEASE = 1

/**
 * The columns that the list is sorted by, the smallest first; the most urgent first by default.
 *
 * @type {Record<string, (row: Row) => string | number>}
 */
const columns = {
  name: ({ name }) => name,
  state: (row) => (row.at === 0 && believed.value.has(keyOf(row)) ? Math.min(row.urgency, IN_RELEASE) : row.urgency),
  share: ({ traffic = -1 }) => traffic,
  changed: ({ modified = '' }) => modified,
}

/** The column that the list is sorted by, and whether from the end. */
export const sorting = computed(() => {
  const { sort = '' } = asked.value
  const column = sort.replace(/^-/, '')
  return Object.hasOwn(columns, column) ? { column, down: sort.startsWith('-') } : { column: 'state', down: false }
})

/** Sorts by a column, or turns its order round. @param {string} column */
export function sortBy(column) {
  const { column: now, down } = sorting.peek()
  const turned = column === now && !down
  narrow({ sort: turned ? `-${column}` : column === 'state' ? '' : column })
}

/** Favourites, by place: they come first, whatever the list is sorted by. */
export const stars = signal(new Set((kept('stars') ?? '').split('\n').filter(Boolean)))

/** @param {string} key */
export function star(key) {
  const next = new Set(stars.value)
  if (!next.delete(key)) next.add(key)
  stars.value = next
  keep('stars', [...next].join('\n'))
}

/** What the list is narrowed to and sorted by, as one text. */
const filter = computed(() => JSON.stringify(asked.value))

/** By what a row has its place. @param {Row} row */
const rankOf = (row) => [stars.value.has(keyOf(row)) ? 0 : 1, columns[sorting.value.column](row)]

const matching = computed(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const text = (/** @type {FunctionRow} */ { name, namespace, region, description = '' }) =>
    `${name} ${namespace} ${region} ${description}`.toLowerCase()
  const fits = (/** @type {string} */ wanted, /** @type {string} */ is) => wanted === '' || wanted === is
  const found = rows.value.filter(
    (row) =>
      fits(standing.value, row.standing) &&
      fits(within.namespace.value, row.namespace) &&
      fits(within.region.value, row.region) &&
      (!starred.value || stars.value.has(keyOf(row))) &&
      words.every((word) => text(row).includes(word)),
  )
  const way = sorting.value.down ? -1 : 1
  // rows of one rank stay as they are: the most urgent first
  return found.sort((one, other) => {
    const [[star, rank], [otherStar, otherRank]] = [rankOf(one), rankOf(other)]
    return Number(star) - Number(otherStar) || (rank < otherRank ? -way : rank > otherRank ? way : 0)
  })
})

/** Whether the pointer or the keyboard is in the table: then no row changes its place. */
export const held = signal(false)
/** The rows in the order that is shown, as they were when they were sorted, and by what. @type {import('@preact/signals').Signal<{ filter: string, rows: Row[] }>} */
const sorted = signal({ filter: '', rows: [] })

const order = computed(() => ({ filter: filter.value, rows: matching.value }))

/** Sorts the list as it is now. */
export function sort() {
  sorted.value = order.peek()
}

effect(() => {
  const now = order.value
  const before = sorted.peek()
  // what is read for the first time comes row by row: the list is sorted once that is over
  const still = held.value || unread.value > 0
  if (!still || before.filter !== now.filter || before.rows.length === 0) sorted.value = now
})

/** The list: in the order of `sorted`, with what is known now; new functions come last. */
export const found = computed(() => {
  const now = new Map(rows.value.map((row) => [keyOf(row), row]))
  const kept = sorted.value.rows.map((row) => now.get(keyOf(row)) ?? row)
  const keys = new Set(kept.map(keyOf))
  return [...kept, ...matching.value.filter((row) => !keys.has(keyOf(row)))]
})

/** How many rows would change their place, come or go if the list were sorted. */
export const unsorted = computed(() => {
  const before = sorted.value.rows.map(keyOf)
  const places = new Map(matching.value.map((row, place) => [keyOf(row), place]))
  const stay = before.flatMap((key) => places.get(key) ?? [])
  const gone = before.length - stay.length
  return gone + (places.size - stay.length) + (stay.length - longestRise(stay))
})

/** The length of the longest part of a list, with gaps, that rises: the others are what has to move. @param {number[]} list */
function longestRise(list) {
  /** @type {number[]} the lowest end of a part of each length */
  const ends = []
  for (const one of list) {
    const rises = ends.length === 0 || ends[ends.length - 1] < one
    ends[rises ? ends.length : ends.findIndex((end) => end > one)] = one
  }
  return ends.length
}
