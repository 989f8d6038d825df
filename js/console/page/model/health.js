// @ts-check
/** @import { Comparison } from './compare.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { sleep } from '../../../runtime/sleep.js'
import { account, watcher } from '../session.js'
import { instant } from '../words/time.js'
import { compare } from './compare.js'
import { keyOf, rows } from './functions.js'
import { targetOf } from './rollback.js'

/** How far back canaries are compared. */
export const MINUTES = 60
/** The functions that are compared for an order: each costs the monitor six calls. */
export const MOST = 8
/** The monitor has a new minute once a minute: how often that is looked for while the page is seen, and while it is not. */
const AGAIN_MS = 20_000
const HIDDEN_MS = 60_000

/** @typedef {{ found?: Comparison, error?: GrayscaleError, at: number }} Seen `at`: when it was asked, in milliseconds since 1970 */

/** How canaries do beside their stable versions, by place. @type {import('@preact/signals').Signal<Map<string, Seen>>} */
export const health = signal(new Map())

/** Whether canaries are looked at although nobody sees the page. */
export const guarding = signal(false)

/** The functions that somebody looks at, by place, and how many do. @type {Map<string, number>} */
const wanted = new Map()

/** Ends the pause: there is something new to look at. */
let pause = new AbortController()
let looking = false

const wake = () => {
  pause.abort()
  pause = new AbortController()
}
document.addEventListener('visibilitychange', wake)
account.subscribe(wake)

/**
 * Compares functions in release with their stable versions, as long as somebody looks: in rounds, one after the other.
 *
 * @param {string[]} keys their places
 * @returns {() => void} ends it
 */
export function watchHealth(keys) {
  for (const key of keys) wanted.set(key, (wanted.get(key) ?? 0) + 1)
  wake()
  lookOn()
  return () => {
    for (const key of keys) {
      const others = (wanted.get(key) ?? 1) - 1
      if (others > 0) wanted.set(key, others)
      else wanted.delete(key)
    }
  }
}

async function lookOn() {
  if (looking) return
  looking = true
  while (wanted.size > 0) {
    const { signal: over } = pause
    const seen = document.visibilityState === 'visible'
    const wait = seen ? AGAIN_MS : HIDDEN_MS
    for (const key of wanted.keys()) {
      const due = (health.value.get(key)?.at ?? 0) <= Date.now() - wait
      const allowed = document.visibilityState === 'visible' || guarding.value
      if (due && allowed && account.value) await look(key)
    }
    await sleep(wait, over)
  }
  looking = false
}

/** @param {string} key */
async function look(key) {
  const row = rows.value.find((one) => keyOf(one) === key)
  if (!row) return
  const { region, namespace, name, modified } = row
  const at = Date.now()
  const note = (/** @type {Omit<Seen, 'at'>} */ what) => {
    health.value = new Map(health.value).set(key, { ...what, at })
  }
  const asked = { function: name, region, namespace, period: 60, interval: MINUTES * 60 }
  try {
    const report = await watcher().metrics(asked)
    note({ found: compare(report, '$latest', targetOf(row) ?? '', instant(modified)) })
  } catch (error) {
    note({ error: GrayscaleError.from(error) })
  }
}
