// @ts-check
/** @import { LogReport, LogStatistics, MetricReport, StatusRow } from '../../../types/generated.js' */
/** @import { Place } from './functions.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { sleep } from '../../../runtime/sleep.js'
import { account, watcher } from '../session.js'

/**
 * Rows of the log that were asked for by a click: those of a period of a chart, or the failures that have one message.
 *
 * @typedef {{ from: number, seconds: number } | { version: string, message: string }} Picked `from`: in seconds since 1970
 */

/** How often each is looked at again, in milliseconds. */
const EVERY = { status: 10_000, metrics: 20_000, log: 3_000, statistics: 20_000 }
/** Rows of the log that are kept on the page. */
const MOST_ROWS = 200
/** Rows of a period, or of a message, that are shown. */
const MOST_PICKED = 200

/**
 * One function that is looked at, as long as it is.
 *
 * @param {Place} place
 * @param {{ minutes?: number }} [begin] `minutes`: how far back it is looked
 */
export function watch({ region, namespace, name }, begin = {}) {
  const where = { region, namespace }
  const ending = new AbortController()
  const { signal: over } = ending
  /** Ends the waiting for the next look: other keys were given, or nobody looks any more. */
  let waiting = new AbortController()
  const listening = account.subscribe(() => {
    waiting.abort()
    waiting = new AbortController()
  })
  /** @type {import('@preact/signals').Signal<StatusRow | undefined>} */
  const status = signal(undefined)
  /** @type {import('@preact/signals').Signal<MetricReport | undefined>} */
  const metrics = signal(undefined)
  /** Undefined until it was read. @type {import('@preact/signals').Signal<LogReport['rows'] | undefined>} */
  const log = signal(undefined)
  /** @type {import('@preact/signals').Signal<LogStatistics | null>} */
  const statistics = signal(null)
  /** @type {import('@preact/signals').Signal<Partial<Record<keyof typeof EVERY, GrayscaleError>>>} */
  const failures = signal({})
  const minutes = signal(begin.minutes ?? 60)
  const errors = signal(false)
  /** What was clicked, and its rows once they are there. @type {import('@preact/signals').Signal<{ of: Picked, rows?: LogReport['rows'], error?: GrayscaleError } | undefined>} */
  const picked = signal(undefined)
  /** @type {string | undefined} */
  let cursor

  /**
   * @param {keyof typeof EVERY} what
   * @param {() => Promise<void>} look
   */
  const again = async (what, look) => {
    if (document.visibilityState === 'visible') {
      try {
        await look()
        failures.value = { ...failures.value, [what]: undefined }
      } catch (error) {
        if (over.aborted) return
        failures.value = { ...failures.value, [what]: GrayscaleError.from(error) }
      }
    }
  }
  const lookAtStatus = async () => {
    const [row] = await watcher().status({ functions: [{ name, ...where }] }, { signal: over })
    status.value = row
  }
  const lookAtMetrics = async () => {
    const interval = minutes.value * 60
    const period = interval > 6 * 3600 ? 300 : 60
    metrics.value = await watcher().metrics({ function: name, ...where, period, interval }, { signal: over })
  }
  const lookAtLog = async () => {
    const asked = { function: name, ...where, follow: true, interval: 600, limit: 100, errors: errors.value, cursor }
    const report = await watcher().logs(asked, { signal: over })
    // the choice may have changed meanwhile
    if (asked.errors !== errors.value) return
    cursor = report.cursor ?? undefined
    log.value = [...(log.value ?? []), ...report.rows].slice(-MOST_ROWS)
  }
  const lookAtStatistics = async () => {
    const interval = minutes.value * 60
    const report = await watcher().logs({ function: name, ...where, interval, limit: 1 }, { signal: over })
    // the choice may have changed meanwhile
    if (interval === minutes.value * 60) statistics.value = report.statistics
  }
  /** @param {Picked} of */
  const lookAtPicked = async (of) => {
    const asked = { function: name, ...where, limit: MOST_PICKED }
    const now = Math.floor(Date.now() / 1000)
    const report = await ('from' in of
      ? watcher().logs(
          { ...asked, interval: of.seconds, ago: Math.max(0, now - of.from - of.seconds) },
          { signal: over },
        )
      : watcher().logs({ ...asked, interval: minutes.value * 60, version: of.version, errors: true }, { signal: over }))
    return 'from' in of ? report.rows : report.rows.filter(({ fault }) => fault?.message === of.message)
  }
  const looks = { status: lookAtStatus, metrics: lookAtMetrics, log: lookAtLog, statistics: lookAtStatistics }
  for (const what of /** @type {(keyof typeof looks)[]} */ (Object.keys(looks))) {
    const go = async () => {
      while (!over.aborted) {
        const who = account.value
        await again(what, looks[what])
        if (who === account.value) await sleep(EVERY[what], waiting.signal)
      }
    }
    go()
  }
  return {
    status,
    metrics,
    log,
    statistics,
    failures,
    minutes,
    errors,
    picked,
    /** @param {Picked | undefined} of nothing: the end of the log again */
    async pick(of) {
      if (!of) {
        picked.value = undefined
        return
      }
      picked.value = { of }
      const settle = (/** @type {{ rows?: LogReport['rows'], error?: GrayscaleError }} */ what) => {
        if (picked.value?.of === of) picked.value = { of, ...what }
      }
      await lookAtPicked(of).then(
        (rows) => settle({ rows }),
        (error) => over.aborted || settle({ error: GrayscaleError.from(error) }),
      )
    },
    /** What was changed is to be seen at once. */
    look: () => again('status', lookAtStatus),
    /** @param {number} count */
    span(count) {
      minutes.value = count
      metrics.value = undefined
      statistics.value = null
      return Promise.all([again('metrics', lookAtMetrics), again('statistics', lookAtStatistics)])
    },
    /** @param {boolean} only */
    filter(only) {
      errors.value = only
      cursor = undefined
      log.value = undefined
      return again('log', lookAtLog)
    },
    end() {
      listening()
      ending.abort()
      waiting.abort()
    },
  }
}
