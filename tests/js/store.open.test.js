// Stores by their addresses.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { describeAddress, openStore, storeCredentials } from '../../js/store/open.js'
import { makeBucket } from '../support/buckets.js'
import { emulator, KEY } from '../support/emulator.js'

const SECRET = 'p4ssw0rd'
const open = (address, given) => openStore(address, { log: 'app/dev', env: {}, ...given })

describe('kinds', () => {
  test('a bucket', async (t) => {
    const { emu } = await emulator(t)
    await makeBucket(emu.url, 'journal-1250000000')
    for (const address of [
      'cos://journal-1250000000/a/b?region=ap-guangzhou',
      'cos://journal-1250000000/?region=ap-guangzhou',
      'cos://journal-1250000000?region=ap-guangzhou',
    ]) {
      const store = open(address, { credentials: KEY, endpoint: emu.url })
      await store.append('0', ['line'])
      assert.equal((await store.read()).text, 'line\n')
      assert.match(store.describe(), /^cos:\/\/journal-1250000000\//)
      await store.close()
      await emu.setFaults([])
      const other = await makeBucket(emu.url, 'journal-1250000000')
      for (const key of ['a/b/app/dev/log', 'app/dev/log']) await other.delete(key)
    }
  })

  test('PostgreSQL', () => {
    for (const scheme of ['postgres', 'postgresql', 'POSTGRES']) {
      const store = open(`${scheme}://u:${SECRET}@db.example:6432/journal`)
      assert.equal(store.describe(), 'postgres://u@db.example:6432/journal (app/dev)')
    }
  })

  test('a file, by a path or a URL', (t) => {
    const directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-open-'))
    t.after(() => rmSync(directory, { recursive: true }))
    const path = join(directory, 'dev.journal')
    for (const address of [path, `file:${path}`, pathToFileURL(path).href]) {
      assert.equal(open(address).describe(), path)
    }
  })
})

describe('refusals', () => {
  test('an unknown kind names the known ones', () => {
    assert.throws(
      () => open(`redis://u:${SECRET}@host/1`),
      (error) => {
        assert.equal(error.code, 'InvalidStore')
        assert.equal(error.exitCode, 2)
        for (const known of ['cos://', 'postgres://', 'file:']) assert.ok(error.message.includes(known))
        assert.ok(!JSON.stringify(error).includes(SECRET))
        return true
      },
    )
  })

  test('everything that is wrong with an address is told at once, and nothing of it is repeated', () => {
    const address = `cos://user:${SECRET}@Journal/../x//y?zone=1&region=Guangzhou`
    assert.throws(
      () => open(address),
      (error) => {
        assert.deepEqual(
          error.errors.map(({ params }) => params.why),
          ['cosUser', 'unknownParameter', 'bucket', 'region', 'prefix'],
        )
        assert.ok(!JSON.stringify(error).includes(SECRET))
        return true
      },
    )
  })

  const wrong = [
    ['cos://journal-1250000000/a', 'region'],
    ['cos://journal/a?region=ap-guangzhou', 'bucket'],
    ['cos://journal-1250000000/%2e%2e/%00?region=ap-guangzhou', 'prefix'],
    ['cos://journal-1250000000/a?region=ap-guangzhou&region=ap-beijing', 'regionTwice'],
    ['cos:journal', 'bucket'],
    ['postgres://u:p@[half/x', 'form'],
  ]
  for (const [address, why] of wrong) {
    test(address, () => {
      assert.throws(
        () => open(address),
        (error) => {
          assert.equal(error.code, 'InvalidStore')
          assert.equal((error.errors?.[0] ?? error).params.why, why)
          return true
        },
      )
    })
  }

  for (const log of ['', '/a', 'a//b', '../b', 'a/./b', 'a\nb', 'x'.repeat(501)]) {
    test(`the log ${JSON.stringify(log).slice(0, 20)}`, () => {
      const address = 'cos://journal-1250000000/a?region=ap-guangzhou'
      assert.throws(() => open(address, { log, credentials: KEY }), { code: 'InvalidStore' })
      assert.throws(() => open('postgres://u@h/d', { log }), { code: 'InvalidStore' })
    })
  }
})

describe('describeAddress', () => {
  for (const [address, shown] of [
    ['cos://b-1250000000/x?region=ap-guangzhou', 'cos://b-1250000000/x?region=ap-guangzhou'],
    [`cos://id:${SECRET}@b-1250000000/x?region=ap-guangzhou&key=${SECRET}`, 'cos://b-1250000000/x?region=ap-guangzhou'],
    [`postgresql://u:${SECRET}@db:1/x?password=${SECRET}&sslmode=require`, 'postgres://u@db:1/x'],
    [`postgres:///x?host=/run/postgresql&password=${SECRET}`, 'postgres:///run/postgresql/x'],
    [`postgres://u:${SECRET}@[half/x`, 'postgres:…'],
    [`redis://u:${SECRET}@h`, 'redis:…'],
    ['file:a/b', 'file:a/b'],
    ['C:\\a\\b', 'C:\\a\\b'],
    ['.grayscale/dev.journal', '.grayscale/dev.journal'],
  ]) {
    test(shown, () => assert.equal(describeAddress(address), shown))
  }
})

describe('a key for the store alone', () => {
  test('comes before the one of the command', async (t) => {
    const { emu } = await emulator(t)
    await makeBucket(emu.url, 'journal-1250000000')
    const env = { GRAYSCALE_STORE_SECRET_ID: KEY.secretId, GRAYSCALE_STORE_SECRET_KEY: KEY.secretKey }
    const address = 'cos://journal-1250000000/x?region=ap-guangzhou'
    const wrong = { secretId: 'AKIDwrong', secretKey: 'wrong' }
    const given = { credentials: wrong, endpoint: emu.url }
    const store = open(address, { ...given, env })
    await store.append('0', ['line'])
    await store.close()
    const other = open(address, given)
    await assert.rejects(other.read(), { name: 'StoreError', message: /GRAYSCALE_STORE_SECRET_ID/ })
    await other.close()
  })

  test('half of one is refused', () => {
    assert.equal(storeCredentials({}), undefined)
    assert.throws(() => storeCredentials({ GRAYSCALE_STORE_SECRET_ID: 'a' }), { code: 'InvalidStore' })
    assert.throws(() => storeCredentials({ GRAYSCALE_STORE_SECRET_KEY: 'a' }), { code: 'InvalidStore' })
    assert.deepEqual(
      storeCredentials({
        GRAYSCALE_STORE_SECRET_ID: 'a',
        GRAYSCALE_STORE_SECRET_KEY: 'b',
        GRAYSCALE_STORE_TOKEN: 'c',
      }),
      { secretId: 'a', secretKey: 'b', token: 'c' },
    )
  })
})
