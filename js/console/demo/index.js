// @ts-check
import { setTimeout as sleep } from 'node:timers/promises'
import { DEFAULT_CREDENTIAL, DEFAULT_DELAYS, startEmulator } from '../../emulator/index.js'
import { client } from './client.js'
import { makePast } from './past.js'
import { shop, things } from './shop.js'

/** In the past nobody waits for what was done then. */
const AT_ONCE = { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0 }

/**
 * A world to try the console on: a local SCF with a shop whose functions really run, with a past of 40 minutes and traffic
 * for as long as it is open. No account is needed, and nothing of it is left.
 *
 * @param {{ log?: (line: string) => void, seed?: string }} [options]
 * @returns {Promise<{ endpoint: string, credentials: { secretId: string, secretKey: string }, close: () => Promise<void> }>}
 */
export async function startDemo({ log = () => {}, seed = 'demo' } = {}) {
  const emulator = await startEmulator({ seed, rate: 0, delays: AT_ONCE, log: (line) => log(`emulator: ${line}`) })
  const ending = new AbortController()
  const caller = client(emulator.url)
  /** @type {Promise<void>} */
  let traffic = Promise.resolve()
  const close = async () => {
    ending.abort()
    await traffic
    await caller.close()
    await emulator.close()
  }
  try {
    await makePast(emulator, caller)
    emulator.setClock(undefined)
    emulator.setDelays(DEFAULT_DELAYS)
    traffic = live(caller, ending.signal, log)
    const { secretId, secretKey } = DEFAULT_CREDENTIAL
    return { endpoint: emulator.url, credentials: { secretId, secretKey }, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Customers, each at their pace.
 *
 * @param {ReturnType<typeof client>} caller
 * @param {AbortSignal} signal
 * @param {(line: string) => void} log
 */
async function live(caller, signal, log) {
  const customers = shop.map(async (story) => {
    while (!signal.aborted) {
      const pause = (60_000 / story.perMinute) * (0.5 + Math.random())
      await sleep(pause, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      // a function may be deleted, or made busy, by whoever tries the console: customers come back
      await caller.visit(story, things[Math.floor(Math.random() * things.length)]).catch((error) => {
        if (!signal.aborted) log(`${story.name}: ${error.message}`)
      })
    }
  })
  await Promise.all(customers)
}
