import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { zipSync } from 'fflate'
import { packSource } from '../../js/package/index.js'
import { unpack } from '../../js/package/unzip.js'

const directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-unzip-'))
after(() => rmSync(directory, { recursive: true, force: true }))

test('packed, unpacked and packed again is the same, executables and all', async () => {
  const from = join(directory, 'from')
  for (const [name, text] of [
    ['index.js', 'a'],
    ['bin/日本', 'b'],
    ['empty', ''],
  ]) {
    mkdirSync(dirname(join(from, name)), { recursive: true })
    writeFileSync(join(from, name), text)
  }
  chmodSync(join(from, 'bin/日本'), 0o755)
  const { bytes, sha256 } = await packSource(from)
  await unpack(bytes, join(directory, 'to'))
  assert.equal((await packSource(join(directory, 'to'))).sha256, sha256)
  assert.equal(readFileSync(join(directory, 'to', 'bin', '日本'), 'utf8'), 'b')
  assert.equal(statSync(join(directory, 'to', 'bin', '日本')).mode & 0o100, 0o100)
  assert.equal(statSync(join(directory, 'to', 'index.js')).mode & 0o100, 0)
})

test('a zip that leads out of its directory, or is none, is refused', async () => {
  const bad = {
    '../out': zipSync({ '../out': new Uint8Array(1) }),
    'a/../../out': zipSync({ 'a/../../out': new Uint8Array(1) }),
    '/out': zipSync({ '/out': new Uint8Array(1) }),
    'no zip': new TextEncoder().encode('<html>'),
    nothing: new Uint8Array(0),
    'cut off': zipSync({ a: new Uint8Array(9) }).slice(0, 30),
  }
  for (const [name, bytes] of Object.entries(bad)) {
    await assert.rejects(unpack(bytes, join(directory, 'bad')), { code: 'InvalidPackage', class: 'usage' }, name)
  }
})
