// scf-emulator: the emulator as a program.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { emulatorOptions } from '../command.js'
import { Client } from './support/client.js'
import { start } from './support/command.js'
import { create, directory, emulator } from './support/harness.js'

/** What it printed; it must end with this status. */
async function ended(t, args, status) {
  const result = await start(t, args).ended
  assert.equal(result.status, status, result.stdout + result.stderr)
  return result
}

test('it prints the address and the key, and runs functions until it is stopped', async (t) => {
  const { child, lines, ended } = start(t, ['--rate', '0', '--create-ms', '0'])
  const [first, ...rest] = await lines()
  assert.match(first, /^listening on http:\/\/127\.0\.0\.1:\d+$/)
  const env = Object.fromEntries(rest.map((line) => / {2}export ([A-Z_]+)=(.*)/.exec(line)?.slice(1)))
  assert.deepEqual(Object.keys(env), ['GRAYSCALE_ENDPOINT', 'TENCENT_SECRET_ID', 'TENCENT_SECRET_KEY'])
  const key = { secretId: env.TENCENT_SECRET_ID, secretKey: env.TENCENT_SECRET_KEY }
  const client = new Client(env.GRAYSCALE_ENDPOINT, { key })
  await create(client)
  assert.equal((await client.ask('fun01')).text, 'one')
  child.kill('SIGTERM')
  const { status, stderr } = await ended
  assert.equal(status, 0, stderr)
})

test('with --json it prints one line with the address and the key', async (t) => {
  const { child, lines, ended } = start(t, [
    '--json',
    '--secret-id',
    'AKIDMINE',
    '--secret-key',
    'MINE',
    '--token',
    'T',
  ])
  const [line, ...more] = await lines()
  const { url, ...rest } = JSON.parse(line)
  assert.deepEqual(rest, { port: Number(new URL(url).port), secretId: 'AKIDMINE', secretKey: 'MINE', token: 'T' })
  assert.deepEqual(more, [])
  child.kill('SIGINT')
  assert.equal((await ended).status, 0)
})

test('--help shows every flag with its value', async (t) => {
  const { stdout } = await ended(t, ['--help'], 0)
  for (const [name, { hint }] of Object.entries(emulatorOptions))
    assert.ok(stdout.includes(`  --${name} ${hint} `), name)
  for (const name of ['--json', '--version', '--help']) assert.ok(stdout.includes(name), name)
  assert.deepEqual(
    stdout.split('\n').filter((line) => line.length > 80),
    [],
  )
})

test('--version prints the version of the package', async (t) => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  assert.equal((await ended(t, ['--version'], 0)).stdout, `${version}\n`)
})

for (const [what, args, message] of [
  ['an unknown flag, and names the nearest one', ['--prot', '1'], /UnknownFlag.*--prot.*\n.*did you mean --port\?/],
  ['a flag with one dash', ['-port', '1'], /UnknownFlag.*-port.*\n.*did you mean --port\?/],
  ['a flag without its value', ['--port'], /MissingValue.*--port.*\n.*--port N/],
  ['a flag whose value would be a flag', ['--state', '--json'], /MissingValue.*--state.*\n.*--state FILE/],
  ['a flag that is given twice', ['--port', '1', '--port', '2'], /RepeatedFlag.*--port/],
  ['a value for a flag that takes none', ['--json=yes'], /UnexpectedValue.*--json takes no value/],
  ['a word that belongs to no flag', ['start'], /UnexpectedValue.*"start" belongs to no flag/],
  ['a value that makes no sense', ['--port', 'x'], /InvalidFlag {2}--port is "x"; expected a whole number/],
]) {
  test(`it refuses ${what} with exit code 2`, async (t) => {
    assert.match((await ended(t, args, 2)).stderr, message)
  })
}

test('with --json an error is a document on stdout', async (t) => {
  const { stdout } = await ended(t, ['--prot', '1', '--json'], 2)
  const { code, hint, ...rest } = JSON.parse(stdout).error
  assert.deepEqual([code, hint, rest.class], ['UnknownFlag', 'did you mean --port?', 'usage'])
})

test('an error does not print the key', async (t) => {
  const { stdout, stderr } = await ended(t, ['--secret-key=CANARY', '--secret-key=CANARY'], 2)
  assert.ok(!(stdout + stderr).includes('CANARY'))
})

test('a port that is taken ends it with exit code 1 and what to do', async (t) => {
  const { emu } = await emulator(t)
  const { stderr } = await ended(t, ['--port', String(emu.port)], 1)
  assert.match(stderr, /EmulatorFailed.*EADDRINUSE.*\n.*--port 0 picks a free one/)
})

test('a state file that another emulator has ends it with exit code 1 and the name of that process', async (t) => {
  const stateFile = join(directory(t), 'state.json')
  await emulator(t, { stateFile })
  const { stderr } = await ended(t, ['--state', stateFile], 1)
  assert.match(stderr, new RegExp(`EmulatorFailed.*used by another emulator: process ${process.pid}, since`))
})
