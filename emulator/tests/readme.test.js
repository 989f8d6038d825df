// The READMEs of both languages say what is true.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmulator } from './support/emulator.js'
import { create, directory, emulator, refusedWith } from './support/harness.js'

const index = new URL('../index.js', import.meta.url).href

for (const name of ['README.md', 'README.zh-CN.md']) {
  const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
  const [, script] = /```yaml\n([^]*?)```/.exec(text) ?? []
  const [, program] = /```js\n([^]*?)```/.exec(text) ?? []

  test(`the fault script of ${name} is valid`, async (t) => {
    const emu = await startEmulator({ faultsFile: join(directory(t, { 'faults.yml': script }), 'faults.yml') })
    await emu.close()
  })

  test(`the program of ${name} runs to its end`, (t) => {
    const cwd = directory(t, { 'test.mjs': program.replace("'scf-grayscale/emulator'", JSON.stringify(index)) })
    execFileSync(process.execPath, ['test.mjs'], { cwd, timeout: 20_000 })
  })
}

for (const Runtime of ['Python3.9', 'Go1', 'Php8.0', 'Java11', 'CustomRuntime']) {
  test(`a function for ${Runtime} is refused`, async (t) => {
    const { client } = await emulator(t)
    await refusedWith(create(client, 'fun01', undefined, { Runtime }), 'InvalidParameterValue.Runtime')
  })
}

test('a function of type HTTP is refused', async (t) => {
  const { client } = await emulator(t)
  await refusedWith(create(client, 'fun01', undefined, { Type: 'HTTP' }), 'UnsupportedOperation')
})
