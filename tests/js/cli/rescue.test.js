// What a person in trouble meets: a full disk, a name that a command does not take, hints that are typed as they are read.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { Client } from '../../support/emulator.js'
import { code, emulator, grayscale, keys, main, project } from './harness.js'

/** Runs a command whose streams the shell redirects: `> /dev/full`. */
async function redirected(line, { cwd, endpoint }) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, GRAYSCALE_ENDPOINT: endpoint, ...keys }
  const child = spawn('sh', ['-c', `exec "${process.execPath}" "${main}" ${line}`], { cwd, env })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const status = await new Promise((resolve) => child.on('close', resolve))
  return { status, stderr }
}

/** Version 1 at rest, and 30 % of the traffic on new code. */
async function canary(t) {
  const emu = await emulator(t)
  const cwd = project(t)
  const run = async (...args) => {
    const answer = await grayscale(args, { cwd, endpoint: emu.url })
    assert.equal(answer.status, 0, answer.stderr)
  }
  await run('deploy', 'fun01', '--publish', '--traffic', '0')
  await run('deploy', 'fun01', '--traffic', '0.3')
  const client = new Client(emu.url)
  const alias = (Name = '$DEFAULT') => client.call('GetAlias', { FunctionName: 'fun01-dev', Name })
  return { emu, cwd, run, alias, endpoint: emu.url }
}

const full = { skip: process.platform === 'linux' ? false : 'only Linux has /dev/full' }

test('a rollback goes on where its output can not be written, and says that it was not', full, async (t) => {
  const { alias, cwd, endpoint } = await canary(t)
  const { status, stderr } = await redirected('rollback fun01 > /dev/full', { cwd, endpoint })
  assert.equal(status, 0, stderr)
  assert.match(stderr, /the output could not be written \(ENOSPC\)/)
  assert.equal((await alias()).FunctionVersion, '1')
})

test('a deploy goes on where its messages can not be written', full, async (t) => {
  const { cwd, endpoint, alias } = await canary(t)
  const { status } = await redirected('deploy fun01 --traffic 0.5 2> /dev/full', { cwd, endpoint })
  assert.equal(status, 0)
  const [{ Weight }] = (await alias()).RoutingConfig.AdditionalVersionWeights
  assert.equal(Weight, 0.5)
})

test('a function that was not created yet holds no rollback up, and is named', async (t) => {
  const { cwd, endpoint, alias } = await canary(t)
  const { status, stdout, stderr } = await grayscale(['rollback'], { cwd, endpoint })
  assert.equal(status, 0, stderr)
  assert.equal((await alias()).FunctionVersion, '1')
  assert.match(stdout, /fun02-dev does not exist/)
  assert.equal((await grayscale(['rollback'], { cwd, endpoint })).status, 0, 'the same again')
})

test('where a colleague has rolled back already, a rollback says so and is done', async (t) => {
  const { cwd, endpoint, alias } = await canary(t)
  const clone = project(t)
  assert.equal((await grayscale(['rollback', 'fun01'], { cwd: clone, endpoint })).status, 0)
  const { status, stdout, stderr } = await grayscale(['rollback'], { cwd, endpoint })
  assert.equal(status, 0, stderr)
  assert.match(stdout, /fun01 .*unchanged/)
  assert.equal((await alias()).FunctionVersion, '1')
})

for (const command of ['abort', 'resume', 'history']) {
  test(`${command} takes no name, and says so before anything happens`, async (t) => {
    const { cwd, endpoint, emu } = await canary(t)
    emu.requests.length = 0
    const { status, stderr } = await grayscale([command, 'fun02'], { cwd, endpoint })
    assert.equal(status, 2)
    assert.match(stderr, /UnexpectedValue {2}"fun02" belongs to no flag/)
    assert.equal(emu.requests.length, 0)
  })
}

test('a command that a hint names has the place that was typed, also where an env file names another', async (t) => {
  const { cwd, endpoint } = await canary(t)
  writeFileSync(join(cwd, '.env'), 'STAGE=prod\n')
  const typed = ['--stage', 'dev', '--region', 'ap-guangzhou']
  const { status, stderr } = await grayscale(['abort', ...typed], { cwd, endpoint })
  assert.equal(status, 3, stderr)
  const commands = [...stderr.matchAll(/grayscale (?:history|rollback|status|undo)[^;,\n]*/g)].map(([text]) => text)
  assert.ok(commands.length > 0, stderr)
  for (const command of commands) assert.match(command, / --stage dev --region ap-guangzhou/)
})

test('a rollback of an alias that is new has nowhere to go', async (t) => {
  const { cwd, endpoint, run, alias } = await canary(t)
  await run('deploy', 'fun01', '--publish', '--traffic', '0')
  await run('alias', 'create', 'blue', '--function', 'fun01', '--version', '1')
  const { status, stderr } = await grayscale(['rollback', 'fun01', '--alias', 'blue'], { cwd, endpoint })
  assert.equal((await alias('blue')).FunctionVersion, '1')
  assert.equal(status, 3, stderr)
})

test("an address that a repository's env file holds is not asked", async (t) => {
  const connections = []
  const listener = net.createServer((socket) => socket.on('error', () => {}).end()).listen(0, '127.0.0.1')
  listener.on('connection', (socket) => connections.push(socket))
  await new Promise((resolve) => listener.once('listening', resolve))
  t.after(() => listener.close())
  const address = `postgres://u:p@127.0.0.1:${listener.address().port}/x`
  const functions = '  fun01: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler }'
  const yml = (store) => `store: "${store}"\nfunctions:\n${functions}\n`
  const emu = await emulator(t)
  const files = { '.env': `MYSTORE=${address}\n`, 'code/index.js': code('one') }
  // a part that is exported makes no whole of it: the host is the repository's all the same
  for (const [store, exported] of [
    ['${env:MYSTORE}', {}],
    [`\${env:PART}://u:p@127.0.0.1:${listener.address().port}/x`, { PART: 'postgres' }],
  ]) {
    const cwd = project(t, { ...files, 'grayscale.yml': yml(store) })
    const { status, stderr } = await grayscale(['status'], { cwd, endpoint: emu.url, env: { ...keys, ...exported } })
    assert.equal(status, 3, stderr)
    assert.match(stderr, /UntrustedHost/)
  }
  assert.equal(connections.length, 0)
  // exported as a whole it is the person's word
  const cwd = project(t, { ...files, 'grayscale.yml': yml('${env:MYSTORE}') })
  await grayscale(['status'], { cwd, endpoint: emu.url, env: { ...keys, MYSTORE: address } })
  assert.ok(connections.length > 0)
})
