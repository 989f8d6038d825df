import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { writePacked } from './packed.js'

// `npm run console:build`: the page as static files in js/console/dist, which `grayscale console` serves.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // it lies under a path that is drawn anew at each start
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    {
      name: 'early',
      apply: 'build',
      transformIndexHtml: { order: 'post', handler: (_html, { bundle }) => early(bundle) },
    },
    { name: 'packed', apply: 'build', writeBundle: ({ dir = '' }) => writePacked(dir) },
  ],
  build: {
    outDir: fileURLToPath(new URL('../dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // the licences of what is bundled travel with it
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
  },
})

/**
 * The engine is on its way while the scripts are read that ask for it.
 *
 * @param {import('vite').Rollup.OutputBundle} [bundle]
 */
function early(bundle = {}) {
  const engines = Object.keys(bundle).filter((name) => name.endsWith('.wasm'))
  return engines.map((name) => ({
    tag: 'link',
    attrs: { rel: 'preload', as: 'fetch', type: 'application/wasm', crossorigin: '', href: `./${name}` },
    injectTo: /** @type {const} */ ('head'),
  }))
}
