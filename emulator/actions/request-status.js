// @ts-check
// GetRequestStatus: how one invocation went.

import { beijingTime, parseBeijingTime } from '../clock.js'
import { ApiError } from '../errors.js'
import { text } from '../schema.js'
import { action } from './action.js'
import { functionName, namespace } from './fields.js'

const USUAL_SPAN_MS = 15 * 60 * 1000

/** StartTime or EndTime. */
const time = text({
  emptyIsAbsent: true,
  pattern: /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/,
  code: 'InvalidParameterValue.DateTime',
})

export const GetRequestStatus = action({
  fields: {
    FunctionName: functionName,
    FunctionRequestId: text({ required: true }),
    Namespace: namespace,
    StartTime: time,
    EndTime: time,
  },
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const { startMs, endMs } = readSpan(params, cloud.clock.nowMs())
    const record = cloud.logs.find(fn, params.FunctionRequestId)
    if (!record || record.startMs < startMs || record.startMs > endMs) return { TotalCount: 0, Data: [] }
    const { outcome } = record
    const shown = {
      ...status(fn.name, record),
      RetCode: outcome === null ? 1 : outcome.failure ? -1 : 0,
      MemUsage: Math.round((outcome?.memoryBytes ?? 0) / 1024 / 1024),
    }
    return { TotalCount: 1, Data: [shown] }
  },
})

/** @param {Record<string, any>} params @param {number} nowMs */
function readSpan(params, nowMs) {
  const { StartTime, EndTime } = params
  const { startMs, endMs } = readTimes(params, nowMs - USUAL_SPAN_MS)
  if (StartTime !== undefined && (EndTime === undefined || endMs <= startMs)) {
    throw new ApiError('InvalidParameterValue.StartTimeOrEndTime', 'StartTime needs an EndTime that is later.')
  }
  // A time is given in whole seconds and means all of its last second.
  return { startMs, endMs: endMs + 999 }
}

/**
 * @param {Record<string, any>} params
 * @param {number} usualStartMs without a StartTime
 * @throws {ApiError} InvalidParameterValue.DateTime
 */
function readTimes({ StartTime, EndTime }, usualStartMs) {
  const startMs = StartTime === undefined ? usualStartMs : parseBeijingTime(StartTime)
  const endMs = EndTime === undefined ? Number.POSITIVE_INFINITY : parseBeijingTime(EndTime)
  if (startMs === undefined || endMs === undefined) {
    throw new ApiError('InvalidParameterValue.DateTime', 'StartTime and EndTime are times such as 2026-01-31 20:00:00.')
  }
  return { startMs, endMs }
}

/** @param {string} name of the function @param {import('../logs.js').LogRecord} record */
const status = (name, { requestId, startMs, outcome, retryNum }) => ({
  FunctionName: name,
  RequestId: requestId,
  StartTime: beijingTime(startMs),
  Duration: Math.round((outcome?.durationMs ?? 0) * 1000) / 1000,
  RetMsg: outcome?.failure ? JSON.stringify(outcome.failure) : (outcome?.returned ?? ''),
  RetryNum: retryNum,
})
