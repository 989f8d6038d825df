// @ts-check
/**
 * docs/compatibility.md and the tables of it in the READMEs, from what the tests recorded (tests/support/compatibility.js):
 * written, or compared (`--check`).
 */
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
    down: 'column',
  },
  {
    name: 'inputs',
    title: 'How inputs can be typed',
    about: 'What reaches the component of `publish` and `traffic`, and what happens where a CLI drops them.',
    down: 'column',
  },
  {
    name: 'browsers',
    title: 'In browsers and workers',
    about:
      'The packed package in a fresh project, with the lines that [browser.md](browser.md) has for each tool, built by the tool\n' +
      'and run in Chromium or workerd: `init()`, a plan and a release against the emulator, and what the alias then says at the\n' +
      'API. Journal in the browser: its run is told after the page was loaded anew.',
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

/** Of how inputs can be typed, what people do type; the README holds these. */
const typed = ['`--inputs.k=v`', '`--inputs k=v k2=v2`', '`--inputs k=v --inputs k2=v2`', '`---inputs.k=v`']

/** What cells say, in Chinese. @type {[RegExp, string][]} */
const chinese = [
  [/^yes$/, '可以'],
  [/^–$/, '–'],
  [/^error, exits with (\d)$/, '报错，退出码 $1'],
  [/^error, exits with (\d); behind another option, with (\d)$/, '报错，退出码 $1；在其他选项之后为 $2'],
  [
    /^dropped by the CLI: deploys without, and says that neither arrived$/,
    '被命令行丢掉：照常部署，并说明两者都没有收到',
  ],
]

/**
 * @param {Cell[]} all
 * @param {(typeof tables)[number]} table
 * @param {(row: string) => boolean} [wanted]
 * @param {(text: string) => string} [said]
 * @returns {string[]} lines
 */
function drawn(all, { name, down }, wanted = () => true, said = (text) => text) {
  const across = down === 'row' ? 'column' : 'row'
  const of = all.filter(({ table }) => table === name)
  /** @param {'row' | 'column'} key */
  const distinct = (key) => [...new Set(of.map((one) => one[key]))].sort((a, b) => a.localeCompare(b, 'en'))
  const columns = distinct(across)
  const line = (/** @type {string[]} */ texts) => `| ${texts.join(' | ')} |`
  const rows = distinct(down)
    .filter(wanted)
    .map((row) => {
      const found = columns.map(
        (column) => of.findLast((one) => one[down] === row && one[across] === column)?.text ?? '–',
      )
      return line([row, ...found.map(said)])
    })
  return [line(['', ...columns]), line(['', ...columns].map(() => '---')), ...rows]
}

/** @param {Cell[]} all */
function page(all) {
  const known = tables.map(({ name }) => name)
  const stray = all.find(({ table }) => !known.includes(table))
  if (stray) throw new Error(`a test records a cell of ${stray.table}, which is no table of scripts/compatibility.mjs`)
  const parts = tables.map((table) => [`## ${table.title}`, '', table.about, '', ...drawn(all, table)].join('\n'))
  const head =
    '# Compatibility\n\nEach cell is a test of the suite that passed; `npm test` compares this page with what its run found, and\n`node scripts/compatibility.mjs` writes it anew. `–` means that the two have nothing to do with each other.'
  return `${[head, ...parts].join('\n\n')}\n`
}

/** @param {string} text */
function inChinese(text) {
  const found = chinese.find(([pattern]) => pattern.test(text))
  if (!found) throw new Error(`scripts/compatibility.mjs has no Chinese for the cell: ${text}`)
  return text.replace(...found)
}

/**
 * A README with its table renewed.
 *
 * @param {string} path
 * @param {string[]} lines
 */
function readme(path, lines) {
  const marks = /(<!-- typed: scripts\/compatibility\.mjs writes this -->\n)[^]*?(\n<!-- \/typed -->)/
  const old = readFileSync(path, 'utf8')
  if (!marks.test(old)) throw new Error(`${path} has no place for the table`)
  return old.replace(marks, (_, open, close) => `${open}${lines.join('\n')}${close}`)
}

const all = recorded()
const [inputs] = tables.filter(({ name }) => name === 'inputs')
const isTyped = (/** @type {string} */ row) => typed.includes(row)
const [english, translated] = ['README.md', 'README.zh-CN.md'].map((name) => join(root, name))
/** @type {[path: string, text: string][]} */
const files = [
  [file, page(all)],
  [english, readme(english, drawn(all, inputs, isTyped))],
  [translated, readme(translated, drawn(all, inputs, isTyped, inChinese))],
]
for (const [path, text] of files) {
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text)
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.log(`${path} is not what this run found; node scripts/compatibility.mjs writes it from the last run`)
    process.exitCode = 1
  }
}
