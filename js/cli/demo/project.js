// @ts-check
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const yml = `component: scf-grayscale
name: shop
inputs:
  functions:
    page: { src: ./page, handler: index.main_handler, runtime: Nodejs18.15 }
`

/** What the function does, in the order of the story. Each answer tells which version gave it. */
const codes = {
  blue: "exports.main_handler = async (event, { function_version: version }) =>\n  ({ page: 'blue', version })",
  green: "exports.main_handler = async (event, { function_version: version }) =>\n  ({ page: 'green', version })",
  broken:
    "exports.main_handler = async (event, { function_version: version }) => {\n  throw new Error('no page; version ' + version) }",
}

/** @typedef {keyof typeof codes} Code */

/**
 * A project of one function in a directory of its own.
 *
 * @param {{ secretId: string, secretKey: string }} credential of the emulator
 * @returns {{ dir: string, yml: string, env: string, write: (code: Code) => string }} `write` puts code into the function
 *   and gives it back
 */
export function makeProject({ secretId, secretKey }) {
  const dir = mkdtempSync(join(tmpdir(), 'grayscale-demo-'))
  const env = `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\nSTAGE=prod\n`
  mkdirSync(join(dir, 'page'))
  writeFileSync(join(dir, 'serverless.yml'), yml)
  writeFileSync(join(dir, '.env'), env, { mode: 0o600 })
  return {
    dir,
    yml,
    env,
    write(code) {
      writeFileSync(join(dir, 'page', 'index.js'), `${codes[code]}\n`)
      return codes[code]
    },
  }
}
