// The package as npm packs it, used as a stranger would: installed beside its dependencies in an empty project.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { installPackage } from '../sls/support/package.js'
import { built } from '../support/built.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
let dir
let installed

before(async () => {
  await built('types', 'web', 'console:build')
  dir = mkdtempSync(join(tmpdir(), 'grayscale-package-'))
  installed = join(await installPackage(dir), 'scf-grayscale')
})
after(() => rmSync(dir, { recursive: true, force: true }))

const node = (...args) => execFileSync(process.execPath, args, { cwd: dir, encoding: 'utf8' })

test('it holds what runs and nothing else', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(installed, file)).isFile(),
  )
  const tops = new Set(files.map((file) => file.split(/[\\/]/)[0]))
  const allowed = [
    'js',
    'emulator',
    'dist',
    'pkg',
    'types',
    'docs',
    'serverless.js',
    'schema.json',
    'package.json',
    'README.md',
    'README.zh-CN.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'LICENSE',
  ]
  assert.deepEqual(
    [...tops].filter((top) => !allowed.includes(top)),
    [],
  )
  for (const file of [
    'js/index.js',
    'js/cli/main.js',
    'js/osls/plugin.cjs',
    'js/osls/usage.cjs',
    'js/inputs/locale.cjs',
    'emulator/index.js',
    'emulator/main.js',
    'emulator/package.json',
    'emulator/README.md',
    'emulator/README.zh-CN.md',
    'emulator/public.d.ts',
    'pkg/scf_grayscale_bg.wasm',
    'types/package.json',
    'types/types/index.d.ts',
    'types/types/component.d.cts',
    'dist/web/scf-grayscale.js',
    'js/console/dist/index.html',
    'serverless.js',
    'schema.json',
    'LICENSE',
  ]) {
    assert.ok(files.includes(file), `${file} is missing`)
  }
  assert.deepEqual(
    files.filter((file) => /(^|\/)\.env|\.test\.|\.map$|^js\/console\/page|^emulator\/tests/.test(file)),
    [],
  )
})

test('every name of the API is there, and the versions are one', () => {
  const script = `import * as api from 'scf-grayscale'
    console.log(JSON.stringify({ names: Object.keys(api).sort(), version: api.version }))`
  const { names, version } = JSON.parse(node('--input-type=module', '-e', script))
  for (const name of ['Grayscale', 'GrayscaleError', 'Signer', 'init', 'planFrom', 'version'])
    assert.ok(names.includes(name), name)
  assert.equal(version, manifest.version)
  assert.match(readFileSync(join(root, 'Cargo.toml'), 'utf8'), new RegExp(`^version = "${version}"$`, 'm'))
})

test('importing it loads no dependency', () => {
  const script = `import 'scf-grayscale'
    import { createRequire } from 'node:module'
    console.log(process.moduleLoadList.length > 0, Object.keys(createRequire(import.meta.url).cache).length)`
  // without any of them beside it
  const bare = mkdtempSync(join(tmpdir(), 'grayscale-bare-'))
  try {
    execFileSync('cp', ['-r', installed, join(bare, 'scf-grayscale')])
    writeFileSync(join(bare, 'try.mjs'), script.replace("'scf-grayscale'", "'./scf-grayscale/js/index.js'"))
    assert.equal(execFileSync(process.execPath, [join(bare, 'try.mjs')], { encoding: 'utf8' }).trim(), 'true 0')
  } finally {
    rmSync(bare, { recursive: true, force: true })
  }
})

test('it signs and plans', () => {
  const script = `import { Signer, planFrom } from 'scf-grayscale'
    const signer = new Signer({ secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLEKEY' })
    const { signature } = signer.sign({ service: 'scf', signedHeaders: { host: 'h', 'content-type': 'application/json' }, body: '{}', timestamp: 1 })
    const alias = { Name: '$DEFAULT', FunctionVersion: '$LATEST' }
    const versions = [{ Version: '7', Status: 'Active' }]
    const plan = planFrom({ functions: ['f1'], traffic: 0.1 }, { functions: [{ name: 'f1', aliases: [alias], versions }] })
    console.log(JSON.stringify([signature.length, plan.summary]))`
  assert.deepEqual(JSON.parse(node('--input-type=module', '-e', script)), [64, 'Plan: 1 to shift.'])
})

test('require gives the component', () => {
  const shape =
    "const c = require('scf-grayscale'); console.log(typeof c, typeof c.component, typeof c.component({ functions: { a: {} } }).prototype.deploy)"
  assert.equal(node('-e', shape).trim(), 'function function function')
})

test('require says how to import what only import gives', () => {
  const script = `import * as api from 'scf-grayscale'
    import { createRequire } from 'node:module'
    const required = createRequire(import.meta.url)('scf-grayscale')
    const said = (name) => { try { return String(required[name]) } catch (error) { return error.message } }
    console.log(JSON.stringify(Object.keys(api).map((name) => [name, said(name)])))`
  const all = JSON.parse(node('--input-type=module', '-e', script)).filter(([name]) => name !== 'version')
  assert.ok(all.length > 5)
  for (const [name, said] of all) {
    assert.ok(said.includes(`import { ${name} } from 'scf-grayscale'`), said)
    assert.ok(said.includes(`const { ${name} } = await import('scf-grayscale')`), said)
  }
})

test('the plugin is found by the name that a service file has for it', () => {
  const script = `const Plugin = require('scf-grayscale/plugin')
    const asked = []
    const serverless = {
      service: { provider: { name: 'tencent' } },
      setProvider: (name) => asked.push(name),
      configSchemaHandler: { defineProvider: (name) => asked.push(name), relaxProviderSchema: () => asked.push('relax') },
    }
    const { commands, hooks } = new Plugin(serverless, {}, {})
    console.log(JSON.stringify([asked, Object.keys(commands), Object.keys(commands.grayscale.commands), Object.keys(hooks).length]))`
  assert.deepEqual(JSON.parse(node('-e', script)), [
    ['tencent', 'tencent', 'relax'],
    ['deploy', 'info', 'remove', 'grayscale'],
    ['plan', 'status', 'info', 'logs', 'rollback', 'undo', 'resume', 'abort', 'rollout'],
    22,
  ])
})

test('the commands are there under their names', () => {
  assert.deepEqual(Object.keys(manifest.bin).sort(), ['grayscale', 'scf-emulator', 'scf-grayscale'])
  for (const file of Object.values(manifest.bin)) {
    assert.ok(readFileSync(join(installed, file), 'utf8').startsWith('#!/usr/bin/env node\n'))
    assert.ok(node(join(installed, file), '--version').includes(manifest.version))
  }
})

test('the console opens on live demo traffic', async (t) => {
  const command = join(installed, 'js', 'cli', 'main.js')
  const env = { ...process.env, XDG_STATE_HOME: join(dir, 'state') }
  const child = spawn(process.execPath, [command, 'console', '--demo', '--no-open', '--json'], { cwd: dir, env })
  t.after(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { url } = JSON.parse(line)
  const { endpoint, demo } = await (await fetch(new URL('config.json', url))).json()
  assert.match(demo.secretId, /^AKID\w{32}$/)
  assert.match(endpoint, /^http:\/\/127\.0\.0\.1:/)
  const [, script] = /src="(\.\/assets\/[^"]+\.js)"/.exec(await (await fetch(url)).text()) ?? []
  assert.equal((await fetch(new URL(script, url))).status, 200)
  child.kill('SIGINT')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('the emulator, the file store and what stores must do are exported', () => {
  const script = `import { startEmulator } from 'scf-grayscale/emulator'
    import { fileStore } from 'scf-grayscale/file-store'
    import { conformance } from 'scf-grayscale/store-conformance'
    const emulator = await startEmulator({ seed: 1 })
    console.log(new URL(emulator.url).hostname, typeof fileStore('x').append)
    for (const { run } of conformance({ open: (log) => fileStore('logs/' + log) })) await run()
    await emulator.close()`
  assert.equal(node('--input-type=module', '-e', script).trim(), '127.0.0.1 function')
})

test('TypeScript in strict mode knows the types', () => {
  writeFileSync(
    join(dir, 'use.mts'),
    `import { Grayscale, GrayscaleError, Signer, planFrom, init, version } from 'scf-grayscale'
import { fileStore } from 'scf-grayscale/file-store'
import { conformance } from 'scf-grayscale/store-conformance'
await conformance({ open: fileStore })[0].run()
const gray = new Grayscale({ credentials: async () => ({ secretId: 'AKIDEXAMPLE', secretKey: 'k' }), store: fileStore('j') })
const plan = await gray.plan({ functions: ['fun01'], traffic: 0.1 }, { signal: AbortSignal.timeout(1) })
const text: string = plan.text + planFrom({}, {}).fingerprint + version
const signed: string = new Signer({ secretId: 'AKIDEXAMPLE', secretKey: 'k' }).sign({ service: 'scf', signedHeaders: { host: 'h' } }).authorization
const code: string = new GrayscaleError({ code: 'A', message: text + signed }).code
await init()
// @ts-expect-error a plan is no text
const wrong: number = plan.text
export { code, wrong }
`,
  )
  writeFileSync(
    join(dir, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        strict: true,
        noEmit: true,
        lib: ['es2023', 'dom'],
        types: [],
      },
      files: ['use.mts'],
    }),
  )
  node(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', dir)
})

test('publint finds nothing but what is known', async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false })
  const known = {
    // Node and the bundlers take "imports" from the nearest package.json, which is js/package.json: tried above
    NESTED_PACKAGE_JSON_FIELD_IGNORED: 'js/package.json says type: module and chooses the loader',
    // engine A of sls dies where the root has a type
    USE_TYPE: 'the root has no type',
  }
  assert.deepEqual(
    messages.map(({ code }) => code).filter((code) => !(code in known)),
    [],
  )
})
