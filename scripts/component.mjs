// @ts-check
/**
 * Makes target/component: what `sls publish`, run in there, uploads to the vendor's registry for engine B. One CommonJS
 * file and the wasm module, with nothing to install. The platform supplies `@serverless/core`.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { typedVerbs, verbs } from '../js/sls/verbs.js'
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
mkdirSync(join(directory, 'src'), { recursive: true })
await build({
  stdin: { contents: entry, resolveDir: join(root, 'js', 'sls', 'platform'), loader: 'js' },
  outfile: join(directory, 'src', 'serverless.js'),
  bundle: true,
  minify: true,
  keepNames: true,
  legalComments: 'inline',
  platform: 'node',
  format: 'cjs',
  target: 'node10.4',
  conditions: ['component'],
  // `pg` is looked for where a store in PostgreSQL is named, and may be missing
  external: ['@serverless/core', 'pg'],
  // wasm-bindgen's way to find the module by itself, which is not taken
  define: { 'import.meta.url': 'undefined' },
})
cpSync(join(root, 'pkg', 'scf_grayscale_bg.wasm'), join(directory, 'src', 'scf_grayscale_bg.wasm'))
cpSync(join(root, 'LICENSE'), join(directory, 'src', 'LICENSE'))
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
