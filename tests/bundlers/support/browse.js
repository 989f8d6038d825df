// A page in a real browser, and what its program came to.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const TIMEOUT_MS = 20_000

/**
 * Opens a page and waits until its program has set `globalThis.outcome`. What goes wrong in the page ends the waiting.
 *
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<unknown>} open such as `page.goto` or `page.reload`
 * @returns {Promise<any>}
 */
export async function outcomeOf(page, open) {
  const said = /** @type {string[]} */ ([])
  const note = (/** @type {import('playwright-core').ConsoleMessage} */ message) => void said.push(message.text())
  page.on('console', note)
  /** @type {(error: Error) => void} */
  let fail = () => {}
  const failed = new Promise((_, reject) => {
    fail = reject
    page.once('pageerror', fail)
  })
  try {
    await open()
    const asked = page.waitForFunction(() => globalThis.outcome, undefined, { timeout: TIMEOUT_MS })
    const handle = await Promise.race([asked, failed])
    return await /** @type {any} */ (handle).jsonValue()
  } catch (error) {
    const { message } = /** @type {Error} */ (error)
    throw new Error(`the page came to nothing: ${message}; its console: ${said.join('; ') || 'empty'}`, {
      cause: error,
    })
  } finally {
    page.off('console', note)
    page.off('pageerror', fail)
  }
}

/** What stands, outside of comments, in a bundle that holds something for Node alone, or asks for it. */
const nodes =
  /["'`]node:|undici|fflate|croner|@clack|(?:from|import|require)\s*\(?\s*["'`](?:fs|os|path|crypto|yaml|ignore)["'`]/

/**
 * What a bundle weighs; and that there is one module, and nothing of Node's.
 *
 * @param {string} directory
 * @returns {string} in words
 */
export function weighed(directory) {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const read = (/** @type {string} */ ending) =>
    files.filter((file) => file.endsWith(ending)).map((file) => readFileSync(join(directory, file)))
  const [scripts, modules] = [read('.js'), read('.wasm')]
  assert.equal(modules.length, 1, `the wasm module lies there ${modules.length} times`)
  assert.notEqual(scripts.length, 0, 'no script was built')
  for (const script of scripts) nothingOfNode(script.toString('utf8'))
  return `JavaScript ${size(scripts)}, wasm ${size(modules)}`
}

/** @param {string} script */
export function nothingOfNode(script) {
  const code = script.replace(/^\s*\/\/.*$|\/\*[^]*?\*\//gm, '')
  const at = code.search(nodes)
  assert.ok(at === -1, `the bundle holds: ${code.slice(Math.max(0, at - 80), at + 80)}`)
}

/** @param {Buffer[]} parts */
function size(parts) {
  const all = Buffer.concat(parts)
  return `${(all.length / 1000).toFixed(1)} KB (${(gzipSync(all).length / 1000).toFixed(1)} KB gzip)`
}
