// @ts-check
/** docs/compatibility.md, from what the tests recorded (tests/support/compatibility.js): written, or compared (`--check`). */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/sources.mjs'

/** Where the tests record, unless told otherwise. */
export const cells = process.env.SCF_GRAYSCALE_CELLS ?? join(root, 'target', 'compatibility')

const file = join(root, 'docs', 'compatibility.md')

/** The tables in their order. */
const tables = [
  {
    name: 'clients',
    title: 'Clients on the emulator',
    about: 'Clients that others wrote, unmodified, each with its own way to sign and to send.',
  },
  {
    name: 'cli',
    title: '`sls`, the plugin and their commands',
    about: 'Command lines as they are installed from npm, each in a fresh project against the emulator.',
  },
  {
    name: 'inputs',
    title: 'How inputs can be typed',
    about: 'What reaches the component of `publish` and `traffic`, and what happens where a CLI drops them.',
  },
]

/** @typedef {{ table: string, row: string, column: string, text: string }} Cell */

/** @returns {Cell[]} */
function recorded() {
  if (!existsSync(cells)) return []
  const files = readdirSync(cells).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((name) => readFileSync(join(cells, name), 'utf8').trim().split('\n'))
  return lines.map((line) => JSON.parse(line))
}

/** @param {Cell[]} all */
function rendered(all) {
  const known = tables.map(({ name }) => name)
  const stray = all.find(({ table }) => !known.includes(table))
  if (stray) throw new Error(`a test records a cell of ${stray.table}, which is no table of scripts/compatibility.mjs`)
  const parts = tables.map(({ name, title, about }) => {
    const of = all.filter(({ table }) => table === name)
    /** @param {'row' | 'column'} key */
    const distinct = (key) => [...new Set(of.map((one) => one[key]))].sort((a, b) => a.localeCompare(b, 'en'))
    const columns = distinct('column')
    const line = (/** @type {string[]} */ texts) => `| ${texts.join(' | ')} |`
    const rows = distinct('row').map((row) => {
      const found = columns.map((column) => of.findLast((one) => one.row === row && one.column === column)?.text ?? '–')
      return line([row, ...found])
    })
    return [
      `## ${title}`,
      '',
      about,
      '',
      line(['', ...columns]),
      line(['', ...columns].map(() => '---')),
      ...rows,
    ].join('\n')
  })
  const head =
    '# Compatibility\n\nEach cell is a test of the suite that passed; `npm test` compares this page with what its run found, and\n`node scripts/compatibility.mjs` writes it anew. `–` means that the two have nothing to do with each other.'
  return `${[head, ...parts].join('\n\n')}\n`
}

const text = rendered(recorded())
if (!process.argv.includes('--check')) {
  writeFileSync(file, text)
} else if (readFileSync(file, 'utf8') !== text) {
  console.log(
    'docs/compatibility.md is not what this run found; node scripts/compatibility.mjs writes it from the last run',
  )
  process.exitCode = 1
}
