// GitHub's own parser of workflows and actions, with its schemas. Its files are made for bundlers (they import JSON), so it is
// bundled first.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { npmInstalled } from './installs.js'

let parser

async function load() {
  const resolveDir = await npmInstalled('ci')
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-workflow-'))
  const outfile = join(directory, 'parser.mjs')
  const contents = `export { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
    export { parseAction } from '@actions/workflow-parser/actions/action-parser'`
  try {
    // its yaml is CommonJS
    const banner = { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" }
    await build({ stdin: { contents, resolveDir }, bundle: true, format: 'esm', platform: 'node', outfile, banner })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/**
 * What GitHub's schema says against a file.
 *
 * @param {'workflow' | 'action'} kind
 * @param {string} name
 * @param {string} content
 * @returns {Promise<string[]>}
 */
export async function schemaErrors(kind, name, content) {
  parser ??= load()
  const { NoOperationTraceWriter, parseWorkflow, parseAction } = await parser
  const parse = kind === 'workflow' ? parseWorkflow : parseAction
  const { context } = parse({ name, content }, new NoOperationTraceWriter())
  return context.errors.getErrors().map(({ message }) => message)
}
