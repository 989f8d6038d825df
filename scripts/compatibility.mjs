// @ts-check
/**
 * docs/compatibility.md and docs/zh/compatibility.md, from what the tests recorded (tests/support/compatibility.js):
 * written, or compared (`--check`).
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cells } from './lib/cells.mjs'
import { inChinese, nameInChinese } from './lib/cells-zh.mjs'
import { root } from './lib/sources.mjs'

/** @typedef {Record<'en' | 'zh', string>} Words */

/**
 * The tables in their order; `down`: what stands down the left side.
 *
 * @type {{ name: string, title: Words, about: Words, down: 'row' | 'column' }[]}
 */
const tables = [
  {
    name: 'clients',
    title: { en: 'Clients on the emulator', zh: '模拟器上的客户端' },
    about: {
      en:
        'Unmodified clients of others, each with its own ways to sign and send. TC3, v1 and unsigned payload stand for the\n' +
        'whole release: create, wait, publish, update, shift 10 %, then all, publish, pin, invoke, metrics, logs, delete;\n' +
        'with text that is not ASCII. Errors: the class, code, message and RequestId as the client reports them.',
      zh:
        '别人编写、未经修改的客户端，各有自己的签名和发送方式。TC3、v1 和 unsigned payload 代表完整的发布：创建、等待、\n' +
        '发布、更新、切换 10 %、再切换全部、发布、固定、调用、指标、日志、删除；文本包含非 ASCII 字符。错误：客户端报告的\n' +
        '类、代码、消息和 RequestId。',
    },
    // They have more ways than there are clients.
    down: 'column',
  },
  {
    name: 'cli',
    title: { en: '`sls`, the plugin and their commands', zh: '`sls`、插件及其命令' },
    about: {
      en: 'Command lines as npm installs them, each in a fresh project against the emulator.',
      zh: '由 npm 安装的命令行，各在一个新项目里连接模拟器。',
    },
    down: 'column',
  },
  {
    name: 'inputs',
    title: { en: 'How inputs can be typed', zh: '怎样输入参数' },
    about: {
      en: 'What reaches the component of `publish` and `traffic`, and what happens if a CLI drops them.',
      zh: '`publish` 和 `traffic` 能否到达组件，以及命令行丢掉它们时会怎样。',
    },
    down: 'column',
  },
  {
    name: 'browsers',
    title: { en: 'In browsers and workers', zh: '在浏览器和 worker 中' },
    about: {
      en:
        'The packed package in a fresh project, with the lines of [browser.md](browser.md) for each tool, built by the tool\n' +
        'and run in Chromium or workerd: `init()`, a plan and a release against the emulator, and a check of the alias at the\n' +
        'API. Journal in the browser: its run is still there after the page was reloaded.',
      zh:
        '在新项目里安装打好的包，按 [browser.md](browser.md) 中每种工具的写法，由该工具构建，在 Chromium 或 workerd 里运行：\n' +
        '`init()`、对模拟器的一次计划和发布，再向 API 核对别名。浏览器里的操作记录：重新加载页面之后运行仍在。',
    },
    down: 'row',
  },
]

/** @type {Words} */
const head = {
  en:
    '# Compatibility\n\n[中文](zh/compatibility.md)\n\n' +
    'Each cell is a test that passed. `npm test` compares this page with what its run found, and\n' +
    '`node scripts/compatibility.mjs` writes it. `–` means that the two do not go together.',
  zh:
    '# 兼容性\n\n[English](../compatibility.md)\n\n' +
    '每一格是一个通过的测试。`npm test` 把本页与运行的结果比较，`node scripts/compatibility.mjs` 写出它。\n' +
    '`–` 表示两者不相关。',
}

/** @typedef {{ table: string, row: string, column: string, text: string }} Cell */

/** @returns {Cell[]} */
function recorded() {
  if (!existsSync(cells)) return []
  const files = readdirSync(cells).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((name) => readFileSync(join(cells, name), 'utf8').trim().split('\n'))
  return lines.map((line) => JSON.parse(line))
}

/**
 * @param {Cell[]} all
 * @param {(typeof tables)[number]} table
 * @param {'en' | 'zh'} language
 * @returns {string[]} lines
 */
function drawn(all, { name, down }, language) {
  const across = down === 'row' ? 'column' : 'row'
  const of = all.filter(({ table }) => table === name)
  const called = language === 'zh' ? nameInChinese : (/** @type {string} */ text) => text
  const said = language === 'zh' ? inChinese : (/** @type {string} */ text) => text
  /** @param {'row' | 'column'} key */
  const distinct = (key) => [...new Set(of.map((one) => one[key]))].sort((a, b) => a.localeCompare(b, 'en'))
  const columns = distinct(across)
  const line = (/** @type {string[]} */ texts) => `| ${texts.join(' | ')} |`
  const rows = distinct(down).map((row) => {
    const found = columns.map(
      (column) => of.findLast((one) => one[down] === row && one[across] === column)?.text ?? '–',
    )
    return line([called(row), ...found.map(said)])
  })
  return [line(['', ...columns.map(called)]), line(['', ...columns].map(() => '---')), ...rows]
}

/** @param {Cell[]} all @param {'en' | 'zh'} language */
function page(all, language) {
  const known = tables.map(({ name }) => name)
  const stray = all.find(({ table }) => !known.includes(table))
  if (stray) throw new Error(`a test records a cell of ${stray.table}, which is no table of scripts/compatibility.mjs`)
  const parts = tables.map((table) =>
    [`## ${table.title[language]}`, '', table.about[language], '', ...drawn(all, table, language)].join('\n'),
  )
  return `${[head[language], ...parts].join('\n\n')}\n`
}

const all = recorded()
for (const language of /** @type {const} */ (['en', 'zh'])) {
  const path = join(root, 'docs', language === 'zh' ? 'zh' : '', 'compatibility.md')
  const text = page(all, language)
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text)
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.log(`${path} is not what this run found; node scripts/compatibility.mjs writes it from the last run`)
    process.exitCode = 1
  }
}
