// @ts-check
/** Requests that failed while a rollout was under way, out of the logs of its functions. */
/** @import { LogRow, RolloutAbout, RolloutFunction } from '../../../types/generated.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { sleep } from '../../../runtime/sleep.js'
import { watcher } from '../session.js'

/**
 * Requests with one message of one version.
 *
 * @typedef {object} Failing
 * @property {string} key
 * @property {string} function
 * @property {string} version
 * @property {string} message
 * @property {string[]} ids the newest first
 * @property {boolean} more whether there may be more than these: not all rows of the log were read
 */

/** Rows of a function, where its log goes on, and whether rows were left out. @typedef {{ rows: LogRow[], cursor?: string, more?: boolean }} Known */

const AGAIN_MS = 20_000
/** How far back logs are read, in seconds. */
const MOST_BACK = 3600
/** Functions whose logs are read: each costs a search. */
const MOST_FUNCTIONS = 8
/** Rows of the first reading, and rows that are kept. */
const FIRST_ROWS = 100
const MOST_ROWS = 500

/**
 * @param {RolloutAbout} rollout
 * @returns {{ found: import('@preact/signals').Signal<Failing[] | undefined>, failure: import('@preact/signals').Signal<GrayscaleError | undefined>, end: () => void }}
 *   `found`: undefined until it was read
 */
export function followRequests({ functions, began, ended }) {
  const ending = new AbortController()
  const { signal: over } = ending
  /** @type {import('@preact/signals').Signal<Failing[] | undefined>} */
  const found = signal(undefined)
  /** @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
  const failure = signal(undefined)
  /** @type {Map<string, Known>} */
  const known = new Map()
  const look = async () => {
    try {
      for (const one of functions.slice(0, MOST_FUNCTIONS)) await read(one, known, began, over)
      found.value = functions.flatMap((one) => grouped(one, known.get(one.key)))
      failure.value = undefined
    } catch (error) {
      if (!over.aborted) failure.value = GrayscaleError.from(error)
    }
  }
  const go = async () => {
    while (!over.aborted) {
      if (document.visibilityState === 'visible') await look()
      if (ended) return
      await sleep(AGAIN_MS, over)
    }
  }
  go()
  return { found, failure, end: () => ending.abort() }
}

/** @param {RolloutFunction} one @param {Map<string, Known>} known @param {string} began @param {AbortSignal} signal */
async function read({ key, region, namespace, name }, known, began, signal) {
  const before = known.get(key) ?? { rows: [] }
  const interval = Math.min(MOST_BACK, Math.max(60, Math.ceil((Date.now() - Date.parse(began)) / 1000)))
  const asked = { function: name, region, namespace, follow: true, errors: true, interval, limit: FIRST_ROWS }
  const report = await watcher().logs({ ...asked, cursor: before.cursor }, { signal })
  const rows = [...before.rows, ...report.rows]
  // what follows is read whole
  const all = before.cursor !== undefined || (report.total !== null && report.total <= report.rows.length)
  const more = before.more || !all || rows.length > MOST_ROWS
  known.set(key, { rows: rows.slice(-MOST_ROWS), cursor: report.cursor ?? undefined, more })
}

/** @param {RolloutFunction} one @param {Known} [known] @returns {Failing[]} */
function grouped({ key, canary, stable }, { rows, more: cut = false } = { rows: [] }) {
  const ours = new Set([canary.toLowerCase(), stable.toLowerCase()])
  /** @type {Map<string, Failing>} */
  const groups = new Map()
  for (const { version, fault, requestId, more } of rows) {
    const of = version?.toLowerCase() ?? ''
    if (!fault || more || !ours.has(of)) continue
    const message = fault.message.split('\n')[0]
    const place = `${of}\n${message}`
    const group = groups.get(place) ?? {
      key: `${key}\n${place}`,
      function: key,
      version: of,
      message,
      ids: [],
      more: cut,
    }
    group.ids.unshift(requestId)
    groups.set(place, group)
  }
  const first = canary.toLowerCase()
  return [...groups.values()].sort(
    (one, other) =>
      Number(other.version === first) - Number(one.version === first) || other.ids.length - one.ids.length,
  )
}
