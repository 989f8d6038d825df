import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { create, emulator, logged, telling, until, zip } from './support/harness.js'

function folder(t) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'emulator-runtime-'))
  chmodSync(directory, 0o777) // functions may run as another user
  t.after(() => rmSync(directory, { recursive: true }))
  return directory
}

const failure = (result) => JSON.parse(result.ErrMsg)

describe('handlers', () => {
  const styles = {
    async: 'exports.main_handler = async (event) => ({ got: event.a })',
    promise: 'exports.main_handler = (event) => new Promise((done) => setImmediate(done, { got: event.a }))',
    sync: 'exports.main_handler = (event) => ({ got: event.a })',
    callback: 'exports.main_handler = (event, context, callback) => { setImmediate(callback, null, { got: event.a }) }',
    'callback at once': 'exports.main_handler = (event, context, callback) => { callback(null, { got: event.a }) }',
  }
  for (const [style, source] of Object.entries(styles)) {
    test(style, async (t) => {
      const { client } = await emulator(t)
      await create(client, 'fun01', source)
      const result = await client.invoke('fun01', { a: 7 })
      assert.deepEqual([result.InvokeResult, result.RetMsg, result.ErrMsg], [0, '{"got":7}', ''])
      assert.ok(result.Duration > 0 && result.BillDuration === Math.ceil(result.BillDuration))
      assert.ok(result.MemUsage > 1024 * 1024 && Number.isInteger(result.MemUsage))
    })
  }

  test('ES modules, files in folders, and other names', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'esm', { 'index.mjs': 'export const main_handler = async () => import.meta.url.slice(-9)' })
    assert.equal(await client.ask('esm'), 'index.mjs')
    const files = {
      'src/app.js': 'exports.run = async () => require("../lib/name")',
      'lib/name.js': 'module.exports = "deep"',
    }
    await create(client, 'deep', files, { Handler: 'src/app.run' })
    assert.equal(await client.ask('deep'), 'deep')
  })

  test('nothing returned is null', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = () => {}')
    assert.equal((await client.invoke('fun01')).RetMsg, 'null')
  })

  test('the context tells what is running', async (t) => {
    const { client } = await emulator(t)
    await create(
      client,
      'fun01',
      'exports.main_handler = async (e, c) => ({ ...c, left: c.getRemainingTimeInMillis() })',
      {
        MemorySize: 256,
        Timeout: 5,
      },
    )
    const result = await client.invoke('fun01')
    const context = JSON.parse(result.RetMsg)
    assert.equal(context.function_name, 'fun01')
    assert.equal(context.function_version, '$LATEST')
    assert.equal(context.namespace, 'default')
    assert.equal(context.memory_limit_in_mb, 256)
    assert.equal(context.time_limit_in_ms, 5000)
    assert.equal(context.request_id, result.FunctionRequestId)
    assert.ok(context.left > 4000 && context.left <= 5000)
  })
})

describe('failures', () => {
  const throwing = {
    'a sync throw': 'exports.main_handler = () => { throw new TypeError("boom-17") }',
    'a rejection': 'exports.main_handler = async () => { throw new TypeError("boom-17") }',
    'an error called back': 'exports.main_handler = (e, c, done) => { done(new TypeError("boom-17")) }',
    'an error in the background':
      'exports.main_handler = () => new Promise(() => setImmediate(() => { throw new TypeError("boom-17") }))',
    'a rejection nobody handles':
      'exports.main_handler = () => new Promise(() => { Promise.reject(new TypeError("boom-17")) })',
    'an error while loading': 'throw new TypeError("boom-17")',
  }
  for (const [what, source] of Object.entries(throwing)) {
    test(what, async (t) => {
      const { client } = await emulator(t)
      await create(client, 'fun01', source)
      for (const again of [1, 2]) {
        const result = await client.invoke('fun01', {}, { LogType: 'Tail' })
        assert.equal(result.InvokeResult, -1)
        assert.equal(result.RetMsg, '')
        const { errorCode, errorMessage, statusCode, stackTrace, requestId } = failure(result)
        assert.deepEqual([errorCode, errorMessage, statusCode], [1, 'user code exception caught', 430])
        assert.equal(requestId, result.FunctionRequestId)
        assert.match(stackTrace, /^TypeError: boom-17/, `time ${again}`)
        assert.match(result.Log, /ERROR RequestId: .*boom-17/)
      }
    })
  }

  test('a handler that is not there', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', 'exports.other = 1')
    assert.match(failure(await client.invoke('fun01')).stackTrace, /exports no function "main_handler"/)
  })

  test('an answer that is no JSON', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = async () => { const a = {}; a.a = a; return a }')
    assert.match(failure(await client.invoke('fun01')).stackTrace, /circular/)
  })

  for (const [how, loop] of [
    ['waiting', 'new Promise(() => setInterval(() => {}, 1000))'],
    ['spinning', '(() => { for (;;); })()'],
  ]) {
    test(`time-out while ${how}: the process is killed, the next invocation has a new one`, async (t) => {
      const { client } = await emulator(t)
      const source = `exports.main_handler = async (e) => { console.log("pid", process.pid); if (e.hang) await ${loop}; return process.pid }`
      await create(client, 'fun01', source, { Timeout: 1 })
      const before = await client.ask('fun01')
      const result = await client.invoke('fun01', { hang: true }, { LogType: 'Tail' })
      const { errorCode, errorMessage, statusCode } = failure(result)
      assert.deepEqual([errorCode, errorMessage, statusCode], [-1, 'Invoking task timed out after 1 seconds', 433])
      assert.ok(result.Duration >= 1000 && result.Duration < 3000)
      assert.match(result.Log, new RegExp(`pid ${before}\n`), 'what was written before is in the log')
      assert.throws(() => process.kill(before, 0), { code: 'ESRCH' })
      assert.notEqual(await client.ask('fun01'), before)
    })
  }

  for (const [what, grow] of [
    ['heap', 'const all = []; for (;;) all.push(new Array(1000).fill(all.length))'],
    [
      'buffers',
      'const all = []; for (;;) { all.push(Buffer.alloc(8 << 20, 1)); await new Promise((r) => setTimeout(r, 5)) }',
    ],
    ['one gulp', 'return Buffer.alloc(300 << 20, 1).length'],
  ]) {
    test(`memory limit: ${what}`, async (t) => {
      const { client } = await emulator(t)
      await create(client, 'fun01', `exports.main_handler = async (e) => { if (!e.grow) return 1; ${grow} }`, {
        Timeout: 20,
      })
      assert.equal(await client.ask('fun01'), 1)
      const result = await client.invoke('fun01', { grow: true })
      const { errorCode, errorMessage, statusCode } = failure(result)
      assert.deepEqual([errorCode, errorMessage, statusCode], [-1, 'Memory limit exceeded: 128 MB', 434])
      assert.ok(result.MemUsage >= 128 * 1024 * 1024)
      assert.equal(await client.ask('fun01'), 1)
    })
  }

  test('a small function lives within 64 MB for thousands of invocations', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = async (e) => [e, "x".repeat(1000)]', { MemorySize: 64 })
    for (let i = 0; i < 60; i++) await Promise.all(Array.from({ length: 20 }, () => client.ask('fun01')))
  })

  test('process.exit()', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = (e) => e.die ? process.exit(3) : 1')
    const { errorCode, errorMessage, statusCode } = failure(await client.invoke('fun01', { die: true }))
    assert.deepEqual([errorCode, errorMessage, statusCode], [-1, 'User process exit when running (exit code 3)', 439])
    assert.equal(await client.ask('fun01'), 1)
  })

  test('an answer over the limit', async (t) => {
    const { client } = await emulator(t, { quotas: { syncEventBytes: 1000 } })
    await create(client, 'fun01', 'exports.main_handler = async () => "x".repeat(1000)')
    assert.equal(failure(await client.invoke('fun01')).statusCode, 407)
  })
})

describe('what a function sees', () => {
  test('its variables and none of the host', async (t) => {
    process.env.EMULATOR_TEST_SECRET = 'leak'
    t.after(() => delete process.env.EMULATOR_TEST_SECRET)
    const { client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = async () => process.env', {
      Environment: { Variables: [{ Key: 'COLOR', Value: 'blue' }] },
    })
    const env = await client.ask('fun01')
    assert.equal(env.COLOR, 'blue')
    assert.equal(env.SCF_FUNCTIONNAME, 'fun01')
    assert.equal(env.SCF_FUNCTIONVERSION, '$LATEST')
    assert.equal(env.TENCENTCLOUD_REGION, 'ap-guangzhou')
    const names = Object.keys(env).filter((name) => !/^(SCF_|TENCENTCLOUD_)/.test(name))
    assert.deepEqual(names.sort(), ['COLOR', 'LANG', 'PATH', 'TZ', 'USER_CODE_ROOT'])
  })

  test('stdout and stderr are logged in order, whole, per invocation', async (t) => {
    const { client } = await emulator(t)
    const source = `exports.main_handler = async (e) => {
      console.log('first', e.n); console.error('second', e.n); process.stdout.write('third'); console.log('x'.repeat(e.long ?? 0)) }`
    await create(client, 'fun01', source)
    for (const n of [1, 2]) {
      const { Log, FunctionRequestId: id } = await client.invoke('fun01', { n }, { LogType: 'Tail' })
      assert.ok(
        Log.startsWith(
          `START RequestId: ${id}\nEvent RequestId: ${id}\nfirst ${n}\nsecond ${n}\nthird\nResponse RequestId: ${id} RetMsg:null\nEND RequestId: ${id}\n`,
        ),
        Log,
      )
      assert.match(Log, /Report RequestId: \S+ Duration:\d+ms Memory:128MB MemUsage:\d+\.\d{4}MB\n$/)
    }
    assert.equal((await client.invoke('fun01', { n: 3 })).Log, '', 'no log without LogType Tail')
    const { FunctionRequestId, Log } = await client.invoke('fun01', { long: 300_000 }, { LogType: 'Tail' })
    assert.equal(Buffer.byteLength(Log), 4096)
    const whole = (await logged(client)).find(({ id }) => id === FunctionRequestId)
    assert.match(whole.text, /third(x{8000,8192})\n/, 'a line has 8 KB at most')
  })

  test('state stays between invocations of a warm process', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', 'let n = 0; exports.main_handler = async () => ++n')
    assert.deepEqual([await client.ask('fun01'), await client.ask('fun01')], [1, 2])
  })
})

describe('processes', () => {
  const meeting = `const fs = require('node:fs')
    exports.main_handler = async ({ directory, guests }) => {
      fs.writeFileSync(directory + '/' + process.pid, '')
      while (fs.readdirSync(directory).length < guests) await new Promise((r) => setTimeout(r, 5))
      return process.pid
    }`

  test('concurrent invocations run in processes of their own, each serving one at a time', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', meeting, { Timeout: 20 })
    const directory = folder(t)
    const pids = await Promise.all(Array.from({ length: 4 }, () => client.ask('fun01', { directory, guests: 4 })))
    assert.equal(new Set(pids).size, 4)
  })

  test('the number of processes is bounded; one that idles makes room for another function', async (t) => {
    const { client } = await emulator(t, { processes: { total: 1 } })
    for (const name of ['fun01', 'fun02']) await create(client, name, 'exports.main_handler = async () => process.pid')
    const first = await client.ask('fun01')
    const second = await client.ask('fun02')
    assert.notEqual(first, second)
    await until(
      () => isAlive(first),
      (alive) => !alive,
    )
    const mixed = await Promise.all(Array.from({ length: 20 }, (_, n) => client.ask(n % 2 ? 'fun01' : 'fun02')))
    assert.equal(mixed.length, 20)
  })

  test('an invocation that waits for room is served in the end, also when its code was replaced meanwhile', async (t) => {
    const { client } = await emulator(t, { processes: { total: 1 } })
    const gate = path.join(folder(t), 'open')
    const waiting = `const fs = require('node:fs')
      exports.main_handler = async () => { while (!fs.existsSync(${JSON.stringify(gate)})) await new Promise((r) => setTimeout(r, 5)) }`
    await create(client, 'busy', waiting, { Timeout: 30 })
    await create(client, 'fun01', telling('old'))
    const seen = (FunctionName) => async () => (await logged(client, FunctionName)).length
    const busy = client.ask('busy')
    await until(seen('busy'), (total) => total === 1)
    const starved = client.ask('fun01')
    await until(seen('fun01'), (total) => total === 1)
    await client.call('UpdateFunctionCode', { FunctionName: 'fun01', ZipFile: zip(telling('new')) })
    writeFileSync(gate, '')
    await busy
    assert.equal((await starved).text, 'old')
    assert.equal((await client.ask('fun01')).text, 'new')
  })

  test('an idle process is ended after a while', async (t) => {
    const { client } = await emulator(t, { processes: { idleMs: 100 } })
    await create(client, 'fun01', 'exports.main_handler = async () => process.pid')
    const pid = await client.ask('fun01')
    await until(
      () => isAlive(pid),
      (alive) => !alive,
    )
    assert.notEqual(await client.ask('fun01'), pid)
  })

  test('too many waiting invocations are throttled', async (t) => {
    const { client } = await emulator(t, { processes: { perTarget: 1, waiting: 2 } })
    const directory = folder(t)
    const source = `const fs = require('node:fs')
      exports.main_handler = async ({ gate }) => {
        while (!fs.existsSync(gate)) await new Promise((r) => setTimeout(r, 5))
      }`
    await create(client, 'fun01', source, { Timeout: 30 })
    const gate = path.join(directory, 'open')
    const throttled = []
    const all = Array.from({ length: 8 }, async () => {
      const result = await client.invoke('fun01', { gate })
      if (result.InvokeResult === -1) throttled.push(failure(result))
    })
    // One runs and two wait; or all three still wait for the process to start, and then one more is throttled.
    await until(
      () => throttled.length,
      (count) => count >= 5,
    )
    writeFileSync(gate, '')
    await Promise.all(all)
    assert.ok(throttled.length <= 6, String(throttled.length))
    assert.equal(throttled[0].statusCode, 432)
    assert.match(throttled[0].errorMessage, /ResourceLimitReached/)
  })

  test('new code ends the processes of the old; an invocation that runs comes to its end', async (t) => {
    const { client } = await emulator(t)
    const source =
      'exports.main_handler = async (e) => { await new Promise((r) => setTimeout(r, e.ms ?? 0)); return process.pid }'
    await create(client, 'fun01', source)
    const pid = await client.ask('fun01')
    const running = client.ask('fun01', { ms: 300 })
    await until(
      async () => (await logged(client)).length,
      (total) => total === 2,
    )
    await client.call('UpdateFunctionCode', { FunctionName: 'fun01', ZipFile: zip(`${source} // new`) })
    assert.notEqual(await client.ask('fun01'), pid)
    assert.equal(await running, pid)
    await until(
      () => isAlive(pid),
      (alive) => !alive,
    )
  })

  test('close() ends every process and removes the unpacked code', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = async () => [process.pid, __dirname]')
    const [pid, directory] = await client.ask('fun01')
    assert.ok(readdirSync(directory).includes('index.js'))
    await emu.close()
    assert.equal(isAlive(pid), false)
    assert.throws(() => readdirSync(directory), { code: 'ENOENT' })
  })
})

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    assert.equal(error.code, 'ESRCH')
    return false
  }
}
