// The shared store in object storage, against the emulator: buckets that take APPEND, and buckets that don't.

import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { conformance } from '../../js/store/conformance.js'
import { cosStore } from '../../js/store/cos.js'
import { makeBucket, setVersioning } from '../support/buckets.js'
import { emulator, KEY } from '../support/emulator.js'
import { CLOSED_PORT } from '../support/nobody.js'
import { raceWithKills } from '../support/store-race.js'

const REGION = 'ap-guangzhou'
const BUCKET = 'journal-1250000000'
const MINUTES = 320
const TICKS = 192
const forms = [
  { form: 'APPEND', multiAz: false },
  { form: 'numbered objects', multiAz: true },
]

/** An emulator with a bucket; stores of it are closed with the test. */
async function world(t, how = {}) {
  const { emu } = await emulator(t)
  const bucket = await makeBucket(emu.url, BUCKET, how)
  const open = (given = {}) => {
    const store = cosStore({
      bucket: BUCKET,
      region: REGION,
      prefix: 'team/journals',
      log: 'app/dev',
      credentials: KEY,
      endpoint: emu.url,
      ...given,
    })
    t.after(() => store.close())
    return store
  }
  let seen = emu.requests.length
  /** Which requests there were since this was last asked, by their number. */
  const asked = () => {
    const since = emu.requests.slice(seen)
    seen = emu.requests.length
    const counts = {}
    for (const { action } of since) counts[action] = (counts[action] ?? 0) + 1
    return counts
  }
  return { emu, bucket, open, asked }
}

/** Appends so many lines of a few bytes, one after the other. */
async function filled(store, count, { position } = {}) {
  let at = position ?? (await store.read()).position
  for (let line = 0; line < count; line += 1) at = (await store.append(at, [`line ${line}`])).position
  return at
}

/** What all objects of a bucket take. */
async function bytesIn(bucket) {
  let bytes = 0
  let marker = ''
  do {
    const { text } = await bucket.get('', { params: { marker } })
    for (const [, size] of text.matchAll(/<Size>(\d+)<\/Size>/g)) bytes += Number(size)
    marker = /<NextMarker>(.*?)<\/NextMarker>/.exec(text)?.[1] ?? ''
  } while (marker !== '')
  return bytes
}

const keysOf = async (bucket) =>
  [...(await bucket.get('')).text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key.replace('team/journals/', ''))

for (const { form, multiAz } of forms) {
  describe(`${form}`, () => {
    test('the contract', async (t) => {
      const { emu } = await world(t, { multiAz })
      const place = { bucket: BUCKET, region: REGION, prefix: 'suite', credentials: KEY, endpoint: emu.url }
      for (const { name, run } of conformance({ name: form, open: (log) => cosStore({ ...place, log }) })) {
        await t.test(name, run)
      }
    })

    test('two users who come first at once have one log', async (t) => {
      for (let round = 0; round < 5; round += 1) {
        const { open } = await world(t, { multiAz })
        const stores = Array.from({ length: 4 }, () => open())
        const answers = await Promise.all(stores.map((store, at) => store.append('0', [`first ${at}`])))
        const [winner, ...others] = answers.flatMap((answer, at) => ('position' in answer ? [at] : []))
        assert.deepEqual(others, [])
        for (const store of stores) assert.equal((await store.read()).text, `first ${winner}\n`)
      }
    })

    test('two processes race, one after the other is killed, and no line is lost or there twice', async (t) => {
      const { emu, open } = await world(t, { multiAz })
      const address = `cos://${BUCKET}/team/journals?region=${REGION}`
      const worker = new URL('../support/store-worker.js', import.meta.url)
      const env = { ...process.env, CREDENTIALS: JSON.stringify(KEY), ENDPOINT: emu.url }
      await raceWithKills({ fork: (name) => fork(worker, ['cos', address, 'app/dev', name], { env }), store: open() })
    })

    test('an answer that is lost is unknown, and reading tells that the lines are there', async (t) => {
      const { emu, open } = await world(t, { multiAz })
      const store = open()
      const position = await filled(store, 3)
      for (const fault of [{ fault: 'close' }, { fault: 'status', status: 503 }]) {
        const action = ['AppendObject', 'PutObject']
        emu.setFaults([{ action, committed: true, ...fault }])
        const { position: before } = await store.read()
        await assert.rejects(store.append(before, [fault.fault]), { name: 'StoreError', unknown: true })
        emu.setFaults([])
        assert.equal((await store.read(before)).text, `${fault.fault}\n`)
      }
      assert.equal((await store.read(position)).text, 'close\nstatus\n')
    })

    test('an append that nobody answered was not carried out, and can be given again', async (t) => {
      const { emu, open } = await world(t, { multiAz })
      const store = open()
      const position = await filled(store, 1)
      emu.setFaults([{ action: ['AppendObject', 'PutObject'], fault: 'close', times: 1 }])
      await assert.rejects(store.append(position, ['again']), { unknown: true })
      assert.equal((await store.read(position)).text, '')
      await store.append(position, ['again'])
      assert.equal((await store.read(position)).text, 'again\n')
    })

    test('readings are tried again, a few times', async (t) => {
      const { emu, open, asked } = await world(t, { multiAz })
      const store = open()
      const position = await filled(store, 2)
      emu.setFaults([{ action: 'GetObject', fault: 'status', status: 503, times: 2 }])
      assert.equal((await store.read(position)).text, '')
      emu.setFaults([{ action: 'GetObject', fault: 'status', status: 503 }])
      asked()
      await assert.rejects(store.read(position), { name: 'StoreError', unknown: false })
      assert.deepEqual(asked(), { GetObject: 4 })
    })

    test("a clock that is wrong is corrected by the service's", async (t) => {
      const { emu, open } = await world(t, { multiAz })
      for (const seconds of [-7200, 7200]) {
        emu.setFaults([{ action: '*', fault: 'clock', seconds }])
        const store = open({ log: `clock/off${seconds}` })
        await filled(store, 2)
        assert.equal((await store.read()).text, 'line 0\nline 1\n')
      }
    })

    test('a log that was deleted by hand is not started anew behind a position', async (t) => {
      const { bucket, open } = await world(t, { multiAz })
      const store = open()
      const position = await filled(store, 3)
      for (const key of await keysOf(bucket)) await bucket.delete(`team/journals/${key}`)
      const other = open()
      await assert.rejects(other.append(position, ['more']), { name: 'StoreError', message: /deleted/ })
      assert.deepEqual(await keysOf(bucket), [])
    })

    test('secrets are in no error and no description', async (t) => {
      const { emu, open } = await world(t, { multiAz })
      const token = 'a-token-of-a-session'
      const wrong = { secretId: KEY.secretId, secretKey: 'wrong-secret-key', token }
      for (const given of [
        { credentials: wrong },
        { credentials: wrong, endpoint: `http://127.0.0.1:${CLOSED_PORT}` },
      ]) {
        const store = open(given)
        const error = await store.read().catch((thrown) => thrown)
        assert.equal(error.name, 'StoreError')
        const seen = [store.describe()]
        for (let at = error; at; at = at.cause) seen.push(at.message, at.stack, JSON.stringify(at))
        for (const secret of [KEY.secretId, KEY.secretKey, 'wrong-secret-key', token]) {
          assert.ok(!seen.join('\n').includes(secret))
        }
      }
      assert.ok(emu.url)
    })
  })
}

describe('requests', () => {
  test('APPEND: one for a reading, one for an append, two for the first one', async (t) => {
    const { open, asked } = await world(t)
    const store = open()
    assert.equal((await store.read()).position, '0')
    assert.deepEqual(asked(), { GetObject: 1 })
    const { position } = await store.append('0', ['first'])
    assert.deepEqual(asked(), { GetBucketVersioning: 1, AppendObject: 1 })
    await store.append(position, ['second'])
    assert.deepEqual(asked(), { AppendObject: 1 })
    await store.read(position)
    assert.deepEqual(asked(), { GetObject: 1 })
    const later = open()
    const { position: end } = await later.read()
    assert.deepEqual(asked(), { GetObject: 1 })
    assert.equal((await later.read(end)).text, '')
    assert.deepEqual(asked(), { GetObject: 1 })
    await later.append(end, ['third'])
    assert.deepEqual(asked(), { AppendObject: 1 })
  })

  test('numbered objects: one for an append, one to learn that nothing is new, at most 12 to read the whole log', async (t) => {
    const { open, asked } = await world(t, { multiAz: true })
    const store = open()
    let { position } = await store.append('0', ['line 0'])
    assert.deepEqual(asked(), { GetBucketVersioning: 1, AppendObject: 1, PutObject: 4 })
    for (let count = 1; count < 100; count += 1) {
      const other = open()
      const { text } = await other.read()
      assert.equal(text.split('\n').length - 1, count)
      const whole = asked()
      assert.ok(Object.keys(whole).join() === 'GetObject' && whole.GetObject <= 12, JSON.stringify(whole))
      assert.equal((await store.read(position)).text, '')
      assert.deepEqual(asked(), { GetObject: 1 })
      ;({ position } = await store.append(position, [`line ${count}`]))
      if ((count + 1) % 32 === 0) {
        await store.close() // waits for the snapshot
        assert.deepEqual(asked(), { PutObject: 2, GetObject: 5 })
      } else assert.deepEqual(asked(), { PutObject: 1 })
      assert.equal((await other.read(`n${count}`)).text, `line ${count}\n`)
      assert.ok(asked().GetObject <= 2)
    }
  })

  test('numbered objects: a day of a line of 500 bytes each minute takes less than 20 MB, as its first hours show', async (t) => {
    const { bucket, open } = await world(t, { multiAz: true })
    const store = open()
    const line = 'x'.repeat(500)
    let { position } = await store.read()
    for (let minute = 0; minute < MINUTES; minute += 1) ({ position } = await store.append(position, [line]))
    await store.close()
    const bytes = await bytesIn(bucket)
    assert.ok(bytes > MINUTES * 501 && bytes < (20e6 * MINUTES) / 1440, `${bytes} bytes`)
    assert.equal((await open().read()).text.length, MINUTES * 501)
  })
})

/** A tick of 200 functions as a line: for each what old and new code was called, failed, and took. */
const tick = (minute) =>
  JSON.stringify({
    at: 1_700_000_000_000 + minute * 60_000,
    figures: Array.from({ length: 200 }, (_, at) => [1200 + ((at * minute) % 97), at % 3, 80 + (at % 40), 63, 0, 75]),
  })

describe('ticks of 200 functions', () => {
  for (const { form, multiAz } of forms) {
    test(`${form}: two requests each, three where somebody else appended; less than 20 MB a day, as its first hours show`, async (t) => {
      const { bucket, open, asked } = await world(t, { multiAz })
      const [store, other] = [open(), open()]
      let { position } = await store.append('0', [tick(0)])
      asked()
      for (let minute = 1; minute < TICKS; minute += 1) {
        const read = await store.read(position)
        ;({ position } = await store.append(read.position, [tick(minute)]))
        if (minute % 32 === 31) await store.close() // waits for the snapshot
        const counts = Object.values(asked()).reduce((sum, count) => sum + count, 0)
        if (minute % 32 !== 31) assert.equal(counts, 2, `minute ${minute}`)
      }
      assert.equal((await other.read()).text.split('\n').length - 1, TICKS)
      const day = (bytes) => (bytes * 1440) / TICKS
      const stored = await bytesIn(bucket)
      t.diagnostic(`a line has ${tick(9).length} bytes, a day ${(day(stored) / 1e6).toFixed(1)} MB stored`)
      assert.ok(day(stored) < 20e6 && stored > TICKS * tick(1).length, `${day(stored)} bytes`)
      // somebody else's line lies behind what is known
      const theirs = await other.append((await other.read()).position, ['{}'])
      asked()
      const { text, position: end } = await store.read(position)
      assert.deepEqual([text, end], ['{}\n', theirs.position])
      await store.append(end, [tick(TICKS)])
      const counts = Object.values(asked()).reduce((sum, count) => sum + count, 0)
      assert.ok(counts <= 3, `${counts}`)
    })
  }

  test('numbered objects: large appends are read whole by whoever comes new, at any length of the log', async (t) => {
    const { open } = await world(t, { multiAz: true })
    const store = open()
    const lines = Array.from({ length: 41 }, (_, at) => (at % 5 === 0 ? 'small' : 'x'.repeat(1500 + at)))
    let { position } = await store.read()
    for (const [at, line] of lines.entries()) {
      ;({ position } = await store.append(position, [line]))
      if (at % 3 > 0) continue
      const { text, position: end } = await open().read()
      assert.equal(
        text,
        lines
          .slice(0, at + 1)
          .join('\n')
          .concat('\n'),
      )
      assert.equal(end, position)
      // and by whoever knows a part
      for (const known of [1, 8].filter((known) => known <= at)) {
        assert.equal(
          (await open().read(`n${known}`)).text,
          lines
            .slice(known, at + 1)
            .join('\n')
            .concat('\n'),
        )
      }
    }
  })
})

describe('forms', () => {
  test('a snapshot that is missing or old makes no difference to what is read', async (t) => {
    const { bucket, open } = await world(t, { multiAz: true })
    const store = open()
    await filled(store, 70)
    await store.close()
    const whole = await open().read()
    const snapshot = (await bucket.get('team/journals/app/dev/snapshot')).text
    assert.match(snapshot, /\nup to 64\n$/)
    await bucket.put('team/journals/app/dev/snapshot', `${snapshot.split('\n').slice(0, 32).join('\n')}\nup to 32\n`)
    assert.deepEqual({ ...(await open().read()), now: 0 }, { ...whole, now: 0 })
    await bucket.delete('team/journals/app/dev/snapshot')
    assert.deepEqual({ ...(await open().read()), now: 0 }, { ...whole, now: 0 })
  })

  test('whoever comes later follows the form that is there, whatever the bucket refuses to him', async (t) => {
    const { emu, open } = await world(t)
    const refusesAppend = [{ action: 'AppendObject', fault: 'refuse', code: 'OperationNotSupported' }]
    emu.setFaults(refusesAppend)
    const numbered = open()
    const { position } = await numbered.append('0', ['first'])
    emu.setFaults([])
    const later = open()
    assert.deepEqual(await later.append('0', ['lost']), { conflict: true })
    assert.equal((await later.read()).text, 'first\n')
    await later.append(position, ['second'])
    assert.equal((await numbered.read()).text, 'first\nsecond\n')

    const appended = open({ log: 'app/other' })
    const first = await appended.append('0', ['first'])
    emu.setFaults(refusesAppend)
    const refused = open({ log: 'app/other' })
    assert.deepEqual(await refused.append('0', ['lost']), { conflict: true })
    await assert.rejects(refused.append(first.position, ['lost']), { name: 'StoreError', message: /APPEND/ })
    assert.equal((await refused.read()).text, 'first\n')
  })

  for (const versioning of ['Enabled', 'Suspended']) {
    test(`a bucket with versioning ${versioning} is refused, with the reason, and no line is written`, async (t) => {
      const { bucket, open } = await world(t, { versioning })
      const store = open()
      await assert.rejects(store.append('0', ['a']), { name: 'StoreError', unknown: false, message: /versioning/ })
      assert.deepEqual(await keysOf(bucket), ['app/dev/probe'])
      assert.equal((await store.read()).text, '')
    })
  }

  test('versioning that was switched on later: numbered objects are no longer trusted', async (t) => {
    const { bucket, open } = await world(t, { multiAz: true })
    const store = open()
    const position = await filled(store, 2)
    await setVersioning(bucket, 'Enabled')
    await assert.rejects(store.append(position, ['a']), { name: 'StoreError', unknown: true, message: /versions/ })
  })

  test('an object that somebody else put there is not taken for a log', async (t) => {
    const { bucket, open } = await world(t)
    await bucket.put('team/journals/app/dev/log', 'no line')
    await assert.rejects(open().read(), { name: 'StoreError', message: /not written by scf-grayscale/ })
    assert.deepEqual(await open().append('0', ['a']), { conflict: true })
    await bucket.put('team/journals/app/dev/log', 'a line\n')
    const { position } = await open().read()
    await assert.rejects(open().append(position, ['a']), {
      name: 'StoreError',
      message: /not written by scf-grayscale/,
    })
  })

  test('a log that was cut off by hand is noticed', async (t) => {
    const { bucket, open } = await world(t)
    const store = open()
    const position = await filled(store, 3)
    await bucket.delete('team/journals/app/dev/log')
    await bucket.append('team/journals/app/dev/log', 0, 'short\n')
    await assert.rejects(store.read(position), { name: 'StoreError', message: /replaced/ })
    await assert.rejects(store.append(position, ['a']), { name: 'StoreError', message: /replaced/ })
  })

  test('a log that is too large is refused', async (t) => {
    const { open } = await world(t)
    const headers = { 'content-range': 'bytes 0-1/200000000' }
    const fetch = async () => new Response('a\n', { status: 206, headers })
    await assert.rejects(open({ fetch }).read(), { name: 'StoreError', message: /more than 128 MB/ })
    await assert.rejects(open().append('b134217728', ['a']), { name: 'StoreError', message: /more than 128 MB/ })
  })

  test('a log of several answers is read whole, also where they end inside a character', async (t) => {
    const { open } = await world(t)
    const store = open()
    const line = '灰'.repeat(700_000)
    let { position } = await store.read()
    for (let at = 0; at < 10; at += 1) ({ position } = await store.append(position, [`${at}${line}`]))
    const read = await open().read()
    assert.equal(read.position, position)
    assert.deepEqual(
      read.text.split('\n').map((one) => [one.slice(0, 1), one.length]),
      [...Array.from({ length: 10 }, (_, at) => [String(at), 700_001]), ['', 0]],
    )
  })
})

describe('refusals say what to do', () => {
  test('a bucket that does not exist, and one in another region', async (t) => {
    const { open } = await world(t)
    const nowhere = { name: 'StoreError', message: /there is no bucket .* in / }
    await assert.rejects(open({ bucket: 'none-1250000000' }).read(), nowhere)
    await assert.rejects(open({ region: 'ap-beijing' }).append('0', ['a']), nowhere)
  })

  test('a redirect, as of a bucket in another region', async (t) => {
    const { open } = await world(t)
    const fetch = async () => new Response('', { status: 301, headers: { location: 'https://elsewhere.example' } })
    await assert.rejects(open({ fetch }).read(), { name: 'StoreError', message: /correct the region/ })
  })

  test('a key without the permission: which action, on which resource', async (t) => {
    const { emu, open } = await world(t)
    const allow = (actions) => ({
      version: '2.0',
      statement: [{ effect: 'allow', action: actions, resource: [`qcs::cos:${REGION}:uid/1250000000:${BUCKET}/*`] }],
    })
    const lacks = (action) => ({
      name: 'StoreError',
      unknown: false,
      message: new RegExp(`name/cos:${action} on qcs::cos`),
    })
    emu.setPolicy(allow(['name/cos:HeadBucket']))
    await assert.rejects(open().read(), lacks('GetObject'))
    await assert.rejects(open().append('0', ['a']), lacks('GetBucketVersioning'))
    emu.setPolicy(allow(['name/cos:GetObject', 'name/cos:GetBucketVersioning']))
    await assert.rejects(open().append('0', ['a']), lacks('AppendObject'))
    emu.setPolicy(allow(['name/cos:GetObject', 'name/cos:GetBucketVersioning', 'name/cos:AppendObject']))
    await open().append('0', ['a'])
  })

  test('the permissions that the documentation names are enough', async (t) => {
    for (const { multiAz } of forms) {
      const { emu, open } = await world(t, { multiAz })
      const page = readFileSync(new URL('../../docs/shared-store.md', import.meta.url), 'utf8')
      emu.setPolicy(JSON.parse(/```json\n([^]*?)```/.exec(page)[1]))
      const store = open()
      await filled(store, 40)
      assert.equal((await store.read()).text.split('\n').length, 41)
    }
  })

  test('credentials that a function gives are asked for again', async (t) => {
    const { open } = await world(t)
    let asked = 0
    const store = open({
      credentials: async () => {
        asked += 1
        return KEY
      },
    })
    await store.read()
    await store.read()
    assert.equal(asked, 2)
    const broken = open({ credentials: () => Promise.reject(new Error('no network')) })
    await assert.rejects(broken.read(), { name: 'StoreError', message: /no network/ })
  })

  test('plain HTTP to another machine is refused', async (t) => {
    const { open } = await world(t)
    await assert.rejects(open({ endpoint: 'http://cos.example' }).read(), { code: 'InsecureEndpoint' })
  })
})
