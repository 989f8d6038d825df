// The package in pages: built by each tool as docs/browser.md says, opened in a real browser, used against the emulator.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openBrowser } from '../support/browser.js'
import { cell } from '../support/compatibility.js'
import { nothingOfNode, outcomeOf, weighed } from './support/browse.js'
import { cloud } from './support/cloud.js'
import { documented } from './support/documented.js'
import { listening } from './support/process.js'
import { named, project } from './support/project.js'
import { serve } from './support/serve.js'

/** @type {import('playwright-core').Browser} */
let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser?.close())

const html = (/** @type {string} */ script) => `<!doctype html>\n<script type="module" src="${script}"></script>\n`

/** A release, and at the next opening of the page what its journal tells. Stands behind a tool's own lines. */
const program = (/** @type {object} */ options) => `
import { browserStore } from 'scf-grayscale/browser-store'

const gray = new Grayscale({ ...${JSON.stringify(options)}, store: browserStore() })
const { runs } = await gray.history()
await init()
if (runs.length > 0) globalThis.outcome = { runs }
else {
  const plan = await gray.plan({ functions: ['fun01'], traffic: 0.1 })
  const { functions } = await gray.apply(plan)
  const refused = await gray.plan({ functions: ['absent'], traffic: 0.1 }).catch(({ name, code }) => ({ name, code }))
  globalThis.outcome = { summary: plan.summary, functions, refused }
}
`

/** The release alone, with the `gray` that the lines before it have made. */
const release = `
const plan = await gray.plan({ functions: ['fun01'], traffic: 0.1 })
const { functions } = await gray.apply(plan)
globalThis.outcome = { summary: plan.summary, functions }
`

/** Says in the page what the worker did. */
const listener = (/** @type {object} */ options) => `
worker.onmessage = ({ data }) => (globalThis.outcome = data)
worker.onerror = ({ message }) => { throw new Error(message) }
worker.postMessage({ options: ${JSON.stringify(options)}, inputs: { functions: ['fun01'], traffic: 0.1 } })
`

/** @param {any} outcome @param {Awaited<ReturnType<typeof cloud>>} api */
async function released(outcome, api) {
  assert.equal(outcome.summary, 'Plan: 1 to shift.')
  assert.deepEqual(
    outcome.functions.map(({ name, status, traffic }) => ({ name, status, traffic })),
    [{ name: 'fun01', status: 'done', traffic: 0.1 }],
  )
  await api.shares(0.1)
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} url
 * @param {Awaited<ReturnType<typeof cloud>>} api
 */
async function used(t, url, api) {
  const context = await browser.newContext()
  t.after(() => context.close())
  const page = await context.newPage()
  await api.shares(1)
  const outcome = await outcomeOf(page, () => page.goto(url))
  await released(outcome, api)
  return { page, outcome }
}

/**
 * A page whose program ran, and that still has its journal after a reload.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} url
 * @param {Awaited<ReturnType<typeof cloud>>} api
 */
async function keeps(t, url, api) {
  const { page, outcome } = await used(t, url, api)
  assert.deepEqual(outcome.refused, { name: 'GrayscaleError', code: 'FunctionNotFound' })
  const { runs } = await outcomeOf(page, () => page.reload())
  assert.deepEqual(
    runs.map(({ how }) => how),
    ['done'],
  )
}

const worker = documented('In a Web Worker').files
/** As an entry of its own, named by the page as it comes out. */
const entry = {
  'main.js': "const worker = new Worker('worker.js', { type: 'module' })\n",
  'worker.js': worker['worker.js'],
}
const esbuild = documented('esbuild')
const [, located] = esbuild.files['main.js'].match(/await (init\(.*\))$/m) ?? []

/**
 * Tools that build into dist/: the page that loads what they built, the files of a page with a worker, and words that the
 * command has more for it.
 */
const tools = [
  { row: named('vite'), title: 'Vite', page: { 'index.html': html('/main.js') }, worker },
  { row: named('webpack'), title: 'webpack 5', page: { 'dist/index.html': html('main.js') }, worker },
  {
    row: `${named('esbuild')}, with \`${located}\``,
    title: 'esbuild',
    page: { 'dist/index.html': html('main.js') },
    worker: {
      ...entry,
      'worker.js': `import wasm from 'scf-grayscale/wasm'\n${worker['worker.js'].replace('init()', located)}`,
    },
    words: ['worker.js'],
  },
  {
    row: `${named('rollup')}, with \`@web/rollup-plugin-import-meta-assets\``,
    title: 'Rollup',
    page: { 'dist/index.html': html('main.js') },
    worker: entry,
    words: ['-i', 'main.js', '-i', 'worker.js'],
  },
]

for (const { row, title, page, worker, words = [] } of tools) {
  const { files, commands } = documented(title)

  /**
   * @param {import('node:test').TestContext} t
   * @param {(options: object) => Record<string, string>} filesFor
   * @param {string[]} [more] words of the command
   */
  const built = async (t, filesFor, more = []) => {
    const site = await serve(t)
    const api = await cloud(t, { cors: [site.origin] })
    const { directory, npx } = await project(t, { ...page, ...filesFor(api.options) })
    for (const command of commands) {
      const said = await npx([...command, ...more])
      // such as that a module of Node's was left out, or that what an import names can't be known
      assert.doesNotMatch(said, /externalized|critical dependency|resolve/i)
    }
    const dist = join(directory, 'dist')
    site.show(dist)
    return { api, url: `${site.origin}/`, dist }
  }

  cell('browsers', row, ['page', 'journal in the browser', 'nothing of Node in the bundle'], async (t) => {
    const source = (options) => ({ ...files, 'main.js': files['main.js'] + program(options) })
    const { api, url, dist } = await built(t, source)
    await keeps(t, url, api)
    t.diagnostic(`${row}: ${weighed(dist)}`)
  })

  cell('browsers', row, 'Web Worker', async (t) => {
    const source = (options) => ({ ...files, ...worker, 'main.js': worker['main.js'] + listener(options) })
    const { api, url } = await built(t, source, words)
    await used(t, url, api)
  })
}

{
  const row = `${named('vite')}, its dev server`
  const { files } = documented('Vite')

  /** @param {import('node:test').TestContext} t @param {(options: object) => Record<string, string>} filesFor */
  const served = async (t, filesFor) => {
    // The server tells its port only when it runs, and the emulator must know it by then.
    const free = await serve(t)
    const { port } = new URL(free.origin)
    await free.close()
    const origin = `http://127.0.0.1:${port}`
    const api = await cloud(t, { cors: [origin] })
    const { directory, bin } = await project(t, { 'index.html': html('/main.js'), ...filesFor(api.options) })
    const words = ['--host', '127.0.0.1', '--port', port, '--strictPort']
    await listening(t, bin('vite'), words, { cwd: directory, ready: /Local:/ })
    return { api, url: `${origin}/` }
  }

  cell('browsers', row, ['page', 'journal in the browser'], async (t) => {
    const source = (options) => ({ 'main.js': files['main.js'] + program(options) })
    const { api, url } = await served(t, source)
    await keeps(t, url, api)
  })

  cell('browsers', row, 'Web Worker', async (t) => {
    const source = (options) => ({ ...worker, 'main.js': worker['main.js'] + listener(options) })
    const { api, url } = await served(t, source)
    await used(t, url, api)
  })
}

{
  const row = 'no bundler'
  const { files } = documented('Without a bundler')
  const file = './node_modules/scf-grayscale/dist/web/scf-grayscale.js'

  /** @param {import('node:test').TestContext} t @param {(options: object) => Record<string, string>} filesFor */
  const put = async (t, filesFor) => {
    const site = await serve(t)
    const api = await cloud(t, { cors: [site.origin] })
    const { directory } = await project(t, { ...files, ...filesFor(api.options) })
    site.show(directory)
    return { api, url: `${site.origin}/`, directory }
  }

  cell('browsers', row, ['page', 'journal in the browser', 'nothing of Node in the bundle'], async (t) => {
    const { api, url, directory } = await put(t, (options) => ({ 'main.js': files['main.js'] + program(options) }))
    await keeps(t, url, api)
    nothingOfNode(readFileSync(join(directory, file), 'utf8'))
  })

  cell('browsers', row, 'Web Worker', async (t) => {
    const source = (options) => ({
      'main.js': worker['main.js'] + listener(options),
      'worker.js': worker['worker.js'].replace("'scf-grayscale'", `'${file}'`),
    })
    const { api, url } = await put(t, source)
    await used(t, url, api)
  })

  cell('browsers', row, 'through a relay to the API', async (t) => {
    const relayed = documented('Where calls go').files
    const api = await cloud(t)
    const { secretId, secretKey } = api.options.credentials
    const main = relayed['main.js'].replace('AKIDEXAMPLE', secretId).replace('EXAMPLEKEY', secretKey)
    const { directory } = await project(t, {
      'index.html': files['index.html'],
      'main.js': main + release,
      'relay.js': relayed['relay.js'],
    })
    const { relay } = await import(pathToFileURL(join(directory, 'relay.js')).href)
    const site = await serve(t, directory, relay)
    /** What the relay sends to the API arrives at the emulator, which takes the name that was signed. @type {string[]} */
    const hosts = []
    const { fetch } = globalThis
    t.mock.method(globalThis, 'fetch', (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
      hosts.push(new URL(url).host)
      return fetch(api.url, init)
    })
    await used(t, `${site.origin}/`, api)
    assert.deepEqual([...new Set(hosts)], ['scf.tencentcloudapi.com'])
    const elsewhere = await relay(new Request(`${site.origin}/api/example.com`, { method: 'POST', body: '{}' }))
    assert.equal(elsewhere.status, 404)
  })

  test('a page that forgot init(), or whose module is not there, is told what to do', async (t) => {
    const main = `import { Grayscale, GrayscaleError, init, planFrom, Signer } from 'scf-grayscale'
      const attempts = [
        () => new Signer({ secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLEKEY' }),
        () => planFrom({ functions: ['fun01'] }, {}),
        () => new Grayscale().plan({ functions: ['fun01'] }),
        () => init('nowhere.wasm'),
        () => init(new Uint8Array(8)),
        async () => (await init(), planFrom({ functions: ['fun01'] }, {})),
      ]
      const codes = []
      for (const attempt of attempts) {
        await (async () => attempt())().then(
          () => codes.push('nothing'),
          (error) => codes.push([error instanceof GrayscaleError, error.code, error.class, error.message, error.hint]),
        )
      }
      globalThis.outcome = codes`
    const { url } = await put(t, () => ({ 'main.js': main }))
    const page = await browser.newPage()
    t.after(() => page.close())
    const outcome = await outcomeOf(page, () => page.goto(url))
    const late = [
      true,
      'NotReady',
      'usage',
      'the wasm module is not loaded yet, so nothing was done',
      'await init() first, once',
    ]
    assert.deepEqual(outcome.slice(0, 3), [late, late, late])
    const [missing, broken, made] = outcome.slice(3)
    assert.deepEqual(missing.slice(0, 3), [true, 'ModuleNotLoaded', 'failed'])
    assert.match(missing[3], /^the wasm module could not be loaded from nowhere\.wasm: ./)
    assert.match(missing[4], /docs\/browser\.md/)
    assert.deepEqual(broken.slice(0, 3), [true, 'ModuleNotLoaded', 'failed'])
    assert.match(broken[3], /^the wasm module could not be loaded: ./)
    assert.equal(made[1], 'NotObserved', 'and a later try succeeds')
  })
}
