// @ts-check
/** docs/migrating.md in both languages, from the tables that inputs are read by. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { page } from './lib/migrating.mjs'
import { root } from './lib/sources.mjs'

writeFileSync(join(root, 'docs/migrating.md'), page('en'))
writeFileSync(join(root, 'docs/zh/migrating.md'), page('zh'))
