// @ts-check
/** What a page loads. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { finding } from './lib/measure.mjs'

const goalKb = 90

export function wasmSize() {
  const bytes = readFileSync(new URL('../pkg/scf_grayscale_bg.wasm', import.meta.url))
  const kb = bytes.length / 1000
  const gzipKb = gzipSync(bytes, { level: 9 }).length / 1000
  const value = `${gzipKb.toFixed(1)} KB (${kb.toFixed(1)} KB unpacked)`
  return [finding('the wasm module, gzipped', value, `under ${goalKb} KB`, gzipKb / goalKb)]
}
