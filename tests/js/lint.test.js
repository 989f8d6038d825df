// `npm run lint` finds circles of imports, and code that the emulator and the rest would share: planted in a copy of the
// configuration, each is refused.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tools = { biome: ['@biomejs/biome/bin/biome', 'lint'], tsc: ['typescript/bin/tsc', '-p', 'emulator'] }

/** A folder with the configuration of the lint and nothing to lint. */
function empty(t) {
  const dir = mkdtempSync(join(tmpdir(), 'grayscale-lint-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const name of ['biome.json', 'tsconfig.json', 'emulator/tsconfig.json', 'emulator/package.json'])
    cpSync(join(root, name), join(dir, name))
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
  return dir
}

/** What a tool of the lint says about a folder. */
function run(dir, [script, ...args]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: dir,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

/** What a tool of the lint says about a tree of these files. */
function linted(t, files, tool) {
  const dir = empty(t)
  for (const [name, text] of Object.entries({ 'js/package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return run(dir, tools[tool])
}

const CLEAN = { 'js/one.js': 'export const one = 1\n', 'emulator/index.js': 'export const start = 1\n' }
const ENTRY = `export { start } from '../emulator/index.js'\n`

test('both entries of the emulator may be imported', (t) => {
  const files = {
    ...CLEAN,
    'emulator/command.js': "export { start } from './index.js'\n",
    'js/two.js': ENTRY,
    'js/three.js': "export { start } from '../emulator/command.js'\n",
  }
  for (const tool of Object.keys(tools)) {
    const { status, output } = linted(t, files, tool)
    assert.equal(status, 0, output)
  }
})

for (const [what, tool, files, message] of [
  [
    'a circle of imports',
    'biome',
    { 'js/a.js': "export { b } from './b.js'\n", 'js/b.js': "import './a.js'\n\nexport const b = 1\n" },
    /js\/a\.js.*noImportCycles/,
  ],
  [
    'a circle of three with an import at run time',
    'biome',
    {
      'js/a.js': "export { b } from './b.js'\n",
      'js/b.js': "export { c as b } from './c.js'\n",
      'js/c.js': "export const c = () => import('./a.js')\n",
    },
    /js\/c\.js.*noImportCycles/,
  ],
  [
    'a circle of JSX files',
    'biome',
    {
      'js/page/a.jsx': "import { b } from './b.jsx'\n\nexport const a = () => <b>{b}</b>\n",
      'js/page/b.jsx': "import { a } from './a.jsx'\n\nexport const b = () => <i>{a}</i>\n",
    },
    /js\/page\/a\.jsx.*noImportCycles/,
  ],
  [
    'a circle of CommonJS and ES modules',
    'biome',
    { 'js/a.cjs': "exports.b = require('./b.js')\n", 'js/b.js': "import './a.cjs'\n" },
    /js\/a\.cjs.*noImportCycles/,
  ],
  [
    'an inner file of the emulator in js/',
    'biome',
    { 'emulator/cloud.js': 'export const cloud = 1\n', 'js/a.js': "export { cloud } from '../emulator/cloud.js'\n" },
    /js\/a\.js.*noRestrictedImports/,
  ],
  [
    'an inner file of the emulator in a JSX file at run time',
    'biome',
    {
      'emulator/actions/index.js': 'export const all = 1\n',
      'js/page/a.jsx': "export const a = () => import('../../emulator/actions/index.js')\n",
    },
    /js\/page\/a\.jsx.*noRestrictedImports/,
  ],
  [
    'a file of js/ in the emulator',
    'biome',
    { 'emulator/a.js': "export { one } from '../js/one.js'\n" },
    /emulator\/a\.js.*noRestrictedImports/,
  ],
  [
    'a file of js/ in the tests of the emulator',
    'biome',
    { 'emulator/tests/a.test.js': "import '../../js/one.js'\n" },
    /emulator\/tests\/a\.test\.js.*noRestrictedImports/,
  ],
  [
    'any file outside of the emulator in it',
    'tsc',
    { 'other/one.js': 'export const one = 1\n', 'emulator/a.js': "export { one } from '../other/one.js'\n" },
    /emulator\/a\.js.*TS6059/,
  ],
  [
    'a type of js/ in the emulator',
    'tsc',
    {
      'js/types.js': '/** @typedef {{ a: string }} Thing */\nexport {}\n',
      'emulator/a.js': "/** @param {import('../js/types.js').Thing} thing */\nexport const a = (thing) => thing.a\n",
    },
    /emulator\/a\.js.*TS6059/,
  ],
]) {
  test(`lint refuses ${what}`, (t) => {
    const { status, output } = linted(t, { ...CLEAN, ...files }, tool)
    assert.equal(status, 1, output)
    assert.match(output, message)
  })
}

// Of an import such as `#load` Biome follows the default alone; here the default is what each host gets instead.
for (const host of ['node', 'component', 'workerd', 'worker']) {
  test(`js/ has no circle of imports with the files that ${host} gets`, (t) => {
    const dir = empty(t)
    const own = join(dir, 'js', 'package.json')
    cpSync(join(root, 'js'), join(dir, 'js'), { recursive: true, filter: (file) => basename(file) !== 'dist' })
    const manifest = JSON.parse(readFileSync(own, 'utf8'))
    for (const [name, choice] of Object.entries(manifest.imports))
      manifest.imports[name] = { default: choice[host] ?? choice.default }
    writeFileSync(own, JSON.stringify(manifest))
    const { status, output } = run(dir, [tools.biome[0], 'lint', '--only=suspicious/noImportCycles'])
    assert.equal(status, 0, output)
  })
}
