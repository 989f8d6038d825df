// Machines that share a store and nothing else: each has a checkout of its own.

import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeBucket } from '../../support/buckets.js'
import { startPostgres } from '../../support/postgres.js'
import { code, emulator, grayscale, keys, project, server, start, yml } from './harness.js'

const BUCKET = 'journal-1250000000'
const COS = `cos://${BUCKET}/team?region=ap-guangzhou`
const names = { 'grayscale.yml': `${yml}store: { project: shop, url: '${COS}' }\n` }

/** An emulator, and checkouts of one project that share a store. */
async function team(t, address) {
  const emu = await emulator(t)
  const checkout = () => {
    const cwd = project(t, { 'grayscale.yml': `${yml}store: { project: shop }\n` })
    const env = { ...keys, GRAYSCALE_STORE: address }
    const at = { cwd, endpoint: emu.url, env }
    const run = async (status, ...args) => {
      const ended = await grayscale(args, at)
      assert.equal(ended.status, status, `${args.join(' ')}\n${ended.stdout}\n${ended.stderr}`)
      return ended
    }
    const runs = async () => JSON.parse((await run(0, 'history', '--json')).stdout).runs
    const rewrite = (text) => writeFileSync(join(cwd, 'code/index.js'), code(text))
    return { cwd, at, run, runs, rewrite }
  }
  const split = async (machine) => {
    const [{ split }] = JSON.parse((await machine.run(0, 'status', '--json')).stdout).functions
    return split
  }
  return { emu, checkout, split }
}

/** What each shared store must do for a team. */
async function tells(t, address, prepare = async () => {}) {
  const { emu, checkout } = await team(t, address)
  await prepare(emu)
  const [laptop, pipeline] = [checkout(), checkout()]
  await laptop.run(0, 'deploy', '--publish', '--traffic', '0')
  laptop.rewrite('two')
  await laptop.run(0, 'deploy', '--publish', '--traffic', '0')
  assert.ok(!existsSync(join(laptop.cwd, '.grayscale')), 'no journal lies in the project')
  // the other machine knows what it never did, and goes back
  assert.deepEqual(
    (await pipeline.runs()).map(({ kind, how }) => [kind, how]),
    [
      ['deploy', 'done'],
      ['deploy', 'done'],
    ],
  )
  const undone = await pipeline.run(0, 'undo')
  assert.match(undone.stdout, /→ 1 100%/)
  const told = await laptop.runs()
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['undo', 'deploy', 'deploy'],
  )
  assert.equal(new Set(told.map(({ who }) => who)).size, 3, 'each run tells its process')
  await laptop.run(0, 'history', '--verify')
}

test('in a bucket: one machine releases, the other one tells it and undoes it', async (t) => {
  await tells(t, COS, ({ url }) => makeBucket(url, BUCKET))
})

test('in PostgreSQL: one machine releases, the other one tells it and undoes it', async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  await tells(t, postgres.url())
})

/** A way to an API that keeps the first request of an action back until it is let go. */
async function held(t, url, action) {
  const [there, free] = [withResolvers(), withResolvers()]
  let first = true
  const endpoint = await server(t, async (request, response) => {
    if (request.headers['x-tc-action'] === action && first) {
      first = false
      there.resolve()
      await free.promise
    }
    const forward = http.request(url + request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    forward.on('error', () => response.destroy())
    request.pipe(forward)
  })
  return { endpoint, there: there.promise, go: free.resolve }
}

/** Node 20 has no `Promise.withResolvers`. */
function withResolvers() {
  let resolve
  const promise = new Promise((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('who comes while another machine is at work is refused, with its name; a rollback takes over', async (t) => {
  const { emu, checkout } = await team(t, COS)
  await makeBucket(emu.url, BUCKET)
  const [laptop, pipeline, phone] = [checkout(), checkout(), checkout()]
  await laptop.run(0, 'deploy', 'fun01', '--publish', '--traffic', '0')
  laptop.rewrite('two')
  await laptop.run(0, 'deploy', 'fun01', '--traffic', '0.3')
  laptop.rewrite('three')
  const way = await held(t, emu.url, 'UpdateFunctionCode')
  const running = start(['deploy', 'fun01', '--traffic', '0.5'], { ...laptop.at, endpoint: way.endpoint })
  t.after(() => running.child.kill('SIGKILL'))
  await way.there
  const refused = await pipeline.run(3, 'deploy', 'fun01', '--traffic', '0')
  assert.match(
    refused.stderr,
    new RegExp(`Locked {2}another run is under way: deploy by \\S+ \\(pid ${running.child.pid}\\)`),
  )
  assert.match(refused.stderr, /if its machine is gone, run this again in \d+ s/)
  const { pending } = JSON.parse((await phone.run(0, 'status', '--json')).stdout)
  assert.deepEqual([pending?.state, pending?.kind], ['underWay', 'deploy'])
  const rollback = start(['rollback', 'fun01'], phone.at)
  await rollback.said('checking again')
  rollback.child.kill('SIGINT')
  assert.equal((await rollback.ended).status, 0)
  way.go()
  const { status, stderr } = await running.ended
  assert.equal(status, 1, stderr)
  assert.match(stderr, new RegExp(`Fenced {2}\\S+ \\(pid ${rollback.child.pid}\\) took over`))
  await pipeline.run(0, 'history', '--verify')
})

test('a project file names no store but a bucket of its own account', async (t) => {
  const emu = await emulator(t)
  const cwd = project(t, names)
  const refused = await grayscale(['plan'], { cwd, endpoint: emu.url })
  assert.equal(refused.status, 3, refused.stderr)
  assert.match(refused.stderr, /UntrustedHost/)
  assert.equal(emu.requests.length, 0)
  await makeBucket(emu.url, BUCKET)
  const own = { cwd, endpoint: emu.url, env: { ...keys, TENCENT_APP_ID: '1250000000' } }
  const deployed = await grayscale(['deploy', '--traffic', '0'], own)
  assert.equal(deployed.status, 0, deployed.stderr)
  assert.ok(emu.requests.some(({ action }) => action === 'AppendObject'))
})
