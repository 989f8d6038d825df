// Writes the flags into docs/cli.md, behind its heading "Commands".
import { readFileSync, writeFileSync } from 'node:fs'
import { reference } from '../../../js/cli/help.js'

const file = new URL('../../../docs/cli.md', import.meta.url)
const heading = '## Commands\n\n'
const docs = readFileSync(file, 'utf8')
writeFileSync(file, docs.slice(0, docs.indexOf(heading) + heading.length) + reference())
