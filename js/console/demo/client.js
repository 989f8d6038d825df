// @ts-check
/** @import { Story } from './shop.js' */
import { loopback } from '../../runtime/http/loopback.js'
import { Signer } from '../../signer.js'

const CONNECTIONS = 24

/**
 * Calls of the demo's own: signed like any, at the time that the emulator has.
 *
 * @param {import('../../../emulator/index.js').Emulator} emulator
 */
export function client({ url, credential }) {
  const { host } = new URL(url)
  const signer = new Signer(credential)
  const transport = loopback(CONNECTIONS)
  /** @type {number | undefined} */
  let standsAt
  const now = () => standsAt ?? Date.now()

  /**
   * @param {string} action
   * @param {Record<string, unknown>} parameters
   * @returns {Promise<any>}
   */
  const call = async (action, parameters) => {
    const body = JSON.stringify(parameters)
    const headers = signer.headers({
      service: 'scf',
      host,
      action,
      version: '2018-04-16',
      region: 'ap-guangzhou',
      body,
      timestamp: Math.floor(now() / 1000),
    })
    const { text } = await transport.send({ url, method: 'POST', headers, body, timeoutMs: 30_000 })
    const { Response: answer } = JSON.parse(text)
    if (answer.Error) throw new Error(`${action}: ${answer.Error.Code}: ${answer.Error.Message}`)
    return answer
  }
  return {
    call,
    /** What time it is there, in milliseconds since 1970. */
    now,
    /** What time it is there. @param {number | undefined} ms */
    at(ms) {
      standsAt = ms
    },
    /** @param {Story} story @param {string} item */
    visit: ({ name, namespace }, item) =>
      call('InvokeFunction', { FunctionName: name, Namespace: namespace, Event: JSON.stringify({ item }) }),
    async close() {
      signer.dispose()
      await transport.close()
    },
  }
}
