// A large zip that is ready stays on the disk: what is said of it is what is said of the same bytes in memory.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { zipSync } from 'fflate'
import { packBytes, packSource } from '../../js/package/pack.js'

const noise = randomBytes(11_000_000)
const secretKey = 'secretsecretsecret0123456789'

/** A zip of files and that much noise. */
function zipped(files) {
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])
  return zipSync({ ...Object.fromEntries(entries), 'data.bin': [noise, { level: 0 }] })
}

/** A file of these bytes. */
async function onDisk(t, bytes) {
  const directory = await mkdtemp(join(tmpdir(), 'scf-grayscale-large-'))
  t.after(() => rm(directory, { recursive: true }))
  const file = join(directory, 'large.zip')
  await writeFile(file, bytes)
  return file
}

const certificate = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'

test('digest, size, files and credentials are those of the bytes', async (t) => {
  const bytes = zipped({ 'index.js': 'x', '.env': 'A=b', 'cacert.pem': certificate, id_rsa: 'k' })
  const { bytes: parts, outside, ...told } = await packSource(await onDisk(t, bytes))
  const { bytes: whole, ...expected } = packBytes(bytes)
  assert.deepEqual(told, expected)
  assert.deepEqual(told.credentials.sort(), ['.env', 'id_rsa'])
  assert.deepEqual([outside, whole.length], [undefined, parts.length])
})

test('it is read in parts, to its last byte', async (t) => {
  const bytes = zipped({ 'index.js': 'x' })
  const { bytes: parts } = await packSource(await onDisk(t, bytes))
  const ranges = [0, 4_194_304, 8_388_608, bytes.length]
  for (const [index, to] of ranges.slice(1).entries()) {
    const part = await parts.read(ranges[index], to)
    assert.ok(Buffer.from(part).equals(Buffer.from(bytes.subarray(ranges[index], to))), `up to ${to}`)
  }
})

test('the key that signs is found in it, packed or not', async (t) => {
  const text = `const key = '${secretKey}'; ${'x'.repeat(500)}`
  const deflated = zipped({ 'config.js': text })
  await assert.rejects(packSource(await onDisk(t, deflated), {}, { secretKey }), { code: 'SecretInPackage' })
  // across two pieces, in a file that is looked through
  for (const level of [0, 6]) {
    const wide = Buffer.alloc(3 << 20, 'y')
    wide.write(secretKey, (1 << 20) - 10)
    const zip = zipSync({ 'wide.bin': [wide, { level }], 'data.bin': [noise, { level: 0 }] })
    await assert.rejects(packSource(await onDisk(t, zip), {}, { secretKey }), { code: 'SecretInPackage' }, `${level}`)
  }
  const clean = await packSource(await onDisk(t, zipped({ 'index.js': 'x' })), {}, { secretKey })
  assert.ok(clean.sha256)
})

test('one whose list can not be read is looked at as a whole', async (t) => {
  const bytes = zipped({ 'index.js': secretKey })
  // the end is cut off
  const file = await onDisk(t, bytes.subarray(0, bytes.length - 30))
  assert.equal((await packSource(file)).files, undefined)
})

test('a file that changed after it was hashed is not sent', async (t) => {
  const file = await onDisk(t, zipped({ 'index.js': 'x' }))
  const { bytes } = await packSource(file)
  await writeFile(file, zipped({ 'index.js': 'another' }))
  await assert.rejects(bytes.read(0, 10), { code: 'UnreadableSource' })
})

test('what is no zip is refused', async (t) => {
  await assert.rejects(packSource(await onDisk(t, noise)), { code: 'InvalidPackage' })
})
