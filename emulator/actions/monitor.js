// @ts-check
// GetMonitorData of the monitoring service, for functions.

import { beijingMidnight, beijingRfc3339 } from '../clock.js'
import { ApiError } from '../errors.js'
import { integer, list, object, text } from '../schema.js'
import { DEFAULT_NAMESPACE, LATEST } from '../world.js'
import { action } from './action.js'

/** @typedef {import('../metrics.js').Bucket} Bucket */
/** @typedef {import('../metrics.js').Dimensions} Dimensions */

const PERIODS = [60, 300, 3600, 86400]
const MAX_POINTS = 1440
const STATISTICS = { AvgValues: 1, MaxValues: 2, MinValues: 4 }

/** @param {Bucket} bucket @param {(code: number) => boolean} wanted */
const countCodes = (bucket, wanted) =>
  [...bucket.statusCodes].reduce((sum, [code, times]) => sum + (wanted(code) ? times : 0), 0)
/** @param {number} part @param {number} all */
const percent = (part, all) => (all === 0 ? 0 : (part / all) * 100)
/** @param {Bucket} bucket @param {'durationMs' | 'memoryMb'} name */
const mean = (bucket, name) => (bucket.invocations === 0 ? 0 : bucket[name].sum / bucket.invocations)

/** How each metric is read off a stretch of time. @type {Record<string, (bucket: Bucket) => number>} */
const METRICS = {
  Invocation: (b) => b.invocations,
  Error: (b) => b.userErrors + b.platformErrors,
  Throttle: (b) => b.throttled,
  Duration: (b) => mean(b, 'durationMs'),
  ConcurrentExecutions: (b) => b.concurrent,
  BillDuration: (b) => b.billedMs,
  Mem: (b) => b.memoryMb.max,
  MemDuration: (b) => b.memoryMbMs,
  ConfigMem: (b) => b.configuredMb,
  FunctionErrorPercentage: (b) => percent(b.userErrors, b.invocations),
  ServerErrorPercentage: (b) => percent(b.platformErrors, b.invocations),
  Http2xx: (b) => countCodes(b, (code) => code < 300),
  Http4xx: (b) => countCodes(b, (code) => code >= 400 && code < 500),
  Http432: (b) => countCodes(b, (code) => code === 432),
  Http433: (b) => countCodes(b, (code) => code === 433),
  Http434: (b) => countCodes(b, (code) => code === 434),
  Syserr: (b) => b.platformErrors,
  OutFlow: (b) => b.answeredBytes,
  DlqFailedNum: () => 0,
}

/** Metrics that keep the extremes of single invocations. @type {Record<string, 'durationMs' | 'memoryMb'>} */
const SPREADS = { Duration: 'durationMs', Mem: 'memoryMb' }

const DIMENSIONS = ['functionName', 'namespace', 'version', 'alias']

export const GetMonitorData = action({
  fields: {
    Namespace: text({ required: true, pattern: /^qce\/scf_v2$/i, code: 'InvalidParameterValue' }),
    MetricName: text({ required: true, oneOf: Object.keys(METRICS) }),
    Instances: list(
      object({
        Dimensions: list(
          object({ Name: text({ required: true, oneOf: DIMENSIONS }), Value: text({ required: true }) }),
          { required: true },
        ),
      }),
      { required: true, max: 10 },
    ),
    Period: integer({ fallback: 300 }),
    StartTime: text({ emptyIsAbsent: true }),
    EndTime: text({ emptyIsAbsent: true }),
    SpecifyStatistics: integer({ fallback: 0, min: 0, max: 7 }),
  },
  run(params, { cloud, region, metrics = {} }) {
    const period = params.Period
    if (!PERIODS.includes(period)) {
      throw new ApiError('InvalidParameterValue', `Period ${period} is not one of ${PERIODS.join(', ')} seconds.`)
    }
    const end = params.EndTime === undefined ? cloud.clock.nowSeconds() : readTime(params.EndTime, 'EndTime')
    const asked =
      params.StartTime === undefined ? beijingMidnight(end * 1000) / 1000 : readTime(params.StartTime, 'StartTime')
    const start = asked - (asked % period)
    if (start > end) throw new ApiError('InvalidParameterValue', 'StartTime is after EndTime.')
    if ((end - start) / period > MAX_POINTS) {
      throw new ApiError(
        'LimitExceeded',
        `More than ${MAX_POINTS} points are asked for; take a longer Period or a shorter time.`,
      )
    }
    return {
      Period: period,
      MetricName: params.MetricName,
      StartTime: beijingRfc3339(start * 1000),
      EndTime: beijingRfc3339(end * 1000),
      Msg: '',
      DataPoints: params.Instances.map((/** @type {any} */ instance) => {
        const points = cloud.metrics.read(
          readDimensions(instance, region, metrics.spelling),
          period,
          start,
          end,
          metrics,
        )
        return dataPoint(instance, points, params.MetricName, params.SpecifyStatistics)
      }),
    }
  },
})

/**
 * Periods in which nothing happened have no point.
 * @param {{ Dimensions: object[] }} instance
 * @param {{ at: number, minutes: Bucket[], total: Bucket }[]} points
 * @param {string} metric
 * @param {number} statistics bit mask
 */
function dataPoint(instance, points, metric, statistics) {
  const values = (/** @type {Bucket} */ bucket) => METRICS[metric](bucket)
  const spread = SPREADS[metric]
  /** @type {Record<keyof typeof STATISTICS, (point: { minutes: Bucket[], total: Bucket }) => number>} */
  const read = {
    AvgValues: ({ minutes, total }) =>
      spread ? mean(total, spread) : minutes.reduce((sum, minute) => sum + values(minute), 0) / minutes.length,
    MaxValues: ({ minutes, total }) => (spread ? total[spread].max : Math.max(...minutes.map(values))),
    MinValues: ({ minutes, total }) =>
      spread ? (total.invocations === 0 ? 0 : total[spread].min) : Math.min(...minutes.map(values)),
  }
  const wanted = /** @type {(keyof typeof STATISTICS)[]} */ (Object.keys(STATISTICS)).filter(
    (name) => statistics & STATISTICS[name],
  )
  return {
    Dimensions: instance.Dimensions,
    Timestamps: points.map((point) => point.at),
    Values: points.map((point) => values(point.total)),
    ...Object.fromEntries(wanted.map((name) => [name, points.map(read[name])])),
  }
}

/**
 * @param {{ Dimensions: { Name: string, Value: string }[] }} instance
 * @param {string} region
 * @param {string} [spelling] of $LATEST that is understood; both by default
 * @returns {Dimensions}
 */
function readDimensions(instance, region, spelling) {
  const given = Object.fromEntries(instance.Dimensions.map(({ Name, Value }) => [Name, Value]))
  if (given.functionName === undefined) {
    throw new ApiError('InvalidParameter', 'The dimension functionName is missing.')
  }
  return {
    region,
    namespace: given.namespace ?? DEFAULT_NAMESPACE,
    functionName: given.functionName,
    version: isLatest(given.version, spelling) ? LATEST : given.version?.replace(/^\$latest$/i, UNKNOWN),
    alias: given.alias,
  }
}

/** A version that there is not. */
const UNKNOWN = '$unknown'

/** @param {string | undefined} version @param {string | undefined} spelling */
const isLatest = (version, spelling) =>
  version !== undefined && (spelling === undefined ? version.toUpperCase() === LATEST : version === spelling)

/** @param {string} text @param {string} name @returns {number} epoch seconds */
function readTime(text, name) {
  const isRfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const epochMs = isRfc3339 ? Date.parse(text) : Number.NaN
  if (Number.isNaN(epochMs)) {
    throw new ApiError('InvalidParameterValue', `${name} is not a time such as 2026-01-31T20:00:00+08:00: ${text}`)
  }
  return Math.floor(epochMs / 1000)
}
