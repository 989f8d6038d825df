// @ts-check
// GetFunctionLogs.

import { ApiError } from '../errors.js'
import { anything, integer, object, text } from '../schema.js'
import { action, page } from './action.js'
import { namespace, optionalFunctionName } from './fields.js'
import { readTimes, status, time } from './log-record.js'

/** @typedef {import('../logs.js').LogRecord} LogRecord */

const MAX_OFFSET_AND_LIMIT = 10_000
const DAY_MS = 24 * 3600 * 1000

/** @type {Record<string, (record: LogRecord) => boolean>} */
const RETURN_CODES = {
  is0: ({ outcome }) => outcome?.failure === null,
  not0: ({ outcome }) => outcome !== null && outcome.failure !== null,
  TimeLimitExceeded: ({ outcome }) => outcome?.statusCode === 433,
  ResourceLimitExceeded: ({ outcome }) => outcome?.statusCode === 432 || outcome?.statusCode === 434,
  UserCodeException: ({ outcome }) => outcome?.statusCode === 430,
}

/** @type {Record<string, (record: LogRecord) => number>} */
const ORDERS = {
  function_name: () => 0, // one function's log is asked for
  start_time: (record) => record.startMs,
  duration: (record) => record.outcome?.durationMs ?? 0,
  mem_usage: (record) => record.outcome?.memoryBytes ?? 0,
}

export const GetFunctionLogs = action({
  fields: {
    FunctionName: optionalFunctionName,
    Namespace: namespace,
    Offset: integer({ fallback: 0, min: 0, code: 'InvalidParameterValue.Offset' }),
    Limit: integer({ fallback: 20, min: 1, code: 'InvalidParameterValue.Limit' }),
    Order: text({
      fallback: 'desc',
      emptyIsAbsent: true,
      pattern: /^(asc|desc)$/i,
      code: 'InvalidParameterValue.Order',
    }),
    OrderBy: text({
      fallback: 'start_time',
      emptyIsAbsent: true,
      oneOf: Object.keys(ORDERS),
      code: 'InvalidParameterValue.OrderBy',
    }),
    Filter: object({
      RetCode: text({ emptyIsAbsent: true, oneOf: Object.keys(RETURN_CODES), code: 'InvalidParameterValue.RetCode' }),
    }),
    Qualifier: text({ emptyIsAbsent: true }),
    FunctionRequestId: text({ emptyIsAbsent: true }),
    StartTime: time,
    EndTime: time,
    SearchContext: anything(),
  },
  run(params, { cloud, region }) {
    if (!cloud.hasOldLogs) {
      throw new ApiError(
        'ActionOffline',
        'GetFunctionLogs is offline. Search the topic of the function: SearchLog of CLS.',
      )
    }
    if (params.FunctionName === undefined) {
      throw new ApiError('InvalidParameterValue', 'FunctionName is needed to look up logs.')
    }
    if (params.Offset + params.Limit > MAX_OFFSET_AND_LIMIT) {
      throw new ApiError('LimitExceeded.Offset', `Offset and Limit together must not exceed ${MAX_OFFSET_AND_LIMIT}.`)
    }
    const { startMs, endMs } = readSpan(params)
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const wanted = RETURN_CODES[params.Filter?.RetCode] ?? (() => true)
    const found = cloud.logs
      .of(fn)
      .filter(
        (record) =>
          record.startMs >= startMs &&
          record.startMs <= endMs &&
          (params.Qualifier ?? record.version) === record.version &&
          (params.FunctionRequestId ?? record.requestId) === record.requestId &&
          wanted(record),
      )
    const by = ORDERS[params.OrderBy]
    found.sort((a, b) => by(a) - by(b))
    if (params.Order.toLowerCase() === 'desc') found.reverse()
    return {
      TotalCount: found.length,
      Data: page(found, /** @type {any} */ (params)).map((record) => ({
        ...status(fn.name, record),
        InvokeFinished: record.outcome ? 1 : 0,
        RetCode: logCode(record),
        BillDuration: record.billedMs,
        MemUsage: record.outcome?.memoryBytes ?? 0,
        Log: record.text,
        Level: '',
        Source: '',
      })),
      SearchContext: { Offset: '', Limit: 0, Keyword: '', Type: '' },
    }
  },
})

/** @param {Record<string, any>} params */
function readSpan(params) {
  const { StartTime, EndTime } = params
  const { startMs, endMs } = readTimes(params, Number.NEGATIVE_INFINITY)
  const isSpan = StartTime !== undefined && EndTime !== undefined
  if (startMs > endMs || (isSpan && endMs - startMs > DAY_MS)) {
    throw new ApiError(
      'InvalidParameterValue.StartTimeOrEndTime',
      'StartTime must be before EndTime, by one day at most.',
    )
  }
  // A time is given in whole seconds and means all of its last second.
  return { startMs, endMs: endMs + 999 }
}

/** 0 done, 2 running, others failed: 1 the user's code, -1 the platform. @param {LogRecord} record */
function logCode({ outcome }) {
  if (outcome === null) return 2
  return outcome.failure ? outcome.failure.errorCode : 0
}
