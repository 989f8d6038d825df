// @ts-check
/**
 * Makes target/component: what `sls publish`, run in there, uploads to the vendor's registry for engine B. One CommonJS
 * file and the wasm module, with nothing to install. The platform supplies `@serverless/core`.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { typedVerbs, verbs } from '../js/sls/verbs.js'
import { bundleOneFile } from './lib/one-file.mjs'
import { root } from './lib/sources.mjs'

/** CommonJS, because that is all the platform can load. What it can't run must say so, and not fail to load. */
const entry = `
  const { Component } = require('@serverless/core')
  const { refusal } = require('./oldest-node.js')
  module.exports = refusal(Component) || require('./index.js').platformComponent(Component)
`

const directory = process.argv[2] ?? join(root, 'target', 'component')
const { name, version, description, keywords, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

rmSync(directory, { recursive: true, force: true })
await bundleOneFile({
  stdin: { contents: entry, resolveDir: join(root, 'js', 'sls', 'platform'), loader: 'js' },
  outfile: join(directory, 'src', 'serverless.js'),
  target: 'node10.4',
  conditions: ['component'],
  // `pg` is looked for where a store in PostgreSQL is named, and may be missing
  external: ['@serverless/core', 'pg'],
})
writeFileSync(join(directory, 'serverless.component.yml'), definition())
console.log(directory)

/** `sls publish` reads this beside `src`. JSON is YAML; a method's name holds no `-` there. */
function definition() {
  const actions = Object.entries(verbs)
    .filter(([verb]) => typedVerbs.includes(verb))
    .map(([verb, definition]) => [verb.replaceAll('-', '_'), { definition }])
  const fields = { name, version, author: name, description, keywords: keywords.join(', '), license, main: './src' }
  return `${JSON.stringify({ ...fields, actions: Object.fromEntries(actions) }, undefined, 2)}\n`
}
