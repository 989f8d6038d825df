// docs/browser.md says what to write for each tool; the tests run those very lines, so that the two can't part.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const page = readFileSync(new URL('../../../docs/browser.md', import.meta.url), 'utf8')

/**
 * @typedef {object} Section
 * @property {Record<string, string>} files by the name that stands behind the language of a block: ```js main.js
 * @property {string[][]} commands the words of each `npx` line
 */

/**
 * @param {string} title of a section of docs/browser.md
 * @returns {Section}
 */
export function documented(title) {
  const start = page.indexOf(`\n## ${title}\n`)
  assert.notEqual(start, -1, `docs/browser.md has no section "${title}"`)
  const end = page.indexOf('\n## ', start + 1)
  const section = page.slice(start, end === -1 ? undefined : end)
  /** @type {Section} */
  const found = { files: {}, commands: [] }
  for (const [, name, text] of section.matchAll(/^```\w+(?: (\S+))?\n([^]*?)^```$/gm)) {
    if (name !== undefined) found.files[name] = text
    else for (const [, line] of text.matchAll(/^npx (.*)$/gm)) found.commands.push(line.split(' '))
  }
  return found
}
