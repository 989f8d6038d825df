// The established component and ours live through the same random histories. Where the documentation defines the result
// both have it; where the established one is wrong, it is so in one of the ways that support/history.js names, and ours
// is as documented.
//
//   HISTORIES_SEED=7 HISTORIES=500 node --test tests/clients/histories.test.js    lives through histories 7 to 506

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { cell } from '../support/compatibility.js'
import { row } from './support/npm.js'

const first = Number(process.env.HISTORIES_SEED ?? 20_260_701)
const count = Number(process.env.HISTORIES ?? 200)
const CHILDREN = 2

/** @type {Record<string, number>} histories by the fault in which the established component first showed itself wrong */
const shown = {}

cell('clients', row('tencent-component-toolkit'), 'the same random histories as ours', async (t) => {
  t.diagnostic(`histories ${first} to ${first + count - 1}`)
  const program = new URL('support/lives.js', import.meta.url).pathname
  const share = Math.ceil(count / CHILDREN)
  const results = await Promise.all(
    Array.from({ length: CHILDREN }, async (_, child) => {
      const words = [program, first + child * share, Math.min(share, count - child * share)].map(String)
      const { stdout } = await promisify(execFile)(process.execPath, words)
      return JSON.parse(stdout)
    }),
  )
  for (const result of results) {
    for (const [fault, times] of Object.entries(result.shown)) shown[fault] = (shown[fault] ?? 0) + times
  }
  const alike = results.reduce((sum, result) => sum + result.alike, 0)
  t.diagnostic(`alike: ${alike}; it went wrong: ${JSON.stringify(shown)}`)
  return `${count}: ${alike} alike, else ours as documented`
})

test('each named fault of the established component did show, so that the list stays true', () => {
  assert.deepEqual(Object.keys(shown).sort(), ['names', 'remembers', 'rules', 'weights'])
})
