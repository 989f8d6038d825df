// How appends stand in a file: docs/journal.md says it, and this file writes them by that, not by what the store has.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileStore, memoryStore } from '../../js/store/index.js'
import { alive, thisMark, thisProcess } from '../../js/store/process.js'

/** A journal with these bytes. */
function journal(t, bytes = '') {
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-appends-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'journal')
  if (bytes !== '') writeFileSync(file, bytes)
  const store = fileStore(file)
  t.after(() => store.close())
  return { file, store, another: () => fileStore(file) }
}

let ids = 0
/** An append as docs/journal.md describes it. */
function written(after, ...lines) {
  const body = lines.map((line) => `${line}\n`).join('')
  const bytes = Buffer.byteLength(body)
  const id = String(++ids).padStart(16, '0')
  const sum = createHash('sha256').update(`${after} ${id} ${bytes}\n${body}`).digest('hex').slice(0, 16)
  return `{"after":${after},"bytes":${bytes},"id":"${id}","sum":"${sum}"}\n${body}`
}

const lines = (text) => text.split('\n').filter((line) => line !== '')
const size = (text) => Buffer.byteLength(text)

/** What a fresh handle reads. */
async function reading(file, ...how) {
  const store = fileStore(file)
  try {
    return await store.read(...how)
  } finally {
    await store.close()
  }
}

test('an append is a header and its lines; the first one begins on a line of its own, later ones where the file ends', async (t) => {
  const { file, store } = journal(t)
  const { position } = await store.append('0', ['{"灰":1}'])
  const { position: end } = await store.append(position, ['b', 'c'])
  const found = readFileSync(file, 'utf8')
  const form =
    /^\n\{"after":0,"bytes":10,"id":"([0-9a-f]{16})","sum":"([0-9a-f]{16})"\}\n\{"灰":1\}\n\{"after":(\d+),"bytes":4,"id":"[0-9a-f]{16}","sum":"[0-9a-f]{16}"\}\nb\nc\n$/
  const [, id, sum, after] = form.exec(found) ?? assert.fail(found)
  const expected = createHash('sha256').update(`0 ${id} 10\n{"灰":1}\n`).digest('hex').slice(0, 16)
  assert.deepEqual([sum, after, end], [expected, position, String(size(found))])
  assert.equal(Number(position), Buffer.from(found).indexOf('{"after":', 2))
})

test('lines keep the numbers that an editor shows; what an older version wrote counts as it is', async (t) => {
  const older = '{"v":1}\n\n{"v":2,"cut'
  const { file, store, another } = journal(t, older)
  const { text, position } = await store.read()
  assert.deepEqual([text, position], [`${older}\n`, String(size(older))])
  const next = await store.append(position, ['one', 'two'])
  await store.append(next.position, ['three'])
  for (const handle of [store, another()]) {
    const shown = (await handle.read()).text.split('\n')
    const there = readFileSync(file, 'utf8').split('\n')
    assert.equal(shown.length, there.length)
    for (const [index, line] of shown.entries()) {
      assert.ok(line === there[index] || (line === '' && there[index].startsWith('{"after"')), `line ${index + 1}`)
    }
    assert.deepEqual(lines(shown.join('\n')), ['{"v":1}', '{"v":2,"cut', 'one', 'two', 'three'])
    assert.equal((await handle.read(position)).text.trim(), 'one\ntwo\n\nthree')
  }
})

test('an append that was torn at any byte does not count, and the next one does', async (t) => {
  for (const before of ['', '{"older":1}\n', 'appended']) {
    const first = before === 'appended' ? written(0, '{"n":1}') : before
    const torn = written(size(first), '{"n":"torn 灰"}', '{"n":"torn too"}')
    const bytes = Buffer.from(torn)
    for (let cut = 1; cut < bytes.length; cut++) {
      const { file, store } = journal(t, Buffer.concat([Buffer.from(first), bytes.subarray(0, cut)]))
      const { text, position } = await store.read()
      const known = before === '' ? [] : [before === 'appended' ? '{"n":1}' : '{"older":1}']
      const rest = (all, more = 0) => {
        assert.deepEqual(all.slice(0, known.length), known, `cut at ${cut}`)
        const broken = all.slice(known.length, all.length - more)
        assert.ok(broken.length <= 1, `cut at ${cut}: ${all}`)
        for (const line of broken) assert.throws(() => JSON.parse(line), `cut at ${cut}: ${line}`)
      }
      rest(lines(text))
      assert.deepEqual(await store.append(String(size(first) + 1e6), ['{"n":0}']), { conflict: true })
      const answer = await store.append(position, ['{"n":2}', '{"n":3}'])
      assert.ok(answer.position, `cut at ${cut} behind ${before}: ${readFileSync(file)}`)
      // also more bytes behind it than it lacked
      await store.append(answer.position, Array(20).fill('{"n":4}'))
      const all = lines((await reading(file)).text)
      rest(all, 22)
      assert.deepEqual(all.slice(-22, -20), ['{"n":2}', '{"n":3}'], `cut at ${cut}`)
      assert.equal((await store.read()).text, (await reading(file)).text)
      await store.close()
    }
  }
})

test('of two behind the same position the first one counts, and the lines of the other are empty', async (t) => {
  const one = written(0, '{"n":1}')
  const two = written(size(one), '{"n":2}')
  const late = written(size(one), '{"late":1}', 'not JSON')
  const { file, store } = journal(t, one + two + late)
  const { text, position } = await store.read()
  assert.deepEqual(lines(text), ['{"n":1}', '{"n":2}'])
  assert.equal(text.split('\n').length, (one + two + late).split('\n').length)
  assert.equal(position, String(size(one + two)))
  await store.append(position, ['{"n":3}'])
  assert.deepEqual(lines((await reading(file)).text), ['{"n":1}', '{"n":2}', '{"n":3}'])
  assert.deepEqual(lines((await reading(file, position)).text), ['{"n":3}'])
  for (const newest of [size(late) + 300, 200, 10]) {
    const end = await reading(file, undefined, { newest })
    assert.equal(lines(end.text).at(-1), '{"n":3}')
    assert.equal(end.position, (await reading(file)).position)
  }
})

test('a process was cut off while another one was writing: what is glued to its rest does not count', async (t) => {
  const first = written(0, '{"n":1}')
  for (const before of [first, '']) {
    const torn = written(size(before), '{"torn":1}', '{"torn":2}')
    for (const cut of [5, 60, size(torn) - 15, size(torn) - 3]) {
      const glued = written(size(before), '{"glued":1}', 'not JSON')
      // the very first one always begins on a line of its own
      const { file, store } = journal(
        t,
        `${before}${before === '' ? '\n' : ''}${torn.slice(0, cut)}${before === '' ? '\n' : ''}${glued}`,
      )
      const { text, position } = await store.read()
      const whole = lines(text).filter((line) => line.startsWith('{"glued"') || line.startsWith('{"torn":1}'))
      assert.deepEqual(whole, before === '' ? ['{"glued":1}'] : [], `cut at ${cut}: ${text}`)
      assert.ok((await store.append(position, ['{"n":2}'])).position)
      assert.equal(lines((await reading(file)).text).at(-1), '{"n":2}')
    }
  }
})

test('lines that somebody changed, added or took away are shown, for their sums to tell, and the log goes on', async (t) => {
  const parts = []
  for (let n = 1; n <= 4; n++) parts.push(written(size(parts.join('')), `{"n":${n}}`, `{"m":${n}}`))
  const whole = parts.join('')
  const all = lines(whole).filter((line) => !line.startsWith('{"after"'))
  const without = (line) => all.filter((other) => other !== line)
  for (const [what, bytes, expected] of [
    ['changed', whole.replace('{"m":2}', '{"m":7}'), all.map((line) => (line === '{"m":2}' ? '{"m":7}' : line))],
    ['longer', whole.replace('{"m":2}', '{"m":222}'), all.map((line) => (line === '{"m":2}' ? '{"m":222}' : line))],
    ['shorter', whole.replace('{"m":2}', '2'), all.map((line) => (line === '{"m":2}' ? '2' : line))],
    ['taken away', whole.replace('{"m":2}\n', ''), without('{"m":2}')],
    ['without its header', whole.replace(parts[1], '{"n":2}\n{"m":2}\n'), all],
    ['an append less', whole.replace(parts[1], ''), without('{"n":2}').filter((line) => line !== '{"m":2}')],
    ['the first append less', whole.replace(parts[0], ''), all.slice(2)],
    [
      'changed, the last',
      whole.replace('{"m":4}', '{"m":7}'),
      all.map((line) => (line === '{"m":4}' ? '{"m":7}' : line)),
    ],
    ['added at the end', `${whole}{"added":1}\n`, [...all, '{"added":1}']],
  ]) {
    const { file, store } = journal(t, bytes)
    const { text, position } = await store.read()
    assert.deepEqual(lines(text), expected, what)
    const answer = await store.append(position, ['{"next":1}'])
    assert.ok(answer.position, what)
    assert.ok((await store.append(answer.position, ['{"next":2}'])).position, what)
    for (const { text } of [await store.read(), await reading(file)]) {
      assert.deepEqual(lines(text), [...expected, '{"next":1}', '{"next":2}'], what)
      assert.equal(text.split('\n').length, readFileSync(file, 'utf8').split('\n').length, what)
    }
    assert.deepEqual(lines((await reading(file, position)).text).slice(-2), ['{"next":1}', '{"next":2}'], what)
    await store.close()
  }
})

test('the text of a file may be handed to other stores: they have the lines that count', async () => {
  const one = written(0, '{"n":1}', '{"灰":1}')
  const late = written(0, '{"late":1}')
  const torn = written(size(one), '{"torn":1}', '{"torn":2}').slice(0, -4)
  const two = written(size(one), '{"n":2}')
  const store = memoryStore(`${one}${late}${torn} \n${two}`)
  const { text, position } = await store.read()
  assert.deepEqual(lines(text), ['{"n":1}', '{"灰":1}', '{"torn"', '{"n":2}'])
  assert.equal(text.split('\n').length, `${one}${late}${torn} \n${two}`.split('\n').length)
  await store.append(position, ['{"n":3}'])
  assert.equal((await store.read(position)).text, '{"n":3}\n')
})

test('what a forged journal holds in the place of headers is no more than lines', async (t) => {
  for (const forged of [
    '{"after":0,"bytes":9999999999999999,"id":"0000000000000000","sum":"0000000000000000"}\n{}\n',
    '{"after":999999999999999,"bytes":3,"id":"0000000000000000","sum":"0000000000000000"}\n{}\n',
    '{"after":-1,"bytes":3}\n{}\n',
    '{"after":0,"bytes":0,"id":"","sum":""}\n',
    `{"a${'\u0000'.repeat(300)}\n`,
  ]) {
    const { file, store } = journal(t, forged)
    const { position } = await store.read()
    assert.ok((await store.append(position, ['{"n":1}'])).position, forged)
    assert.equal(lines((await reading(file)).text).at(-1), '{"n":1}')
  }
})

test('a journal that is too large to be read is told', async (t) => {
  const { file, store } = journal(t)
  const { position } = await store.append('0', ['{"n":1}'])
  await store.close()
  for (let index = 0; index < 17; index++) appendFileSync(file, Buffer.alloc(8 << 20, 'x'))
  await assert.rejects(fileStore(file).read(), {
    name: 'StoreError',
    reason: /could not be read: it has 136 MB; move it away/,
  })
  await assert.rejects(fileStore(file).append(position, ['{}']), { name: 'StoreError', reason: /it has 136 MB/ })
})

test('while a run of an older version has its lock, nothing is written; a lock that nobody holds is in nobody’s way', async (t) => {
  const { file, store } = journal(t)
  const lock = `${file}.lock`
  const held = { ...thisProcess(), token: 'x', since: 1, who: '\u001b[2Jroot\n', command: 'deploy' }
  for (const other of [held, { ...held, host: 'elsewhere' }]) {
    writeFileSync(lock, JSON.stringify(other))
    await assert.rejects(store.append('0', ['{}']), ({ name, reason, unknown }) => {
      assert.deepEqual([name, unknown], ['StoreError', false])
      assert.ok(reason.includes(lock) && reason.includes('?[2Jroot?') && !/\p{C}/u.test(reason), reason)
      return true
    })
    assert.equal((await store.read()).text, '')
    assert.ok(!existsSync(file))
  }
  let position = '0'
  const gone = { ...held, started: `${held.started}0` }
  const nobody = [{ ...held, released: 2 }, {}, { pid: -1 }, { pid: 'x' }, null, ...(held.started ? [gone] : [])]
  for (const text of ['', '{', ...nobody.map((lock) => JSON.stringify(lock))]) {
    writeFileSync(lock, text)
    ;({ position } = await store.append(position, [JSON.stringify({ text })]))
    assert.ok(position, text)
  }
})

test('a mark names its process, and no other one is taken for it', (t) => {
  const mark = thisMark()
  assert.match(mark, /^\d+\/[\w.:-]*\/[\w.:-]*\/[\w.:-]*$/)
  assert.ok(mark.length <= 205)
  assert.equal(alive(mark), true)
  const [pid, host, space, started] = mark.split('/')
  assert.equal(alive([pid, `${host}x`, space, started].join('/')), undefined)
  assert.equal(alive([pid, host, `${space}x`, started].join('/')), undefined)
  assert.equal(
    host,
    hostname()
      .replace(/[^\w.:-]+/g, '-')
      .slice(0, 64),
  )
  // the largest number that a process may have is far below
  assert.notEqual(alive(['4194999', host, space, started].join('/')), true)
  for (const forged of ['', 'x', '0/a/b/c', '-1/a/b/c', `9999999999/${host}/${space}/`, 'x'.repeat(1e6), 7, null, {}]) {
    assert.notEqual(alive(forged), true)
  }
  if (started === '') return t.skip('this system does not tell when a process was started')
  assert.equal(alive([pid, host, space, `${started}0`].join('/')), false)
})
