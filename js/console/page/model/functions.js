// @ts-check
/** @import { FunctionRow } from '../../../types.js' */
import { computed, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { account, gray } from '../session.js'

/** A function's place, by which the page knows it. @typedef {{ region: string, namespace: string, name: string }} Place */

/** @param {Place} place */
export const keyOf = ({ region, namespace, name }) => `${region}/${namespace}/${name}`

/** As they were last seen, those that need a person first. @type {import('@preact/signals').Signal<FunctionRow[]>} */
export const rows = signal([])
export const loading = signal(false)
/** When they were last asked for, in milliseconds since 1970. */
export const askedAt = signal(0)
/** When they were last seen whole. */
export const seenAt = signal(0)
/** When that was asked for: what happened since is not in them. */
export const readAt = signal(0)
/** @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const failure = signal(undefined)

/**
 * Places as inputs name functions: two of one name are told apart by where they are.
 *
 * @param {Place[]} places
 */
export function inputsOf(places) {
  const names = places.map(({ name }) => name)
  return places.map(({ region, namespace, name }) => ({
    region,
    namespace,
    name,
    ...(names.indexOf(name) !== names.lastIndexOf(name) && { key: `${name}-${namespace}-${region}` }),
  }))
}

/** Whether there is something to look at, or the reason why there is nothing. */
export const shown = computed(() => rows.value.length > 0 || seenAt.value > 0 || failure.value !== undefined)

/** What is typed into the search. */
export const search = signal('')
/** @type {import('@preact/signals').Signal<string>} a standing, or nothing for all */
export const standing = signal('')

/** Where they are looked for: a namespace, a region, or nothing for all. @type {Record<'namespace' | 'region', import('@preact/signals').Signal<string>>} */
export const within = { namespace: signal(''), region: signal('') }
/** What there is to choose from. */
export const places = {
  namespace: computed(() => [...new Set(rows.value.map(({ namespace }) => namespace))].sort()),
  region: computed(() => [...new Set(rows.value.map(({ region }) => region))].sort()),
}

export const found = computed(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const text = (/** @type {FunctionRow} */ { name, namespace, region, description = '' }) =>
    `${name} ${namespace} ${region} ${description}`.toLowerCase()
  const fits = (/** @type {string} */ wanted, /** @type {string} */ is) => wanted === '' || wanted === is
  return rows.value.filter(
    (row) =>
      fits(standing.value, row.standing) &&
      fits(within.namespace.value, row.namespace) &&
      fits(within.region.value, row.region) &&
      words.every((word) => text(row).includes(word)),
  )
})

/** Chosen for a release, by place. @type {import('@preact/signals').Signal<Map<string, Place>>} */
export const chosen = signal(new Map())

/** @param {Place[]} places @param {boolean} are */
export function choose(places, are) {
  const next = new Map(chosen.value)
  for (const { region, namespace, name } of places) {
    const place = { region, namespace, name }
    if (are) next.set(keyOf(place), place)
    else next.delete(keyOf(place))
  }
  chosen.value = next
}

/** @type {Promise<void> | undefined} */
let refreshing

/** Lists them again; one time at a time. */
export function refresh() {
  refreshing ??= list().finally(() => {
    refreshing = undefined
  })
  return refreshing
}

async function list() {
  const who = account.value
  const { regions = [], namespaces = [] } = who ?? {}
  loading.value = true
  const asked = Date.now()
  askedAt.value = asked
  const first = rows.value.length === 0
  try {
    const namespace = namespaces.length > 0 ? namespaces : undefined
    rows.value = await gray().functions(
      { region: regions, namespace },
      {
        onEvent: ({ type, rows: news }) => {
          // a list that stands already is not emptied to be filled again
          if (type === 'functions' && (first || news.length === 1)) merge(news)
        },
      },
    )
    readAt.value = asked
    seenAt.value = Date.now()
    failure.value = undefined
  } catch (error) {
    failure.value = GrayscaleError.from(error)
  } finally {
    loading.value = false
  }
  // other keys were given meanwhile
  if (who !== account.value) await list()
}

/** @param {FunctionRow[]} news */
function merge(news) {
  const fresh = new Map(news.map((row) => [keyOf(row), row]))
  const kept = rows.value.map((row) => {
    const key = keyOf(row)
    const now = fresh.get(key) ?? row
    fresh.delete(key)
    return now
  })
  rows.value = [...kept, ...fresh.values()]
}
