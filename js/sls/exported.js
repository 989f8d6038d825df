// @ts-check
import { join } from 'node:path'
import { readText } from '../project/text.js'

/**
 * The environment as it was before the engine loaded an env file into it: always `.env.dev` where there is one, else
 * `.env`, whatever the stage. What it added must not pass for exported: it would win over `.env.prod`.
 *
 * @param {string} dir where `sls` runs
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<Record<string, string | undefined>>}
 */
export async function exportedBefore(dir, env = process.env) {
  const text = (await readText(join(dir, '.env.dev'))) ?? (await readText(join(dir, '.env'))) ?? ''
  return notFrom(parsedByEngine(text), env)
}

/**
 * The environment without what someone loaded into it from a file.
 *
 * @param {Record<string, string>} fromFile
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string | undefined>}
 */
export function notFrom(fromFile, env) {
  const exported = Object.keys(env).filter((name) => env[name] !== fromFile[name])
  const pairs = new Set(exported.map(pairOf))
  const kept = Object.keys(env).filter((name) => exported.includes(name) || (pairOf(name) && pairs.has(pairOf(name))))
  return Object.fromEntries(kept.map((name) => [name, env[name]]))
}

/** What says by which way requests go, and whether the other side must prove who it is. */
const ways = /^((HTTPS?|ALL|NO)_PROXY|NODE_TLS_REJECT_UNAUTHORIZED)$/i

/**
 * Takes out of the process's environment what an env file, which a repository may bring, says of the way that signed
 * requests go. What the person exported stays.
 *
 * @param {Record<string, string | undefined>} exported
 * @param {NodeJS.ProcessEnv} [env]
 */
export function forgetWays(exported, env = process.env) {
  for (const name of Object.keys(env)) if (ways.test(name) && exported[name] === undefined) delete env[name]
}

/**
 * Id, key and token belong together: where one of them was exported, all were, though some may say what the file says.
 *
 * @param {string} name
 */
function pairOf(name) {
  return /^(TENCENT(?:CLOUD)?)_(?:SECRET_ID|SECRET_KEY|TOKEN)$/.exec(name)?.[1]
}

/**
 * The file as the engine's dotenv 8 reads it, which is not quite how Node's own parser does.
 *
 * @param {string} text
 * @returns {Record<string, string>}
 */
function parsedByEngine(text) {
  /** @type {Record<string, string>} */
  const values = {}
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, name, value = ''] = /^\s*([\w.-]+)\s*=\s*(.*)?\s*$/.exec(line) ?? []
    if (name === undefined) continue
    const quote = /^(["'])(.*)\1$/s.exec(value)
    if (!quote) values[name] = value.trim()
    else values[name] = quote[1] === '"' ? quote[2].replaceAll('\\n', '\n') : quote[2]
  }
  return values
}
