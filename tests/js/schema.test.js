// schema.json, as editors use it, against the cases that the reader of inputs is tested with (src/desired/schema.rs).

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv } from 'ajv'

const read = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))

/** @type {{ inputs: Record<string, any>, taken: boolean, schema?: boolean }[]} schema: where no schema can tell */
const cases = read('tests/vectors/inputs.json')
const valid = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(read('schema.json'))

/** @type {{ name: string, of: (inputs: any) => any, unnamed?: boolean }[]} unnamed: the function has the instance's name */
const forms = [
  {
    name: 'a serverless.yml of the platform',
    of: (inputs) => ({ component: 'x', name: 'shop', inputs }),
    unnamed: true,
  },
  {
    name: 'a serverless.yml with nested components',
    of: (inputs) => ({ gray: { component: 'x', inputs } }),
    unnamed: true,
  },
  { name: 'a grayscale.yml', of: (inputs) => inputs },
]
for (const { name, of, unnamed = false } of forms) {
  test(`${name} is taken and refused as the inputs are`, () => {
    for (const { inputs, taken, schema = taken } of cases) {
      const expected = schema || (unnamed && Object.keys(inputs).length === 0)
      assert.equal(valid(of(inputs)), expected, `${JSON.stringify(inputs)}: ${JSON.stringify(valid.errors)}`)
    }
  })
}

test('what is filled in later is not marked', () => {
  const later = '${env.LATER}'
  const inputs = {
    name: later,
    memorySize: later,
    timeout: later,
    eip: later,
    stage: later,
    region: later,
    traffic: later,
  }
  assert.equal(valid({ component: 'x', inputs }), true, JSON.stringify(valid.errors))
})
