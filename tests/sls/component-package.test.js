// What `sls publish` uploads: complete, small, and nothing in it that belongs to somebody's machine.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse } from 'yaml'
import { packSource } from '../../js/package/index.js'
import { typedVerbs } from '../../js/sls/verbs.js'

const root = new URL('../..', import.meta.url).pathname
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** @type {string} */
let directory

before(() => {
  directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-component-'))
  execFileSync(process.execPath, [join(root, 'scripts', 'component.mjs'), directory], { stdio: 'pipe' })
})
after(() => rmSync(directory, { recursive: true, force: true }))

test('three files and a definition, under 1 MB', async () => {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  assert.deepEqual(files.map(({ name }) => name).sort(), [
    'LICENSE',
    'scf_grayscale_bg.wasm',
    'serverless.component.yml',
    'serverless.js',
  ])
  const { size } = await packSource(join(directory, 'src'))
  assert.ok(size < 1_300_000, `${size} bytes`)
})

test('it is what the checked-in wasm module is', () => {
  const [packed, checkedIn] = [join(directory, 'src'), join(root, 'pkg')].map((place) =>
    readFileSync(join(place, 'scf_grayscale_bg.wasm')),
  )
  assert.ok(packed.equals(checkedIn))
})

test('the definition names every verb, with _ as methods are named', () => {
  const {
    name,
    version: released,
    main,
    actions,
  } = parse(readFileSync(join(directory, 'serverless.component.yml'), 'utf8'))
  assert.deepEqual({ name, released, main }, { name: 'scf-grayscale', released: version, main: './src' })
  const methods = [...new Set(typedVerbs.map((verb) => verb.replaceAll('-', '_')))]
  assert.deepEqual(Object.keys(actions), methods)
})

test('one CommonJS file that needs Node and the engine alone, and no path of this machine', () => {
  const text = readFileSync(join(directory, 'src', 'serverless.js'), 'utf8')
  const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name)
  assert.ok(required.includes('@serverless/core'))
  assert.deepEqual(
    required.filter((name) => !['@serverless/core', 'pg'].includes(name) && !isBuiltin(name)),
    [],
    'pg is looked for only where a store in PostgreSQL is named',
  )
  assert.ok(!text.includes(root))
})

const spellings = [...new Set(typedVerbs.flatMap((verb) => [verb, verb.replaceAll('-', '_')]))]

test('its class has a method per verb, in both spellings', () => {
  const methods = inNode('console.log(JSON.stringify(Object.getOwnPropertyNames(Component.prototype)))')
  assert.deepEqual(JSON.parse(methods).sort(), ['constructor', ...spellings].sort())
})

test('on a Node that can not run it, it loads all the same, and each verb says so', () => {
  const tried = `
    const component = new Component({})
    const names = ${JSON.stringify(spellings)}
    Promise.all(names.map((name) => component[name]().catch((error) => error.message))).then((all) => console.log(all.join('\\n')))
  `
  const told = inNode(tried, "Object.defineProperty(process.versions, 'node', { value: '12.16.1' })").trim().split('\n')
  assert.equal(told.length, spellings.length)
  for (const line of told) assert.match(line, /^UnsupportedNode .*needs Node\.js 18 or later.*Nothing was changed/)
})

/** Runs a script in a process of its own, where `Component` is the package's class. @param {string} script */
function inNode(script, before = '') {
  const path = JSON.stringify(join(directory, 'src', 'serverless.js'))
  const NODE_PATH = join(root, 'tests', 'sls', 'platform', 'layer')
  return execFileSync(process.execPath, ['-e', `${before}\nconst Component = require(${path})\n${script}`], {
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH },
  })
}
