// @ts-check
/** js/types/generated.ts and js/inputs/presets.js, from the tables that inputs are read by and the types that are written as JSON. */
import { execFileSync } from 'node:child_process'
import { root } from './lib/sources.mjs'

execFileSync('cargo', ['test', '--quiet', '--locked', '--lib', 'types::'], {
  cwd: root,
  env: { ...process.env, WRITE_TYPES: '1' },
  stdio: ['ignore', 'inherit', 'inherit'],
})
