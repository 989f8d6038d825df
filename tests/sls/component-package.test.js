// What `sls publish` uploads: complete, small, and nothing in it that belongs to somebody's machine.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse } from 'yaml'
import { typedVerbs } from '../../js/component/verbs.js'
import { packSource } from '../../js/package/index.js'

const root = new URL('../..', import.meta.url).pathname
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** @type {string} */
let directory

before(() => {
  directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-component-'))
  execFileSync(process.execPath, [join(root, 'scripts', 'component.mjs'), directory], { stdio: 'pipe' })
})
after(() => rmSync(directory, { recursive: true, force: true }))

test('three files and a definition, under 500 KB', async () => {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  assert.deepEqual(files.map(({ name }) => name).sort(), [
    'LICENSE',
    'scf_grayscale_bg.wasm',
    'serverless.component.yml',
    'serverless.js',
  ])
  const { size } = await packSource(join(directory, 'src'))
  assert.ok(size < 500_000, `${size} bytes`)
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
    required.filter((name) => name !== '@serverless/core' && !isBuiltin(name)),
    [],
  )
  assert.ok(!text.includes(root))
})

test('its class has a method per verb, in both spellings', () => {
  const core = join(root, 'tests', 'sls', 'platform', 'layer', '@serverless', 'core')
  const methods = `
    const { prototype } = require(${JSON.stringify(join(directory, 'src', 'serverless.js'))})
    console.log(JSON.stringify(Object.getOwnPropertyNames(prototype)))
  `
  const printed = execFileSync(process.execPath, ['-e', methods], {
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: join(core, '..', '..') },
  })
  const spellings = typedVerbs.flatMap((verb) => [verb, verb.replaceAll('-', '_')])
  assert.deepEqual(JSON.parse(printed).sort(), [...new Set(['constructor', ...spellings])].sort())
})
