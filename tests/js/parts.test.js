// The module in two parts, as the release console has it: what its first part can do alone, and that both are the whole.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** @param {string} script @param {string[]} options of Node @returns {Promise<string[]>} the lines that it prints */
async function run(script, options = []) {
  const file = fileURLToPath(new URL(`parts/${script}`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [...options, file], { maxBuffer: 1 << 26 })
  return stdout.split('\n').filter(Boolean)
}

test('the first part lists functions whatever it meets, as the whole module does', async () => {
  const [alone, whole] = await Promise.all([run('lists.js', ['--conditions=parts']), run('lists.js')])
  assert.ok(alone.length > 80, `${alone.length} lists`)
  for (const [index, line] of alone.entries()) assert.deepEqual(JSON.parse(line), JSON.parse(whole[index]))
  assert.equal(alone.length, whole.length)
})

test('the rest comes when it is asked for; both parts plan and release as the whole module does', async () => {
  const [parts, whole] = await Promise.all([run('release.js', ['--conditions=parts']), run('release.js')])
  assert.ok(whole.length > 8, `${whole.length} lines`)
  assert.deepEqual(parts, whole)
})
