// @ts-check
/**
 * Releases against the emulator with 40 ms of latency and the documented rate, beside tencent-component-toolkit, and
 * against what the rates alone allow.
 */
import { execFile, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DEFAULT_DELAYS } from '../emulator/lifecycle.js'
import { makeBucket } from '../tests/support/buckets.js'
import { Client, telling, zip } from '../tests/support/emulator.js'
import { finding, median } from './lib/measure.mjs'

const LATENCY_MS = 40
const RATE = 20
const REGION = 'ap-guangzhou'
const BUCKET = 'journal-1250000000'
/** An update that takes no time: what is compared are round trips, not who asks more often whether something is over. */
const AT_ONCE = { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0 }
/** What the API's quotas allow in a namespace. */
const PER_NAMESPACE = 50

/** @typedef {{ region: string, namespace: string, name: string }} Place */
/** @typedef {{ times: { ms: number, switched: number }[], cpuMs: number, peakMb: number }} Took */

/** @param {string} file @param {unknown} task on its stdin: longer than an argument may be @returns {Promise<any>} */
async function run(file, task) {
  const path = fileURLToPath(new URL(`./lib/${file}`, import.meta.url))
  // whoever ran before has used up the rate of that second
  await new Promise((done) => setTimeout(done, 1100))
  const running = promisify(execFile)(process.execPath, [path], { maxBuffer: 1e8 })
  running.child.stdin?.end(JSON.stringify(task))
  return JSON.parse((await running).stdout)
}

/**
 * An emulator in a process of its own.
 *
 * @param {{ rate?: number, delays?: typeof AT_ONCE }} [options]
 */
async function emulator({ rate = RATE, delays = AT_ONCE } = {}) {
  const cosDir = mkdtempSync(join(tmpdir(), 'scf-grayscale-bench-'))
  mkdirSync(join(cosDir, 'packages'))
  const code = { one: telling('one'), two: telling('two') }
  for (const [name, source] of Object.entries(code)) {
    writeFileSync(join(cosDir, 'packages', `${name}.zip`), Buffer.from(zip(source), 'base64'))
  }
  const path = fileURLToPath(new URL('./lib/cloud.mjs', import.meta.url))
  const child = fork(path, [JSON.stringify({ latencyMs: LATENCY_MS, rate, cosDir, delays })])
  const said = () => new Promise((resolve) => child.once('message', resolve))
  const { back, front, port, credential } = /** @type {any} */ (await said())
  return {
    back,
    front,
    port,
    credential,
    /** The calls since the last time. @returns {Promise<{ action: string, code: string }[]>} */
    async calls() {
      const answer = said()
      child.send('calls')
      return /** @type {any} */ (answer)
    },
    close() {
      child.disconnect()
      rmSync(cosDir, { recursive: true })
    },
  }
}

/**
 * So many functions, fifty to a namespace; version 1 is published and has half of the traffic.
 *
 * @param {{ back: string, credential: { secretId: string, secretKey: string } }} there
 * @param {number} count
 * @param {string[]} [regions]
 * @returns {Promise<Place[]>}
 */
async function functions({ back, credential }, count, regions = [REGION]) {
  const client = (/** @type {string} */ region) => new Client(back, { region, key: credential })
  const places = Array.from({ length: count }, (_, at) => {
    const block = Math.floor(at / PER_NAMESPACE)
    const space = Math.floor(block / regions.length)
    return {
      region: regions[block % regions.length],
      namespace: space === 0 ? 'default' : `ns${space}`,
      name: `fun${at}`,
    }
  })
  const homes = new Map(places.map(({ region, namespace }) => [`${region} ${namespace}`, { region, namespace }]))
  for (const { region, namespace } of homes.values()) {
    if (namespace !== 'default') await client(region).call('CreateNamespace', { Namespace: namespace })
  }
  const left = [...places]
  const bring = async () => {
    for (let place = left.pop(); place; place = left.pop()) await bringOne(client(place.region), place)
  }
  await Promise.all(Array.from({ length: 16 }, bring))
  return places
}

/** @param {Client} client @param {Place} place */
async function bringOne(client, { namespace, name }) {
  const at = { FunctionName: name, Namespace: namespace }
  const settings = { Handler: 'index.main_handler', Runtime: 'Nodejs18.15' }
  await client.call('CreateFunction', {
    ...at,
    ...settings,
    Code: { CosBucketName: 'packages', CosObjectName: 'one.zip' },
  })
  await active(client, at)
  await client.call('PublishVersion', at)
  await active(client, { ...at, Qualifier: '1' })
  await client.call('UpdateAlias', {
    ...at,
    Name: '$DEFAULT',
    FunctionVersion: '$LATEST',
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.5 }] },
    Description: '',
  })
}

/** @param {Client} client @param {Record<string, string>} at */
async function active(client, at) {
  while ((await client.call('GetFunction', at)).Status !== 'Active') await new Promise((done) => setTimeout(done, 20))
}

const rounds = [0.1, 0.2, 0.3, 0.4, 0.6]
const settings = { handler: 'index.main_handler', runtime: 'Nodejs18.15' }
/** @param {Place} place @param {string} object */
const deployed = ({ name }, object) => ({ name, ...settings, code: { bucket: 'packages', object } })
/** @param {Place} place @param {string} object */
const coded = (place, object) => ({
  ...place,
  key: place.name,
  ...settings,
  cosBucketName: 'packages',
  cosObjectName: object,
})
const times = (/** @type {number} */ ours, /** @type {number} */ theirs) =>
  `${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms: ${(theirs / ours).toFixed(1)} times as fast`

/**
 * What is ordered of both.
 *
 * @typedef {object} Ordered
 * @property {string} what
 * @property {number} most the most calls that the goal allows for a function
 * @property {(places: Place[], at: number) => object} ours what is wanted in round `at`
 * @property {(place: Place, at: number) => object} theirs
 */

/** @type {Ordered} */
const traffic = {
  what: 'traffic alone',
  most: 4,
  ours: (places, at) => ({ functions: places, traffic: rounds[at] }),
  theirs: (place, at) => ({ ...deployed(place, 'one.zip'), traffic: rounds[at], lastVersion: '1' }),
}

/** @type {Ordered} */
const publish = {
  what: 'published as it is, with all of the traffic',
  most: 7,
  ours: (places) => ({ functions: places, publish: true, traffic: 0 }),
  // it always uploads
  theirs: (place) => ({ ...deployed(place, 'one.zip'), publish: true, traffic: 0 }),
}

/** @type {Ordered} */
const renew = {
  what: 'new code, published, with all of the traffic',
  most: 7,
  ours: (places, at) => ({
    functions: places.map((place) => coded(place, at % 2 ? 'one.zip' : 'two.zip')),
    publish: true,
    traffic: 0,
  }),
  theirs: (place, at) => ({ ...deployed(place, at % 2 ? 'one.zip' : 'two.zip'), publish: true, traffic: 0 }),
}

/** One function, and then twenty, beside the toolkit: round trips alone. Then one with what updates and versions take. */
export async function besideToolkit() {
  const atOnce = await beside([traffic, publish, renew], AT_ONCE)
  const taking = `where an update takes ${DEFAULT_DELAYS.updateMs} ms and a version ${DEFAULT_DELAYS.publishMs} ms: `
  const working = await beside([publish, renew], DEFAULT_DELAYS, 0)
  // how often is asked whether something is over is no part of the goal for calls
  return [
    ...atOnce,
    ...working.filter(({ what }) => what !== CALLS).map((found) => ({ ...found, what: taking + found.what })),
  ]
}

const CALLS = 'its calls'

/**
 * @param {Ordered[]} orders
 * @param {typeof AT_ONCE} delays
 * @param {number} [count] functions at once, after the one
 */
async function beside(orders, delays, count = 20) {
  const there = await emulator({ delays })
  try {
    const places = await functions(there, 1 + count)
    const [one, twenty] = [places.slice(0, 1), places.slice(1)]
    const found = []
    for (const { what, most, ours, theirs } of orders) {
      await there.calls()
      const alone = await run('ours.mjs', {
        endpoint: there.front,
        credentials: there.credential,
        runs: rounds.map((_, at) => ({ wanted: ours(one, at) })),
      })
      const calls = (await there.calls()).length / rounds.length
      const tool = await run('toolkit.mjs', {
        port: there.port,
        credential: there.credential,
        region: REGION,
        runs: rounds.map((_, at) => theirs(one[0], at)),
      })
      const toolCalls = (await there.calls()).length / rounds.length
      const [us, them] = [alone, tool].map(({ times }) => median(times.map((/** @type {any} */ { ms }) => ms)))
      found.push(
        finding(`one function, ${what}`, times(us, them), "half of the toolkit's time", (2 * us) / them),
        finding(CALLS, `${calls} against ${toolCalls}`, `at most ${most}`, calls / most),
      )
      if (count === 0) continue
      const many = await run('ours.mjs', {
        endpoint: there.front,
        credentials: there.credential,
        runs: [{ wanted: ours(twenty, 4) }],
      })
      const sequence = await run('toolkit.mjs', {
        port: there.port,
        credential: there.credential,
        region: REGION,
        runs: twenty.map((place) => theirs(place, 4)),
      })
      const ms = sequence.times.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.ms, 0)
      found.push(
        finding(
          `twenty functions, ${what}`,
          times(many.times[0].ms, ms),
          '5 times as fast',
          (5 * many.times[0].ms) / ms,
        ),
      )
    }
    return found
  } finally {
    there.close()
  }
}

/** @param {number} calls one after the other */
const floorMs = (calls) => (1000 * calls) / RATE

/** 200 functions: as fast as the rates allow. */
export async function manyReleases() {
  const there = await emulator()
  try {
    const places = await functions(there, 200)
    await makeBucket(there.back, BUCKET, { key: there.credential })
    const [shift, again, back] = [
      { kind: 'deploy', wanted: { functions: places, traffic: 0.2 } },
      { kind: 'deploy', wanted: { functions: places, traffic: 0.3 } },
      { kind: 'rollback', wanted: { functions: places } },
    ]
    const address = `cos://${BUCKET}/team?region=${REGION}`
    const found = []
    for (const [what, one, store] of /** @type {[string, object, string?][]} */ ([
      ['traffic alone', shift],
      [`traffic alone, with a store in a bucket ${LATENCY_MS} ms away`, again, address],
      ['a rollback, to the last switched alias', back],
    ])) {
      await there.calls()
      const asked = { endpoint: there.front, credentials: there.credential, runs: [one], address: store }
      const { times } = await run('ours.mjs', asked)
      const refused = (await there.calls()).filter(({ code }) => code !== '').length
      // each alias is read, and then written: 20 a second
      const floor = 2 * floorMs(places.length) + 3 * LATENCY_MS
      const ms = one !== back ? times[0].ms : times[0].switched
      const value = `${(ms / 1000).toFixed(2)} s, ${refused} calls refused; ${(floor / 1000).toFixed(2)} s is what the rates allow`
      found.push(finding(`200 functions, ${what}`, value, 'within 1.1 times', ms / floor / 1.1))
    }
    return found
  } finally {
    there.close()
  }
}

/** 2,000 functions in eight regions: memory, and whether the cost grows with the number. */
export async function thousands() {
  const regions = Array.from({ length: 8 }, (_, at) => `ap-region-${at}`)
  const there = await emulator({ rate: 0 })
  try {
    const places = await functions(there, 2000, regions)
    const tenth = places.filter((_, at) => at % 10 === 0)
    /** @type {Took[]} */
    const took = []
    for (const [functions, traffic] of /** @type {[Place[], number][]} */ ([
      [tenth, 0.2],
      [places, 0.3],
    ])) {
      took.push(
        await run('ours.mjs', {
          endpoint: there.front,
          credentials: there.credential,
          runs: [{ wanted: { functions, traffic } }],
        }),
      )
    }
    const growth = took[1].cpuMs / took[0].cpuMs
    const seconds = (took[1].times[0].ms / 1000).toFixed(1)
    return [
      finding(
        '2,000 functions, traffic alone: memory',
        `${took[1].peakMb.toFixed(0)} MB (in ${seconds} s)`,
        'under 200 MB',
        took[1].peakMb / 200,
      ),
      finding(
        "the processor's time against 200 functions",
        `${growth.toFixed(1)} times as much`,
        'linear: within 20',
        growth / 20,
      ),
    ]
  } finally {
    there.close()
  }
}
