// docs/compatibility.md is made of what tests recorded, never by hand: each of its cells is a test.

import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const directory = process.env.SCF_GRAYSCALE_CELLS

/**
 * A test that is a cell of a table in docs/compatibility.md.
 *
 * @param {string} table its title is in scripts/compatibility.mjs
 * @param {string} row such as a client with its version
 * @param {string | string[]} columns such as a feature; a test may be several cells of its row
 * @param {(context: import('node:test').TestContext) => Promise<string | void> | string | void} body what it returns stands
 *   in the cell; nothing stands for `yes`
 * @param {import('node:test').TestOptions} [options]
 */
export function cell(table, row, columns, body, options = {}) {
  const all = [columns].flat()
  test(`${row}: ${all.join(', ')}`, options, async (context) => {
    const text = (await body(context)) ?? 'yes'
    assert.equal(typeof text, 'string')
    if (!directory) return
    mkdirSync(directory, { recursive: true })
    const lines = all.map((column) => `${JSON.stringify({ table, row, column, text })}\n`)
    appendFileSync(join(directory, `${table}.${process.pid}.jsonl`), lines.join(''))
  })
}
