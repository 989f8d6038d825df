import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { FencedError } from '../../js/errors.js'
import { lockFor } from '../../js/runtime/run-lock.js'
import { fileStore } from '../../js/store/index.js'
import { thisProcess } from '../../js/store/process.js'

function scratch(t) {
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-lock-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'state', 'journal')
  return { dir, file, lock: `${file}.lock` }
}

const me = { who: 'me@here (pid 1)', command: 'deploy' }
const urgent = { who: 'you@here (pid 2)', command: 'rollback', takeOver: true }

const script = `
  import { fileStore } from ${JSON.stringify(new URL('../../js/store/index.js', import.meta.url).href)}
  const store = fileStore(process.argv[1])
  const answer = await store.lock(JSON.parse(process.argv[2]))
  console.log(JSON.stringify(answer))
  process.stdin.on('data', async () => {
    await store.append('written late', answer.token).catch((error) => console.log(error.name + ' ' + error.by?.who))
    await store.unlock(answer.token)
    process.exit()
  })
`

/** Another process that takes the lock; `go` lets it write a line and end. */
async function other(t, file, owner = { who: 'other@here', command: 'deploy' }) {
  const args = ['--input-type=module', '-e', script, file, JSON.stringify(owner)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const lines = []
  const waiting = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop()
    lines.push(...parts)
    for (const one of waiting.splice(0)) one()
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  const line = async () => {
    while (lines.length === 0) await new Promise((resolve) => waiting.push(resolve))
    return lines.shift()
  }
  const answer = JSON.parse(await line())
  return { child, ended, line, answer, go: () => child.stdin.write('go\n') }
}

test('taken, kept from another process, and free again', async (t) => {
  const { file, lock } = scratch(t)
  const store = fileStore(file)
  const { taken, token, by } = await store.lock(me)
  assert.deepEqual([taken, by], [true, undefined])
  const { answer } = await other(t, file)
  assert.equal(answer.taken, false)
  assert.deepEqual([answer.by.who, answer.by.command, answer.by.alive], [me.who, 'deploy', true])
  await store.append('line', token)
  await store.unlock(token)
  assert.ok(!existsSync(lock))
  assert.equal((await other(t, file)).answer.taken, true)
})

test('a lock of a process that was killed is taken over', async (t) => {
  const { file } = scratch(t)
  const { child, ended, answer } = await other(t, file)
  assert.equal(answer.taken, true)
  const store = fileStore(file)
  assert.equal((await store.lock(me)).taken, false)
  child.kill('SIGKILL')
  await ended
  const { taken, by } = await store.lock(me)
  assert.deepEqual([taken, by.who, by.alive], [true, 'other@here', false])
})

test('a number that was given out again is not taken for the process that had it', async (t) => {
  const { file, lock } = scratch(t)
  const store = fileStore(file)
  const { token } = await store.lock(me)
  if (thisProcess().started === undefined) return t.skip('this system does not tell when a process was started')
  const there = JSON.parse(readFileSync(lock, 'utf8'))
  await store.unlock(token)
  writeFileSync(lock, JSON.stringify({ ...there, token: 'old', started: `${there.started}0` }))
  assert.equal((await store.lock(me)).taken, true)
})

test('a lock of another machine is named, and taken over by whoever may', async (t) => {
  const { file, lock } = scratch(t)
  const store = fileStore(file)
  const { token } = await store.lock(me)
  const there = JSON.parse(readFileSync(lock, 'utf8'))
  await store.unlock(token)
  writeFileSync(lock, JSON.stringify({ ...there, token: 'theirs', host: 'elsewhere', who: 'them@elsewhere' }))
  const refused = await store.lock(me)
  assert.deepEqual(
    [refused.taken, refused.by.who, refused.by.alive, refused.file],
    [false, 'them@elsewhere', undefined, lock],
  )
  assert.equal((await store.lock(urgent)).taken, true)
})

test('whoever was taken over writes nothing more, and learns from whom, also when that one is gone', async (t) => {
  for (const over of [false, true]) {
    const { file, lock } = scratch(t)
    const { line, go, answer, ended } = await other(t, file)
    assert.equal(answer.taken, true)
    const store = fileStore(file)
    const { taken, token, by } = await store.lock(urgent)
    assert.deepEqual([taken, by.who, by.alive], [true, 'other@here', true])
    await store.append('ours', token)
    if (over) await store.unlock(token)
    go()
    assert.equal(await line(), `FencedError ${urgent.who}`)
    await ended
    assert.equal(await store.read(), 'ours\n')
    if (!over) await store.guard(token)
    // free for the next one, who is told nothing of a run that ended
    if (!over) await store.unlock(token)
    assert.ok(JSON.parse(readFileSync(lock, 'utf8')).released > 0)
    const next = await store.lock(me)
    assert.deepEqual([next.taken, next.by], [true, undefined])
    await store.unlock(next.token)
    assert.ok(!existsSync(lock))
  }
})

test('a lock that was deleted is a lock that was lost', async (t) => {
  const { file, lock } = scratch(t)
  const store = fileStore(file)
  const { token } = await store.lock(me)
  rmSync(lock)
  await assert.rejects(store.append('line', token), (error) => error instanceof FencedError && error.by === undefined)
  assert.equal(await store.read(), '')
})

test('what runs side by side in one process shares a lock, and a rollback takes it from a deploy there too', async (t) => {
  const { file, lock } = scratch(t)
  const [one, two] = [fileStore(file), fileStore(file)]
  const first = await one.lock(me)
  const second = await two.lock(me)
  assert.deepEqual([first.taken, second.taken, first.token], [true, true, second.token])
  await one.unlock(first.token)
  assert.ok(existsSync(lock))
  await two.append('line', second.token)
  const over = await one.lock(urgent)
  assert.deepEqual([over.taken, over.by.who], [true, me.who])
  await assert.rejects(two.append('late', second.token), FencedError)
  await two.unlock(second.token)
  await one.append('ours', over.token)
  assert.equal(await one.read(), 'line\nours\n')
})

test('of many processes at once one gets it', async (t) => {
  const { file } = scratch(t)
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, index) => other(t, file, { who: `p${index}`, command: 'deploy' })),
  )
  const winners = all.filter(({ answer }) => answer.taken)
  assert.equal(winners.length, 1)
  for (const { answer } of all) if (!answer.taken) assert.equal(answer.by.who, `p${all.indexOf(winners[0])}`)
})

test('of many that find a dead one’s lock, one takes it over', async (t) => {
  const { file } = scratch(t)
  const dead = await other(t, file)
  dead.child.kill('SIGKILL')
  await dead.ended
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, index) => other(t, file, { who: `p${index}`, command: 'deploy' })),
  )
  assert.equal(all.filter(({ answer }) => answer.taken).length, 1)
})

test('what crashes leave behind stands in nobody’s way', async (t) => {
  const { dir, file, lock } = scratch(t)
  const store = fileStore(file)
  const { token } = await store.lock(me)
  await store.unlock(token)
  for (const text of ['', '{', 'null', '\u0000\u0001', '{"token":"x"}']) {
    writeFileSync(lock, text)
    const answer = await store.lock(me)
    assert.equal(answer.taken, true, JSON.stringify(text))
    await store.unlock(answer.token)
  }
  const gate = `${lock}.gate`
  writeFileSync(gate, '')
  const long = new Date(Date.now() - 60_000)
  utimesSync(gate, long, long)
  const answer = await store.lock(me)
  assert.equal(answer.taken, true)
  await store.unlock(answer.token)
  assert.deepEqual(readdirSync(join(dir, 'state')), [])
})

test('several lines go together, and none of them where the lock is lost', async (t) => {
  const { file, lock } = scratch(t)
  const store = fileStore(file)
  const { token } = await store.lock(me)
  await store.appendAll(['one', 'two'], token)
  writeFileSync(lock, '{}')
  await assert.rejects(store.appendAll(['three', 'four'], token), FencedError)
  await assert.rejects(store.appendAll(['five', 'a\nb']), TypeError)
  assert.equal(await store.read(), 'one\ntwo\n')
})

test('of a long journal the newest whole lines can be read', async (t) => {
  const { dir, file } = scratch(t)
  const store = fileStore(file)
  for (let number = 0; number < 50; number++) await store.append(`line ${number} 灰度`)
  await store.close()
  const text = await store.read(100)
  assert.ok(text.length > 50 && Buffer.byteLength(text) <= 100, text)
  assert.match(text, /^line \d+ 灰度\n/)
  assert.ok(text.endsWith('line 49 灰度\n'))
  assert.equal((await store.read(1e6)).split('\n').length, 51)
  assert.deepEqual(readdirSync(join(dir, 'state')), ['journal'])
})

test('a store that keeps its lock elsewhere is told of without a file', async () => {
  const by = { who: 'you@there (pid 2)', command: 'deploy', since: Date.now() }
  const store = { lock: async () => ({ taken: false, by }) }
  await assert.rejects(lockFor(store, { command: 'deploy' }), ({ code, hint }) => {
    assert.deepEqual([code, hint.includes('undefined')], ['Locked', false])
    assert.match(hint, /delete the lock in the store/)
    return true
  })
})
