// A world for rollouts: the emulator with a clock of its own, functions whose code decides which calls fail, minutes of real
// calls through the alias.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '../../emulator/index.js'
import { send, signedPost } from '../../emulator/tests/support/client.js'
import { Grayscale, memoryStore } from '../../js/index.js'
import { random } from '../support/dice.js'

/** Code that fails in that part of its calls, and takes `slow` ms; `outage` of an event makes all versions fail more often, `bad` one of them. */
const code = (name, failing, slow) => `// ${name}
exports.main_handler = async (event) => {
  if (${slow} > 0) await new Promise((resolve) => setTimeout(resolve, ${slow}))
  if (event.bad === ${JSON.stringify(name)} || event.draw < Math.max(${failing}, event.outage || 0)) throw new Error('bad')
  return ${JSON.stringify(name)}
}
`

/** The share that a version has by the weights of an alias, as the emulator noted it. */
export function shareOf({ main, additional }, version) {
  const others = additional.reduce((sum, { Weight }) => sum + Weight, 0)
  const own = additional.find(({ Version }) => Version === version)?.Weight ?? 0
  return Math.round((own + (main === version ? 1 - others : 0)) * 1e6) / 1e6
}

/** What `$DEFAULT` of a function has given a version, each change once. @param {(entry: any, version: string) => number} [given] */
export function sharesOf(history, name, version, given = shareOf) {
  const entries = history.filter((entry) => entry.function === name && entry.alias === '$DEFAULT')
  const shares = entries.map((entry) => given(entry, version))
  return shares.filter((share, at) => share !== shares[at - 1])
}

const REGION = 'ap-guangzhou'
const AT_ONCE = 16

/**
 * @param {{ names?: string[], seed?: number, start?: number, delay?: number, faults?: any[],
 *   open?: (emulator: any) => Promise<import('../../js/types.js').Store> }} [options] `open`: the store, in memory by default
 */
export async function world({ names = ['shop'], seed = 1, start = Date.UTC(2026, 10, 30, 2), open, ...options } = {}) {
  const emulator = await startEmulator({ seed: String(seed), rate: 0, ...options })
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-rollout-'))
  const draw = random(seed)
  const store = open ? await open(emulator) : memoryStore()
  const grayscale = (options) =>
    new Grayscale({ region: REGION, endpoint: emulator.url, credentials: emulator.credential, cwd: dir, ...options })
  const gray = grayscale({ store })
  // a machine that does not share the store
  const elsewhere = grayscale({ store: memoryStore() })
  const others = []
  let now = start
  emulator.setClock(now)
  const functions = Object.fromEntries(
    names.map((name) => [name, { name, src: `./${name}`, handler: 'index.main_handler', runtime: 'Nodejs18.15' }]),
  )
  /** A call of the API at the world's time. */
  const call = async (action, params, options = {}) => {
    const timestamp = Math.floor(now / 1000)
    const request = signedPost(emulator.url, action, params, { timestamp, key: emulator.credential, ...options })
    const { Response } = JSON.parse((await send(emulator.url, request)).text)
    if (Response.Error) throw new Error(`${Response.Error.Code}: ${Response.Error.Message}`)
    return Response
  }
  const invoke = (name, event, { alias, type }) => {
    const ClientContext = JSON.stringify(event)
    return call('Invoke', { FunctionName: name, Qualifier: alias, ClientContext, InvocationType: type })
  }
  return {
    emulator,
    dir,
    call,
    gray,
    store,
    elsewhere,
    inputs: { functions },
    get now() {
      return now
    },
    /** Somebody else who looks after the same rollouts. @param {import('../../js/options.js').Options} [options] */
    another(options) {
      const other = grayscale({ store, ...options })
      others.push(other)
      return other
    },
    /** The store of somebody who dies before a rollout's line is appended. @param {(line: string) => boolean} before */
    dying(before) {
      const dies = (log) => ({
        ...log,
        append: async (position, lines) => {
          if (lines.some(before)) throw new Error('died')
          return log.append(position, lines)
        },
      })
      return { ...store, rollout: (id) => dies(store.rollout(id)) }
    },
    /** The clock goes on, and nobody calls. @param {number} minutes */
    pass(minutes) {
      now += minutes * 60_000
      emulator.setClock(now)
    },
    /** From now on a function's folder holds this code. */
    code(name, label, failing = 0, slow = 0) {
      mkdirSync(join(dir, name), { recursive: true })
      writeFileSync(join(dir, name, 'index.js'), code(label, failing, slow))
    },
    /** One minute in which each function is called so often; then the clock is a minute on. */
    async minute(calls, { outage = 0, bad, alias = '$DEFAULT', type } = {}) {
      emulator.setClock(now + 1000)
      const todo = names.flatMap((name) => Array.from({ length: calls }, () => name))
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
            await invoke(name, { draw: draw(), outage, bad }, { alias, type })
          }
        }),
      )
      now += 60_000
      emulator.setClock(now)
    },
    /** The shares that a version has had by the alias. */
    shares: (name, version) => sharesOf(emulator.history, name, version),
    async close() {
      for (const one of [gray, elsewhere, ...others]) await one.close()
      await emulator.close()
      rmSync(dir, { recursive: true })
    },
  }
}
