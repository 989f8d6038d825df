import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { confirmed } from '../../../js/cli/ask.js'
import { commands } from '../../../js/cli/commands.js'
import { helpOf, overview } from '../../../js/cli/help.js'
import { zh } from '../../../js/cli/words/zh.js'
import { GrayscaleError } from '../../../js/errors.js'
import { planFrom } from '../../../js/index.js'
import { renderError, renderPlan, renderResult, renderStatus } from '../../../js/render/index.js'
import { percent } from '../../../js/render/split.js'
import { emulator, grayscale, keys, project } from './harness.js'
import { chinese, headings, reference } from './reference.js'

test('colours come where they are asked for, and go where they are not wanted', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const coloured = async (args, env) =>
    (await grayscale(args, { cwd, endpoint, env: { ...keys, ...env } })).stdout.includes('\u001b[')
  assert.equal(await coloured(['plan'], {}), false)
  assert.equal(await coloured(['plan'], { FORCE_COLOR: '1' }), true)
  assert.equal(await coloured(['plan'], { FORCE_COLOR: '1', NO_COLOR: '1' }), false)
  assert.equal(await coloured(['plan', '--no-color'], { FORCE_COLOR: '1' }), false)
})

test('a narrow terminal breaks lines, and no line is wider', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const env = { ...keys, COLUMNS: '60' }
  for (const args of [
    ['plan', '--publish', '--traffic', '0.25'],
    ['deploy', '--publish', '--traffic', '0.25'],
    ['status'],
  ]) {
    const { status, stdout, stderr } = await grayscale(args, { cwd, endpoint, env })
    assert.equal(status, 0, stderr)
    for (const line of stdout.split('\n')) assert.ok([...line].length <= 60 || line.startsWith('To do exactly'), line)
  }
})

test('help fits into 80 columns and names every flag', () => {
  const texts = Object.entries(commands).map(([name, command]) => [helpOf(name, command), Object.keys(command.flags)])
  for (const [text, flags] of [...texts, [overview(), []]]) {
    for (const line of text.split('\n')) assert.ok([...line].length <= 80, line)
    for (const flag of flags) assert.ok(text.includes(`--${flag}`), flag)
  }
})

for (const [page, language] of [
  ['docs/cli.md', 'en'],
  ['docs/zh/cli.md', 'zh'],
]) {
  test(`${page} has every command and flag (node tests/js/cli/write-reference.js writes them)`, () => {
    const docs = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8')
    assert.ok(docs.endsWith(headings[language] + reference(language)))
  })
}

test('every command and flag has a Chinese text', () => {
  for (const [name, { flags }] of Object.entries(commands)) {
    assert.match(zh.commands[name] ?? '', /[\u4e00-\u9fff]/, name)
    for (const flag of Object.keys(flags)) assert.ok(chinese(name, flag), `${name} --${flag}`)
  }
})

test('a flag whose English texts differ between commands has a Chinese text for each', () => {
  const texts = new Map()
  for (const [name, { flags }] of Object.entries(commands)) {
    for (const [flag, { about }] of Object.entries(flags)) {
      if (!texts.has(flag)) texts.set(flag, { en: new Set(), zh: new Set() })
      texts.get(flag).en.add(about)
      texts.get(flag).zh.add(chinese(name, flag))
    }
  }
  for (const [flag, { en, zh }] of texts) assert.equal(zh.size, en.size, `--${flag}`)
})

test('no Chinese text is left of a command or flag that is gone', () => {
  const flags = new Set(Object.values(commands).flatMap((command) => Object.keys(command.flags)))
  assert.deepEqual(Object.keys(zh.commands).sort(), Object.keys(commands).sort())
  assert.deepEqual(
    Object.keys(zh.flags).filter((flag) => !flags.has(flag)),
    [],
  )
  for (const [name, own] of Object.entries(zh.of)) {
    for (const flag of Object.keys(own)) assert.ok(flag in commands[name].flags, `${name} --${flag}`)
  }
})

test('notes about the run come before the functions, one block, further left than those about a function', () => {
  const note = (about, text) => ({ role: 'note', about, level: 'info', code: 'N', text })
  const text = renderPlan([
    { role: 'head', code: 'stage', text: 'stage', value: 'dev' },
    note('run', 'one'),
    note('run', 'two'),
    { role: 'function', sign: '=', key: 'f', name: 'f', place: 'r/n', text: 'unchanged' },
    note('function', 'three'),
    { role: 'summary', text: 'Plan: nothing to change.' },
  ])
  assert.equal(text, '  stage  dev\n\n  · one\n  · two\n\n= f  unchanged\n    · three\n\nPlan: nothing to change.\n')
})

test('a version that the run makes is marked as new', () => {
  const aliases = [{ Name: '$DEFAULT', FunctionVersion: '1' }]
  const versions = ['$LATEST', '1'].map((Version) => ({ Version, Status: 'Active' }))
  const seen = { name: 'fun', function: { Status: 'Active' }, aliases, allAliases: true, versions }
  const plan = planFrom({ functions: { fun: { name: 'fun' } }, publish: true, traffic: 0 }, { functions: [seen] })
  assert.match(renderPlan(plan.lines), /after +▒{20} {2}2 \(new\) 100%\n/)
})

test('status: who needs a look comes first, with the reason', () => {
  const row = (key, attention) => ({
    key,
    name: key,
    exists: true,
    aliases: [],
    versions: [],
    attention: attention.map((text) => ({ text })),
  })
  const text = renderStatus([
    row('calm', []),
    row('odd', ['UpdateFailed: no disk']),
    { ...row('gone', ['x']), exists: false },
  ])
  assert.match(text, /^⚠ odd\n {4}⚠ UpdateFailed: no disk\n[\s\S]*\n⚠ gone\n {4}⚠ x\n\n✔ calm\n/)
})

test('percentages are exact', () => {
  const cases = { 0: '0%', 1: '100%', 0.1: '10%', 0.07: '7%', 0.0001: '0.01%', 0.33333: '33.333%', 0.5: '50%' }
  for (const [fraction, text] of Object.entries(cases)) assert.equal(percent(fraction), text)
})

test('text of others cannot move the cursor', () => {
  const evil = 'one\u001b[2Jtwo\u0007\rthree'
  const error = new GrayscaleError({ code: 'X', message: evil, hint: evil, changed: [evil] })
  const plan = renderPlan([{ role: 'note', level: 'info', code: 'N', text: evil }])
  const part = [{ version: '$latest', share: 1 }]
  const versions = [{ version: '1', description: evil }]
  const row = { key: 'f', name: 'f', exists: true, status: 'Active', versions, attention: [{ text: evil }] }
  const status = renderStatus([
    {
      ...row,
      aliases: [
        {
          name: '$default',
          split: [{ version: '$latest', share: 1, cells: 20 }],
          rules: [evil],
          description: evil,
        },
      ],
    },
  ])
  const result = renderResult({
    functions: [
      { key: 'f', status: 'done', before: part, after: part, published: [], notes: [{ level: 'info', text: evil }] },
    ],
    notes: [],
  })
  for (const text of [renderError(error), plan, status, result])
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/)
})

test('several errors are all told', () => {
  const errors = [
    { code: 'One', message: 'first', function: 'a' },
    { code: 'Two', message: 'second', function: 'b' },
  ]
  const text = renderError(new GrayscaleError({ ...errors[0], errors }))
  assert.match(text, /✖ One {2}first\n {2}function {2}a\n {2}changed {3}nothing was changed\n {2}✖ b: Two {2}second\n/)
})

test('of several errors of the inputs each has its own way out', () => {
  const errors = [
    { code: 'One', message: 'first', hint: 'mend it', class: 'usage' },
    { code: 'Two', message: 'second', class: 'usage' },
  ]
  const all = GrayscaleError.all(errors.map((error) => GrayscaleError.from(error)))
  assert.deepEqual([all.code, all.message, all.hint, all.exitCode], ['One', 'first\nsecond', undefined, 2])
  assert.equal(renderError(all), '✖ One  first\n  → mend it\n✖ Two  second\n  changed  nothing was changed\n')
})

test('the question: yes goes on, no refuses, Ctrl-C interrupts', async () => {
  const answer = (key) => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    output.resume()
    const asked = confirmed('Go on?', { input, output, signal: new AbortController().signal })
    input.write(key)
    return asked
  }
  await answer('y')
  await assert.rejects(answer('n'), { code: 'NotConfirmed', exitCode: 3 })
  await assert.rejects(answer('\u0003'), { code: 'Interrupted', exitCode: 130 })
})
