// Our own client on an emulator that breaks on purpose: a release of one function, with every kind of fault at every call
// of it. It ends done, or with an error that says what had been changed; a version is never published twice.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KINDS } from '../../emulator/faults/kinds.js'
import { Grayscale, GrayscaleError } from '../../js/index.js'
import { AT_ONCE, Client, KEY, startEmulator, telling, zip } from '../support/emulator.js'

const FUN01 = { FunctionName: 'fun01' }
const shifts = { fault: 'meanwhile', do: 'UpdateAlias', with: { Name: '$DEFAULT', FunctionVersion: '1' } }

/** At any call. */
const ANYWHERE = {
  refuse: { code: 'InvalidParameterValue' },
  'a passing error': { fault: 'refuse', code: 'InternalError' },
  'rate-limit': { retryAfter: 1 },
  timeout: {},
  late: { ms: 300 },
  twice: {},
  reset: {},
  html: {},
  truncated: {},
  'content-type': { type: 'text/plain' },
  status: {},
  close: {},
  down: { ms: 300 },
  clock: { action: '*', nth: '1..', seconds: 3600 },
  'someone else publishes before': { fault: 'meanwhile', do: 'PublishVersion' },
  'someone else publishes after': { fault: 'meanwhile', do: 'PublishVersion', when: 'after' },
  'someone else shifts before': shifts,
  'someone else shifts after': { ...shifts, when: 'after' },
  'someone else deletes before': { fault: 'meanwhile', do: 'DeleteFunction' },
  'someone else deletes after': { fault: 'meanwhile', do: 'DeleteFunction', when: 'after' },
}
/** At calls that write. */
const WRITES = {
  ...ANYWHERE,
  'timeout, done': { fault: 'timeout', committed: true },
  'html, done': { fault: 'html', committed: true },
  'status, done': { fault: 'status', status: 500, body: 'sorry', committed: true },
  'close, done': { fault: 'close', committed: true },
  'down, done': { fault: 'down', ms: 300, committed: true },
  stale: { ms: 400 },
}
/** At calls that begin a change of state. */
const STATES = { ...WRITES, stuck: { ms: 400 }, 'stuck for good': { fault: 'stuck' }, fail: {} }

const refused = { refuse: 'InvalidParameterValue' }
const deleted = {
  'someone else deletes before': 'ResourceNotFound.Function',
  'someone else deletes after': 'ResourceNotFound.Function',
}

/** By the action that is met: the faults, and the code that a run ends with where that is not well. */
const CALLS = {
  UpdateFunctionCode: [STATES, { ...refused, ...deleted, 'stuck for good': 'WaitTimeout', fail: 'FunctionFailed' }],
  PublishVersion: [
    STATES,
    {
      ...refused,
      ...deleted,
      'stuck for good': 'WaitTimeout',
      fail: 'VersionFailed',
      // it may have been published, and looking for it in vain does not tell
      'a passing error': 'MaybePublished',
      timeout: 'MaybePublished',
      html: 'MaybePublished',
      status: 'MaybePublished',
      close: 'MaybePublished',
      down: 'MaybePublished',
    },
  ],
  UpdateAlias: [WRITES, { ...refused, ...deleted, 'someone else shifts after': 'AliasDiffers' }],
  // reads the alias back; what happens after that is no longer seen
  GetAlias: [
    ANYWHERE,
    {
      ...refused,
      'someone else deletes before': 'ResourceNotFound.Function',
      'someone else shifts before': 'AliasDiffers',
    },
  ],
  // before the plan: a function that was deleted is created anew
  GetFunction: [ANYWHERE, refused],
  ListVersionByFunction: [ANYWHERE, refused],
  // who calls $latest directly: the release goes on without an answer
  ListTriggers: [ANYWHERE, {}],
  // it names no function that someone else could change
  ListCustomDomains: [Object.fromEntries(Object.entries(ANYWHERE).filter(([name]) => !name.startsWith('someone'))), {}],
}

const bytes = Object.fromEntries(
  ['one', 'two'].map((text) => [text, new Uint8Array(Buffer.from(zip(telling(text)), 'base64'))]),
)
const inputs = (code, traffic) => ({
  functions: { fun01: { name: 'fun01', runtime: 'Nodejs18.15', zip: bytes[code] } },
  publish: true,
  traffic,
  waitTimeout: 5,
})

/** An answer that never comes is waited for 30 s; here it is given up sooner, and not before a slow machine gives it. */
async function hasty(url, init) {
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(), 4000)
  init.signal.addEventListener('abort', () => ending.abort())
  return fetch(url, { ...init, signal: ending.signal }).finally(() => clearTimeout(timer))
}

/** `one` is version 1 and has half of the traffic on `$LATEST`; then `two` is released, with this fault. */
async function release(t, rule) {
  const emu = await startEmulator({ seed: 'faults', rate: 0, delays: AT_ONCE, log: () => {} })
  t.after(() => emu.close())
  const options = { credentials: KEY, endpoint: emu.url, ...(rule.fault === 'timeout' && { fetch: hasty }) }
  const gray = new Grayscale(options)
  t.after(() => gray.close())
  await gray.deploy(inputs('one', 0.5))
  emu.setFaults([rule])
  const outcome = await gray.deploy(inputs('two', 0)).then(
    (result) => ({ result }),
    (error) => ({ error }),
  )
  const met = emu.requests.some(({ faults }) => faults)
  emu.setFaults([])
  return { ...outcome, met, now: await found(emu) }
}

/** What there is, whatever the run says. */
async function found(emu) {
  const client = new Client(emu.url)
  const { main, additional, served } = emu.history.findLast(({ alias }) => alias === '$DEFAULT')
  if (main === null) return { routing: undefined, versions: [], ours: [], served }
  const { Versions } = await client.call('ListVersionByFunction', FUN01)
  const ours = Versions.filter(({ Description }) => /\brun [0-9a-f]{8}/.test(Description)).map(({ Version }) => Version)
  const routing = [main, ...additional.flatMap(({ Version, Weight }) => [Version, Weight])]
  return { routing, versions: Versions.map(({ Version }) => Version), ours, served }
}

// Most of them wait most of the time, the longest for 30 s.
describe('a release of one function', { concurrency: 16 }, () => {
  for (const [action, [faults, ends]] of Object.entries(CALLS)) {
    for (const [name, more] of Object.entries(faults)) {
      const expected = ends[name] ?? 'done'
      test(`${name}, at ${action}: ${expected}`, async (t) => {
        const rule = { action, nth: 1, fault: name, ...more }
        const { result, error, met, now } = await release(t, rule)
        assert.ok(met, 'the call never came')
        const code = error?.code ?? 'done'
        // a shift before the read or, on a slow machine, seen by the look before a late write (rule 23) is not overwritten
        const seen = rule.fault === 'meanwhile' && rule.do === 'UpdateAlias' && code === 'AliasChanged'
        if (seen) return assert.deepEqual(now.routing, ['1'], 'their routing stays')
        assert.equal(code, expected, error?.stack)
        if (result) assertDone(result, now, name)
        else assertTold(error, now)
      })
    }
  }

  test('every kind of fault is met', () => {
    const kinds = Object.values(CALLS).flatMap(([faults]) =>
      Object.entries(faults).map(([name, { fault = name }]) => fault),
    )
    // a release asks for no metrics
    const ofReleases = Object.keys(KINDS).filter((kind) => !KINDS[kind].ofMetrics)
    assert.deepEqual([...new Set(kinds)].sort(), ofReleases.sort())
  })
})

/** It is as was asked for. Others may have published, shifted or deleted; what they did last is theirs. */
function assertDone({ functions: [row], notes }, now, name) {
  assert.equal(row.status, 'done')
  assert.equal(row.published.length, 1)
  if (name === 'clock') assert.ok(notes.some(({ code }) => code === 'ClockSkew'))
  if (now.routing === undefined) return assert.match(name, /deletes after/)
  const [published] = row.published
  assert.equal(now.ours.at(-1), published)
  const created = now.ours.length === 1
  assert.equal(created, /deletes/.test(name), 'versions 1 and ours, or ours alone where it was created anew')
  if (/shifts after/.test(name) && now.routing[0] === '1') return
  assert.deepEqual(now.routing, ['$LATEST', published, 1])
  assert.equal(now.served[published], now.served.$LATEST)
}

/** The error says what was wrong, and what had been changed. */
function assertTold(error, now) {
  assert.ok(error instanceof GrayscaleError)
  assert.ok(error.message.length > 20, error.message)
  assert.equal(error.function, 'fun01')
  assert.ok(!JSON.stringify(error).includes(KEY.secretKey))
  const changed = error.changed.join('\n')
  if (now.routing === undefined) return
  assert.ok(now.ours.length <= 2, `published twice: ${now.ours}`)
  const uploaded = now.served.$LATEST !== now.served['1'] && now.served['1'] !== undefined
  if (uploaded) assert.match(changed, /upload code to \$latest/)
  if (now.ours.length === 2) assert.match(changed, /publish/)
  const shifted = now.routing.join() !== '$LATEST,1,0.5'
  if (shifted) assert.match(changed, /shift \$default|restore \$default/)
  if (changed === '') assert.deepEqual([uploaded, now.ours, shifted], [false, ['1'], false])
}
