// @ts-check
/** docs/compatibility.md, from what the tests recorded (tests/support/compatibility.js): written, or compared (`--check`). */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cells } from './lib/cells.mjs'
import { root } from './lib/sources.mjs'

const file = join(root, 'docs', 'compatibility.md')

/**
 * The tables in their order; `down`: what stands down the left side.
 *
 * @type {{ name: string, title: string, about: string, down: 'row' | 'column' }[]}
 */
const tables = [
  {
    name: 'clients',
    title: 'Clients on the emulator',
    about:
      'Clients that others wrote, unmodified, each with its own ways to sign and to send. Under TC3, v1 and unsigned payload\n' +
      'the whole release: create, wait, publish, update, shift 10 %, then all, publish, pin, invoke, metrics, logs, delete;\n' +
      'with text that is not ASCII. Errors: the class, the code, the message and the RequestId as the client tells them.',
    // They have more ways than there are clients.
    down: 'column',
  },
  {
    name: 'cli',
    title: '`sls`, the plugin and their commands',
    about: 'Command lines as they are installed from npm, each in a fresh project against the emulator.',
    down: 'row',
  },
  {
    name: 'inputs',
    title: 'How inputs can be typed',
    about: 'What reaches the component of `publish` and `traffic`, and what happens where a CLI drops them.',
    down: 'row',
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
  const parts = tables.map(({ name, title, about, down }) => {
    const across = down === 'row' ? 'column' : 'row'
    const of = all.filter(({ table }) => table === name)
    /** @param {'row' | 'column'} key */
    const distinct = (key) => [...new Set(of.map((one) => one[key]))].sort((a, b) => a.localeCompare(b, 'en'))
    const columns = distinct(across)
    const line = (/** @type {string[]} */ texts) => `| ${texts.join(' | ')} |`
    const rows = distinct(down).map((row) => {
      const found = columns.map(
        (column) => of.findLast((one) => one[down] === row && one[across] === column)?.text ?? '–',
      )
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
