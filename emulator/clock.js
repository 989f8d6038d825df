// @ts-check
// Two clocks. The wall clock is what signatures, timestamps and metrics see, and can be frozen, so that a captured
// request can be replayed; the monotonic clock drives delays and durations and always runs.

export const BEIJING_OFFSET_MS = 8 * 3600 * 1000
/** Of the year 9999, to which the clock can be set. */
export const LAST_SECOND = 253_402_300_799

export class Clock {
  /** @param {number} [frozenSeconds] epoch seconds at which the wall clock stands still */
  constructor(frozenSeconds) {
    this.frozenMs = frozenSeconds === undefined ? undefined : frozenSeconds * 1000
    /** Whether requests may move it: only a clock that was given. */
    this.isMovable = frozenSeconds !== undefined
  }

  /** Wall time in epoch milliseconds. */
  nowMs() {
    return this.frozenMs ?? Date.now()
  }

  /** Wall time in whole epoch seconds, the unit of signatures. */
  nowSeconds() {
    return Math.floor(this.nowMs() / 1000)
  }

  /** Monotonic milliseconds, never frozen. */
  static elapsedMs() {
    return performance.now()
  }
}

/**
 * `YYYY-MM-DD HH:MM:SS` in Beijing time, as the API writes times.
 * @param {number} epochMs
 */
export function beijingTime(epochMs) {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/**
 * RFC 3339 with Beijing's offset, as the monitoring API writes times.
 * @param {number} epochMs
 */
export function beijingRfc3339(epochMs) {
  return `${new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}

/**
 * The reverse of {@link beijingTime}. Undefined when the text is not such a time.
 * @param {string} text
 * @returns {number | undefined} epoch milliseconds
 */
export function parseBeijingTime(text) {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text)
  const epochMs = match ? Date.parse(`${match[1]}T${match[2]}+08:00`) : Number.NaN
  return Number.isNaN(epochMs) ? undefined : epochMs
}

/**
 * The last midnight in Beijing.
 * @param {number} epochMs
 */
export function beijingMidnight(epochMs) {
  const dayMs = 24 * 3600 * 1000
  return Math.floor((epochMs + BEIJING_OFFSET_MS) / dayMs) * dayMs - BEIJING_OFFSET_MS
}
