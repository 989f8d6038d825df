// The custom runtime: programs that ask the runtime API for events.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { Client } from './support/client.js'
import { start } from './support/command.js'
import { emulator, file, until } from './support/harness.js'
import { aboutTenth, counted, createFrom, failure, shifted } from './support/runtimes.js'

const CUSTOM = { Runtime: 'CustomRuntime', Handler: 'main', Timeout: 10 }

/** A program in Node.js that speaks with the runtime API; `deed` runs for each event. */
const program = (deed, before = '') => `#!${process.execPath}
const base = 'http://' + process.env.SCF_RUNTIME_API + ':' + process.env.SCF_RUNTIME_API_PORT + '/runtime/'
const get = (path, headers) => fetch(base + path, { headers })
const post = (path, body = '', headers = {}) => fetch(base + path, { method: 'POST', body, headers })
const main = async () => {
  ${before}
  await post('init/ready')
  for (;;) {
    const next = await get('invocation/next')
    const event = await next.json()
    ${deed}
  }
}
main().catch((error) => { console.error(error); process.exit(1) })
`

/** @param {number} pid */
const isRunning = (pid) => !/^Z|^$/.test(String(spawnSync('ps', ['-o', 'stat=', '-p', pid]).stdout))

async function ran(t, bootstrap, { event = {}, ...settings } = {}) {
  const { client } = await emulator(t)
  const files = bootstrap === undefined ? { other: 'x' } : { bootstrap }
  await createFrom(client, 'fun01', files, { ...CUSTOM, ...settings })
  return client.invoke('fun01', event, { LogType: 'Tail' })
}

/** The program of the runtime's documentation: bash and curl. */
const shell = (version) =>
  file(`#!/bin/bash
api="http://$SCF_RUNTIME_API:$SCF_RUNTIME_API_PORT/runtime"
curl --silent --data ' ' "$api/init/ready"
while event=$(curl --silent --fail "$api/invocation/next"); do
  echo "event $event"
  curl --silent --data-binary "{\\"version\\":\\"${version}\\",\\"function\\":\\"$SCF_FUNCTIONNAME\\"}" "$api/invocation/response"
done
`)

describe('a custom runtime', () => {
  test('in bash answers, and what it prints is in the log', async (t) => {
    const result = await ran(t, shell('1'), { event: { a: 7 } })
    assert.equal(result.RetMsg, '{"version":"1","function":"fun01"}')
    assert.match(result.Log, /\nevent \{"a":7\}\nResponse RequestId/)
  })

  test('answers from both versions through an alias of 10 and 90 percent', async (t) => {
    const { client } = await emulator(t)
    const files = (version) => ({
      bootstrap: file(program(`await post('invocation/response', JSON.stringify('${version}'))`)),
    })
    await shifted(client, 'fun01', files, { ...CUSTOM, MemorySize: 512 })
    aboutTenth(await counted(200, () => client.ask('fun01')))
  })

  test('gets the id and the limits of an invocation in headers', async (t) => {
    const names = ['request_id', 'memory_limit_in_mb', 'time_limit_in_ms']
    const deed = `await post('invocation/response', JSON.stringify(${JSON.stringify(names)}.map((name) => next.headers.get(name))))`
    const result = await ran(t, file(program(deed)), { MemorySize: 512 })
    assert.deepEqual(JSON.parse(result.RetMsg), [result.FunctionRequestId, '512', '10000'])
  })

  test('gets the same event again where it asks again before it has answered', async (t) => {
    const deed = `const again = await (await get('invocation/next')).json()
      await post('invocation/response', JSON.stringify([event, again]))`
    const result = await ran(t, file(program(deed)), { MemorySize: 512, event: { a: 1 } })
    assert.equal(result.RetMsg, '[{"a":1},{"a":1}]')
  })

  test('fails an invocation by an error', async (t) => {
    const result = await ran(t, file(program("await post('invocation/error', 'boom-17')")), { MemorySize: 512 })
    const { statusCode, stackTrace } = failure(result)
    assert.deepEqual([statusCode, stackTrace], [430, 'boom-17'])
  })

  test('can’t answer where there is no event', async (t) => {
    const before = "const early = await post('invocation/response', '0')"
    const deed = "await post('invocation/response', String(early.status))"
    assert.equal((await ran(t, file(program(deed, before)), { MemorySize: 512 })).RetMsg, '400')
  })

  test('is not reached by a page of a browser', async (t) => {
    const deed = `const { status } = await post('invocation/response', '0', { origin: 'http://127.0.0.1:1' })
      await post('invocation/response', String(status))`
    assert.equal((await ran(t, file(program(deed)), { MemorySize: 512 })).RetMsg, '403')
  })

  test('has its variables in its environment, and nothing of the emulator’s', async (t) => {
    process.env.CANARY_OF_THE_EMULATOR = 'seen'
    t.after(() => delete process.env.CANARY_OF_THE_EMULATOR)
    const deed = "await post('invocation/response', JSON.stringify(process.env))"
    const Environment = { Variables: [{ Key: 'OWN', Value: 'mine' }] }
    const environment = JSON.parse((await ran(t, file(program(deed)), { MemorySize: 512, Environment })).RetMsg)
    assert.deepEqual([environment.OWN, environment.SCF_RUNTIME], ['mine', 'CustomRuntime'])
    assert.equal('CANARY_OF_THE_EMULATOR' in environment, false)
  })
})

describe('a custom runtime that fails', () => {
  for (const [what, bootstrap, statusCode, message, settings] of [
    ['without the file bootstrap', undefined, 405, /holds no file bootstrap/],
    ['whose bootstrap is not executable', file('#!/bin/sh\n', 0o644), 405, /bootstrap is not executable/],
    ['whose bootstrap has the line ends of Windows', file('#!/bin/sh\r\n'), 405, /CR LF/],
    ['whose interpreter is not on this machine', file('#!/nowhere/sh\n'), 405, /this machine has no \/nowhere\/sh/],
    ['that exits before it is ready', file('#!/bin/sh\nexit 7'), 439, /initializing \(exit code 7\)/],
    ['that is killed before it is ready', file('#!/bin/sh\nkill -9 $$'), 439, /initializing \(SIGKILL\)/],
    ['that is never ready', file('#!/bin/sh\nsleep 600'), 433, /Initializing task timed out/, { InitTimeout: 1 }],
    ['that kills what runs it', file(program("process.kill(process.ppid, 'SIGKILL')")), 439, /running \(SIGKILL\)/],
    ['that kills its process group', file(program("process.kill(0, 'SIGKILL')")), 439, /running \(SIGKILL\)/],
    ['that exits while it runs', file(program('process.exit(9)')), 439, /running \(exit code 9\)/],
    [
      'that does not answer',
      file(program('await new Promise(() => setInterval(() => {}, 1000))')),
      433,
      /timed out/,
      { Timeout: 1 },
    ],
    [
      'whose child takes more memory than the function has',
      file(
        program(
          `require('child_process').spawnSync(process.execPath, ['-e', 'Buffer.alloc(600 << 20, 1); for (;;);'])`,
        ),
      ),
      434,
      /Memory limit exceeded: 512 MB/,
      { Timeout: 30 },
    ],
  ]) {
    test(`${what} ends with ${statusCode}`, async (t) => {
      const result = await ran(t, bootstrap, { MemorySize: 512, ...settings })
      const ended = failure(result)
      assert.equal(ended.statusCode, statusCode, result.ErrMsg)
      assert.match(ended.errorMessage, message)
    })
  }

  test('does not outlive an emulator that is killed', async (t) => {
    const command = start(t, ['--json', '--create-ms', '0'])
    const { url, secretId, secretKey } = JSON.parse((await command.lines())[0])
    const client = new Client(url, { key: { secretId, secretKey } })
    const deed = "await post('invocation/response', String(process.pid))"
    const forever = 'process.exit = () => {}; setInterval(() => {}, 1000)'
    await createFrom(client, 'fun01', { bootstrap: file(program(deed, forever)) }, { ...CUSTOM, MemorySize: 512 })
    const pid = await client.ask('fun01')
    assert.equal(isRunning(pid), true)
    command.child.kill('SIGKILL')
    await until(
      async () => isRunning(pid),
      (runs) => !runs,
    )
  })

  test('may not answer with more than 32 MB', async (t) => {
    const deed = "await post('invocation/response', Buffer.alloc(40 << 20, 'x')).catch(() => {})"
    assert.equal(failure(await ran(t, file(program(deed)), { MemorySize: 1024, Timeout: 30 })).statusCode, 407)
  })

  test('serves the next invocation in a new process after an exit', async (t) => {
    const { client } = await emulator(t)
    const deed = "if (event.evil) process.exit(1); await post('invocation/response', '\"well\"')"
    await createFrom(client, 'fun01', { bootstrap: file(program(deed)) }, { ...CUSTOM, MemorySize: 512 })
    assert.equal(failure(await client.invoke('fun01', { evil: true })).statusCode, 439)
    assert.equal(await client.ask('fun01'), 'well')
  })
})
