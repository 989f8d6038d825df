// @ts-check
/** schema.json, from the tables that inputs are read by. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/sources.mjs'

const printed = execFileSync('cargo', ['run', '--quiet', '--locked', '--no-default-features', '--example', 'schema'], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
writeFileSync(join(root, 'schema.json'), `${JSON.stringify(JSON.parse(printed))}\n`)
