// @ts-check
// What GetFunctionLogs and GetRequestStatus have in common: the times that they take, and how they show an invocation.

import { beijingTime, parseBeijingTime } from '../clock.js'
import { ApiError } from '../errors.js'
import { text } from '../schema.js'

/** StartTime or EndTime. */
export const time = text({
  emptyIsAbsent: true,
  pattern: /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/,
  code: 'InvalidParameterValue.DateTime',
})

/**
 * @param {Record<string, any>} params
 * @param {number} usualStartMs without a StartTime
 * @throws {ApiError} InvalidParameterValue.DateTime
 */
export function readTimes({ StartTime, EndTime }, usualStartMs) {
  const startMs = StartTime === undefined ? usualStartMs : parseBeijingTime(StartTime)
  const endMs = EndTime === undefined ? Number.POSITIVE_INFINITY : parseBeijingTime(EndTime)
  if (startMs === undefined || endMs === undefined) {
    throw new ApiError('InvalidParameterValue.DateTime', 'StartTime and EndTime are times such as 2026-01-31 20:00:00.')
  }
  return { startMs, endMs }
}

/** @param {string} name of the function @param {import('../logs.js').LogRecord} record */
export const status = (name, { requestId, startMs, outcome, retryNum }) => ({
  FunctionName: name,
  RequestId: requestId,
  StartTime: beijingTime(startMs),
  Duration: Math.round((outcome?.durationMs ?? 0) * 1000) / 1000,
  RetMsg: outcome?.failure ? JSON.stringify(outcome.failure) : (outcome?.returned ?? ''),
  RetryNum: retryNum,
})
