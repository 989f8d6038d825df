// The pages of docs/ and the READMEs: both languages say the same, links lead somewhere, and the READMEs stay short.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path) => readFileSync(join(root, path), 'utf8')
const pagesIn = (folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'))
const names = pagesIn('docs')

/** @type {[english: string, chinese: string][]} */
const pairs = [
  ['README.md', 'README.zh-CN.md'],
  ...names.map((name) => /** @type {[string, string]} */ ([`docs/${name}`, `docs/zh/${name}`])),
]

const fence = /^```.*\n[^]*?^```$/gm
const prose = (page) => read(page).replaceAll(fence, '')
/** Code without its comments, which are translated. */
const code = (block) => block.replaceAll(/(^|\s)(#|\/\/) .*$|\/\*\*.*?\*\//gm, '').replaceAll(/[ \t]+$/gm, '')
const blocks = (page) => (read(page).match(fence) ?? []).map(code)
const headings = (page) => (prose(page).match(/^#+ /gm) ?? []).map((marks) => marks.trim().length)
const rows = (page) =>
  prose(page)
    .split(/^#+ .*$/m)
    .map((section) => (section.match(/^\|/gm) ?? []).length)
const spans = (page) => [...new Set(prose(page).match(/`[^`\n]+`/g))].sort()

/** The address of a heading on its page, as GitHub makes it. */
const slug = (heading) =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** The links of a page to files, with the place on the page where one is named. */
function linksOf(page) {
  const found = [...prose(page).matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(([, link, image]) => link ?? image)
  return found.filter((link) => !/^https?:/.test(link)).map((link) => link.split('#'))
}

test('every page has one in Chinese', () => {
  assert.deepEqual(pagesIn('docs/zh'), names)
})

for (const [english, chinese] of pairs) {
  test(`${chinese} has the headings of ${english}`, () => {
    assert.deepEqual(headings(chinese), headings(english))
  })

  test(`${chinese} has the table rows of ${english}`, () => {
    assert.deepEqual(rows(chinese), rows(english))
  })

  test(`${chinese} has the code blocks of ${english}`, () => {
    assert.deepEqual(blocks(chinese), blocks(english))
  })

  test(`${chinese} has the code, names and commands in the text of ${english}`, () => {
    assert.deepEqual(spans(chinese), spans(english))
  })

  test(`${english} and ${chinese} link to each other at the top`, () => {
    for (const [page, other] of [
      [english, chinese],
      [chinese, english],
    ]) {
      const top = read(page).split('\n').slice(0, 6).join('\n')
      const links = [...top.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => join(dirname(page), link))
      assert.ok(links.includes(other), page)
    }
  })
}

for (const page of pairs.flat()) {
  test(`the links of ${page} lead somewhere`, () => {
    for (const [path, place] of linksOf(page)) {
      const target = path === '' ? page : join(dirname(page), path)
      assert.ok(existsSync(join(root, target)), `${page} links to ${path}`)
      if (!place) continue
      const known = (prose(target).match(/^#+ .*$/gm) ?? []).map((heading) => slug(heading.replace(/^#+ /, '')))
      assert.ok(known.includes(decodeURIComponent(place)), `${page} links to ${path}#${place}`)
    }
  })
}

for (const index of ['docs/README.md', 'docs/zh/README.md']) {
  test(`${index} lists every page`, () => {
    const listed = new Set(linksOf(index).map(([path]) => path))
    assert.deepEqual(
      names.filter((name) => name !== 'README.md' && !listed.has(name)),
      [],
    )
  })
}

for (const page of ['README.md', 'README.zh-CN.md']) {
  test(`${page} has at most 95 lines`, () => {
    assert.ok(read(page).trimEnd().split('\n').length <= 95)
  })
}

test('the READMEs name the file that npm pack makes', () => {
  const { name, version } = JSON.parse(read('package.json'))
  for (const page of ['README.md', 'README.zh-CN.md', 'docs/sls.md', 'docs/plugin.md']) {
    assert.deepEqual([...new Set(read(page).match(/[\w-]+-\d[\w.-]*\.tgz/g))], [`${name}-${version}.tgz`], page)
  }
})

for (const page of names.map((name) => `docs/${name}`)) {
  test(`the files of the repository that ${page} names exist`, () => {
    const files = prose(page).match(/(?<=`)(tests|scripts|examples)\/[\w./-]+\.\w+(?=`)/g) ?? []
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    )
  })
}

test('docs/rules.md has the rules from 1 on without a gap, each with its tests', () => {
  const rules = read('docs/rules.md').split(/^### /m).slice(1)
  assert.deepEqual(
    rules.map((rule) => Number.parseInt(rule, 10)),
    rules.map((_, index) => index + 1),
  )
  for (const rule of rules) assert.match(rule, /^(Tested in .*`|Tested in the unit tests|Not tested\.)/m)
})

test('every code of docs/errors.md is one of the sources', () => {
  const folders = ['src', 'sign/src', 'js', 'emulator'].filter((folder) => existsSync(join(root, folder)))
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(rs|c?js)$/.test(file) && !/^console.(page|dist)/.test(file))
      .map((file) => read(join(folder, file))),
  )
  const known = new Set(sources.join('\n').match(/\b[A-Z]\w+/g))
  const first = (row) => row.split(' | ')[0]
  const [, own] = read('docs/errors.md').split("\n## This tool's codes\n")
  const [ours, , notes] = own.split(/^## /m)
  const codes = `${ours}${notes}`.match(/^\| `.*$/gm).flatMap((row) => first(row).match(/(?<=`)[A-Z]\w+(?=`)/g) ?? [])
  assert.ok(codes.length > 150, codes.length)
  assert.deepEqual(
    codes.filter((code) => !known.has(code)),
    [],
  )
})
