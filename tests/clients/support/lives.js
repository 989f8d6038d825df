// The established component and ours, each on an emulator of its own, live through the same histories; what was found is
// printed as JSON. A difference that no fault of history.js tells is an error.
//
//   node tests/clients/support/lives.js 7 1        lives through history 7 alone

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Grayscale } from '../../../js/index.js'
import { bound, documented, established, history, packages, refused, told } from './history.js'
import { requireClient } from './npm.js'
import { cloud, code, KEY, REGION } from './story.js'

const [first, count] = process.argv.slice(2).map(Number)
/** Histories that are lived through side by side. */
const LANES = 8

const { Scf } = requireClient('tencent-component-toolkit')
const runtime = 'Nodejs18.15'
const handler = 'index.main_handler'

const zips = Object.fromEntries(packages.map((name) => [name, Buffer.from(code(name).ZipFile, 'base64')]))
const names = Object.fromEntries(packages.map((name) => [createHash('sha256').update(zips[name]).digest('hex'), name]))

const cosDir = mkdtempSync(join(tmpdir(), 'scf-grayscale-histories-'))
const options = {
  delays: { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0 },
  quotas: { functions: 100_000 },
}
const theirCloud = await cloud({ ...options, cosDir })
const ourCloud = await cloud(options)
const gray = new Grayscale({ credentials: KEY, region: REGION, endpoint: ourCloud.emulator.url })

/** Theirs: an instance of the component per function, with the state it keeps. */
class Theirs {
  /** @type {Record<string, { lastVersion?: string }>} */
  state = {}

  constructor() {
    this.scf = new Scf({ SecretId: KEY.secretId, SecretKey: KEY.secretKey }, REGION)
    // Without TLS: the emulator is its proxy.
    this.scf.capi.options.protocol = 'http'
  }

  /**
   * What its `deploy` does, with the yml's and the command line's inputs together.
   * @param {string} key
   * @param {string} name
   * @param {import('./history.js').Deploy} step
   */
  async deploy(key, name, step) {
    const { lastVersion } = this.state[key] ?? {}
    const { publish, traffic, memory } = step
    const inputs = { name, handler, runtime, memorySize: memory, publish, traffic, lastVersion }
    const out = await this.scf.deploy({ ...inputs, code: { bucket: 'packages', object: `${step.code[key]}.zip` } })
    this.state[key] = { lastVersion: out.LastVersion ?? lastVersion ?? '$LATEST' }
  }
}

/**
 * An alias verb, in both.
 * @param {string} name
 * @param {import('./history.js').AliasVerb} step
 * @param {Theirs | undefined} theirs nothing where they can't be asked
 */
async function verb(name, { verb, version, other, weight }, theirs) {
  const config = { weights: { [other]: weight } }
  await gray.aliases[verb]({ name: 'canary', function: name, version, config })
  // What its `create_alias` and `update_alias` make of the same inputs.
  const inputs = { functionName: name, aliasName: 'canary', functionVersion: version, namespace: 'default' }
  await theirs?.scf.alias[verb]({ ...inputs, description: '', lastVersion: other, traffic: weight })
}

/**
 * A step by hand, done in one of the clouds.
 * @param {import('../../../emulator/tests/support/client.js').Client} plain
 * @param {string} FunctionName
 * @param {import('./history.js').ByHand} step
 */
async function byHand(plain, FunctionName, { kind, version, weight }) {
  if (kind === 'publish') return plain.call('PublishVersion', { FunctionName })
  if (kind === 'delete') return plain.call('DeleteFunctionVersion', { FunctionName, Qualifier: version })
  const rule = { Version: version, Key: 'invoke.headers.User', Method: 'exact', Expression: 'me' }
  const RoutingConfig = {
    pin: {},
    weigh: { AdditionalVersionWeights: [{ Version: version, Weight: weight }] },
    rule: { AddtionVersionMatchs: [rule] },
  }[kind]
  const FunctionVersion = kind === 'pin' ? version : '$LATEST'
  return plain.call('UpdateAlias', { FunctionName, Name: '$DEFAULT', FunctionVersion, RoutingConfig })
}

/** Names of the packages of published versions, which never change. @type {Map<string, string>} */
const published = new Map()

/**
 * A function as it is in one of the clouds.
 * @param {import('../../../emulator/tests/support/client.js').Client} plain
 * @param {string} FunctionName
 */
async function seen(plain, FunctionName) {
  const codeOf = async (Qualifier) => {
    const { CodeSha256 } = await plain.call('GetFunctionAddress', { FunctionName, Qualifier })
    return names[CodeSha256]
  }
  const [latest, { MemorySize }, listed, { Aliases }] = await Promise.all([
    codeOf('$LATEST'),
    plain.call('GetFunction', { FunctionName }),
    plain.call('ListVersionByFunction', { FunctionName, Limit: 100 }),
    plain.call('ListAliases', { FunctionName }),
  ])
  const versions = {}
  for (const version of listed.FunctionVersion.filter((one) => one !== '$LATEST')) {
    const known = `${plain.url} ${FunctionName} ${version}`
    if (!published.has(known)) published.set(known, await codeOf(version))
    versions[version] = published.get(known)
  }
  const aliases = new Map(Aliases.map((alias) => [alias.Name, alias]))
  const own = aliases.get('canary')
  const main = aliases.get('$DEFAULT')
  return told({
    code: latest,
    memory: MemorySize,
    versions,
    ...routingOf(main),
    ruled: main.RoutingConfig.AddtionVersionMatchs[0]?.Version ?? null,
    canary: own ? routingOf(own) : null,
  })
}

/** @returns {import('./history.js').Routing} */
function routingOf({ FunctionVersion, RoutingConfig }) {
  const [additional] = RoutingConfig.AdditionalVersionWeights
  return {
    main: FunctionVersion,
    additional: additional ? { version: additional.Version, weight: additional.Weight } : null,
  }
}

/** @type {Map<string, number>} steps by the fault that showed in them */
const shown = new Map()
/** Histories in which it was never wrong. */
let alike = 0

/** @param {number} seed */
async function live(seed) {
  const { functions, steps } = history(seed)
  const real = Object.fromEntries(functions.map((key) => [key, `h${seed}-${key}`]))
  const theirs = new Theirs()
  let right = {}
  let wrong = {}
  const remembered = {}
  let faulty = false
  for (const [index, step] of steps.entries()) {
    const where = `history ${seed}, step ${index + 1} of ${JSON.stringify(steps)}`
    const isRefused = refused(right, step)
    // By then theirs may lack what somebody is to delete or to name.
    const possible = step.kind === 'deploy' || step.kind === 'move' || fits(wrong[step.of], step)
    right = documented(right, step)
    const them = possible ? established(wrong, remembered, step) : { states: wrong, fails: [], faults: [] }
    wrong = them.states

    if (step.kind === 'move') theirs.state = {}
    else if (step.kind === 'alias') await verb(real[step.of], step, possible ? theirs : undefined)
    else if (step.kind !== 'deploy') {
      await byHand(ourCloud.plain, real[step.of], step)
      if (possible) await byHand(theirCloud.plain, real[step.of], step)
    } else {
      await ours(step, functions, real, isRefused, where)
      for (const key of functions) {
        const done = theirs.deploy(key, real[key], step)
        if (them.fails.includes(key)) await assert.rejects(done, /does not exist/, where)
        else await done
      }
    }
    for (const key of functions) {
      const our = await seen(ourCloud.plain, real[key])
      const their = await seen(theirCloud.plain, real[key])
      assert.deepEqual(our, told(right[key]), `ours, ${key}: ${where}`)
      assert.deepEqual(their, told(wrong[key]), `theirs, ${key}: ${where}`)
      const differs = JSON.stringify(our) !== JSON.stringify(their)
      if (differs && !faulty) {
        const reasons = them.faults.filter(({ of }) => of === key || isRefused).map(({ fault }) => fault)
        assert.ok(reasons.length > 0, `no known fault tells why they differ, ${key}: ${where}`)
        for (const fault of new Set(reasons)) shown.set(fault, (shown.get(fault) ?? 0) + 1)
        faulty = true
      }
    }
  }
  if (!faulty) alike += 1
}

/**
 * Whether what is done to one function is possible where things went the other way.
 * @param {import('./history.js').State} state
 * @param {import('./history.js').ByHand | import('./history.js').AliasVerb} step
 */
function fits(state, step) {
  if (step.kind === 'publish') return true
  if (!Object.hasOwn(state.versions, step.version)) return false
  if (step.kind === 'alias') return (step.verb === 'update') === (state.canary !== null)
  return step.kind !== 'delete' || !bound(state).includes(step.version)
}

async function ours(step, functions, real, isRefused, where) {
  const inputs = {
    functions: Object.fromEntries(
      functions.map((key) => [
        key,
        { name: real[key], runtime, handler, memorySize: step.memory, zip: new Uint8Array(zips[step.code[key]]) },
      ]),
    ),
    ...(step.publish === undefined ? {} : { publish: step.publish }),
    ...(step.traffic === undefined ? {} : { traffic: step.traffic }),
    // to publish and to give a part is refused unless it is meant; the established component does it as it is asked
    allowSameCode: true,
  }
  const done = gray.deploy(inputs)
  if (isRefused) await assert.rejects(done, { class: 'refused' }, where)
  else await done
}

mkdirSync(join(cosDir, 'packages'))
for (const name of packages) writeFileSync(join(cosDir, 'packages', `${name}.zip`), zips[name])
Object.assign(process.env, { HTTP_PROXY: theirCloud.emulator.url, NO_PROXY: '127.0.0.1' })
const log = console.log
console.log = () => {} // theirs tells all that it does
try {
  let next = first
  const lane = async () => {
    while (next < first + count) await live(next++)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  log(JSON.stringify({ alike, shown: Object.fromEntries(shown) }))
} finally {
  await gray.close()
  await theirCloud.close()
  await ourCloud.close()
  rmSync(cosDir, { recursive: true })
}
