// @ts-check
// The frequency limit: so many calls in a second per action and region, on the monotonic clock.

import { Clock } from './clock.js'
import { ApiError } from './errors.js'

const WINDOW_MS = 1000

export class RateLimit {
  /** @param {number} perSecond 0 = no limit */
  constructor(perSecond) {
    this.perSecond = perSecond
    /** @type {Map<string, number[]>} start times of the calls of the last second, oldest first */
    this.recent = new Map()
  }

  /**
   * Counts one call. A refused call does not count.
   * @param {string} region
   * @param {string} action
   * @throws {ApiError} RequestLimitExceeded
   */
  take(region, action) {
    if (this.perSecond === 0) return
    const key = `${region}/${action}`
    const now = Clock.elapsedMs()
    const recent = (this.recent.get(key) ?? []).filter((at) => now - at < WINDOW_MS)
    this.recent.set(key, recent)
    if (recent.length >= this.perSecond) {
      throw new ApiError(
        'RequestLimitExceeded',
        `Your current request times equals to \`${recent.length + 1}\` in a second, which exceeds the frequency limit ` +
          `\`${this.perSecond}\` for a second. Please reduce the frequency of calls.`,
      )
    }
    recent.push(now)
  }
}
