import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { writePacked } from './packed.js'

// `npm run console:build`: the page as static files in js/console/dist, which `grayscale console` serves.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // it lies under a path that is drawn anew at each start
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [{ name: 'packed', apply: 'build', writeBundle: ({ dir = '' }) => writePacked(dir) }],
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
