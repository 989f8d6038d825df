// @ts-check
// The lines of all topics: the oldest are forgotten first, and a line is found some time after it was written.

import { randomUUID } from 'node:crypto'
import { Clock } from '../clock.js'
import { firstLine, lastLines } from './lines.js'
import { topicOf } from './topics.js'

/** @typedef {import('./lines.js').Fields} Fields */

/**
 * @typedef {object} Line
 * @property {number} seq grows with each line: the order of lines of one millisecond
 * @property {number} timeMs
 * @property {string} packageId
 * @property {number} foundFromMs on the monotonic clock
 * @property {Fields} fields
 */

const KEPT_LINES = 100_000

export class Topics {
  /** @type {Map<string, Line[]>} by region and topic, oldest first */
  #lines = new Map()
  #seq = 0

  /** @param {import('../clock.js').Clock} clock @param {number} delayMs until a line is found */
  constructor(clock, delayMs) {
    this.clock = clock
    this.delayMs = delayMs
  }

  /** @param {import('../world.js').CloudFunction} fn @param {import('../logs.js').LogRecord} record that begins */
  begin(fn, record) {
    this.#write(fn, (atMs) => [firstLine(fn, record, atMs)])
  }

  /** @param {import('../world.js').CloudFunction} fn @param {import('../logs.js').LogRecord} record that has ended */
  end(fn, record) {
    this.#write(fn, (atMs) => lastLines(fn, record, atMs))
  }

  /** @param {string} region @param {string} topic */
  has(region, topic) {
    return this.#lines.has(placeOf(region, topic))
  }

  /** Those that are found by now. @param {string} region @param {string} topic @returns {Line[]} oldest first */
  of(region, topic) {
    const nowMs = Clock.elapsedMs()
    return (this.#lines.get(placeOf(region, topic)) ?? []).filter(({ foundFromMs }) => foundFromMs <= nowMs)
  }

  /** @param {import('../world.js').CloudFunction} fn @param {(atMs: number) => Fields[]} make */
  #write(fn, make) {
    const { ClsTopicId } = topicOf(fn)
    if (ClsTopicId === '') return // no topic: nothing is kept
    const place = placeOf(fn.region, ClsTopicId)
    const lines = this.#lines.get(place) ?? []
    this.#lines.set(place, lines)
    const timeMs = this.clock.nowMs()
    const packageId = randomUUID()
    const foundFromMs = Clock.elapsedMs() + this.delayMs
    for (const fields of make(timeMs)) {
      this.#seq += 1
      lines.push({ seq: this.#seq, timeMs, packageId, foundFromMs, fields })
    }
    if (lines.length > KEPT_LINES) lines.splice(0, lines.length - KEPT_LINES)
  }
}

/** @param {string} region @param {string} topic */
const placeOf = (region, topic) => `${region}\n${topic}`
