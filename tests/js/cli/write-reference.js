// Writes the flags into docs/cli.md, behind its heading "Commands", and the permissions into docs/permissions.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { reference } from '../../../js/cli/help.js'
import { permissions, heading as policies } from './permissions.js'

for (const [name, heading, text] of [
  ['cli', '## Commands\n\n', reference()],
  ['permissions', policies, permissions()],
]) {
  const file = new URL(`../../../docs/${name}.md`, import.meta.url)
  const docs = readFileSync(file, 'utf8')
  writeFileSync(file, docs.slice(0, docs.indexOf(heading) + heading.length) + text)
}
