import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTIONS } from '../actions/index.js'
import { create, emulator } from './support/harness.js'

const SEED = 20_260_101

/** Values that look right, values that look almost right, and anything. */
const value = fc.oneof(
  fc.constantFrom('fun01', 'default', '$LATEST', '$DEFAULT', '1', 'TRUE', '', '20', 1, 0, -1, 1.5, null, true, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
)

const request = fc.constantFrom(...Object.entries(ACTIONS)).chain(([version, actions]) =>
  fc.constantFrom(...Object.entries(actions)).chain(([action, { fields }]) =>
    fc.record({
      version: fc.constant(version),
      action: fc.constant(action),
      params: fc.record(Object.fromEntries(Object.keys(fields).map((name) => [name, value])), { requiredKeys: [] }),
      valid: fc.boolean(),
    }),
  ),
)

test('no parameters of any action make the emulator stumble', async (t) => {
  const lines = []
  const { client } = await emulator(t, { log: (line) => lines.push(line) })
  await fc.assert(
    fc.asyncProperty(request, async ({ version, action, params, valid }) => {
      await create(client).catch((error) => assert.equal(error.code, 'ResourceInUse.Function'))
      const asked = valid ? { ...params, ...('FunctionName' in params ? { FunctionName: 'fun01' } : {}) } : params
      try {
        await client.call(action, asked, { version })
      } catch (error) {
        assert.ok(error.code, String(error))
        assert.doesNotMatch(error.code, /^InternalError/, `${action} ${JSON.stringify(asked)}: ${error.message}`)
      }
      assert.deepEqual(lines, [])
    }),
    { seed: SEED, numRuns: 1500 },
  )
})
