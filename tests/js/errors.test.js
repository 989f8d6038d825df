import assert from 'node:assert/strict'
import test from 'node:test'
import { exitCodeOf, GrayscaleError, isGrayscaleError, usageError } from '../../js/errors.js'

test('plain data becomes an error that carries all of it', () => {
  const error = GrayscaleError.from({
    code: 'ResourceNotFound.Function',
    message: 'no such function',
    source: 'api',
    class: 'failed',
    function: 'fun01-prod',
    requestId: 'a-b-c',
    retryable: false,
    changed: ['fun01-prod: code replaced'],
    hint: 'deploy it first',
  })
  assert.ok(error instanceof GrayscaleError && error instanceof Error)
  assert.equal(error.message, 'no such function')
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    code: 'ResourceNotFound.Function',
    message: 'no such function',
    text: 'no such function',
    source: 'api',
    class: 'failed',
    function: 'fun01-prod',
    requestId: 'a-b-c',
    retryable: false,
    changed: ['fun01-prod: code replaced'],
    hint: 'deploy it first',
  })
})

test('JSON holds the facts of an error, where there are any', () => {
  const json = (error) => JSON.parse(JSON.stringify(error))
  assert.deepEqual(json(usageError('InvalidFlag.port', { value: 'x' })).params, { value: 'x' })
  assert.ok(!('params' in json(usageError('MissingValue.inputs', {}))))
})

test('an error that JavaScript finds has the code before the dot', () => {
  const error = usageError('InvalidFlag.port', { value: 'x' })
  assert.deepEqual([error.code, error.class, error.text], ['InvalidFlag', 'usage', error.message])
})

test('one of ours passes through, also when it comes from another copy of the package', async () => {
  const own = new GrayscaleError({ code: 'StalePlan', message: 'stale' })
  assert.equal(GrayscaleError.from(own), own)
  const copy = await import('../../js/errors.js?copy')
  const foreign = new copy.GrayscaleError({ code: 'StalePlan', message: 'stale', class: 'refused' })
  assert.ok(!(foreign instanceof GrayscaleError))
  assert.equal(GrayscaleError.from(foreign), foreign)
  assert.equal(exitCodeOf(foreign), 3)
})

test('anything else is an InternalError with its cause', () => {
  const trap = new WebAssembly.RuntimeError('unreachable')
  const enoent = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })
  for (const thrown of [trap, enoent, 'a string', null, undefined, 7, { message: 'no code' }]) {
    const error = GrayscaleError.from(thrown)
    assert.equal(error.code, 'InternalError')
    assert.equal(error.cause, thrown)
    assert.equal(error.exitCode, 1)
    assert.ok(!isGrayscaleError(thrown))
  }
  assert.match(GrayscaleError.from(trap).message, /RuntimeError: unreachable/)
})

test('JSON holds neither stack nor cause', () => {
  const cause = new Error('secretKey=hidden')
  const error = new GrayscaleError({ code: 'X', message: 'x', errors: [{ code: 'Y', message: 'y' }] }, { cause })
  assert.ok(isGrayscaleError(error.errors?.[0]))
  const text = JSON.stringify(error)
  assert.doesNotMatch(text, /stack|cause|hidden|errors\.test/)
  assert.equal(JSON.parse(text).errors[0].code, 'Y')
})

test('each class has its exit code', () => {
  const codes = Object.fromEntries(
    ['failed', 'usage', 'refused', 'interrupted'].map((kind) => [
      kind,
      exitCodeOf({ code: 'X', message: '', class: kind }),
    ]),
  )
  assert.deepEqual(codes, { failed: 1, usage: 2, refused: 3, interrupted: 130 })
  assert.equal(exitCodeOf(new Error('what?')), 1)
})
