// @ts-check
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A function of the demo. Each answer tells which version gave it.
 *
 * @typedef {object} DemoFunction
 * @property {string} key
 * @property {string} runtime
 * @property {string} file its code
 * @property {Record<'blue' | 'green' | 'broken', string>} codes what it does, in the order of the story
 */

/** @type {DemoFunction} */
const page = {
  key: 'page',
  runtime: 'Nodejs18.15',
  file: 'index.js',
  codes: {
    blue: "exports.main_handler = async (event, { function_version: version }) =>\n  ({ page: 'blue', version })",
    green: "exports.main_handler = async (event, { function_version: version }) =>\n  ({ page: 'green', version })",
    broken:
      "exports.main_handler = async (event, { function_version: version }) => {\n  throw new Error('no page; version ' + version) }",
  },
}

const python = (/** @type {string} */ does) => `def main_handler(event, context):\n    ${does}`

/** The same in another language. @type {DemoFunction} */
const menu = {
  key: 'menu',
  runtime: 'Python3.9',
  file: 'index.py',
  codes: {
    blue: python("return {'page': 'blue', 'version': context['function_version']}"),
    green: python("return {'page': 'green', 'version': context['function_version']}"),
    broken: python("raise Exception('no page; version ' + context['function_version'])"),
  },
}

/** @typedef {keyof DemoFunction['codes']} Code */

/**
 * A project in a directory of its own.
 *
 * @param {{ secretId: string, secretKey: string }} credential of the emulator
 * @param {{ python: boolean }} machine `python`: whether it runs functions in Python, so that one of them is one
 * @returns {{ dir: string, yml: string, env: string, write: (code: Code) => { file: string, text: string }[] }}
 *   `write` puts code into the functions and gives it back
 */
export function makeProject({ secretId, secretKey }, machine) {
  const functions = machine.python ? [page, menu] : [page]
  const lines = functions.map(
    ({ key, runtime }) => `    ${key}: { src: ./${key}, handler: index.main_handler, runtime: ${runtime} }\n`,
  )
  const yml = `component: scf-grayscale\nname: shop\ninputs:\n  functions:\n${lines.join('')}`
  const dir = mkdtempSync(join(tmpdir(), 'grayscale-demo-'))
  const env = `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\nSTAGE=prod\n`
  for (const { key } of functions) mkdirSync(join(dir, key))
  writeFileSync(join(dir, 'serverless.yml'), yml)
  writeFileSync(join(dir, '.env'), env, { mode: 0o600 })
  return {
    dir,
    yml,
    env,
    write: (code) =>
      functions.map(({ key, file, codes }) => {
        writeFileSync(join(dir, key, file), `${codes[code]}\n`)
        return { file: `${key}/${file}`, text: codes[code] }
      }),
  }
}
