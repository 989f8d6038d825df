// @ts-check
// The log of each function: one record per invocation, the oldest forgotten first.

import { functionKey } from './world.js'

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./runtime/outcome.js').Outcome} Outcome */

/**
 * @typedef {object} LogRecord
 * @property {string} requestId
 * @property {string} version
 * @property {string} [alias] by which it was called
 * @property {number} retryNum of an asynchronous invocation: how often it had been tried before
 * @property {number} startMs wall time
 * @property {Outcome | null} outcome null while it runs
 * @property {string} text its log
 */

const MAX_RECORDS = 5000
const MAX_TEXT_CHARS = 32 * 1024 * 1024

export class Logs {
  /** @param {import('./cls/store.js').Topics} topics where the lines go that are searched */
  constructor(topics) {
    this.topics = topics
    /** @type {Map<string, { records: Map<string, LogRecord>, chars: number }>} by function */
    this.functions = new Map()
  }

  /**
   * @param {CloudFunction} fn
   * @param {{ requestId: string, version: string, alias?: string, startMs: number, retryNum: number }} start
   * @returns {LogRecord}
   */
  begin(fn, start) {
    const key = functionKey(fn)
    let log = this.functions.get(key)
    if (!log) {
      log = { records: new Map(), chars: 0 }
      this.functions.set(key, log)
    }
    const record = { ...start, outcome: null, text: '' }
    // a retry takes the place of the attempt before it
    log.chars -= log.records.get(start.requestId)?.text.length ?? 0
    log.records.delete(start.requestId)
    log.records.set(record.requestId, record)
    this.topics.begin(fn, record)
    return record
  }

  /**
   * @param {CloudFunction} fn
   * @param {LogRecord} record
   * @param {Outcome} outcome
   * @param {string} text its log
   */
  end(fn, record, outcome, text) {
    Object.assign(record, { outcome: { ...outcome, output: '' }, text })
    this.topics.end(fn, record)
    const log = this.functions.get(functionKey(fn))
    if (log?.records.get(record.requestId) !== record) return // forgotten while it ran
    log.chars += text.length
    for (const [id, oldest] of log.records) {
      if (log.records.size <= MAX_RECORDS && log.chars <= MAX_TEXT_CHARS) break
      log.records.delete(id)
      log.chars -= oldest.text.length
    }
  }

  /** @param {CloudFunction} fn @param {string} requestId */
  find(fn, requestId) {
    return this.functions.get(functionKey(fn))?.records.get(requestId)
  }
}

/**
 * The log of one invocation as the service writes it.
 * @param {string} id
 * @param {Outcome} outcome
 * @param {string} errMsg
 * @param {number} memoryMb configured
 */
export function logText(id, outcome, errMsg, memoryMb) {
  const output = outcome.output === '' || outcome.output.endsWith('\n') ? outcome.output : `${outcome.output}\n`
  const answer = outcome.failure
    ? `ERROR RequestId: ${id} Result:${errMsg}\n`
    : `Response RequestId: ${id} RetMsg:${outcome.returned}\n`
  const used = (outcome.memoryBytes / 1024 / 1024).toFixed(4)
  return (
    `START RequestId: ${id}\nEvent RequestId: ${id}\n${output}${answer}END RequestId: ${id}\n` +
    `Report RequestId: ${id} Duration:${Math.round(outcome.durationMs)}ms Memory:${memoryMb}MB MemUsage:${used}MB\n`
  )
}
