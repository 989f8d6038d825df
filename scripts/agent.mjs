// @ts-check
/**
 * Makes dist/agent: what the timer function of `grayscale rollout agent deploy` runs, one CommonJS file and the wasm module,
 * with nothing to install. For Node 18, the newest that SCF documents (https://cloud.tencent.com/document/product/583/11060).
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './lib/sources.mjs'

const directory = join(root, 'dist', 'agent')

rmSync(directory, { recursive: true, force: true })
mkdirSync(directory, { recursive: true })
await build({
  entryPoints: [join(root, 'js', 'agent', 'handler.js')],
  outfile: join(directory, 'index.js'),
  bundle: true,
  minify: true,
  keepNames: true,
  legalComments: 'inline',
  platform: 'node',
  format: 'cjs',
  target: 'node18',
  conditions: ['agent', 'component'],
  // wasm-bindgen's way to find the module by itself, which is not taken
  define: { 'import.meta.url': 'undefined' },
})
cpSync(join(root, 'pkg', 'scf_grayscale_bg.wasm'), join(directory, 'scf_grayscale_bg.wasm'))
cpSync(join(root, 'LICENSE'), join(directory, 'LICENSE'))
