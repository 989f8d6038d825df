// `grayscale emulate` is the emulator's own command under another name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emulatorOptions } from '../../../emulator/command.js'
import { directory, ended, grayscale } from './harness.js'

test('it has every flag of scf-emulator', async () => {
  const { stdout } = await ended(grayscale(['emulate', '--help']), 0)
  for (const [name, { hint }] of Object.entries(emulatorOptions)) assert.ok(stdout.includes(`--${name} ${hint}`), name)
})

test('it refuses an invalid fault script with its line and exit code 2', async (t) => {
  const cwd = directory(t, { 'key.yml': '- action: UpdateAlias\n  fault: timeout\n  comitted: true\n' })
  const { stdout, stderr } = await ended(grayscale(['emulate', '--port', '0', '--faults', 'key.yml'], { cwd }), 2)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /✖ InvalidFaults[^]*--faults: key\.yml:3: rule 1: the key comitted is not known; did you mean\s+committed\?/,
  )
})
