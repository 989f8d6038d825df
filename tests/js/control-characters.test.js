// Text of others, such as a note about a function, must not move the cursor of the terminal where it is shown.

import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { Output } from '../../js/cli/output.js'
import { Host } from '../../js/osls/host.js'
import { carryOut } from '../../js/sls/carry-out.js'
import { Engine } from '../../js/sls/engine.js'
import { Platform } from '../../js/sls/platform/platform.js'

/** It clears the screen, goes up a line, and turns letters around. */
const note = 'fun01\u001b[2J\u001b[A\r\u202e is odd\nsecond line'
const shown = /fun01 +is odd\n *second line/

/** @param {string} text */
function harmless(text) {
  assert.match(text, shown)
  assert.doesNotMatch(text, /\u001b|\r|\u202e/)
}

/** A component as engine A makes one, and what its engine was given to show. */
function component() {
  /** @type {string[]} */
  const lines = []
  const instance = { renderStatus() {}, log: (/** @type {string} */ text) => lines.push(text) }
  return { engine: new Engine({ id: 'app', context: { instance } }), said: () => lines.join('\n') }
}

test('the command line takes them out of notes', () => {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() }
  const output = new Output(/** @type {any} */ ({ ...streams, env: {}, json: false, color: true }))
  output.say(note)
  harmless(String(streams.stderr.read()))
})

test('the command line keeps its own colours', () => {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() }
  const output = new Output(/** @type {any} */ ({ ...streams, env: { FORCE_COLOR: '1' }, json: false, color: true }))
  output.tell(({ paint }) => paint.red('failed'))
  assert.equal(String(streams.stderr.read()), '\u001b[31mfailed\u001b[39m\n')
})

test('engine A of sls takes them out of notes', () => {
  const { engine, said } = component()
  engine.say(note)
  harmless(said())
})

test('a note of a run under sls reaches the engine without them', async () => {
  const { engine, said } = component()
  const run = /** @type {any} */ ({ engine, created: { settle: async () => {} }, head: [] })
  /** @type {Parameters<typeof carryOut>[1]} */
  const release = async ({ onEvent }) => {
    onEvent?.(/** @type {any} */ ({ type: 'noted', text: note }))
    throw new Error('the run ends here')
  }
  await assert.rejects(carryOut(run, release), /the run ends here/)
  harmless(said())
})

test('engine B of sls takes them out of notes and of its report', (t) => {
  const log = t.mock.method(console, 'log', () => {})
  const platform = new Platform({})
  platform.say(note)
  harmless(String(log.mock.calls[0].arguments[0]))
  harmless(platform.outputs('deploy', {}).vendorMessage)
})

test('the plugin for osls takes them out of what it shows', () => {
  /** @type {string[]} */
  const lines = []
  const writers = {
    log: { notice: (/** @type {string} */ text) => lines.push(text) },
    writeText: (/** @type {string} */ text) => lines.push(text),
  }
  const host = new Host(/** @type {any} */ ({ serverless: {}, options: {}, writers, written: {} }))
  host.note(note)
  host.say(note)
  for (const line of lines) harmless(line)
})
