import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { Client, MONITOR } from './support/client.js'
import { create, emulator, logged, NEVER_MS, telling, until, zip } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const EACH_SECOND = { ...FN, TriggerName: 'tick', Type: 'timer', TriggerDesc: '* * * * * * *' }

/** What the function returned, the first invocation first. */
async function returned(client, FunctionName = 'fun01') {
  return (await logged(client, FunctionName)).filter(({ ended }) => ended).map((one) => JSON.parse(one.returned))
}

const fired = (client, times, FunctionName) =>
  until(
    async () => (await returned(client, FunctionName)).length,
    (count) => count >= times,
  )

function stateFileOf(t) {
  const directory = mkdtempSync(path.join(tmpdir(), 'timers-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return path.join(directory, 'state.json')
}

describe('a timer', () => {
  test('invokes with the documented event, once for each second that is due', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    const from = Date.now()
    await client.call('CreateTrigger', { ...EACH_SECOND, CustomArgument: '{"say":"你好"}' })
    await fired(client, 2)
    const { TriggerDesc, ...timer } = EACH_SECOND
    await client.call('UpdateTriggerStatus', { ...timer, Enable: 'CLOSE' })
    await fired(client, (await logged(client)).length)
    const events = (await returned(client)).map(({ event }) => event)
    for (const { Time, ...event } of events) {
      assert.deepEqual(event, { Type: 'Timer', TriggerName: 'tick', Message: '{"say":"你好"}' })
      assert.match(Time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    }
    const times = events.map(({ Time }) => Date.parse(Time)).sort((a, b) => a - b)
    assert.ok(times[0] > from && times[0] <= Date.now())
    assert.ok(
      times.every((time, n) => time === times[0] + n * 1000),
      times.join(),
    )
  })

  test('goes through its Qualifier, and is counted like any invocation', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await client.call('PublishVersion', FN)
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')) })
    const RoutingConfig = { AdditionalVersionWeights: [{ Version: '1', Weight: 1 }] }
    await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '$LATEST', RoutingConfig })
    await client.call('CreateTrigger', { ...EACH_SECOND, Qualifier: '$DEFAULT' })
    await fired(client, 1)
    assert.deepEqual([(await returned(client))[0].text, (await returned(client))[0].version], ['one', '1'])
    const Dimensions = [
      { Name: 'functionName', Value: 'fun01' },
      { Name: 'alias', Value: '$DEFAULT' },
    ]
    const asked = { Namespace: 'QCE/SCF_V2', MetricName: 'Invocation', Period: 60, Instances: [{ Dimensions }] }
    const { DataPoints } = await client.call('GetMonitorData', asked, { version: MONITOR })
    assert.ok(DataPoints[0].Values.reduce((sum, value) => sum + value, 0) >= 1)

    await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '$LATEST' })
    await until(
      async () => (await returned(client)).at(-1).text,
      (text) => text === 'two',
    )
  })

  test('does not fire when it is closed, changed to another time, or deleted', async (t) => {
    const { client } = await emulator(t)
    const actions = {
      closed: ['UpdateTriggerStatus', { Enable: 'CLOSE' }],
      moved: ['UpdateTrigger', { TriggerDesc: '0 0 0 1 1 * 2099' }],
      deleted: ['DeleteTrigger', {}],
    }
    for (const FunctionName of ['clock', ...Object.keys(actions)]) {
      await create(client, FunctionName)
      await client.call('CreateTrigger', { ...EACH_SECOND, FunctionName })
    }
    await create(client, 'never')
    await client.call('CreateTrigger', { ...EACH_SECOND, FunctionName: 'never', Enable: 'CLOSE' })
    for (const FunctionName of Object.keys(actions)) await fired(client, 1, FunctionName)
    for (const [FunctionName, [action, more]] of Object.entries(actions)) {
      const { TriggerDesc, ...timer } = { ...EACH_SECOND, FunctionName }
      await client.call(action, { ...timer, ...more })
    }
    const started = async (FunctionName) => (await logged(client, FunctionName)).length
    const counts = async () => Promise.all(Object.keys(actions).map(started))
    const before = await counts()
    await fired(client, (await started('clock')) + 2, 'clock')
    assert.deepEqual(await counts(), before)
    assert.equal(await started('never'), 0)

    await client.call('UpdateTriggerStatus', { ...EACH_SECOND, TriggerDesc: '', FunctionName: 'never', Enable: 'OPEN' })
    await fired(client, 1, 'never')
  })

  test('does not fire where the clock stands still', async (t) => {
    const timestamp = Math.floor(Date.now() / 1000) - 3600
    const { emu } = await emulator(t, { clock: timestamp })
    const frozen = new Client(emu.url, { timestamp })
    const { client } = await emulator(t)
    for (const one of [frozen, client]) {
      await create(one)
      await one.call('CreateTrigger', EACH_SECOND)
    }
    await fired(client, 2)
    assert.deepEqual(await returned(frozen), [])
  })
})

describe('the life of the emulator', () => {
  test('a timer goes on firing after a restart', async (t) => {
    const stateFile = stateFileOf(t)
    const first = await emulator(t, { stateFile })
    await create(first.client)
    await first.client.call('CreateTrigger', EACH_SECOND)
    await first.emu.close()
    const second = await emulator(t, { stateFile })
    await fired(second.client, 1)
  })

  test('one that has nothing to invoke is reported', async (t) => {
    const stateFile = stateFileOf(t)
    const first = await emulator(t, { stateFile })
    await create(first.client)
    await first.client.call('PublishVersion', FN)
    await first.client.call('CreateTrigger', { ...EACH_SECOND, Qualifier: '1' })
    await first.emu.close()
    const state = JSON.parse(readFileSync(stateFile, 'utf8'))
    Object.assign(state.regions[0].namespaces[0].functions[0].versions[0], { status: 'Publishing', served: null })
    writeFileSync(stateFile, JSON.stringify(state))
    const lines = []
    await emulator(t, { stateFile, delays: { publishMs: NEVER_MS }, log: (line) => lines.push(line) })
    await until(
      () => lines.length,
      (count) => count > 0,
    )
    assert.match(lines[0], /The timer "tick" of ap-guangzhou\/default\/fun01 could not invoke it: .* is Publishing/)
  })

  test('nothing keeps a process alive after close(): the one that made timers, and the one that found them', {
    timeout: 30_000, // only for a broken emulator
  }, async (t) => {
    const here = (file) => JSON.stringify(new URL(file, import.meta.url).href)
    const stateFile = stateFileOf(t)
    const made = `
      const client = new Client(emu.url)
      await create(client)
      await client.call('CreateTrigger', ${JSON.stringify({ ...EACH_SECOND, TriggerDesc: '0 0 0 1 1 * 2099' })})
      await client.call('CreateTrigger', ${JSON.stringify({ ...EACH_SECOND, TriggerName: 'tock' })})`
    for (const act of [made, '']) {
      const script = `
        import { startEmulator } from ${here('./support/emulator.js')}
        import { Client } from ${here('./support/client.js')}
        import { AT_ONCE, create } from ${here('./support/harness.js')}
        const emu = await startEmulator({ delays: AT_ONCE, stateFile: ${JSON.stringify(stateFile)} })
        ${act}
        await emu.close()
        console.log('closed')`
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        signal: t.signal,
      })
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
      })
      const [code] = await once(child, 'close')
      assert.deepEqual([text.trim(), code], ['closed', 0])
    }
  })
})
