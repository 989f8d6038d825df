// docs/migrating.md: what tencent-scf documents, key by key.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { documented, knownKeys, page } from '../../scripts/lib/migrating.mjs'

for (const [language, file] of /** @type {const} */ ([
  ['en', 'docs/migrating.md'],
  ['zh', 'docs/zh/migrating.md'],
])) {
  test(`${file} is made from the tables of today`, () => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    assert.ok(text === page(language), `${file} is not current: node scripts/migrating.mjs writes it`)
  })
}

test('every key that tencent-scf documents is known: taken, or refused by name', () => {
  const known = knownKeys()
  assert.deepEqual(
    documented.filter((key) => known[key] === undefined),
    [],
  )
})

test('every key that tencent-scf documents stands on the page', () => {
  const text = page('en')
  assert.deepEqual(
    documented.filter((key) => !text.includes(`\`${key}\``)),
    [],
  )
})
