import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { changedSources, listName, root, sourceList } from '../../scripts/lib/sources.mjs'

test('pkg/ was built from these sources (else: npm run build)', () => {
  assert.deepEqual(changedSources(), [])
})

test('line ends do not count, every other byte of a source does', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'scf-grayscale-sources-'))
  t.after(() => rmSync(copy, { recursive: true }))
  const files = readFileSync(join(root, 'pkg', listName), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.slice(66))
  for (const file of [...files, `pkg/${listName}`]) cpSync(join(root, file), join(copy, file))
  assert.equal(sourceList(copy), sourceList(root))

  const [file] = files.filter((name) => name.endsWith('.rs'))
  const text = readFileSync(join(copy, file), 'utf8')
  writeFileSync(join(copy, file), text.replaceAll('\n', '\r\n'))
  assert.equal(sourceList(copy), sourceList(root))

  const before = changedSources(copy)
  writeFileSync(join(copy, file), `${text} `)
  writeFileSync(join(copy, 'src', 'added.rs'), '')
  assert.deepEqual(changedSources(copy), [...new Set([...before, file, 'src/added.rs'])].sort())
})

test('the module and its glue are of one wasm-bindgen', () => {
  const version = /wasm-bindgen-cli-support = "=([\d.]+)"/.exec(
    readFileSync(join(root, 'tools/bindgen/Cargo.toml'), 'utf8'),
  )?.[1]
  assert.match(readFileSync(join(root, 'Cargo.toml'), 'utf8'), new RegExp(`wasm-bindgen = \\{ version = "=${version}"`))
})
