// `plan --markdown`: read by a Markdown reader of GitHub's flavour, whatever text a plan holds; and its bound.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { speak } from '../../js/index.js'
import { renderMarkdown } from '../../js/render/index.js'
import { code, emulator, ended, grayscale, keys, project } from '../js/cli/harness.js'
import { npmInstalled } from '../support/installs.js'

/** A document as HTML, with whatever HTML it holds, by micromark with GitHub's extensions. @type {(text: string) => string} */
let html
before(async () => {
  const modules = await npmInstalled('ci')
  const load = (name) => import(pathToFileURL(join(modules, name, 'index.js')).href)
  const [{ micromark }, { gfm, gfmHtml }] = [await load('micromark'), await load('micromark-extension-gfm')]
  html = (text) => micromark(text, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
})

/** The names of the elements of a document. */
const tags = (page) =>
  [...new Set([...page.matchAll(/<\/?([a-z][\w-]*)/gi)].map(([, name]) => name.toLowerCase()))].sort()
const entities = { lt: '<', gt: '>', amp: '&', quot: '"' }
const textOf = (page) =>
  page
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)))
    .replaceAll(/&(\w+);/g, (_, name) => entities[name])

const said = (text) => ({ code: 'x', params: {}, text })

/** A plan that changes so many functions. */
const linesOfMany = (count) => [
  { role: 'head', value: 'dev', ...said('stage') },
  ...Array.from({ length: count }, (_, index) => `function-with-a-name-${index}`).flatMap((name) => [
    { role: 'function', sign: '~', key: name, name: `${name}-dev`, place: 'ap-guangzhou/default', ...said('changed') },
    { role: 'step', number: 1, sign: '~', reason: said('the code is another one'), ...said('upload the code') },
    { role: 'note', about: 'function', level: 'warning', ...said('a warning of this function') },
  ]),
  { role: 'summary', ...said(`Plan: ${count} to update.`) },
]

/** Texts as a stranger may write them, each with what it must not become. */
const hostile = [
  '<img src=x onerror=alert(1)>',
  '</details></summary><script>alert(1)</script>',
  '[click](https://evil.example) ![x](https://evil.example/x.png)',
  '[click][ref]\n\n[ref]: https://evil.example',
  'https://evil.example www.evil.example mailto:a@evil.example <https://evil.example>',
  '@octocat please @org/team approve',
  'fixes #1, GH-2, !3, ~bug, %milestone, $4, &5, [vulnerability:6], [[page]], owner/repo#7',
  '**bold** _em_ ~~gone~~ `code` $x$ [^1]',
  '```\n/merge\n```',
  '\n\n# heading\n\n/close\n\n| a | b |\n|---|---|\n| c | d |',
  '- item\n1. item\n> quote\n- [x] done',
  '| cell | cell |',
  '<!-- hidden',
  '\u202Egnp.exe\u2066 \u200Bzero\u00ADsoft \u001b[31mred\u001b[0m\u0000\u0007\u2028line\u{E0041}',
  '1. first',
  '===',
  '---',
  '+ plus',
  '&lt;b&gt; &amp; &#60;i&#62;',
  '\\*escaped\\*',
]

/** A plan all of whose texts are this text. */
function linesOf(text) {
  const label = { code: 'x', params: {}, text }
  const bar = [{ version: text, text, share: 0.1, cells: 20 }]
  return [
    { role: 'head', value: text, ...label },
    { role: 'note', about: 'run', level: 'warning', ...label },
    { role: 'note', about: 'run', level: 'info', ...label },
    { role: 'function', sign: '~', key: text, name: `${text}2`, place: text, ...label },
    { role: 'split', before: bar, after: bar, changes: true },
    { role: 'step', number: 1, sign: '~', reason: label, ...label },
    { role: 'setting', text },
    { role: 'note', about: 'function', level: 'warning', ...label },
    { role: 'summary', ...label },
  ]
}
const about = (text) => ({ head: [[text, text]], fingerprint: 'f'.repeat(64), apply: `grayscale apply '${text}'` })

/** What stays of a text: what is invisible is gone, and a line break is a space. */
const plainText = (text) =>
  text
    .replaceAll('\u001b[31m', '')
    .replaceAll('\u001b[0m', '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()

test('whatever a plan holds stays text: no elements, links or images but those of a harmless plan', () => {
  const harmless = html(renderMarkdown(linesOf('fun01'), about('fun01')))
  for (const text of hostile) {
    const page = html(renderMarkdown(linesOf(text), about(text)))
    assert.deepEqual(tags(page), tags(harmless), text)
    const count = (one) => [...one.matchAll(/<(\w+)/g)].map(([, name]) => name)
    assert.deepEqual(count(page), count(harmless), text)
    const seen = textOf(page).replaceAll('\u2060', '')
    assert.ok(seen.split(plainText(text)).length - 1 >= 10, `${text}\n${seen}`)
  }
})

/** Places where GitHub, GitLab and their bots look for references in the text of a page, code left out. */
const references =
  /(?<![\w/])@[\w-]|#\d|(?<!\w)![\d]|(?<!\w)~\w|%[a-z0-9]|\$\d|&\d|\[\[|\[\w+:\d|:\/\/|www\.|\bGH-\d|mailto:/i

test('no text outside code is a mention, a reference or a link', () => {
  for (const text of hostile) {
    const page = html(renderMarkdown(linesOf(text), about(text)))
    const outside = textOf(page.replaceAll(/<code[^]*?<\/code>/g, ''))
    assert.doesNotMatch(outside, references, text)
  }
})

test('what the check looks for is found in text that is not escaped', () => {
  for (const text of ['@octocat', 'see #1', '!3', '~bug', 'https://x', 'www.x', 'GH-2', '[[page]]']) {
    assert.match(text, references)
  }
})

test('no line begins with a command of GitLab, and nothing invisible is left', () => {
  for (const text of hostile) {
    const document = renderMarkdown(linesOf(text), about(text))
    assert.doesNotMatch(document, /^\s*\/\w/m, text)
    assert.doesNotMatch(
      document.replaceAll('\u2060', ''),
      /[\p{Cf}\p{Zl}\p{Zp}\0-\u0009\u000b-\u001f\u007f-\u009f]/u,
      text,
    )
  }
})

const counted = (document, pattern) => Number(pattern.exec(document)?.[1] ?? 0)

test('a plan of thousands of functions fits, and says how many are left out', () => {
  const fingerprint = 'f'.repeat(64)
  for (const room of [undefined, 5000, 20_000]) {
    const document = renderMarkdown(linesOfMany(2000), { fingerprint, apply: 'grayscale apply x', room })
    assert.ok(document.length <= (room ?? 60_000), `${document.length}`)
    assert.ok(document.length > (room ?? 60_000) * 0.8, `${document.length} of the room are used`)
    const rows = document.match(/^\| <code>function-/gm)?.length ?? 0
    const details = document.match(/^<details>/gm)?.length ?? 0
    assert.equal(rows + counted(document, /(\d+) more functions are left out/), 2000)
    assert.equal(details + counted(document, /steps of (\d+) functions are left out/), 2000)
    assert.match(document, /grayscale apply x/)
    assert.match(document, new RegExp(fingerprint))
    const warnings = document.match(/^- ⚠ <code>/gm)?.length ?? 0
    assert.equal(warnings + counted(document, /(\d+) more warnings are left out/), 2000)
    assert.deepEqual(tags(html(document)), tags(html(renderMarkdown(linesOfMany(1), about('x')))))
  }
})

test('functions that change are kept before those that stay, and each text has its bound', () => {
  const quiet = Array.from({ length: 500 }, (_, index) => [
    {
      role: 'function',
      sign: '=',
      key: `quiet${index}`,
      name: `quiet${index}`,
      place: 'p',
      code: 'x',
      text: 'unchanged',
    },
    { role: 'note', about: 'function', level: 'info', code: 'x', text: 'y'.repeat(200) },
  ])
  const [, , , ...busy] = linesOf('busy')
  const lines = [...quiet.flat(), ...busy]
  const document = renderMarkdown(lines, { fingerprint: 'f', room: 20_000 })
  assert.match(document, /^\| <code>busy<\/code>/m)
  assert.match(document, /^<details><summary><code>busy<\/code>/m)
  assert.match(document, /steps of \d+ functions are left out/)
  const long = renderMarkdown(linesOf('long '.repeat(100_000)), { ...about('x'), room: 60_000 })
  assert.ok(long.length <= 60_000)
})

test('the words are those of the reader', (t) => {
  t.after(() => speak({ language: 'en' }))
  speak({ language: 'zh' })
  const document = renderMarkdown(linesOfMany(900), { fingerprint: 'f', room: 10_000 })
  assert.match(document, /此计划的指纹：.*\n/)
  assert.match(document, /此处略去另外 \d+ 个函数/)
})

test('on the command line: no secret, the command that applies it, exit code 4, and the field markdown of --json', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const run = (args, status) => ended(grayscale(args, { cwd, endpoint }), status)
  await run(['deploy', '--publish', '--traffic', '0'], 0)
  writeFileSync(join(cwd, 'code', 'index.js'), code('two'))

  const { stdout } = await run(['plan', '--traffic', '0.1', '--markdown', '--detailed-exitcode'], 4)
  assert.match(stdout, /^### Plan: 2 to update, 2 to shift\.$/m)
  assert.match(textOf(html(stdout)), /fun01 fun01-dev\n1 100%\n\$latest 10% · 1 90%\n~ will be changed/)
  assert.ok(!stdout.includes('hidden-value') && !stdout.includes(keys.TENCENT_SECRET_KEY))
  const [, apply] = /```sh\n(.*)\n```/.exec(stdout)
  assert.match(apply, /^grayscale apply [0-9a-f]{12} --traffic 0\.1$/)

  const document = JSON.parse((await run(['plan', '--traffic', '0.1', '--markdown', '--json'], 0)).stdout)
  assert.equal(document.markdown, stdout)
  assert.ok(document.fingerprint.startsWith(apply.split(' ')[2]))

  const file = await run(['plan', '--traffic', '0.1', '--markdown', '--out', 'release.plan'], 0)
  assert.match(file.stdout, /```sh\ngrayscale apply release\.plan\n```/)
  await run(apply.split(' ').slice(1), 0)
  const after = await run(['plan', '--traffic', '0.1', '--markdown', '--detailed-exitcode'], 0)
  assert.doesNotMatch(after.stdout, /```/)
})
