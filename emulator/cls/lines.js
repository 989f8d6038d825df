// @ts-check
// The lines that one invocation leaves in its topic, with the fields of the default format.

/** @typedef {import('../logs.js').LogRecord} LogRecord */
/** @typedef {import('../world.js').CloudFunction} CloudFunction */
/** @typedef {Record<string, string>} Fields */

/** Of the fields that have numbers; all others are texts. */
export const NUMBERS = new Set([
  '__TIMESTAMP__',
  'SCF_StartTime',
  'SCF_LogTime',
  'SCF_Duration',
  'SCF_MemUsage',
  'SCF_StatusCode',
  'SCF_RetryNum',
])

const MAX_LINE_BYTES = 8 * 1024
const RUNNING = 202

/** @typedef {{ type: 'Platform' | 'Custom', message: string, level?: string }} Written */

/** @param {CloudFunction} fn @param {LogRecord} record @param {number} atMs @returns {Fields} */
export function firstLine(fn, record, atMs) {
  return fields(fn, record, atMs, { type: 'Platform', message: `START RequestId:${record.requestId}` }, undefined)
}

/**
 * What follows START. The text of a log has START and Event in front, and what the service says behind.
 * @param {CloudFunction} fn
 * @param {LogRecord} record that has ended
 * @param {number} atMs
 * @returns {Fields[]}
 */
export function lastLines(fn, record, atMs) {
  const lines = record.text.replace(/\n$/, '').split('\n')
  // of all runtimes, a custom one alone may answer in several lines
  const answerAt = lines.length - 2 - (record.outcome?.returned ?? '').split('\n').length
  const platform = [lines.slice(answerAt, -2).join('\n'), ...lines.slice(-2)].map((line) =>
    line.replace('RequestId: ', 'RequestId:'),
  )
  const custom = lines
    .slice(2, answerAt)
    .map((message) => fields(fn, record, atMs, { type: 'Custom', message }, undefined))
  const ends = platform.map((message) => {
    const level = message.startsWith('ERROR ') ? 'ERROR' : undefined
    return fields(fn, record, atMs, { type: 'Platform', message, level }, record)
  })
  return [...custom, ...ends]
}

/**
 * @param {CloudFunction} fn
 * @param {LogRecord} record
 * @param {number} atMs
 * @param {Written} written
 * @param {LogRecord | undefined} ended undefined: it still runs
 * @returns {Fields}
 */
function fields(fn, record, atMs, { type, message, level = 'INFO' }, ended) {
  const outcome = ended?.outcome
  return {
    ...(type === 'Custom' ? parsed(message) : {}),
    SCF_FunctionName: fn.name,
    SCF_Namespace: fn.namespace,
    SCF_Qualifier: record.version,
    SCF_Alias: record.alias ?? '',
    SCF_RequestId: record.requestId,
    SCF_StartTime: String(record.startMs),
    SCF_LogTime: String(atMs),
    SCF_Duration: String(Math.round(outcome?.durationMs ?? 0)),
    SCF_MemUsage: String(outcome?.memoryBytes ?? 0),
    SCF_StatusCode: String(outcome?.statusCode ?? RUNNING),
    SCF_RetryNum: String(record.retryNum),
    SCF_Level: level,
    SCF_Type: type,
    SCF_Message: cut(message),
  }
}

/** A line that is one JSON object has its keys as fields too, one level deep. @param {string} message @returns {Fields} */
function parsed(message) {
  if (!/^\s*\{/.test(message)) return {}
  try {
    const entries = Object.entries(JSON.parse(message))
    return Object.fromEntries(
      entries.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    )
  } catch {
    return {} // a text that begins like one
  }
}

/** @param {string} message */
function cut(message) {
  const bytes = Buffer.from(message)
  return bytes.length <= MAX_LINE_BYTES
    ? message
    : bytes
        .subarray(0, MAX_LINE_BYTES)
        .toString()
        .replace(/\uFFFD+$/, '')
}
