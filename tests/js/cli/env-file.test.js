// A key in a file that other people on the machine can read.
import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { emulator, ended, grayscale, project } from './harness.js'

const secretId = 'AKIDcanaryOfTheFile0123'
const secretKey = 'canaryOfTheFile0123456789'
const file = `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\n`
const windows = process.platform === 'win32' ? 'the mode of a file says nothing on Windows' : false

const warnings = (stderr) => stderr.split('\n').filter((line) => line.startsWith('warning: '))

test('an env file with the secret key that others may read is warned of, once', { skip: windows }, async (t) => {
  const { url: endpoint } = await emulator(t, { secretId, secretKey })
  for (const [mode, expected] of [
    [0o644, 1],
    [0o640, 1],
    [0o602, 1],
    [0o600, 0],
    [0o400, 0],
  ]) {
    const cwd = project(t, { '.env': file })
    chmodSync(join(cwd, '.env'), mode)
    for (const args of [['plan'], ['deploy', '--yes'], ['status', '--json']]) {
      const { stdout, stderr } = await ended(grayscale(args, { cwd, endpoint, env: {} }), 0)
      const path = join(cwd, '.env')
      assert.deepEqual(
        warnings(stderr),
        expected === 1
          ? [`warning: ${path} holds a secret key, and other users of this machine can read it: chmod 600 ${path}`]
          : [],
        `${mode.toString(8)} ${args}`,
      )
      assert.ok(!stdout.includes('warning'))
    }
  }
})

test('the file of the stage is looked at too, and one without a key is not', { skip: windows }, async (t) => {
  const { url: endpoint } = await emulator(t, { secretId, secretKey })
  const cwd = project(t, { '.env.prod': file, '.env': 'OTHER=1\n' })
  for (const name of ['.env.prod', '.env']) chmodSync(join(cwd, name), 0o644)
  const { stderr } = await ended(grayscale(['plan', '--stage', 'prod'], { cwd, endpoint, env: {} }), 0)
  assert.deepEqual(
    warnings(stderr).map((line) => line.includes('.env.prod')),
    [true],
  )
})
