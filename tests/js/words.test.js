// The sentences that JavaScript says: all of them in both languages, for every host.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commands } from '../../js/cli/commands.js'
import { zh as help } from '../../js/cli/words/zh.js'
import { GrayscaleError, speak } from '../../js/index.js'
import { languageTyped, speakToPerson, systemLanguage } from '../../js/inputs/language.js'
import { languageIn } from '../../js/inputs/locale.cjs'
import usage from '../../js/osls/usage.cjs'
import { widthOf, wrap } from '../../js/render/text.js'
import { words as en } from '../../js/words/en.js'
import { currentReader, hosts, speakTo } from '../../js/words/reader.js'
import { typedFor } from '../../js/words/typed.js'
import { words as zh } from '../../js/words/zh.js'
import { everything, sentences } from '../support/words.js'

const component = fileURLToPath(new URL('../../serverless.js', import.meta.url))
const all = everything()
const han = /\p{Script=Han}/u

/** Names, as they are typed or written in files and programs. What has a capital inside, a dot, or `_` needs no entry. */
const names = new Set(
  `grayscale scf-grayscale Grayscale sls osls serverless Serverless Framework npm node Node env yml zip src wasm uid Ctrl-C
  plan apply deploy list status resume undo remove rollback alias policy publish demo completion shell Markdown git GitHub Action bind require await init speak host
  inputs functions provider service package component role stage traffic credentials body endpoint proxy worker
  atomic independent adopt stop previous left upload Active Creating Updating Publishing Deleting
  prod page-prod ap-guangzhou ulimit`.split(/\s+/),
)

/** The English words on a Chinese line, without commands, flags, code, files and names. */
function englishIn(text) {
  const rest = text
    .replace(/`[^`]*`|"[^"]*"|\{[^}]*\}|<[^>]*>|https?:\/\/\S+/g, ' ')
    .replace(/\bnpm run \S+|\bnode -e .*|\bchmod \d+/g, ' ')
    .replace(/(?<!\w)--?[\w.-]+(=[\w.,…-]+)?|\$\w+/g, ' ')
    .replace(/[\w.<>/-]*[._/=:@][\w.,<>/=-]+/g, ' ')
  return (rest.match(/[A-Za-z][A-Za-z-]{2,}/g) ?? []).filter(
    (word) => !names.has(word) && !/^[A-Z-]+$/.test(word) && !/[a-z][A-Z]|[A-Z]{2}/.test(word),
  )
}

test('both languages have the same sentences', () => {
  const paths = (table) => sentences(table).map(({ path }) => path)
  assert.deepEqual(paths(zh).sort(), paths(en).sort())
})

test('every sentence is whole, for every host', () => {
  assert.ok(all.length > 2000, `${all.length}`)
  const broken = all.filter(({ text }) => /undefined|NaN|\[object|^\s*$/.test(text))
  assert.deepEqual(broken, [])
})

test('a Chinese sentence has Chinese letters', () => {
  // what only repeats the words of Rust, or a name
  const passed = ['errors GateNotKnown', 'errors GateNotPassed', 'errors UnsafeJournal', 'errors JournalFailed']
  const without = all.filter(
    ({ language, path, text }) =>
      language === 'zh' && !han.test(text) && !passed.includes(path) && text !== '--inputs traffic=0.1',
  )
  assert.deepEqual(without, [])
})

test('an English sentence has no Chinese letters', () => {
  assert.deepEqual(
    all.filter(({ language, text }) => language === 'en' && han.test(text)),
    [],
  )
})

test('no English word is on a Chinese line but names, codes, commands and flags', () => {
  const found = all
    .filter(({ language }) => language === 'zh')
    .flatMap(({ path, text }) => englishIn(text).map((word) => `${word} (${path}: ${text})`))
  assert.deepEqual([...new Set(found)], [])
})

test('the check of Chinese lines finds English words', () => {
  assert.deepEqual(englishIn('`grayscale plan --out FILE` 会写出 file and prints 其指纹，见 docs/cli.md'), [
    'file',
    'and',
    'prints',
  ])
})

test('every command and every flag has Chinese help without English words', () => {
  for (const [name, { flags }] of Object.entries(commands)) {
    const texts = [help.commands[name], ...Object.keys(flags).map((flag) => help.of[name]?.[flag] ?? help.flags[flag])]
    for (const text of texts) {
      assert.match(text ?? '', han, name)
      assert.deepEqual(englishIn(text), [], text)
    }
  }
})

test('the help of the plugin for osls has no English words in Chinese', () => {
  const { commands, actions, ...others } = usage.zh
  for (const text of [commands, actions, others].flatMap((table) => Object.values(table))) {
    assert.match(text, han)
    assert.deepEqual(englishIn(text), [], text)
  }
})

for (const [host, expected] of [
  ['cli', 'grayscale rollback fun01 --to 7 --stage prod'],
  ['console', 'grayscale rollback fun01 --to 7 --stage prod'],
  ['sls', 'sls rollback --inputs to=7 only=fun01 --stage prod'],
  ['osls', 'sls grayscale rollback --inputs to=7 --inputs only=fun01 --stage prod'],
  ['program', "gray.rollback({ to: '7', only: 'fun01' })"],
]) {
  test(`a command is typed as its host has it: ${host}`, () => {
    assert.equal(typedFor({ verb: 'rollback', of: ['fun01'], flags: { to: '7' }, stage: 'prod' }, host), expected)
  })
}

test('a command is typed without its stage where that is dev', () => {
  assert.equal(typedFor({ verb: 'resume', stage: 'dev' }, 'cli'), 'grayscale resume')
})

test('a flag has hyphens on the command line alone', () => {
  const command = { verb: 'deploy', flags: { moveTriggers: true } }
  assert.deepEqual(
    hosts.map((host) => typedFor(command, host)),
    [
      'grayscale deploy --move-triggers',
      'sls deploy --inputs moveTriggers=true',
      'sls deploy --inputs moveTriggers=true',
      'grayscale deploy --move-triggers',
      'gray.deploy({ moveTriggers: true })',
    ],
  )
})

test('a program chooses its language', (t) => {
  t.after(() => speakTo({ language: 'en', host: 'program' }))
  speak({ language: 'zh' })
  assert.match(GrayscaleError.from('x').message, /意外失败/)
  speak({ language: 'en' })
  assert.match(GrayscaleError.from('x').message, /failed unexpectedly/)
  assert.equal(currentReader().host, 'program')
})

test('an unknown language is an error that names the two', () => {
  assert.throws(() => speak({ language: 'fr' }), { code: 'UnknownLanguage', hint: 'write en or zh' })
})

test('an unknown host is an error that names all', () => {
  assert.throws(() => speak({ host: 'shell' }), { code: 'UnknownOption', hint: `known: ${hosts.join(', ')}` })
})

for (const [env, language] of [
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_TW' }, 'zh'],
  [{ LANG: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'C', LC_MESSAGES: 'zh_CN' }, 'zh'],
  [{ LANG: 'zhuang' }, 'en'],
  [{}, 'en'],
]) {
  test(`the locale of ${JSON.stringify(env)} is read as ${language}`, () => {
    assert.equal(systemLanguage(env, 'linux'), language)
    assert.equal(languageIn(env, 'linux'), language, 'in serverless.js and the plugin')
  })
}

for (const [typed, env, language] of [
  ['zh', { GRAYSCALE_LANG: 'en', LANG: 'en_US' }, 'zh'],
  [undefined, { GRAYSCALE_LANG: 'zh', LANG: 'en_US' }, 'zh'],
  [undefined, { GRAYSCALE_LANG: '', LANG: 'zh_CN' }, 'zh'],
]) {
  test(`typed ${typed}, with ${JSON.stringify(env)}, is ${language}`, (t) => {
    t.after(() => speakTo({ language: 'en', host: 'program' }))
    speakToPerson('cli', ['--lang', typed], env)
    assert.deepEqual({ ...currentReader() }, { language, host: 'cli' })
    if (typed === undefined) assert.equal(languageIn(env, 'linux'), language, 'in serverless.js and the plugin')
  })
}

for (const [locale, says] of [
  ['en_US.UTF-8', /is the component for sls and has no Grayscale/],
  ['zh_CN.UTF-8', /得到的是 sls 的组件，其中没有 Grayscale/],
]) {
  test(`serverless.js reports a wrong use in the language of ${locale}`, () => {
    const env = { PATH: process.env.PATH, LANG: locale }
    const { stderr } = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(component)}).Grayscale`], {
      env,
      encoding: 'utf8',
    })
    assert.match(stderr, says)
  })
}

for (const words of [
  ['deploy', '--inputs', 'traffic=0', 'lang=zh'],
  ['deploy', '--inputs.lang=zh'],
  ['deploy', '--inputs.lang', 'zh'],
]) {
  test(`sls ${words.join(' ')} asks for Chinese`, () => {
    assert.equal(languageTyped(words), 'zh')
  })
}

test('a Chinese letter takes two columns', () => {
  assert.equal(widthOf('版本 v2'), 7)
})

test('Chinese text is broken between letters, and no line begins with a mark', () => {
  const lines = wrap('未做任何更改，请重新执行同一命令，然后查看结果。', { width: 20 })
  assert.ok(lines.length > 2 && lines.every((line) => widthOf(line) <= 20), lines.join('\n'))
  assert.ok(!lines.some((line) => /^[，。]/.test(line)), lines.join('\n'))
  assert.equal(lines.join(''), '未做任何更改，请重新执行同一命令，然后查看结果。')
})
