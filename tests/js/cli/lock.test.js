import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { code, emulator, grayscale, project, server, start, yml } from './harness.js'

/** A way to an API that keeps the first request of an action back until it is let go. */
async function held(t, url, action) {
  let arrived
  const there = new Promise((resolve) => {
    arrived = resolve
  })
  let go
  const free = new Promise((resolve) => {
    go = resolve
  })
  let first = true
  const endpoint = await server(t, async (request, response) => {
    if (request.headers['x-tc-action'] === action && first) {
      first = false
      arrived()
      await free
    }
    const forward = http.request(url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    forward.on('error', () => response.destroy())
    request.pipe(forward)
  })
  return { endpoint, there, go }
}

/** A project at 30 % of its second release, and a third one that is about to be uploaded. */
async function underWay(t) {
  const emu = await emulator(t)
  const cwd = project(t)
  const run = async (...args) => {
    const { status, stderr } = await grayscale(args, { cwd, endpoint: emu.url })
    assert.equal(status, 0, stderr)
  }
  await run('deploy', 'fun01', '--publish', '--traffic', '0')
  writeFileSync(join(cwd, 'code/index.js'), code('two'))
  await run('deploy', 'fun01', '--traffic', '0.3')
  writeFileSync(join(cwd, 'code/index.js'), code('three'))
  const way = await held(t, emu.url, 'UpdateFunctionCode')
  const running = start(['deploy', 'fun01', '--traffic', '0.5'], { cwd, endpoint: way.endpoint })
  t.after(() => running.child.kill('SIGKILL'))
  await way.there
  const calls = (action) => emu.requests.filter((request) => request.action === action).length
  return { cwd, endpoint: emu.url, running, go: way.go, calls }
}

test('two at once: the second is refused, with who and since when; looking is free', async (t) => {
  const { cwd, endpoint, running, go } = await underWay(t)
  for (const args of [
    ['deploy', 'fun01', '--traffic', '0'],
    ['publish', 'fun01'],
    ['alias', 'create', 'blue', '--function', 'fun01', '--version', '1'],
  ]) {
    const { status, stderr } = await grayscale(args, { cwd, endpoint })
    assert.equal(status, 3, stderr)
    assert.match(
      stderr,
      new RegExp(`Locked {2}another run is under way: deploy by \\S+ \\(pid ${running.child.pid}\\), since`),
    )
    assert.match(stderr, /→ wait until it ends; `grayscale rollback` takes over at once/)
  }
  for (const args of [['status'], ['plan', 'fun01', '--traffic', '0'], ['history', '--verify']]) {
    const { status, stderr } = await grayscale(args, { cwd, endpoint })
    assert.equal(status, 0, stderr)
  }
  go()
  const { status, stderr } = await running.ended
  assert.equal(status, 0, stderr)
  assert.equal((await grayscale(['deploy', 'fun01', '--traffic', '0'], { cwd, endpoint })).status, 0)
})

test('the next run takes over from one that was killed, and says so', async (t) => {
  const { cwd, endpoint, running } = await underWay(t)
  running.child.kill('SIGKILL')
  await running.ended
  const { status, stdout, stderr } = await grayscale(['deploy', 'fun01', '--traffic', '0.5'], { cwd, endpoint })
  assert.equal(status, 0, stderr)
  assert.match(
    stdout.replace(/\s+/g, ' '),
    new RegExp(`took over from \\S+ \\(pid ${running.child.pid}\\), which began at .* and was interrupted`),
  )
  const history = await grayscale(['history', '--verify'], { cwd })
  assert.equal(history.status, 0, history.stderr)
  assert.match(history.stdout, /interrupted; later runs changed its functions/)
})

test('a rollback takes over from a run that hangs, which then writes nothing more', async (t) => {
  const { cwd, endpoint, running, go, calls } = await underWay(t)
  const before = calls('UpdateAlias')
  const rollback = start(['rollback', 'fun01'], { cwd, endpoint })
  // it goes on for as long as a call of the other run may be on its way; here nobody waits for that
  await rollback.said('checking again')
  assert.equal(calls('UpdateAlias'), before + 1)
  rollback.child.kill('SIGINT')
  const over = await rollback.ended
  const text = over.stdout.replace(/\s+/g, ' ')
  assert.equal(over.status, 0, over.stderr)
  assert.match(text, new RegExp(`took over from \\S+ \\(pid ${running.child.pid}\\), under way since`))
  assert.match(text, /stopped before checking again/)
  go()
  const { status, stderr } = await running.ended
  // it had uploaded its code by then
  assert.equal(status, 1, stderr)
  assert.match(
    stderr,
    new RegExp(
      `Fenced {2}\\S+ \\(pid ${rollback.child.pid}\\) took over at \\S+ \\S+ [+-]\\d\\d:\\d\\d, so this run writes nothing more`,
    ),
  )
  assert.equal(calls('UpdateAlias'), before + 1)
  const history = await grayscale(['history', '--verify'], { cwd })
  assert.equal(history.status, 0, history.stderr)
  // and the next deploy finds the way free
  assert.equal((await grayscale(['deploy', 'fun01', '--traffic', '0'], { cwd, endpoint })).status, 0)
})

test('Ctrl-C gives the turn back', async (t) => {
  const { cwd, endpoint, running, go } = await underWay(t)
  running.child.kill('SIGINT')
  await running.said('stopping:')
  go()
  assert.equal((await running.ended).status, 130)
  const { status, stdout, stderr } = await grayscale(['deploy', 'fun01', '--traffic', '0'], { cwd, endpoint })
  assert.equal(status, 0, stderr)
  assert.doesNotMatch(stdout, /took over/)
})

/** A project on a file system of its own, or `undefined` where none may be had. */
function mounted(t) {
  const cwd = mkdtempSync(join(tmpdir(), 'grayscale-disk-'))
  const may = process.getuid?.() === 0
  const done = may && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', cwd]).status === 0
  t.after(() => {
    if (done) execFileSync('umount', ['-l', cwd])
    rmSync(cwd, { recursive: true })
  })
  if (!done) return undefined
  writeFileSync(join(cwd, 'grayscale.yml'), yml)
  mkdirSync(join(cwd, 'code'))
  writeFileSync(join(cwd, 'code/index.js'), code('one'))
  return cwd
}

test('a disk that becomes full ends the run before the next write, and breaks no chain', async (t) => {
  const cwd = mounted(t)
  if (cwd === undefined) return t.skip('needs root and the right to mount a tmpfs')
  const { url: endpoint } = await emulator(t)
  const deploy = (...args) => grayscale(['deploy', ...args], { cwd, endpoint })
  assert.equal((await deploy('--publish', '--traffic', '0')).status, 0)
  // all room is taken but a few pages: not enough for what the run has to tell
  for (let pages = 0, full = false; !full; pages++) {
    try {
      writeFileSync(join(cwd, `ballast${pages}`), Buffer.alloc(4096))
    } catch {
      full = true
    }
  }
  rmSync(join(cwd, 'ballast0'))
  const traffic = (number) => deploy('--traffic', String(number))
  let failed
  for (let number = 1; number < 60 && !failed; number++) {
    const ended = await traffic(number / 100)
    if (ended.status !== 0) failed = ended
  }
  assert.match(failed?.stderr ?? '', /JournalFailed.*\n?.*the disk is full/)
  for (const name of readdirSync(cwd)) if (name.startsWith('ballast')) rmSync(join(cwd, name))
  assert.equal((await traffic(0.9)).status, 0)
  const history = await grayscale(['history', '--verify'], { cwd })
  assert.equal(history.status, 0, history.stdout + history.stderr)
})

test('a read-only disk stops a deploy, and not a rollback', async (t) => {
  const cwd = mounted(t)
  if (cwd === undefined) return t.skip('needs root and the right to mount a tmpfs')
  const { url: endpoint } = await emulator(t)
  for (const args of [
    ['--publish', '--traffic', '0'],
    ['--traffic', '0.3'],
  ]) {
    const { status, stderr } = await grayscale(['deploy', ...args], { cwd, endpoint })
    assert.equal(status, 0, stderr)
  }
  execFileSync('mount', ['-o', 'remount,ro', cwd])
  const refused = await grayscale(['deploy', '--traffic', '0.5'], { cwd, endpoint })
  assert.equal(refused.status, 1)
  assert.match(refused.stderr.replace(/\s+/g, ' '), /JournalFailed .*the file system is read-only.*nothing was changed/)
  const { status, stdout, stderr } = await grayscale(['rollback'], { cwd, endpoint })
  assert.equal(status, 0, stderr)
  assert.match(stdout.replace(/\s+/g, ' '), /the journal could not be written/)
})
