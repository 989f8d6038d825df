import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { emulator, KEY, NEVER_MS, telling, zip } from '../support/emulator.js'

/** Made once for each text: a zip file holds the time at which it was made. */
const packed = new Map()
const bytes = (text) => {
  if (!packed.has(text)) packed.set(text, new Uint8Array(Buffer.from(zip(telling(text)), 'base64')))
  return packed.get(text)
}
const runtime = 'Nodejs18.15'
const inputs = (code, more = {}) => ({ functions: { fun01: { runtime, ...(code && { zip: bytes(code) }) } }, ...more })
const FUN01 = { functions: ['fun01-dev'] }

/** An emulator, its client, and Grayscale against it. */
async function cloud(t, options = {}, gray = {}) {
  const { emu, client } = await emulator(t, options)
  const grayscale = (more = {}) => {
    const made = new Grayscale({ credentials: KEY, endpoint: emu.url, ...gray, ...more })
    t.after(() => made.close())
    return made
  }
  return { emu, client, grayscale, gray: grayscale() }
}

/** The actions that were called while something was done. */
async function actionsOf(emu, act) {
  const from = emu.requests.length
  await act()
  return emu.requests.slice(from).map(({ action }) => action)
}

const routing = async (client, FunctionName = 'fun01-dev', Name = '$DEFAULT') => {
  const { FunctionVersion, RoutingConfig } = await client.call('GetAlias', { FunctionName, Name })
  const [other] = RoutingConfig.AdditionalVersionWeights
  return other ? [FunctionVersion, other.Version, other.Weight] : [FunctionVersion]
}

/** `one` as version 1, then the documented first step with `two`: 10 % of the traffic on it. */
async function canary(gray) {
  await gray.deploy(inputs('one', { publish: true, traffic: 0 }))
  return gray.deploy(inputs('two', { traffic: 0.1 }))
}

const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was done'),
    (error) => error,
  )

test('the documented release: create, publish, shift, publish again', async (t) => {
  const { gray, client } = await cloud(t)
  const created = await gray.deploy(inputs('one', { traffic: 0.2 }))
  assert.deepEqual([created.functions[0].status, created.traffic], ['done', 1])
  assert.ok(created.functions[0].notes.some(({ code }) => code === 'NoVersion'))
  await gray.deploy(inputs('one', { publish: true, traffic: 0 }))
  assert.deepEqual(await routing(client), ['$LATEST', '1', 1])

  const result = await gray.deploy(inputs('two', { traffic: 0.1 }))
  assert.deepEqual(await routing(client), ['$LATEST', '1', 0.9])
  assert.deepEqual([result.traffic, result.lastVersion, result.configTrafficVersion], [0.1, '1', '1'])
  assert.equal((await client.ask('fun01-dev', {}, { Qualifier: '1' })).text, 'one')
  assert.equal((await client.ask('fun01-dev', {}, { Qualifier: '$LATEST' })).text, 'two')

  const last = await gray.deploy(inputs('two', { publish: true, traffic: 0 }))
  assert.deepEqual([last.functions[0].published, await routing(client)], [['2'], ['$LATEST', '2', 1]])
  assert.equal((await client.ask('fun01-dev')).text, 'two')
})

test('a clock that is an hour slow is corrected by the time that the API tells, and said', async (t) => {
  const { gray } = await cloud(t, { clock: Math.floor(Date.now() / 1000) + 3600 })
  const told = []
  const onEvent = (event) => event.type === 'noted' && told.push(event)
  const result = await gray.deploy(inputs('one', { publish: true, traffic: 0 }), { onEvent })
  assert.deepEqual([result.functions[0].status, result.traffic], ['done', 0])
  assert.deepEqual(
    told.map(({ code, level }) => [code, level]),
    [['ClockSkew', 'warning']],
  )
  assert.match(told[0].text, /^this machine's clock is 3(600|599) s behind the API's; calls are signed with /)
  assert.ok(result.notes.some(({ code }) => code === 'ClockSkew'))
})

test('a simulation has clocks of its own: its signatures, marks and journal carry its time', async (t) => {
  const then = Date.UTC(2026, 0, 31, 12)
  const { emu, client, grayscale } = await cloud(t, { clock: then / 1000 })
  client.options.timestamp = then / 1000
  const store = memoryStore('', { now: () => then })
  const gray = grayscale({ store, clock: { steady: () => performance.now(), wall: () => then } })
  await gray.deploy(inputs('one', { publish: true, traffic: 0 }))
  const refused = emu.requests.filter(({ code }) => code === 'AuthFailure.SignatureExpire')
  assert.deepEqual(refused, [], 'no signature of another time was sent')
  const { Description } = await client.call('GetAlias', { FunctionName: 'fun01-dev', Name: '$DEFAULT' })
  assert.match(Description, /20260131|2026-01-31/)
  const [{ began }] = (await gray.history()).runs
  assert.ok(began >= then && began < then + 600_000, `${began}`)
})

test('a plan writes nothing, is applied as it was shown, and is unchanged afterwards', async (t) => {
  const { emu, gray } = await cloud(t)
  await gray.deploy(inputs('one', { publish: true, traffic: 0 }))
  const wanted = inputs('two', { traffic: 0.1 })
  let plan
  const asked = await actionsOf(emu, async () => (plan = await gray.plan(wanted)))
  assert.ok(
    asked.every((action) => /^(Get|List)/.test(action)),
    asked.join(),
  )
  assert.deepEqual(
    plan.functions[0].steps.map(({ kind }) => kind),
    ['upload', 'shift'],
  )
  assert.equal((await gray.apply(plan)).functions[0].status, 'done')
  const again = await gray.plan(wanted)
  assert.ok(again.unchanged)
  const written = await actionsOf(emu, async () => assert.ok((await gray.apply(again)).unchanged))
  assert.ok(
    written.every((action) => /^(Get|List)/.test(action)),
    written.join(),
  )
})

test('a plan is refused when something has changed since, with what differs', async (t) => {
  const { emu, gray } = await cloud(t)
  await canary(gray)
  const plan = await gray.plan(inputs(undefined, { traffic: 0.5 }))
  await gray.deploy(inputs(undefined, { traffic: 0.2 }))
  let error
  const actions = await actionsOf(emu, async () => (error = await rejection(gray.apply(plan))))
  assert.deepEqual([error.code, error.exitCode, error.changed], ['StalePlan', 3, []])
  assert.match(error.message, /fun01: \$default was \$latest 10% · 1 90%, now it is \$latest 20% · 1 80%/)
  assert.ok(!actions.includes('UpdateAlias'))
})

test('no call without need', async (t) => {
  const { emu, gray } = await cloud(t)
  await canary(gray)
  const shift = await actionsOf(emu, () => gray.deploy(inputs(undefined, { traffic: 0.5 })))
  // settings are wanted too (runtime), so the function, its triggers and the domains are read beside alias and versions;
  // the digest before $latest gets more, the function once more after that: whether it is still what was planned
  assert.ok(shift.length <= 9, shift.join())
  const bare = await actionsOf(emu, () => gray.deploy({ ...FUN01, traffic: 0.3 }))
  assert.deepEqual(bare.toSorted(), ['GetAlias', 'GetAlias', 'ListVersionByFunction', 'UpdateAlias'])
  const back = await actionsOf(emu, () => gray.rollback(FUN01))
  // what calls $latest directly is looked for when the alias has been written and read back
  assert.deepEqual(back.slice(0, 4), ['GetAlias', 'ListVersionByFunction', 'UpdateAlias', 'GetAlias'])
  assert.deepEqual(back.slice(4).toSorted(), ['ListCustomDomains', 'ListTriggers'])
})

test('code that is there already is not uploaded again', async (t) => {
  const { emu, gray } = await cloud(t)
  await canary(gray)
  const actions = await actionsOf(emu, () => gray.deploy(inputs('two', { traffic: 0.5 })))
  assert.ok(!actions.includes('UpdateFunctionCode'), actions.join())
  assert.ok(actions.length <= 9, actions.join())
  const changed = await actionsOf(emu, () => gray.deploy(inputs('three', { traffic: 0.5 })))
  assert.equal(changed.filter((action) => action === 'UpdateFunctionCode').length, 1)
})

test('rollback goes to the named version, to a number, and to what was there before', async (t) => {
  const { gray, client } = await cloud(t)
  await canary(gray)
  await gray.rollback(FUN01)
  assert.deepEqual(await routing(client), ['1'])
  assert.equal((await client.ask('fun01-dev')).text, 'one')

  await gray.rollback({ ...FUN01, to: 'previous' })
  assert.deepEqual(await routing(client), ['$LATEST', '1', 0.9])

  await gray.deploy(inputs('two', { publish: true, traffic: 0 }))
  await gray.rollback({ ...FUN01, to: 1 })
  assert.deepEqual(await routing(client), ['1'])

  const error = await rejection(gray.rollback({ ...FUN01, to: '9' }))
  assert.deepEqual([error.code, error.hint], ['VersionNotFound', 'usable versions: 2, 1'])
})

test('a rollback to what was there before takes its journal from the store', async (t) => {
  const store = memoryStore()
  const { grayscale, client } = await cloud(t)
  const first = grayscale({ store })
  await canary(first)
  await first.rollback(FUN01)
  assert.equal((await rejection(grayscale().rollback({ ...FUN01, to: 'previous' }))).code, 'NoRecordedRouting')
  await grayscale({ store: memoryStore((await store.read()).text) }).rollback({ ...FUN01, to: 'previous' })
  assert.deepEqual(await routing(client), ['$LATEST', '1', 0.9])
})

test('status tells versions, aliases and shares', async (t) => {
  const { gray } = await cloud(t)
  await canary(gray)
  const [row] = await gray.status({ ...FUN01, traffic: 0.2 })
  assert.deepEqual([row.name, row.exists, row.status, row.lastVersion], ['fun01-dev', true, 'Active', '1'])
  assert.deepEqual([row.traffic, row.wantedTraffic, row.agrees], [0.1, 0.2, false])
  assert.deepEqual(
    row.aliases[0].split.map(({ version, share }) => `${version} ${share}`),
    ['$latest 0.1', '1 0.9'],
  )
  const [missing] = await gray.status({ functions: ['nowhere'] })
  assert.equal(missing.exists, false)
})

test('several functions: publish names some, traffic is for all, only narrows', async (t) => {
  const { gray, client } = await cloud(t)
  const both = (code, more) => ({
    functions: { fun01: { runtime, zip: bytes(code) }, fun02: { runtime, zip: bytes(`${code} of 2`) } },
    ...more,
  })
  const run = await gray.deploy(both('one', { publish: 'fun02', traffic: 0 }))
  assert.deepEqual(
    run.functions.map(({ published }) => published),
    [[], ['1']],
  )
  assert.deepEqual([await routing(client), await routing(client, 'fun02-dev')], [['$LATEST'], ['$LATEST', '1', 1]])
  await gray.deploy(both('two', { traffic: 0.5, only: 'fun02' }))
  assert.equal((await client.ask('fun01-dev')).text, 'one')
  assert.deepEqual(await routing(client, 'fun02-dev'), ['$LATEST', '1', 0.5])
  const error = await rejection(gray.deploy(both('three', { publish: 'fun03' })))
  assert.deepEqual([error.code, error.exitCode], ['UnknownFunction', 2])
})

test('a run that a function of the program breaks tells in its result what it came to', async (t) => {
  const { gray } = await cloud(t)
  const onEvent = ({ type, state }) => {
    if (type === 'step' && state === 'done') throw new RangeError('broken')
  }
  const error = await rejection(gray.deploy(inputs('one'), { onEvent }))
  assert.deepEqual([error.code, error.result.kind, error.result.functions.length], ['InternalError', 'deploy', 1])
})

test('one function fails, the other is done: both are told', async (t) => {
  const { emu, gray, client } = await cloud(t)
  const both = { functions: { fun01: { runtime, zip: bytes('a') }, fun02: { runtime, zip: bytes('b') } } }
  await gray.deploy(both)
  emu.failNext({ transition: 'update', functionName: 'fun02-dev' })
  both.functions.fun01.zip = bytes('c')
  both.functions.fun02.zip = bytes('d')
  const error = await rejection(gray.deploy(both))
  assert.deepEqual([error.code, error.function], ['FunctionFailed', 'fun02-dev'])
  assert.match(error.message, /UpdateFailed: InternalError: This failure was ordered\./)
  assert.deepEqual(
    error.result.functions.map(({ status }) => status),
    ['done', 'failed'],
  )
  assert.equal(error.changed.length, 2)
  assert.equal((await client.ask('fun01-dev')).text, 'c')
})

test('code from object storage', async (t) => {
  const cosDir = await mkdtemp(join(tmpdir(), 'grayscale-cos-'))
  t.after(() => rm(cosDir, { recursive: true }))
  await mkdir(join(cosDir, 'bucket'))
  await writeFile(join(cosDir, 'bucket', 'one.zip'), bytes('from cos'))
  const { emu, gray, client } = await cloud(t, { cosDir })
  const codeSha256 = createHash('sha256').update(bytes('from cos')).digest('hex')
  const wanted = (cosObjectName, more) => ({ name: 'fun01', runtime, cosBucketName: 'bucket', cosObjectName, ...more })
  await gray.deploy(wanted('one.zip'))
  assert.equal((await client.ask('fun01')).text, 'from cos')
  const known = await actionsOf(emu, () => gray.deploy(wanted('one.zip', { codeSha256 })))
  assert.ok(!known.includes('UpdateFunctionCode'), known.join())
  const error = await rejection(gray.deploy(wanted('two.zip')))
  assert.deepEqual([error.code, error.source], ['InvalidParameterValue.CosObjectName', 'api'])
})

test('the same object uploaded again in the second in which it was deployed is an upload like others', async (t) => {
  const cosDir = await mkdtemp(join(tmpdir(), 'grayscale-cos-'))
  t.after(() => rm(cosDir, { recursive: true }))
  await mkdir(join(cosDir, 'bucket'))
  await writeFile(join(cosDir, 'bucket', 'one.zip'), bytes('from cos'))
  const { emu, gray } = await cloud(t, { cosDir })
  // its times have seconds, and this one does not end
  emu.setClock(Math.floor(Date.now() / 1000) * 1000)
  const wanted = { name: 'fun01', runtime, cosBucketName: 'bucket', cosObjectName: 'one.zip' }
  await gray.deploy(wanted)
  const [again] = (await gray.deploy({ ...wanted, publish: true, traffic: 0 })).functions
  assert.deepEqual([again.status, again.published], ['done', ['1']])
})

test('an aborted run ends, says what it did, and the same command goes on', async (t) => {
  const { emu, gray, client } = await cloud(t, {
    delays: { createMs: 0, updateMs: NEVER_MS, publishMs: 0, deleteMs: 0 },
  })
  await gray.deploy(inputs('one', { publish: true, traffic: 0 }))
  const controller = new AbortController()
  // the upload never becomes Active: it is stopped when the wait for it is told
  const onEvent = ({ type, text }) => type === 'waiting' && text === 'not ready yet' && controller.abort()
  const error = await rejection(gray.deploy(inputs('two', { traffic: 0.1 }), { signal: controller.signal, onEvent }))
  assert.deepEqual([error.code, error.exitCode], ['Interrupted', 130])
  assert.match(error.changed.join(), /^upload code to \$latest \(\d+ B\) \(accepted, not confirmed\)$/)
  assert.equal(error.result.functions[0].status, 'stopped')
  assert.deepEqual(await routing(client), ['$LATEST', '1', 1])
  const plan = await gray.plan(inputs('two', { traffic: 0.1 }))
  assert.deepEqual(
    plan.functions[0].steps.map(({ kind }) => kind),
    ['wait', 'shift'],
  )
  assert.equal(emu.requests.filter(({ action }) => action === 'UpdateFunctionCode').length, 1)
})

test('a run that was aborted before it began sends nothing', async (t) => {
  const { emu, gray } = await cloud(t)
  const error = await rejection(gray.deploy(inputs('one'), { signal: AbortSignal.abort() }))
  assert.deepEqual([error.code, error.changed, emu.requests.length], ['Interrupted', [], 0])
})

test('credentials come from a function, which is asked again when they change', async (t) => {
  const { grayscale } = await cloud(t)
  let asked = 0
  const gray = grayscale({
    credentials: async () => {
      asked += 1
      return asked > 3 ? { secretId: KEY.secretId, secretKey: 'EXPIRED' } : KEY
    },
  })
  const error = await rejection(gray.deploy(inputs('one', { publish: true })))
  assert.equal(error.code, 'AuthFailure.SignatureFailure')
  assert.ok(asked > 3)
})

test('a wrong key is explained and stands in no text', async (t) => {
  const { grayscale } = await cloud(t)
  const secretKey = 'NOTTHEKEYOFTHISPAIR'
  for (const [credentials, code] of [
    [{ secretId: KEY.secretId, secretKey }, 'AuthFailure.SignatureFailure'],
    [{ secretId: 'AKIDNOBODY', secretKey }, 'AuthFailure.SecretIdNotFound'],
  ]) {
    const error = await rejection(grayscale({ credentials }).status(FUN01))
    assert.deepEqual([error.code, error.source, error.exitCode], [code, 'api', 1])
    assert.match(error.requestId, /^[0-9a-f-]{36}$/)
    assert.match(error.hint, /TENCENT_SECRET/)
    assert.ok(!JSON.stringify(error).includes(secretKey) && !`${error.stack}`.includes(secretKey))
  }
  assert.equal((await rejection(grayscale({ credentials: undefined }).status(FUN01))).code, 'MissingCredentials')
})

test('an error of the API carries its request, its function and what was changed', async (t) => {
  const { gray, client } = await cloud(t, { quotas: { versions: 1 } })
  await gray.deploy(inputs('one', { publish: true }))
  const error = await rejection(gray.deploy(inputs('two', { publish: true, traffic: 0 })))
  assert.deepEqual([error.source, error.function, error.exitCode], ['api', 'fun01-dev', 1])
  assert.equal(error.code, 'LimitExceeded.FunctionVersions')
  assert.match(error.requestId, /^[0-9a-f-]{36}$/)
  assert.match(error.changed[0], /^upload code to \$latest/)
  // nobody stays on code that could not be published
  assert.match(error.changed[1], /^restore \$default: 1 100%/)
  assert.deepEqual(await routing(client), ['$LATEST', '1', 1])
})

test('secrets stand in no plan, event, result or journal', async (t) => {
  const store = memoryStore()
  const seen = []
  const { gray } = await cloud(t, {}, { store })
  const wanted = (value) => ({ ...inputs('one', { traffic: 0 }), environment: { variables: { TOKEN: value } } })
  const run = { onEvent: (event) => seen.push(event) }
  seen.push(await gray.deploy(wanted('s3cret-one'), run))
  const plan = await gray.plan(wanted('s3cret-two'), run)
  seen.push(plan, plan.lines, plan.text, await gray.apply(plan, run), await gray.status(FUN01))
  const text = JSON.stringify(seen) + (await store.read()).text
  assert.ok(text.includes('environment.TOKEN'))
  for (const secret of ['s3cret', KEY.secretKey]) assert.ok(!text.includes(secret), secret)
})

test('a plan goes through a file and back', async (t) => {
  const { gray } = await cloud(t)
  await canary(gray)
  const wanted = inputs(undefined, { traffic: 0.4, environment: { variables: { TOKEN: 'hush' } } })
  const file = (await gray.plan(wanted)).toFile()
  assert.ok(!file.includes('hush'))
  const missing = await rejection(gray.applyFile(file, {}))
  assert.deepEqual([missing.code, missing.exitCode], ['SecretMissing', 2])
  assert.equal((await gray.applyFile(file, wanted)).functions[0].status, 'done')
  const { Environment } = await gray.request('GetFunction', { FunctionName: 'fun01-dev' })
  assert.deepEqual(Environment.Variables, [{ Key: 'TOKEN', Value: 'hush' }])
  assert.equal((await rejection(gray.applyFile(file, wanted))).code, 'StalePlan')
})
