// A project whose function has a rollout, and its command line.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { code, emulator, grayscale, keys, project } from './harness.js'

export const functions = `functions:
  fun01: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler }
`

/** A project of one function, and its command line. */
export async function checkout(t, files = {}) {
  const emu = await emulator(t)
  const cwd = project(t, { 'grayscale.yml': functions, ...files })
  const by = async (/** @type {number} */ status, /** @type {string[]} */ ...args) => {
    const ended = await grayscale(args, { cwd, endpoint: emu.url, env: { ...keys, TZ: 'UTC' } })
    assert.equal(ended.status, status, `${args.join(' ')}\n${ended.stdout}\n${ended.stderr}`)
    return ended
  }
  const json = async (/** @type {number} */ status, /** @type {string[]} */ ...args) =>
    JSON.parse((await by(status, ...args, '--json')).stdout)
  const rewrite = (/** @type {string} */ text) => writeFileSync(join(cwd, 'code/index.js'), code(text))
  return { emu, cwd, by, json, rewrite }
}

/** The same with a published version, and new code that no user has. */
export async function released(t, files = {}) {
  const there = await checkout(t, files)
  await there.by(0, 'deploy', '--publish', '--traffic', '0')
  there.rewrite('two')
  return there
}

export const writes = ({ requests }) => requests.filter(({ action }) => /^(Update|Publish|Create)/.test(action)).length
