// Two machines race for one log, in a bucket and in a database: the real command as processes, killed, suspended, and cut off
// from the store at every append and every call. RACES=200 (`npm run soak`) tries so many, RACE_SEED=7 one again.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { needs } from '../../emulator/tests/support/debian.js'
import { dice } from '../support/dice.js'
import { startPostgres } from '../support/postgres.js'
import { clocked, FIRST, ORDERS, OVER_MS, Race, setClock } from '../support/race.js'

const RACES = Number(process.env.RACES ?? 20)
const SEED = process.env.RACE_SEED
const TOGETHER = 5
const STORES = /** @type {const} */ (['append', 'numbered', 'postgres'])
const KINDS = /** @type {const} */ (['deploy', 'rollback', 'alias'])
const FAULTS = /** @type {const} */ (['none', 'killed', 'stopped', 'lost', 'slow', 'late'])
/** How a run may end that met another one. */
const ENDS = ['done', 'killed', 'Locked', 'Fenced', 'AliasChanged', 'ReleaseInProgress', 'LatestChanged']

/** Resolves by hand. */
function signal() {
  /** @type {(value?: any) => void} */
  let go = () => {}
  const come = new Promise((resolve) => {
    go = resolve
  })
  return { go, come }
}

/** What race `seed` is. Each store, kind of race and fault comes in turn, all combinations in 54. */
function planOf(seed) {
  const roll = dice(seed)
  const store = STORES[seed % 3]
  const kind = KINDS[Math.floor(seed / 3) % 3]
  const fault = FAULTS[((seed % 9) + Math.floor(seed / 9)) % 6]
  return { store, kind, fault: fault === 'late' && kind !== 'rollback' ? 'stopped' : fault, roll }
}

/** Whether a request is one at which something may happen: an append, or a call that writes. */
const matters = ({ kind }) => kind === 'append' || kind === 'write'

async function run(seed, postgres) {
  const { store, kind, fault, roll } = planOf(seed)
  const race = new Race({ store, name: `race${seed}`, postgres: store === 'postgres' ? postgres : undefined })
  if (store === 'postgres') setClock(postgres.clock, 0)
  try {
    await race.prepare()
    await FLOWS[fault](race, ORDERS[kind], { kind, roll })
    race.judge()
    for (const [machine, end] of Object.entries(race.ends)) {
      if (end !== '' && !ENDS.includes(end)) race.problems.push(`${machine} ended with ${end}`)
    }
    await race.settles()
  } catch (error) {
    race.problems.push(String(error.stack))
  } finally {
    await race.close()
  }
  const told = `race ${seed} (${store}, deploy and ${kind}, ${fault})`
  return { store, kind, fault, ends: Object.values(race.ends), problems: race.problems.map((one) => `${told}: ${one}`) }
}

/** Who began last and ended well has had its way. */
function hasItsWay(race, orders, ends) {
  const last = race.events.findLast(({ what }) => what === 'begin')
  if (last && ends[last.machine] === 'done' && race.unnoted.size === 0)
    race.expect(orders[last.machine], `after ${last.machine}`)
}

/** Both at once; `watcher` is what happens to the first one. */
async function together(race, order, { roll }, watcher) {
  const [a, b] = [await race.machine('a', watcher), await race.machine('b')]
  const first = a.begin(FIRST.args)
  // begins with the first one, or when that one asks for something
  await new Promise((resolve) => setTimeout(resolve, roll(700)))
  const second = b.begin(order.args)
  const [one, two] = [await first.ended, await second.ended]
  hasItsWay(race, { a: FIRST, b: order }, { a: one.code, b: two.code })
}

/** Something happens at the `nth` request of the first machine that matters; `side`: before it is performed, or after. */
function at(nth, side, act) {
  let count = 0
  let here = false
  return {
    async asks(passing) {
      if (!matters(passing)) return 'pass'
      count += 1
      here = count === nth
      if (!here || side === 'after') return 'pass'
      return (await act(passing)) ?? 'drop'
    },
    async answers(passing) {
      if (!matters(passing) || !here || side === 'before') return
      here = false
      await act(passing)
    },
  }
}

const sideOf = (roll) => (roll(2) === 0 ? 'before' : 'after')

const FLOWS = {
  none: (race, order, given) => together(race, order, given, {}),

  /** The first one is killed at a request; the second one comes at once, and again when the turn of the first is over. */
  async killed(race, order, { kind, roll }) {
    const killed = signal()
    /** @type {any} */
    let first
    const act = async () => {
      first.child.kill('SIGKILL')
      await first.ended
      killed.go()
    }
    const a = await race.machine('a', at(1 + roll(5), sideOf(roll), act))
    const b = await race.machine('b')
    first = a.begin(FIRST.args)
    await Promise.race([killed.come, first.ended])
    const early = await b.begin(order.args).ended
    if (early.code !== 'done' && kind === 'rollback') race.problems.push(`a rollback was held up: ${early.stderr}`)
    if (early.code !== 'done') {
      race.passes(OVER_MS)
      const late = await b.begin(order.args).ended
      if (late.code !== 'done') race.problems.push(`locked out: ${late.stderr}`)
    }
    race.expect(order, 'after b')
  },

  /** The first one is suspended beyond its turn, and goes on when the second one is over. */
  async stopped(race, order, { roll }) {
    const [stopped, over] = [signal(), signal()]
    /** @type {any} */
    let first
    const act = async () => {
      first.child.kill('SIGSTOP')
      stopped.go()
      await over.come
    }
    const a = await race.machine('a', at(1 + roll(5), sideOf(roll), act))
    const b = await race.machine('b')
    first = a.begin(FIRST.args)
    await Promise.race([stopped.come, first.ended])
    race.passes(OVER_MS)
    const second = await b.begin(order.args).ended
    if (second.code !== 'done') race.problems.push(`locked out: ${second.stderr}`)
    const theirs = race.events.findLastIndex(({ what, machine }) => what === 'begin' && machine === 'b')
    over.go()
    first.child.kill('SIGCONT')
    await first.ended
    const wrote = race.events.slice(theirs).filter(({ what, machine }) => what === 'write' && machine === 'a')
    if (theirs >= 0 && wrote.length > 0) race.problems.push(`a wrote after its turn, ${wrote.length} times`)
    if (theirs >= 0) race.expect(order, 'after a went on')
  },

  /** The answer to an append is lost, or the append itself. */
  lost(race, order, given) {
    const [nth, fate] = [1 + given.roll(3), given.roll(2) === 0 ? 'lose' : 'drop']
    let count = 0
    const asks = ({ kind }) => {
      if (kind === 'append') count += 1
      return kind === 'append' && count === nth ? fate : 'pass'
    }
    return together(race, order, given, { asks })
  },

  /** The first one is far away from the store. */
  slow(race, order, given) {
    const ms = 200 + given.roll(1300)
    const asks = async ({ kind }) => {
      if (kind === 'append' || kind === 'store') await new Promise((resolve) => setTimeout(resolve, ms))
      return 'pass'
    }
    return together(race, order, given, { asks })
  },

  /** A rollback overtakes, and a call of the first one arrives after it. */
  async late(race, order, { roll }) {
    const [held, free, arrived] = [signal(), signal(), signal()]
    const nth = 1 + roll(2)
    let count = 0
    let ours = false
    const watcher = {
      async asks({ kind }) {
        if (kind !== 'write') return 'pass'
        count += 1
        if (count !== nth) return 'pass'
        ours = true
        held.go()
        await free.come
        return 'pass'
      },
      answers({ kind }) {
        if (kind === 'write' && ours) arrived.go()
      },
    }
    const [a, b] = [await race.machine('a', watcher), await race.machine('b')]
    const first = a.begin(FIRST.args)
    await Promise.race([held.come, first.ended])
    const passes = race.passes.bind(race)
    // The late call arrives before the rollback looks again. It looks once, half a minute after its write.
    race.passes = (ms) => void arrived.come.then(() => passes(ms))
    const second = b.begin(order.args)
    second.said('checking again').then(free.go, free.go)
    const two = await second.ended
    race.passes = passes
    if (two.code !== 'done') race.problems.push(`a rollback was held up: ${two.stderr}`)
    await first.ended
    if (!race.unnoted.has('b')) race.expect(order, 'after the late call')
  },
}

test('two runs at once, and a write out of turn, are seen', async () => {
  const judged = async (...events) => {
    const race = new Race({ store: 'append', name: 'judged' })
    race.events.push(...events.map(([machine, what, kind, at = 0]) => ({ machine, what, kind, at })))
    race.judge()
    await race.close()
    return race.problems.join()
  }
  const begun = ['a', 'begin', 'deploy']
  assert.equal(await judged(begun, ['a', 'write'], ['a', 'end'], ['b', 'begin', 'deploy'], ['b', 'write']), '')
  assert.match(await judged(begun, ['b', 'begin', 'deploy', 119_000]), /^b began while a was at work$/)
  assert.equal(await judged(begun, ['b', 'begin', 'deploy', 120_000]), '')
  assert.match(await judged(begun, ['b', 'begin', 'deploy', 120_000], ['a', 'write']), /^a wrote in the turn of b$/)
  assert.match(await judged(begun, ['b', 'begin', 'rollback'], ['a', 'after']), /^a appended "after" in the turn of b$/)
  assert.equal(await judged(begun, ['b', 'begin', 'rollback'], ['a', 'write']), '')
  assert.match(await judged(begun, ['a', 'end'], ['a', 'write']), /^a wrote without a turn$/)
})

test(`${SEED === undefined ? RACES : 1} races of two machines`, async (t) => {
  await needs('faketime', '--version', 'faketime')
  const dir = mkdtempSync(join(tmpdir(), 'grayscale-clock-'))
  const clock = join(dir, 'clock')
  setClock(clock, 0)
  const server = await startPostgres({ env: clocked(clock) })
  t.after(async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  const postgres = { port: server.port, url: server.url(), clock }
  const seeds = SEED === undefined ? Array.from({ length: RACES }, (_, seed) => seed) : [Number(SEED)]
  const seen = []
  const worker = async (queue) => {
    for (const seed of queue) seen.push(await run(seed, postgres))
  }
  // races on the database share its clock, and come one after the other
  const onDatabase = seeds.filter((seed) => planOf(seed).store === 'postgres')
  const others = seeds.filter((seed) => planOf(seed).store !== 'postgres').values()
  await Promise.all([worker(onDatabase.values()), ...Array.from({ length: TOGETHER - 1 }, () => worker(others))])
  const problems = seen.flatMap((race) => race.problems)
  const counted = (values) => {
    const counts = {}
    for (const value of values) counts[value || 'other'] = (counts[value || 'other'] ?? 0) + 1
    return Object.entries(counts)
      .map(([value, count]) => `${count} ${value}`)
      .join(', ')
  }
  const figures = ['store', 'kind', 'fault'].map((part) => counted(seen.map((race) => race[part])))
  t.diagnostic(
    `${seen.length} races: ${figures.join('; ')}; runs: ${counted(seen.flatMap(({ ends }) => ends))}; ${problems.length} problems`,
  )
  assert.deepEqual(problems, [])
  if (RACES >= 18 && SEED === undefined) assert.equal(new Set(seen.map(({ fault }) => fault)).size, FAULTS.length)
})
