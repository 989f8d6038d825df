// The READMEs of both languages say what is true.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmulator } from './support/emulator.js'
import { directory } from './support/harness.js'

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
