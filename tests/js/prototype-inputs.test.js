// Names that every object of JavaScript has are inputs like any other that is not known: an error, never lost in silence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Grayscale, planFrom } from '../../js/index.js'
import { merged } from '../../js/sls/merge.js'
import { directory, ended, grayscale } from './cli/harness.js'

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
const endpoint = 'http://127.0.0.1:1'

/** An object that has this as a key of its own, as JSON.parse makes it. */
const having = (name, value, rest = '"name": "fun01"') =>
  JSON.parse(`{${rest}, ${JSON.stringify(name)}: ${JSON.stringify(value)}}`)

const unknown = (path) => (error) => {
  assert.deepEqual([error.code, error.exitCode], ['UnknownInput', 2], error.message)
  assert.ok(error.message.includes(`input ${path} is not known`), error.message)
  return true
}

test('in a program, at the top and in a function', async () => {
  const gray = new Grayscale({ endpoint, credentials: { secretId: 'id', secretKey: 'key' } })
  for (const name of names) {
    for (const value of ['x', { traffic: 0.1 }, null]) {
      await assert.rejects(gray.plan(having(name, value)), unknown(name))
      assert.throws(() => planFrom(having(name, value)), unknown(name))
      const functions = { fun01: having(name, value, '"timeout": 3') }
      await assert.rejects(gray.plan({ functions }), unknown(`functions.fun01.${name}`))
      const list = [having(name, value, '"name": "fun01"')]
      await assert.rejects(gray.plan({ functions: list }), unknown(`functions[0].${name}`))
      await assert.rejects(
        gray.plan({ name: 'fun01', vpcConfig: having(name, value, '"vpcId": "a"') }),
        unknown(`vpcConfig.${name}`),
      )
    }
    await assert.rejects(gray.logs(having(name, 'x', '"function": "fun01"')), { code: 'UnknownInput' })
  }
  await gray.close()
})

test('a prototype that was given by a literal', async () => {
  const gray = new Grayscale({ endpoint, credentials: { secretId: 'id', secretKey: 'key' } })
  await assert.rejects(gray.plan({ name: 'fun01', __proto__: { traffic: 0.1 } }), unknown('__proto__'))
  await assert.rejects(
    gray.plan({ functions: { fun01: { __proto__: { timeout: 3 } } } }),
    unknown('functions.fun01.__proto__'),
  )
  await gray.close()
})

test('in a project file and in its JSON form', async (t) => {
  for (const name of names) {
    for (const [file, text, path] of [
      ['grayscale.yml', `functions: { fun01: {} }\n${name}: x\n`, name],
      ['grayscale.yml', `functions:\n  fun01:\n    ${name}: { traffic: 1 }\n`, `functions.fun01.${name}`],
      ['grayscale.yml', `functions:\n  fun01:\n    <<: { ${name}: x }\n`, `functions.fun01.${name}`],
      ['serverless.json', JSON.stringify({ component: 'scf-grayscale', inputs: having(name, 'x') }), name],
    ]) {
      const cwd = directory(t, { [file]: text })
      const { stderr } = await ended(grayscale(['plan'], { cwd, endpoint }), 2)
      assert.ok(stderr.includes(`input ${path} is not known`), stderr)
    }
  }
})

test('as a flag', async (t) => {
  const cwd = directory(t, { 'grayscale.yml': 'functions: { fun01: {} }\n' })
  for (const name of names) {
    const { stderr } = await ended(grayscale(['plan', `--inputs.${name}=x`], { cwd, endpoint }), 2)
    assert.ok(stderr.includes(`input ${name} is not known`), stderr)
  }
  const { stderr } = await ended(grayscale(['plan', '--inputs', '__proto__=x'], { cwd, endpoint }), 2)
  assert.ok(stderr.includes('input __proto__ is not known'), stderr)
})

test('in what was typed behind sls, laid over a project', () => {
  for (const name of names) {
    const both = merged({ name: 'fun01' }, having(name, { traffic: '1' }))
    assert.ok(Object.hasOwn(both, name))
    assert.equal({}.traffic, undefined)
  }
})
