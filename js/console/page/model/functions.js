// @ts-check
/** @import { FunctionRow } from '../../../types/generated.js' */
import { computed, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { account, lister } from '../session.js'

/** A function's place, by which the page knows it. @typedef {{ region: string, namespace: string, name: string }} Place */

/** A row, and when its traffic was read: in milliseconds since 1970, 0 where it is to be read next. @typedef {FunctionRow & { at: number }} Row */

/** The traffic of a function, as a run read it back. @typedef {Pick<FunctionRow, 'split' | 'traffic' | 'standing' | 'urgency' | 'releasing'>} Served */

/** How often functions are read that are neither on the screen nor in release. */
const REST_MS = 180_000
/** How often those are that are in release. */
const RELEASING_MS = 10_000
/** How many are read in one round: what comes next does not wait longer than it has to. */
export const MOST_REST = 24
/** The same of those that come before all others. */
const MOST_FIRST = 12

/** @param {Place} place */
export const keyOf = ({ region, namespace, name }) => `${region}/${namespace}/${name}`

/** The place alone, of whatever has one. @param {Place} of @returns {Place} */
export const placeOf = ({ region, namespace, name }) => ({ region, namespace, name })

/** As they were last seen, the most urgent first. @type {import('@preact/signals').Signal<Row[]>} */
export const rows = signal([])
export const loading = signal(false)
/** When they were last asked for, in milliseconds since 1970. */
export const askedAt = signal(0)
/** The time of what is shown: when the last complete round began. */
export const seenAt = signal(0)
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

/** How many functions were read, while not all of them were. */
export const unread = computed(() => rows.value.filter(({ at }) => at === 0).length)

/** Chosen for a release, by place. @type {import('@preact/signals').Signal<Map<string, Place>>} */
export const chosen = signal(new Map())

/** @param {Place[]} places @param {boolean} are */
export function choose(places, are) {
  const next = new Map(chosen.value)
  for (const place of places) {
    if (are) next.set(keyOf(place), placeOf(place))
    else next.delete(keyOf(place))
  }
  chosen.value = next
}

/** @type {Promise<void> | undefined} */
let refreshing

/** Looks at the functions again; one time at a time. */
export function refresh() {
  refreshing ??= look().finally(() => {
    refreshing = undefined
  })
  return refreshing
}

async function look() {
  const who = account.value
  const { regions = [], namespaces = [] } = who ?? {}
  const namespace = namespaces.length > 0 ? namespaces : undefined
  loading.value = true
  try {
    do {
      const asked = Date.now()
      askedAt.value = asked
      let listed = false
      await lister().functions(
        { region: regions, namespace, read: due(asked) },
        {
          onEvent: (event) => {
            if (event.type !== 'functions' || who !== account.value) return
            merge(event.rows, asked, !listed)
            listed = true
          },
        },
      )
      if (unread.value === 0) seenAt.value = asked
      failure.value = undefined
      // the rest is read when somebody looks again
    } while (unread.value > 0 && who === account.value && document.visibilityState === 'visible')
  } catch (error) {
    failure.value = GrayscaleError.from(error)
  } finally {
    loading.value = false
  }
  // other keys were given meanwhile
  if (who !== account.value) await look()
}

/** The functions on the screen, as the table marks them. */
function visible() {
  const marked = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-place]'))
  const near = [...marked].filter((one) => {
    const { top, bottom } = one.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })
  return new Set(near.map(({ dataset }) => dataset.place))
}

/** Places that are read before all others: what the journal has of releases. @type {import('@preact/signals').Signal<string[]>} */
export const first = signal([])
/** Those of them that are in release as far as the journal knows. @type {import('@preact/signals').Signal<Set<string>>} */
export const believed = signal(new Set())

/**
 * The functions whose traffic is read in this round, as the engine names them: until all were read once those that the journal
 * speaks of, then those on the screen, then the rest; afterwards those on the screen each time.
 *
 * @param {number} now
 */
function due(now) {
  const near = visible()
  const old = (/** @type {number} */ ms) => (/** @type {Row} */ row) => row.at <= now - ms
  const moving = rows.value.filter((row) => row.releasing && row.at > 0 && old(RELEASING_MS)(row))
  const others = rows.value.filter((row) => !row.releasing || row.at === 0)
  const open = new Set(others.filter(({ at }) => at === 0).map(keyOf))
  const known = first.value.filter((key) => open.has(key)).slice(0, MOST_FIRST)
  if (known.length > 0) return [...moving.map(keyOf), ...known]
  const isNear = (/** @type {Row} */ row) => near.has(keyOf(row))
  if (open.size > 0) {
    const unread = others.filter(({ at }) => at === 0)
    const next = [...unread.filter(isNear), ...unread.filter((row) => !isNear(row))]
    return [...moving, ...next.slice(0, MOST_REST)].map(keyOf)
  }
  const rest = others.filter((row) => !isNear(row) && old(REST_MS)(row)).sort((one, other) => one.at - other.at)
  return [...moving, ...others.filter(isNear), ...rest.slice(0, MOST_REST)].map(keyOf)
}

/**
 * Takes in what was read. `all`: these are all functions that there are.
 *
 * @param {FunctionRow[]} news
 * @param {number} asked when they were asked for
 * @param {boolean} all
 */
function merge(news, asked, all) {
  const known = new Map(rows.value.map((row) => [keyOf(row), row]))
  const fresh = new Map(news.map((row) => [keyOf(row), update(known.get(keyOf(row)), row, asked)]))
  settle(all ? [...fresh.values()] : rows.value.map((row) => fresh.get(keyOf(row)) ?? row))
}

/**
 * @param {Row | undefined} old
 * @param {FunctionRow} fresh
 * @param {number} asked
 * @returns {Row}
 */
function update(old, fresh, asked) {
  // what a run of this tab read back is newer
  if (old && old.at > asked) return old
  if (fresh.split) return { ...fresh, at: asked }
  if (!old) return { ...fresh, at: 0 }
  if (old.status === fresh.status && old.modified === fresh.modified && old.reason === fresh.reason) return old
  // it was changed: its traffic is shown as it was until it is read
  const { split, rules, everyoneElse, traffic, releasing } = old
  return { ...fresh, split, rules, everyoneElse, traffic, releasing, at: 0 }
}

/**
 * What a run knows of a function goes into its row.
 *
 * @param {string} key
 * @param {Partial<Served>} served
 */
export function learn(key, served) {
  settle(
    rows.value.map((row) => {
      if (keyOf(row) !== key) return row
      const { standing, urgency, ...traffic } = { ...row, ...served }
      // a change that failed stays failed, whoever gets what
      const judged = row.standing === 'failed' ? row : { standing, urgency }
      return { ...traffic, standing: judged.standing, urgency: judged.urgency, at: Date.now() }
    }),
  )
}

/** @param {Row[]} next */
function settle(next) {
  const place = (/** @type {Row} */ { region, namespace, name }) => `${region}\n${namespace}\n${name}`
  rows.value = next.sort((one, other) => {
    const [first, second] = [place(one), place(other)]
    return one.urgency - other.urgency || (first < second ? -1 : first > second ? 1 : 0)
  })
}
