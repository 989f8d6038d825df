// An emulator, with one function (by default one of its versions is published), and what its alias says at the API: asked with a client of
// the tests' own, not with the package that is tried.

import assert from 'node:assert/strict'
import { AT_ONCE, Client, create, startEmulator } from '../../support/emulator.js'

/**
 * @param {import('node:test').TestContext} t
 * @param {{ cors?: string[], empty?: boolean }} [options]
 */
export async function cloud(t, { empty = false, ...options } = {}) {
  const emulator = await startEmulator({ seed: 'bundlers', delays: AT_ONCE, ...options })
  t.after(() => emulator.close())
  const client = new Client(emulator.url)
  if (!empty) {
    await create(client, 'fun01')
    await client.call('PublishVersion', { FunctionName: 'fun01' })
  }
  const { secretId, secretKey } = emulator.credential
  return {
    url: emulator.url,
    /** Actions that were called so far. */
    actions: () => emulator.requests.map(({ action }) => action),
    options: { endpoint: emulator.url, credentials: { secretId, secretKey } },
    /** `$LATEST` has this share, and version 1 the rest. @param {number} share */
    async shares(share) {
      const alias = await client.call('GetAlias', { FunctionName: 'fun01', Name: '$DEFAULT' })
      assert.equal(alias.FunctionVersion, '$LATEST')
      assert.deepEqual(
        alias.RoutingConfig.AdditionalVersionWeights,
        share === 1 ? [] : [{ Version: '1', Weight: 1 - share }],
      )
    },
  }
}
