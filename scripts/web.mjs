// @ts-check
/**
 * Makes dist/web/scf-grayscale.js, which the package holds for pages and workers without a bundler: js/ chooses what
 * belongs to its host by import conditions (`#load`), and no browser knows those.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './lib/sources.mjs'

/** js/runtime/wasm/ is one folder deeper than dist/web/, which matters for the path of the wasm module. */
const modulePath = {
  name: 'module-path',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /js\/runtime\/wasm\/web\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { contents: source.replace("'../../../pkg/scf_grayscale_bg.wasm'", "'../../pkg/scf_grayscale_bg.wasm'") }
    })
  },
}

await build({
  entryPoints: [join(root, 'js', 'web.js')],
  outfile: join(root, 'dist', 'web', 'scf-grayscale.js'),
  plugins: [modulePath],
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'inline',
})
