// @ts-check
/** @import { Story } from './shop.js' */
import { setTimeout as sleep } from 'node:timers/promises'
import { DEFAULT_DELAYS, runsHere, startEmulator } from '../../../emulator/index.js'
import { describeConsole } from '../../runtime/identity/node.js'
import { memoryStore } from '../../store/memory.js'
import { client } from './client.js'
import { makePast } from './past.js'
import { rolloutsOf } from './rollouts.js'
import { shopOn, things } from './shop.js'

/** In the past nobody waits for what was done then. */
const AT_ONCE = { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0 }

/** One process a version: a start takes as long as a hundred visits, and nobody's customers are that many. */
const ONE_EACH = { perTarget: 1 }

/**
 * @typedef {object} Demo
 * @property {string} endpoint
 * @property {{ secretId: string, secretKey: string }} credentials
 * @property {import('../serve/index.js').ProjectJournal} journal of its project, as long as it is open
 * @property {Promise<void>} ready when its past is whole; until then its clock stands in it, and takes no calls of today
 * @property {() => Promise<void>} close
 */

/**
 * A world to try the console on: a local SCF with a shop whose functions really run, with a past of 40 minutes and traffic
 * for as long as it is open. No account is needed, and nothing of it is left.
 *
 * @param {{ log?: (line: string) => void, seed?: string }} [options]
 * @returns {Promise<Demo>} whole
 */
export async function startDemo(options) {
  const world = await openDemo(options)
  try {
    await world.ready
    return world
  } catch (error) {
    await world.close()
    throw error
  }
}

/**
 * The same as soon as it has an address: for whoever has something to do until its past is whole.
 *
 * @param {{ log?: (line: string) => void, seed?: string }} [options]
 * @returns {Promise<Demo>}
 */
export async function openDemo({ log = () => {}, seed = 'demo' } = {}) {
  const emulator = await startEmulator({
    seed,
    rate: 0,
    delays: AT_ONCE,
    processes: ONE_EACH,
    log: (line) => log(`emulator: ${line}`),
  })
  const ending = new AbortController()
  const caller = client(emulator)
  const shop = shopOn({ python: await runsHere('Python3.9') })
  /** @type {Promise<unknown>} */
  let traffic = Promise.resolve()
  const store = memoryStore('', { now: caller.now })
  const rollouts = rolloutsOf(emulator, { store, now: caller.now, log })
  const ready = makePast(emulator, caller, shop, rollouts, ending.signal).then(() => {
    emulator.setDelays(DEFAULT_DELAYS)
    traffic = Promise.all([live(caller, shop, ending.signal, log), rollouts.live(ending.signal)])
  })
  // whoever waits for it hears of it, whoever closes before does not
  const told = ready.catch(() => {})
  const close = async () => {
    ending.abort()
    await told
    await traffic
    await rollouts.close()
    await caller.close()
    await emulator.close()
  }
  const { secretId, secretKey } = emulator.credential
  const journal = { store, stage: 'demo', shared: false, who: describeConsole() }
  return { endpoint: emulator.url, credentials: { secretId, secretKey }, journal, ready, close }
}

/**
 * Customers, each at their pace.
 *
 * @param {ReturnType<typeof client>} caller
 * @param {Story[]} shop
 * @param {AbortSignal} signal
 * @param {(line: string) => void} log
 */
async function live(caller, shop, signal, log) {
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
