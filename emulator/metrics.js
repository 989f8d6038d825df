// @ts-check
// What really happened, by the minute: one series per function, per version, per alias, and per version and alias.

/** @typedef {import('./runtime/outcome.js').Outcome} Outcome */

/**
 * Whose numbers.
 * @typedef {object} Dimensions
 * @property {string} region
 * @property {string} namespace
 * @property {string} functionName
 * @property {string} [version]
 * @property {string} [alias]
 */

/**
 * One minute of a series, or several added up.
 * @typedef {object} Bucket
 * @property {number} invocations that ran
 * @property {number} throttled
 * @property {number} userErrors
 * @property {number} platformErrors
 * @property {Map<number, number>} statusCodes how often each
 * @property {Spread} durationMs
 * @property {Spread} memoryMb
 * @property {number} billedMs
 * @property {number} memoryMbMs configured memory times billed time
 * @property {number} configuredMb
 * @property {number} concurrent the most at one moment
 * @property {number} answeredBytes
 */

/** @typedef {{ sum: number, max: number, min: number }} Spread */

/**
 * What a fault does to points.
 * @typedef {object} Distorted
 * @property {number} [missing] so many of the last minutes have no point
 * @property {number} [late] so many of the last minutes show half of what happened
 * @property {string} [spelling] of $LATEST, the only one that is understood
 */

const MINUTE_SECONDS = 60
const KEPT_MINUTES = 3 * 24 * 60

/** @returns {Bucket} */
const emptyBucket = () => ({
  invocations: 0,
  throttled: 0,
  userErrors: 0,
  platformErrors: 0,
  statusCodes: new Map(),
  durationMs: emptySpread(),
  memoryMb: emptySpread(),
  billedMs: 0,
  memoryMbMs: 0,
  configuredMb: 0,
  concurrent: 0,
  answeredBytes: 0,
})
/** @returns {Spread} */
const emptySpread = () => ({ sum: 0, max: 0, min: Number.POSITIVE_INFINITY })

class Series {
  running = 0
  /** @type {Map<number, Bucket>} by the minute's first epoch second, oldest first */
  buckets = new Map()

  /** @param {number} minute */
  bucket(minute) {
    let bucket = this.buckets.get(minute)
    if (!bucket) {
      bucket = emptyBucket()
      this.buckets.set(minute, bucket)
      if (this.buckets.size > KEPT_MINUTES) {
        for (const oldest of this.buckets.keys()) {
          this.buckets.delete(oldest)
          break
        }
      }
    }
    return bucket
  }
}

export class Metrics {
  /** @param {import('./clock.js').Clock} clock @param {number} [delaySeconds] after the end of a minute, until it is shown */
  constructor(clock, delaySeconds = 0) {
    this.clock = clock
    this.delaySeconds = delaySeconds
    /** @type {Map<string, Series>} */
    this.series = new Map()
  }

  /**
   * Counts an invocation that starts now.
   * @param {Dimensions} dimensions with version; with alias where one was asked for
   * @param {number} configuredMb
   * @returns {(outcome: Outcome, billedMs: number) => void} to be called once, when it has ended
   */
  begin(dimensions, configuredMb) {
    const all = projections(dimensions).map((d) => this.#series(seriesKey(d)))
    const minute = this.#minute()
    for (const series of all) {
      series.running += 1
      const bucket = series.bucket(minute)
      bucket.concurrent = Math.max(bucket.concurrent, series.running)
    }
    return (outcome, billedMs) => {
      const endMinute = this.#minute()
      for (const series of all) {
        series.running -= 1
        record(series.bucket(endMinute), outcome, billedMs, configuredMb)
      }
    }
  }

  /**
   * The buckets of a stretch of time, added up by period; periods without any are left out.
   * @param {Dimensions} dimensions
   * @param {number} periodSeconds
   * @param {number} startSeconds
   * @param {number} endSeconds
   * @param {Distorted} [distorted]
   * @returns {{ at: number, minutes: Bucket[], total: Bucket }[]}
   */
  read(dimensions, periodSeconds, startSeconds, endSeconds, { missing = 0, late = 0 } = {}) {
    const newest = this.#minute()
    const shownTo = this.delaySeconds === 0 ? newest : this.clock.nowSeconds() - MINUTE_SECONDS - this.delaySeconds
    const series = this.series.get(seriesKey(dimensions))
    /** @type {Map<number, Bucket[]>} */
    const periods = new Map()
    for (const [minute, bucket] of series?.buckets ?? []) {
      const at = Math.floor(minute / periodSeconds) * periodSeconds
      if (at < startSeconds - (startSeconds % periodSeconds) || minute > endSeconds) continue
      if (minute > shownTo || minute > newest - missing * MINUTE_SECONDS) continue
      const shown = minute > newest - late * MINUTE_SECONDS ? halved(bucket) : bucket
      const minutes = periods.get(at)
      if (minutes) minutes.push(shown)
      else periods.set(at, [shown])
    }
    return [...periods]
      .sort(([a], [b]) => a - b)
      .map(([at, minutes]) => ({ at, minutes, total: minutes.reduce(add, emptyBucket()) }))
  }

  #minute() {
    const now = this.clock.nowSeconds()
    return now - (now % MINUTE_SECONDS)
  }

  /** @param {string} key */
  #series(key) {
    let series = this.series.get(key)
    if (!series) {
      series = new Series()
      this.series.set(key, series)
    }
    return series
  }
}

/** @param {Dimensions} d @returns {Dimensions[]} */
function projections({ version, alias, ...fn }) {
  const all = [fn, { ...fn, version }]
  return alias === undefined ? all : [...all, { ...fn, alias }, { ...fn, version, alias }]
}

/** @param {Dimensions} d */
const seriesKey = (d) => [d.region, d.namespace, d.functionName, d.version ?? '', d.alias ?? ''].join('\n')

/** @param {Bucket} bucket @param {Outcome} outcome @param {number} billedMs @param {number} configuredMb */
function record(bucket, outcome, billedMs, configuredMb) {
  bucket.statusCodes.set(outcome.statusCode, (bucket.statusCodes.get(outcome.statusCode) ?? 0) + 1)
  if (outcome.statusCode === 432) {
    bucket.throttled += 1
    return
  }
  bucket.invocations += 1
  if (outcome.statusCode >= 500) bucket.platformErrors += 1
  else if (outcome.statusCode >= 400) bucket.userErrors += 1
  const memoryMb = outcome.memoryBytes / 1024 / 1024
  for (const [spread, value] of /** @type {[Spread, number][]} */ ([
    [bucket.durationMs, outcome.durationMs],
    [bucket.memoryMb, memoryMb],
  ])) {
    spread.sum += value
    spread.max = Math.max(spread.max, value)
    spread.min = Math.min(spread.min, value)
  }
  bucket.billedMs += billedMs
  bucket.memoryMbMs += configuredMb * billedMs
  bucket.configuredMb = configuredMb
  bucket.answeredBytes += Buffer.byteLength(outcome.returned)
}

/** @param {Bucket} total @param {Bucket} bucket @returns {Bucket} */
function add(total, bucket) {
  const statusCodes = new Map(total.statusCodes)
  for (const [code, times] of bucket.statusCodes) statusCodes.set(code, (statusCodes.get(code) ?? 0) + times)
  return {
    invocations: total.invocations + bucket.invocations,
    throttled: total.throttled + bucket.throttled,
    userErrors: total.userErrors + bucket.userErrors,
    platformErrors: total.platformErrors + bucket.platformErrors,
    statusCodes,
    durationMs: addSpreads(total.durationMs, bucket.durationMs),
    memoryMb: addSpreads(total.memoryMb, bucket.memoryMb),
    billedMs: total.billedMs + bucket.billedMs,
    memoryMbMs: total.memoryMbMs + bucket.memoryMbMs,
    configuredMb: bucket.configuredMb || total.configuredMb,
    concurrent: Math.max(total.concurrent, bucket.concurrent),
    answeredBytes: total.answeredBytes + bucket.answeredBytes,
  }
}

/** @param {Spread} a @param {Spread} b @returns {Spread} */
const addSpreads = (a, b) => ({ sum: a.sum + b.sum, max: Math.max(a.max, b.max), min: Math.min(a.min, b.min) })

/** What arrived by now of a minute that is late: half of it, rounded down. @param {Bucket} bucket @returns {Bucket} */
function halved(bucket) {
  const half = (/** @type {number} */ count) => Math.floor(count / 2)
  const invocations = half(bucket.invocations)
  const share = bucket.invocations === 0 ? 0 : invocations / bucket.invocations
  return {
    ...bucket,
    invocations,
    throttled: half(bucket.throttled),
    userErrors: half(bucket.userErrors),
    platformErrors: half(bucket.platformErrors),
    statusCodes: new Map([...bucket.statusCodes].map(([code, times]) => [code, half(times)])),
    durationMs: { ...bucket.durationMs, sum: bucket.durationMs.sum * share },
    memoryMb: { ...bucket.memoryMb, sum: bucket.memoryMb.sum * share },
    billedMs: half(bucket.billedMs),
    memoryMbMs: half(bucket.memoryMbMs),
    answeredBytes: half(bucket.answeredBytes),
  }
}
