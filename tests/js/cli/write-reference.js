// Writes the flags into docs/cli.md and the permissions into docs/permissions.md, in both languages, after their headings.
import { readFileSync, writeFileSync } from 'node:fs'
import { permissions, headings as policies } from './permissions.js'
import { headings as commands, reference } from './reference.js'

for (const [name, headings, text] of /** @type {const} */ ([
  ['cli', commands, reference],
  ['permissions', policies, permissions],
])) {
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    const file = new URL(`../../../docs/${language === 'zh' ? 'zh/' : ''}${name}.md`, import.meta.url)
    const docs = readFileSync(file, 'utf8')
    const start = docs.indexOf(headings[language])
    if (start < 0) throw new Error(`${file.pathname} has no heading for the generated part`)
    writeFileSync(file, docs.slice(0, start + headings[language].length) + text(language))
  }
}
