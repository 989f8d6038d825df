// @ts-check
/**
 * Makes dist/web/scf-grayscale.js, which the package holds for pages and workers without a bundler: js/ chooses what
 * belongs to its host by import conditions (`#load`), and no browser knows those.
 */
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './lib/sources.mjs'

await build({
  entryPoints: [join(root, 'js', 'web.js')],
  // js/load/web.js names the wasm module as ../../pkg/, which is right from here too
  outfile: join(root, 'dist', 'web', 'scf-grayscale.js'),
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'inline',
})
