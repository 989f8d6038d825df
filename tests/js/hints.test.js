// What a text tells people to type exists, on every host.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commands } from '../../js/cli/commands.js'
import { parse } from '../../js/cli/parse.js'
import { GrayscaleError } from '../../js/errors.js'
import { speakFor, spelled } from '../../js/host.js'
import { Grayscale } from '../../js/index.js'
import { commands as ofPlugin } from '../../js/osls/verbs.js'
import { typedVerbs } from '../../js/sls/verbs.js'

/** Texts of the engine and of the shells that name a command, with `N` where a value is filled in. */
function named() {
  const found = new Set()
  for (const [folder, ending] of [
    ['../../src', '.rs'],
    ['../../js', '.js'],
  ]) {
    const root = fileURLToPath(new URL(folder, import.meta.url))
    for (const file of readdirSync(root, { recursive: true })) {
      if (!file.endsWith(ending) || file.startsWith('console/dist') || file === 'host.js') continue
      const text = readFileSync(`${root}/${file}`, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
      for (const [, command] of text.matchAll(/`grayscale ((?![[…])[a-z][^`\\$]*)\\?`/g)) {
        found.add(command.replace(/\{\w*\}/g, 'N'))
      }
      for (const [, verb] of text.matchAll(/\bcommand\("([a-z]+)"/g)) found.add(verb)
      for (const [, words] of text.matchAll(/\bcommand\(&\["([a-z -]+) "/g)) found.add(`${words} N`)
    }
  }
  return [...found]
}

test('texts name commands', () => {
  const all = named()
  for (const one of ['resume', 'abort', 'status', 'history', 'prune N'])
    assert.ok(all.includes(one), `${one} of ${all}`)
})

for (const typed of named()) {
  test(`the command line takes: grayscale ${typed}`, () => {
    const [name, ...words] = typed.split(' ')
    assert.ok(Object.hasOwn(commands, name), name)
    assert.doesNotThrow(() => parse(words, commands[name].flags))
  })

  test(`sls takes what stands for: grayscale ${typed}`, () => {
    const [tool, verb] = spelled(`\`grayscale ${typed}\``, 'sls').slice(1, -1).split(' ')
    if (tool !== 'npx') assert.ok(typedVerbs.includes(verb), verb)
  })

  test(`the plugin takes what stands for: grayscale ${typed}`, () => {
    const [tool, ...words] = spelled(`\`grayscale ${typed}\``, 'osls').slice(1, -1).split(' ')
    const verb = words[0] === 'grayscale' ? words.slice(0, 2).join(' ') : words[0]
    if (tool !== 'npx') assert.ok(Object.hasOwn(ofPlugin, verb), verb)
  })

  test(`a program has what stands for: grayscale ${typed}`, async () => {
    const [, path] = /^`gray\.([\w.]+)\(/.exec(spelled(`\`grayscale ${typed}\``, 'program'))
    const gray = new Grayscale()
    const method = path.split('.').reduce((one, key) => one[key], gray)
    assert.equal(typeof method, 'function', path)
    await gray.close()
  })
}

for (const [host, expected] of [
  ['cli', 'type `grayscale rollback --to previous --stage prod fun01` now'],
  ['sls', 'type `sls rollback --inputs to=previous only=fun01 --stage prod` now'],
  ['osls', 'type `sls grayscale rollback --inputs to=previous --inputs only=fun01 --stage prod` now'],
  ['program', "type `gray.rollback({ to: 'previous', only: 'fun01' })` now"],
]) {
  test(`a command is spelled for ${host}`, () => {
    assert.equal(spelled('type `grayscale rollback --to previous --stage prod fun01` now', host), expected)
  })
}

test('what one host has not is typed on the command line beside it', () => {
  assert.equal(spelled('`grayscale history --verify`', 'osls'), '`npx grayscale history --verify`')
  assert.equal(spelled('`grayscale history --verify`', 'program'), '`gray.history({ verify: true })`')
})

for (const [host, expected] of /** @type {const} */ ([
  ['cli', '`grayscale undo 7b`'],
  ['sls', '`sls undo --inputs run=7b`'],
  ['osls', '`sls grayscale undo --inputs run=7b`'],
  ['program', "`gray.undo('7b')`"],
])) {
  test(`what undo names is a run for ${host}`, () => {
    assert.equal(spelled('`grayscale undo 7b`', host), expected)
  })
}

test('an error names commands as they are typed here', (t) => {
  t.after(() => speakFor('program'))
  const hint = () => new GrayscaleError({ code: 'A', message: 'b', hint: 'then `grayscale resume`' }).hint
  assert.equal(hint(), 'then `gray.resume()`')
  speakFor('sls')
  assert.equal(hint(), 'then `sls resume`')
})
