// @ts-check
/** One CommonJS file with the wasm module beside it, with nothing to install: what runs where we install nothing. */
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { root } from './sources.mjs'

/** @param {import('esbuild').BuildOptions & { outfile: string }} options what is bundled, for which Node, by which conditions */
export async function bundleOneFile(options) {
  const directory = dirname(options.outfile)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  await build({
    bundle: true,
    minify: true,
    keepNames: true,
    legalComments: 'inline',
    platform: 'node',
    format: 'cjs',
    // wasm-bindgen's way to find the module by itself, which is not taken
    define: { 'import.meta.url': 'undefined' },
    ...options,
  })
  cpSync(join(root, 'pkg', 'scf_grayscale_bg.wasm'), join(directory, 'scf_grayscale_bg.wasm'))
  cpSync(join(root, 'LICENSE'), join(directory, 'LICENSE'))
}
