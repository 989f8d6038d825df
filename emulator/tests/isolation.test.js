// What a function sees of the process that runs it: nothing, where the system has user namespaces or another user to give.
// Each world is a real one: as it is here, as a user without privileges, and without one or both of the two ways.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from './support/client.js'
import { create, file } from './support/harness.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const CANARY = 'CANARYofTheEmulatorsEnvironment'

/** Looks for the canary in all that it can read of any process, and says as whom it runs. */
const LOOKING = `const fs = require('fs')
exports.main_handler = async () => {
  const found = []
  const opened = []
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name))) {
    try { if (fs.readFileSync('/proc/' + pid + '/environ', 'latin1').includes(${JSON.stringify(CANARY)})) found.push(pid) } catch {}
    try { fs.closeSync(fs.openSync('/proc/' + pid + '/mem', 'r')); opened.push(pid) } catch {}
  }
  const own = Object.values(process.env).some((value) => value.includes(${JSON.stringify(CANARY)}))
  return { found, own, opened: opened.filter((pid) => pid === 'EMULATOR'), uid: process.getuid() }
}`

/** The same in Python, and as a program that the runtime API or a web request calls. */
const LOOKING_IN_PYTHON = `import os
def main_handler(event, context):
    found, opened = [], []
    for pid in [name for name in os.listdir('/proc') if name.isdigit()]:
        try:
            with open('/proc/%s/environ' % pid, 'rb') as file:
                if ${JSON.stringify(CANARY)} in file.read().decode('latin1'): found.append(pid)
        except OSError: pass
        try:
            open('/proc/%s/mem' % pid, 'rb').close()
            opened.append(pid)
        except OSError: pass
    own = any(${JSON.stringify(CANARY)} in value for value in os.environ.values())
    return {'found': found, 'own': own, 'opened': [pid for pid in opened if pid == 'EMULATOR'], 'uid': os.getuid()}`
const LOOKING_PROGRAM = `#!${process.execPath}
${LOOKING}
const base = 'http://' + process.env.SCF_RUNTIME_API + ':' + process.env.SCF_RUNTIME_API_PORT + '/runtime/'
const main = async () => {
  await fetch(base + 'init/ready', { method: 'POST' })
  for (;;) {
    await (await fetch(base + 'invocation/next')).text()
    await fetch(base + 'invocation/response', { method: 'POST', body: JSON.stringify(await exports.main_handler()) })
  }
}
main()`
const LANGUAGES = {
  'Nodejs18.15': { 'index.js': LOOKING },
  'Python3.9': { 'index.py': LOOKING_IN_PYTHON },
  CustomRuntime: { bootstrap: LOOKING_PROGRAM },
}

/** A program with an emulator that functions are brought to; what it is started with and in is up to the test. */
const PROGRAM = `import { startEmulator } from './emulator/index.js'
const { url, credential, isolated } = await startEmulator({ rate: 0, delays: { createMs: 0 } })
console.log(JSON.stringify({ url, credential, isolated, pid: process.pid }))
process.stdin.resume().on('end', () => process.exit())`

const isRoot = process.getuid?.() === 0
const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const hasNamespaces = succeeds('unshare', '--user', '--map-current-user', '--', 'true')
const linux = process.platform === 'linux' || 'there is no /proc'
const needsRoot = linux === true ? isRoot || 'only root becomes another user' : linux
const needsBoth = needsRoot === true ? hasNamespaces || 'no user namespaces here' : needsRoot

/** A copy of the emulator that every user can read, whatever the folder is that this checkout lies in. */
function readable(t) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'emulator-isolation-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  chmodSync(directory, 0o755)
  cpSync(path.join(root, 'emulator'), path.join(directory, 'emulator'), { recursive: true })
  for (const name of ['fflate', 'croner', 'yaml'])
    cpSync(path.join(root, 'node_modules', name), path.join(directory, 'node_modules', name), {
      recursive: true,
      dereference: true,
    })
  writeFileSync(path.join(directory, 'package.json'), '{"type":"module"}')
  writeFileSync(path.join(directory, 'program.js'), PROGRAM)
  return directory
}

/** Starts the program by these words, with the canary in its environment; gives what a function of it sees. */
async function seen(t, directory, words, { begin = async () => {}, Runtime = 'Nodejs18.15' } = {}) {
  const [command, ...args] = [...words, process.execPath, 'program.js']
  const child = spawn(command, args, {
    cwd: directory,
    env: { PATH: process.env.PATH, TENCENT_SECRET_KEY: CANARY },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  await begin(child)
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { url, credential, isolated, pid } = JSON.parse(line)
  const client = new Client(url, { key: credential })
  const told = Object.entries(LANGUAGES[Runtime]).map(([name, text]) => [name, file(text.replaceAll('EMULATOR', pid))])
  await create(client, 'fun01', Object.fromEntries(told), { Runtime, MemorySize: 512 })
  const result = await client.ask('fun01')
  child.stdin.end()
  await once(child, 'close')
  return { ...result, isolated, emulator: String(pid) }
}

/** Nothing of the environment and the memory of the emulator. */
function nothingSeen({ found, own, opened, isolated }) {
  assert.deepEqual({ found, own, opened, isolated }, { found: [], own: false, opened: [], isolated: true })
}

for (const Runtime of Object.keys(LANGUAGES)) {
  test(`a function of ${Runtime} finds nothing of the emulator’s environment and memory`, {
    skip: linux === true ? (isRoot || hasNamespaces ? false : 'no user namespaces here, and not root') : linux,
  }, async (t) => {
    nothingSeen(await seen(t, readable(t), [], { Runtime }))
  })
}

test('nor does it where the emulator has no privileges', {
  skip: needsBoth === true ? false : needsBoth,
}, async (t) => {
  const words = ['setpriv', '--reuid=65533', '--regid=65533', '--clear-groups', '--']
  const { uid, ...rest } = await seen(t, readable(t), words)
  nothingSeen(rest)
  assert.equal(uid, 65_533, 'it runs as the same user, which a namespace keeps out')
})

/** In a namespace of its own, in which there are so many users and no further namespaces: as containers are made. */
function container(users) {
  const closed = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
  return {
    words: ['unshare', '--user', '--', 'sh', '-c', 'read go; exec sh -c "$@"', 'sh', closed, 'sh'],
    async begin(child) {
      // until it is in its namespace there is nothing to map
      while (!inNamespace(child.pid)) await new Promise((resolve) => setTimeout(resolve, 5))
      for (const kind of ['uid_map', 'gid_map']) writeFileSync(`/proc/${child.pid}/${kind}`, `0 0 ${users}\n`)
      child.stdin.write('\n')
    },
  }
}

/** @param {number} pid */
function inNamespace(pid) {
  const of = (process) => spawnSync('readlink', [`/proc/${process}/ns/user`], { encoding: 'utf8' }).stdout
  return of(pid) !== of('self')
}

test('nor does it under root without namespaces: it runs as another user', {
  skip: needsBoth === true ? false : needsBoth,
}, async (t) => {
  const { words, begin } = container(100_000)
  const { uid, ...rest } = await seen(t, readable(t), words, { begin })
  nothingSeen(rest)
  assert.equal(uid, 65_534)
})

test('without another user and without namespaces it reads the emulator’s environment, and the emulator says so', {
  skip: needsBoth === true ? false : needsBoth,
}, async (t) => {
  const { words, begin } = container(1)
  const { found, own, isolated, emulator } = await seen(t, readable(t), words, { begin })
  assert.deepEqual({ own, isolated }, { own: false, isolated: false })
  assert.ok(found.includes(emulator), 'docs/emulator.md says that it can')
})

for (const [command, program] of [
  ['scf-emulator', ['emulator/main.js']],
  ['grayscale emulate', ['js/cli/main.js', 'emulate']],
]) {
  test(`${command} says where functions are not kept out`, {
    skip: needsBoth === true ? false : needsBoth,
  }, async (t) => {
    const { words, begin } = container(1)
    const [first, ...args] = [...words, process.execPath, ...program]
    const child = spawn(first, args, { cwd: root, stdio: ['pipe', 'ignore', 'pipe'] })
    t.after(() => child.kill('SIGKILL'))
    await begin(child)
    const [line] = await once(createInterface({ input: child.stderr }), 'line')
    assert.match(line, /^functions run as you, and can read the environment of your processes: docs\/emulator\.md/)
  })
}
