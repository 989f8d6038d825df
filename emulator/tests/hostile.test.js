import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { create, emulator } from './support/harness.js'

const TIMEOUT_SECONDS = 2
/** For what ends by itself, on a busy machine too. */
const PATIENCE_SECONDS = 30
const EXITED = 439
const TIMED_OUT = 433
const THREW = 430

/**
 * What a function does when it is told to, and the status code that this invocation ends with; 200 where it harms nobody.
 * The invocation after it has to work in any case.
 */
const DEEDS = {
  'writes to the descriptor that jobs come in on': ['fs.writeSync(3, "x\\n")', EXITED],
  'writes nonsense to the descriptor that answers go out on': ['fs.writeSync(4, "x\\n")', EXITED],
  'writes bytes that are no text': ['fs.writeSync(4, Buffer.from([0, 255, 254, 10, 13, 10]))', EXITED],
  'writes JSON that is no message': ['fs.writeSync(4, "null\\n")', EXITED],
  'writes a message of no known kind': ['fs.writeSync(4, "{\\"kind\\":\\"constructor\\"}\\n")', EXITED],
  'writes a message with wrong types': [
    'fs.writeSync(4, "{\\"kind\\":\\"returned\\",\\"id\\":{},\\"returned\\":7}\\n")',
    EXITED,
  ],
  'writes half a message and returns': ['fs.writeSync(4, "{\\"kind\\":\\"returned\\"")', EXITED],
  'writes half a message and waits': ['fs.writeSync(4, "{\\"kind\\":"); await never', TIMED_OUT],
  'writes 40 MB without a line feed': ['for (let n = 0; n < 40; n++) fs.writeSync(4, Buffer.alloc(1 << 20, 120))', 407],
  'writes to every descriptor that there is': [
    'for (let fd = 0; fd < 64; fd++) try { fs.writeSync(fd, "x\\n") } catch {}',
    EXITED,
  ],
  'closes the descriptor of jobs': ['fs.closeSync(3); await never', [EXITED, TIMED_OUT]],
  'closes the descriptor of answers': ['fs.closeSync(4); await never', EXITED],
  'closes every descriptor': ['for (let fd = 0; fd < 5; fd++) try { fs.closeSync(fd) } catch {}; await never', EXITED],
  'closes its output and goes on writing': ['fs.closeSync(1); fs.closeSync(2); console.log("lost")', 200],
  'reads the jobs that are not for it': ['fs.read(3, Buffer.alloc(99), () => {})', [200, EXITED]],
  'returns 40 MB': ['return "x".repeat(40 << 20)', 407],
  'writes 200 MB to its output': [
    'const much = Buffer.alloc(1 << 20, 120); for (let n = 0; n < 200; n++) process.stdout.write(much)',
    200,
  ],
  'throws an error whose stack is 50 MB': ['const e = new Error(); e.stack = "x".repeat(50 << 20); throw e', THREW],
  'throws an error that can not be looked at': [
    'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } })',
    THREW,
  ],
  'throws nothing': ['throw undefined', THREW],
  'breaks the prototypes of arrays': [breaks('Array.prototype'), 'any'],
  'breaks the prototypes of strings, numbers and functions': [
    breaks('String.prototype', 'Number.prototype', 'Function.prototype'),
    'any',
  ],
  'breaks the prototypes of buffers': [breaks('Buffer.prototype', 'Uint8Array.prototype', 'Buffer'), 'any'],
  'breaks the prototypes of events and streams': [
    breaks('EventEmitter.prototype', 'net.Socket.prototype', 'stream.Readable.prototype', 'stream.Duplex.prototype'),
    'any',
  ],
  'breaks promises': [breaks('Promise.prototype', 'Promise'), 'any'],
  'breaks JSON': ['JSON.parse = JSON.stringify = () => { throw new Error("broken") }', 200],
  'gives every object a toJSON': ['Object.prototype.toJSON = () => { throw new Error("broken") }', 'any'],
  'gives every object a kind': ['Object.prototype.kind = "loaded"; Object.prototype.id = "other"', 200],
  'breaks what the runtime takes from process': [
    'process.exit = process.on = process.emit = process.memoryUsage = performance.now = Date.now = () => { throw 1 }',
    200,
  ],
  'removes all listeners of its process': [
    'process.removeAllListeners(); setImmediate(() => { throw new Error("late") }); await never',
    EXITED,
  ],
  'exits with an exit handler that never ends': ['process.on("exit", () => { for (;;); }); process.exit(0)', TIMED_OUT],
  'exits without a word': ['process.reallyExit(7)', EXITED],
  aborts: ['process.abort()', EXITED],
  'kills itself': ['process.kill(process.pid, "SIGKILL"); await never', EXITED],
  'kills its parent': ['process.kill(process.ppid, "SIGKILL"); await never', EXITED],
  'ends its parent by a command': ['child.execSync("kill -9 " + process.ppid); await never', EXITED],
  'stops its parent and exits': ['process.kill(process.ppid, "SIGSTOP"); process.exit(0)', EXITED],
  'kills its process group': ['process.kill(0, "SIGKILL"); await never', EXITED],
  'sends SIGTERM to its process group and ignores it': [
    'process.on("SIGTERM", () => {}); process.kill(0, "SIGTERM"); await never',
    EXITED,
  ],
  'queues microtasks without end': ['for (;;) await null', TIMED_OUT],
  'returns, and queues microtasks without end': [
    '(async () => { for (;;) await null })(); return "gone on"',
    [200, TIMED_OUT],
  ],
  'returns, and blocks its event loop': ['setImmediate(() => { for (;;); }); return "gone on"', 200],
  'blocks its event loop': ['for (;;);', TIMED_OUT],
  'waits in a call that can not be interrupted': [
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    TIMED_OUT,
  ],
  'ignores signals and waits': [
    'for (const s of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(s, () => {}); await never',
    TIMED_OUT,
  ],
  'leaves a child in its group that holds the pipes': [
    'child.spawn("sleep", ["600"], { stdio: "inherit" }); await never',
    TIMED_OUT,
  ],
  'leaves a daemon that holds the pipes, and exits': [
    'child.spawn("sleep", ["5"], { stdio: "inherit", detached: true }).unref(); process.exit(0)',
    EXITED,
  ],
  'leaves a daemon that holds every descriptor, and waits': [
    'child.spawn("sleep", ["5"], { stdio: [0, 1, 2, 3, 4], detached: true }).unref(); await never',
    TIMED_OUT,
  ],
  'deletes its code': ['try { fs.rmSync(__dirname, { recursive: true }) } catch {} process.exit(0)', EXITED],
  'overwrites its code': ['fs.writeFileSync(__filename, "nonsense("); process.exit(0)', EXITED],
}

/** Source that replaces all methods of these objects by one that throws. */
function breaks(...objects) {
  return `for (const object of [${objects}]) for (const name of Object.getOwnPropertyNames(object)) {
    try { if (typeof object[name] === 'function') object[name] = () => { throw new Error('broken') } } catch {}
  }`
}

const source = (deed) => `
const fs = require('node:fs'), net = require('node:net'), stream = require('node:stream')
const child = require('node:child_process'), EventEmitter = require('node:events')
const never = new Promise(() => setInterval(() => {}, 1000))
exports.main_handler = async (event) => {
  if (!event.evil) return 'well';
  ${deed}
}`

describe('a function that does its worst ends its own invocation, and no other', { concurrency: 4 }, () => {
  for (const [what, [deed, expected]] of Object.entries(DEEDS)) {
    test(what, { timeout: 60_000 }, async (t) => {
      const { client } = await emulator(t)
      const timesOut = [expected].flat().some((one) => one === TIMED_OUT || one === 'any')
      const Timeout = timesOut ? TIMEOUT_SECONDS : PATIENCE_SECONDS
      await create(client, 'fun01', source(deed), { Timeout, MemorySize: 1024 })
      assert.equal(await client.ask('fun01'), 'well')
      const result = await client.invoke('fun01', { evil: true })
      const { statusCode } = result.ErrMsg === '' ? { statusCode: 200 } : JSON.parse(result.ErrMsg)
      if (expected !== 'any') assert.ok([expected].flat().includes(statusCode), `${statusCode} ${result.ErrMsg}`)
      assert.equal(await client.ask('fun01'), 'well')
    })
  }
})

test('code that is loaded may do its worst too', async (t) => {
  const { client } = await emulator(t)
  for (const [name, deed, code] of [
    ['writes', 'require("node:fs").writeSync(3, "x\\n"); for (;;);', EXITED],
    ['kills', 'process.kill(process.ppid, "SIGKILL"); for (;;);', EXITED],
    ['exits', 'process.exit(3)', EXITED],
    ['throws', 'throw new Proxy({}, { getPrototypeOf() { throw 1 } })', THREW],
  ]) {
    await create(client, name, deed, { InitTimeout: 3 })
    for (const _again of [1, 2]) assert.equal(JSON.parse((await client.invoke(name)).ErrMsg).statusCode, code, name)
  }
  await create(client, 'fun01', 'exports.main_handler = async () => 1')
  assert.equal(await client.ask('fun01'), 1)
})

test('a time-out ends what the function started, and an emulator that closes waits for no daemon', async (t) => {
  const { client, emu } = await emulator(t)
  const started = `const child = require('node:child_process').spawn('sleep', ['600'])
    exports.main_handler = async (event) => { if (event.hang) await new Promise(() => {}); return child.pid }`
  await create(client, 'fun01', started, { Timeout: 1 })
  const pid = await client.ask('fun01')
  process.kill(pid, 0)
  assert.equal(JSON.parse((await client.invoke('fun01', { hang: true })).ErrMsg).statusCode, TIMED_OUT)
  const state = spawnSync('ps', ['-o', 'stat=', '-p', pid])
  assert.match(String(state.stdout), /^Z|^$/, 'it has ended, if perhaps nobody has taken note')
  const daemon = `const daemon = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit', detached: true })
    daemon.unref()
    exports.main_handler = async () => daemon.pid`
  await create(client, 'fun02', daemon)
  const daemonPid = await client.ask('fun02')
  t.after(() => process.kill(daemonPid, 'SIGKILL'))
  await emu.close()
  process.kill(daemonPid, 0) // it still holds the pipes
})
