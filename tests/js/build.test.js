import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { changedFiles, digestList, listName, root } from '../../scripts/lib/sources.mjs'

/** A copy of everything that the list names, and of the list. */
function copied(t) {
  const copy = mkdtempSync(join(tmpdir(), 'scf-grayscale-sources-'))
  t.after(() => rmSync(copy, { recursive: true }))
  const files = digestList()
    .trim()
    .split('\n')
    .map((line) => line.slice(66))
  for (const file of files) cpSync(join(root, file), join(copy, file))
  writeFileSync(join(copy, 'pkg', listName), digestList(copy))
  return { copy, files }
}

/** The script in a checkout, on a machine that has nothing but Node. */
function check(checkout, ...flags) {
  const script = join(checkout, 'scripts', 'build.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--check', ...flags], {
    env: { ...process.env, PATH: '' },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('pkg/ was built from these sources, and nobody edited it (else: npm run build)', () => {
  assert.deepEqual(changedFiles(), [])
})

test('line ends do not count, every other byte of a source does', (t) => {
  const { copy, files } = copied(t)
  const [file] = files.filter((name) => name.endsWith('.rs'))
  const text = readFileSync(join(copy, file), 'utf8')
  writeFileSync(join(copy, file), text.replaceAll('\n', '\r\n'))
  assert.deepEqual(changedFiles(copy), [])

  writeFileSync(join(copy, file), `${text} `)
  writeFileSync(join(copy, 'src', 'added.rs'), '')
  assert.deepEqual(changedFiles(copy), [file, 'src/added.rs'].sort())
})

test('the signing crate is among the sources', (t) => {
  const { copy } = copied(t)
  writeFileSync(join(copy, 'sign', 'src', 'added.rs'), '')
  assert.deepEqual(changedFiles(copy), ['sign/src/added.rs'])
})

test('every byte of the module counts, also one that is no text', (t) => {
  const { copy } = copied(t)
  const module = join(copy, 'pkg', 'scf_grayscale_bg.wasm')
  const bytes = readFileSync(module)
  // two bytes that are both no UTF-8
  for (const byte of [0xfe, 0xff]) {
    bytes[bytes.length - 1] = byte
    writeFileSync(module, bytes)
    if (byte === 0xfe) writeFileSync(join(copy, 'pkg', listName), digestList(copy))
  }
  assert.deepEqual(changedFiles(copy), ['pkg/scf_grayscale_bg.wasm'])
})

test('a file that is missing from pkg/, or that nobody built, is named', (t) => {
  const { copy } = copied(t)
  rmSync(join(copy, 'pkg', 'package.json'))
  writeFileSync(join(copy, 'pkg', 'extra.js'), '')
  assert.deepEqual(changedFiles(copy), ['pkg/extra.js', 'pkg/package.json'])
})

test('--check fails where it can not build again, and says how to compare digests alone', (t) => {
  const { copy } = copied(t)
  const { status, stderr } = check(copy)
  assert.equal(status, 1)
  assert.match(stderr, /is missing/)
  assert.match(stderr, /not proven[\s\S]*--check --digests/)
})

test('--check --digests needs no Rust', (t) => {
  const { copy } = copied(t)
  const same = check(copy, '--digests')
  assert.equal(same.status, 0, same.stderr)
  assert.match(same.stdout, /not built again/)
  writeFileSync(join(copy, 'pkg', 'scf_grayscale.js'), '// edited')
  const edited = check(copy, '--digests')
  assert.equal(edited.status, 1)
  assert.match(edited.stderr, /pkg\/scf_grayscale\.js/)
})

test('a flag that there is not is no check that went well', (t) => {
  const { copy } = copied(t)
  assert.notEqual(check(copy, '--digest').status, 0)
})

test('the module and its glue are of one wasm-bindgen', () => {
  const version = /wasm-bindgen-cli-support = "=([\d.]+)"/.exec(
    readFileSync(join(root, 'tools/bindgen/Cargo.toml'), 'utf8'),
  )?.[1]
  assert.match(readFileSync(join(root, 'Cargo.toml'), 'utf8'), new RegExp(`wasm-bindgen = \\{ version = "=${version}"`))
})
