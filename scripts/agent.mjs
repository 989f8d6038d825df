// @ts-check
/**
 * Makes dist/agent: what the timer function of `grayscale rollout agent deploy` runs, one CommonJS file and the wasm module,
 * with nothing to install. For Node 18, the newest that SCF documents (https://cloud.tencent.com/document/product/583/11060).
 */
import { join } from 'node:path'
import { bundleOneFile } from './lib/one-file.mjs'
import { root } from './lib/sources.mjs'

await bundleOneFile({
  entryPoints: [join(root, 'js', 'agent', 'handler.js')],
  outfile: join(root, 'dist', 'agent', 'index.js'),
  target: 'node18',
  conditions: ['agent', 'component'],
})
