// @ts-check
/** @import { Emulator } from '../../../emulator/index.js' */
/** @import { Store } from '../../types.js' */
/** @import { Chapter, Story } from './shop.js' */
import { setTimeout as sleep } from 'node:timers/promises'
import { Grayscale } from '../../index.js'
import { clock } from '../../runtime/clock.js'
import { packageOf } from './package.js'

const MINUTE_MS = 60_000

/**
 * The shop's rollouts: started by a colleague's pipeline, looked after each minute.
 *
 * @param {Emulator} emulator
 * @param {{ store: Store, now: () => number, log: (line: string) => void }} about `now`: what time it is there, in milliseconds
 */
export function rolloutsOf({ url, credential }, { store, now, log }) {
  /** @type {import('../../options.js').Options} */
  const options = { endpoint: url, credentials: credential, store, clock: { ...clock, wall: now } }
  const pipeline = new Grayscale({ ...options, who: 'li.wei@ci' })
  const ticker = new Grayscale({ ...options, who: 'agent' })
  let underWay = false

  const tick = async () => {
    if (underWay) underWay = !(await ticker.rollouts.tick()).ended
  }
  return {
    /** @param {Story} story @param {Chapter} chapter of new code that is rolled out */
    async start({ name, namespace, runtime }, { code, rollout }) {
      if (code === undefined) return
      const functions = { [name]: { name, namespace, zip: packageOf(runtime, code), handler: 'index.main_handler' } }
      underWay = !(await pipeline.rollouts.start({ functions }, { policy: rollout })).ended
    },
    tick,
    /** Each minute, for as long as the demo is open. @param {AbortSignal} signal */
    async live(signal) {
      while (!signal.aborted) {
        await sleep(MINUTE_MS, undefined, { signal }).catch(() => {})
        if (signal.aborted) return
        const current = await ticker.rollouts.newest()
        underWay = current !== undefined && !current.ended
        await tick().catch((error) => log(`rollout: ${error.message}`))
      }
    },
    async close() {
      await pipeline.close()
      await ticker.close()
    },
  }
}
