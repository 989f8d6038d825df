// @ts-check
/** @import { FunctionRow } from '../../../types/generated.js' */
/** @import { Comparison } from './compare.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { sleep } from '../../../runtime/sleep.js'
import { watcher } from '../session.js'
import { compare } from './compare.js'
import { keyOf } from './functions.js'
import { targetOf } from './rollback.js'

/** How far back canaries are compared. */
export const MINUTES = 15
/** The functions that are compared: each costs the monitor six calls. */
export const MOST = 8
const AGAIN_MS = 20_000

/**
 * How canaries do beside their stable versions, by place, as long as somebody looks.
 *
 * @param {FunctionRow[]} rows of functions in release
 */
export function compareAll(rows) {
  const ending = new AbortController()
  const { signal: over } = ending
  /** @type {import('@preact/signals').Signal<Map<string, { found?: Comparison, error?: GrayscaleError }>>} */
  const found = signal(new Map())
  const note = (/** @type {string} */ key, /** @type {{ found?: Comparison, error?: GrayscaleError }} */ what) => {
    found.value = new Map(found.value).set(key, what)
  }
  const look = async (/** @type {FunctionRow} */ row) => {
    const { region, namespace, name } = row
    const asked = { function: name, region, namespace, period: 60, interval: MINUTES * 60 }
    try {
      const report = await watcher().metrics(asked, { signal: over })
      note(keyOf(row), { found: compare(report, '$latest', targetOf(row) ?? '') })
    } catch (error) {
      if (!over.aborted) note(keyOf(row), { error: GrayscaleError.from(error) })
    }
  }
  const go = async () => {
    while (!over.aborted) {
      if (document.visibilityState === 'visible') for (const row of rows.slice(0, MOST)) await look(row)
      await sleep(AGAIN_MS, over)
    }
  }
  go()
  return { found, end: () => ending.abort() }
}
