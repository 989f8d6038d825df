// A rollout whose tick, the real command, is killed (SIGKILL) at each of its effects: before and after each request and each
// write to a journal. Whoever ticks on must come to the same end, with one published version, and weights in their order.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Grayscale } from '../../js/index.js'
import { fileStore } from '../../js/store/file.js'
import { AT_ONCE, Client, create, KEY, startEmulator, telling } from '../support/emulator.js'

const command = fileURLToPath(new URL('../../js/cli/main.js', import.meta.url))
const killer = new URL('../support/killed-at.js', import.meta.url)
const MOST_TICKS = 15
/** Far from the machine's clock, so that each process finds out the difference in the same way. */
const START = (Math.floor(Date.now() / 60_000) - 24 * 60) * 60_000
const ways = [
  { name: 'good code, up to its publication', bad: 0, end: 'done' },
  { name: 'bad code, back to the version before', bad: 90, end: 'rolledBack' },
]

let now = START
/** @param {any} emu @param {number} minute */
const setMinute = (emu, minute) => {
  asked = emu
  now = START + minute * 60_000
  emu.setClock(now)
}

/** Figures of 600 calls in each minute, shared as the alias says now; so many of the canary's fail. */
let bad = 0
/** @type {any} */
let asked
const figures = createServer(async (request, response) => {
  let text = ''
  for await (const part of request) text += part
  const { from, to, canary, stable, region } = JSON.parse(text)
  const { main, additional } = asked.history.findLast((entry) => entry.region === region && entry.alias === '$DEFAULT')
  const other = additional[0]?.Weight ?? 0
  const share = main === canary ? 1 - other : other
  const rows = (calls, failed) => {
    const all = Math.round(calls)
    return Array.from({ length: (to - from) / 60 }, (_, at) => [from + at * 60, all, Math.min(all, failed)])
  }
  response.end(JSON.stringify({ versions: { [canary]: rows(600 * share, bad), [stable]: rows(600 * (1 - share), 1) } }))
})
const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-killed-'))
let url
before(async () => {
  await new Promise((resolve) => figures.listen(0, '127.0.0.1', () => resolve(undefined)))
  url = `http://127.0.0.1:${/** @type {any} */ (figures.address()).port}/figures`
})
after(() => {
  figures.closeAllConnections()
  figures.close()
  rmSync(dir, { recursive: true, force: true })
})

/** A rollout that has begun, in a region of its own, which is a world of its own. */
async function begun(emu, region) {
  const api = new Client(emu.url, { region })
  const call = (action, params) => api.call(action, params, { timestamp: Math.floor(now / 1000) })
  const cwd = join(dir, region)
  const policy = {
    steps: [
      { traffic: '30%', for: '1m' },
      { traffic: '60%', for: '1m' },
    ],
    guard: { source: { http: url }, delay: '0s', wager: { errors: 1 } },
  }
  mkdirSync(join(cwd, 'code'), { recursive: true })
  mkdirSync(join(cwd, '.grayscale'))
  writeFileSync(join(cwd, 'code', 'index.js'), "exports.main_handler = async () => 'two'\n")
  await create({ call }, 'shop', telling('one'))
  await call('PublishVersion', { FunctionName: 'shop' })
  await call('UpdateAlias', { FunctionName: 'shop', Name: '$DEFAULT', FunctionVersion: '1' })
  const store = fileStore(join(cwd, '.grayscale', 'dev.journal'))
  const gray = new Grayscale({ region, endpoint: emu.url, credentials: KEY, cwd, store, source: { url } })
  const functions = { shop: { name: 'shop', src: './code', runtime: 'Nodejs18.15', handler: 'index.main_handler' } }
  const { state } = await gray.rollouts.start({ functions }, { policy })
  assert.equal(state, 'holding')
  return { emu, region, call, cwd, gray }
}

/** One tick of the real command. @returns {Promise<{ killed: boolean, status: number | null, stdout: string, stderr: string }>} */
function commandTick({ emu, region, cwd }, env) {
  const args = ['--import', killer.href, command, 'rollout', 'tick', '--json', '--region', region]
  const { PATH, HOME } = process.env
  const keys = { TENCENT_SECRET_ID: KEY.secretId, TENCENT_SECRET_KEY: KEY.secretKey }
  const own = { GRAYSCALE_ENDPOINT: emu.url, GRAYSCALE_SOURCE_URL: url }
  const child = spawn(process.execPath, args, { cwd, env: { PATH, HOME, ...keys, ...own, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ killed: signal === 'SIGKILL', status, stdout, stderr }))
  })
}

/** What a rollout came to: where it ended, each write of the alias in order, what was published, who gets what. */
async function cameTo({ emu, region, call, gray }) {
  const { state } = await gray.rollouts.status()
  const written = emu.history
    .filter((entry) => entry.region === region && entry.alias === '$DEFAULT')
    .map(({ main, additional }) => [main, ...additional.map(({ Version, Weight }) => `${Version} ${Weight}`)].join(' '))
  const versions = (await call('ListVersionByFunction', { FunctionName: 'shop' })).FunctionVersion
  const { FunctionVersion, RoutingConfig } = await call('GetAlias', { FunctionName: 'shop', Name: '$DEFAULT' })
  await gray.history({ verify: true })
  return { state, written, versions, FunctionVersion, RoutingConfig }
}

/** The ticks of a rollout that nobody kills: the effects of each, and what it came to. */
async function undisturbed(emu) {
  const place = await begun(emu, `ap-whole-${bad}`)
  const ticks = []
  for (let minute = 1; minute <= MOST_TICKS; minute += 1) {
    setMinute(emu, minute)
    const EFFECTS = join(dir, `effects-${bad}-${minute}`)
    writeFileSync(EFFECTS, '')
    const { status, stdout, stderr } = await commandTick(place, { EFFECTS })
    assert.ok(status === 0 || status === 1, stderr)
    ticks.push(readFileSync(EFFECTS, 'utf8').trim().split('\n'))
    const state = JSON.parse(stdout)
    if (state.ended) {
      const expected = await cameTo(place)
      await place.gray.close()
      return { ticks, expected }
    }
    assert.ok(minute < MOST_TICKS, JSON.stringify(state.decision))
  }
}

/** Works through a list, some at a time. */
async function each(items, work) {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker))
}

for (const way of ways) {
  test(`a tick killed at every effect: ${way.name}`, async (t) => {
    bad = way.bad
    const first = await startEmulator({ seed: 'killed', rate: 0, delays: AT_ONCE })
    t.after(() => first.close())
    setMinute(first, 0)
    const { ticks, expected } = await undisturbed(first)
    assert.equal(expected.state, way.end)
    assert.deepEqual(expected.versions, ['$LATEST', '1', ...(way.end === 'done' ? ['2'] : [])])

    const emu = await startEmulator({ seed: 'killed', rate: 0, delays: AT_ONCE })
    t.after(() => emu.close())
    setMinute(emu, 0)
    const points = ticks.flatMap((effects, tick) =>
      effects.flatMap((effect, at) => ['before', 'after'].map((side) => ({ tick, effect, at: `${side} ${at}` }))),
    )
    t.diagnostic(`${points.length} points in ${ticks.length} ticks`)
    const rollouts = points.map((point, at) => ({ point, region: `ap-killed-${bad}-${at}`, ended: false }))
    await each(rollouts, async (one) => Object.assign(one, { place: await begun(emu, one.region) }))
    let deaths = 0
    for (let minute = 1; minute <= MOST_TICKS; minute += 1) {
      setMinute(emu, minute)
      await each(
        rollouts.filter(({ ended }) => !ended),
        async (one) => {
          const { place, point } = /** @type {any} */ (one)
          if (point.tick === minute - 1) {
            const { killed, status, stderr } = await commandTick(place, { KILLED_AT: point.at })
            // how many calls are sent before the clock's difference is known depends on chance: the last points may not be there
            if (killed) deaths += 1
            else assert.ok(status === 0 || status === 1, `${point.at}: ${stderr}`)
            // somebody else finds the rollout as it was left
            one.ended = (await place.gray.rollouts.status()).ended
          } else one.ended = (await place.gray.rollouts.tick()).ended
        },
      )
    }
    assert.ok(deaths > 0.8 * points.length, `${deaths} deaths of ${points.length} points`)
    const problems = []
    await each(rollouts, async (one) => {
      const { place, point } = /** @type {any} */ (one)
      const [is, shouldBe] = [await cameTo(place), expected].map((came) => JSON.stringify(came))
      if (is !== shouldBe) problems.push(`tick ${point.tick + 1}, ${point.at} (${point.effect}): ${is}`)
      await place.gray.close()
    })
    assert.deepEqual(problems, [])
  })
}
