// @ts-check
// GetRequestStatus: how one invocation went.

import { ApiError } from '../errors.js'
import { text } from '../schema.js'
import { action } from './action.js'
import { functionName, namespace } from './fields.js'
import { readTimes, status, time } from './log-record.js'

const USUAL_SPAN_MS = 15 * 60 * 1000

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
