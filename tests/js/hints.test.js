// What a text tells people to type exists, on every host.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commands } from '../../js/cli/commands.js'
import { Grayscale } from '../../js/index.js'
import { commands as ofPlugin } from '../../js/osls/verbs.js'
import { typedVerbs } from '../../js/sls/verbs.js'
import { typedFor } from '../../js/words/typed.js'

const rust = readFileSync(fileURLToPath(new URL('../../src/message/host.rs', import.meta.url)), 'utf8')
const body = rust.slice(rust.indexOf('const fn typed('), rust.indexOf('const fn component('))
/** The verbs that sentences of the engine name, as the command line has them. */
const verbs = [...body.matchAll(/Verb::\w+ => "([a-z ]+)"/g)].map(([, verb]) => verb)

test('the engine has a verb for what sentences name most', () => {
  for (const one of ['resume', 'abort', 'status', 'history', 'prune', 'alias list']) assert.ok(verbs.includes(one), one)
})

for (const verb of verbs) {
  const [name] = verb.split(' ')
  test(`the command line has: ${verb}`, () => {
    assert.ok(Object.hasOwn(commands, name), name)
  })

  test(`sls has what stands for: ${verb}`, () => {
    const [tool, typed] = typedFor({ verb }, 'sls').split(' ')
    if (tool !== 'npx') assert.ok(typedVerbs.includes(typed), typed)
  })

  test(`the plugin has what stands for: ${verb}`, () => {
    const [tool, ...words] = typedFor({ verb }, 'osls').split(' ')
    const typed = words[0] === 'grayscale' ? words.slice(0, words[1] === 'rollout' ? 3 : 2).join(' ') : words[0]
    if (tool !== 'npx') assert.ok(Object.hasOwn(ofPlugin, typed), typed)
  })

  test(`a program has what stands for: ${verb}`, async () => {
    const [, path] = /^gray\.([\w.]+)\(/.exec(typedFor({ verb }, 'program'))
    const gray = new Grayscale()
    const method = path.split('.').reduce((one, key) => one[key], gray)
    assert.equal(typeof method, 'function', path)
    await gray.close()
  })
}

const rollback = { verb: 'rollback', of: ['fun01'], flags: { to: 'previous' }, stage: 'prod' }
for (const [host, expected] of /** @type {const} */ ([
  ['cli', 'grayscale rollback fun01 --to previous --stage prod'],
  ['sls', 'sls rollback --inputs to=previous only=fun01 --stage prod'],
  ['osls', 'sls grayscale rollback --inputs to=previous --inputs only=fun01 --stage prod'],
  ['program', "gray.rollback({ to: 'previous', only: 'fun01' })"],
])) {
  test(`a command is spelled for ${host}`, () => {
    assert.equal(typedFor(rollback, host), expected)
  })
}

test('what one host has not is typed on the command line beside it', () => {
  const command = { verb: 'history', flags: { verify: /** @type {const} */ (true) } }
  assert.equal(typedFor(command, 'osls'), 'npx grayscale history --verify')
  assert.equal(typedFor(command, 'program'), 'gray.history({ verify: true })')
})

for (const [host, expected] of /** @type {const} */ ([
  ['cli', 'grayscale undo 7b'],
  ['sls', 'sls undo --inputs run=7b'],
  ['osls', 'sls grayscale undo --inputs run=7b'],
  ['program', "gray.undo('7b')"],
])) {
  test(`what undo names is a run for ${host}`, () => {
    assert.equal(typedFor({ verb: 'undo', of: ['7b'] }, host), expected)
  })
}
