// @ts-check
/** @import { Transport } from '../../types.js' */
import { TransportError } from '../../errors.js'
import { createTransport } from '../../transport/wasm.js'

/** What the local server says in place of the API. */
export const RELAY_TYPE = 'application/vnd.scf-grayscale.relay+json'
const GRACE_MS = 5000

/**
 * Sends what was signed in this tab through the server that the page came from, since the API does not answer pages of
 * other origins. The signature stays that for the API's own host.
 *
 * @param {URL} base of the page
 * @returns {Transport}
 */
export function relayTransport(base) {
  const inner = createTransport()
  return {
    async send({ headers, timeoutMs = 30_000, ...request }) {
      const [, service = 'scf'] = /\/(scf|monitor)\/tc3_request,/.exec(headers.Authorization ?? '') ?? []
      const answer = await inner
        .send({
          ...request,
          url: new URL(`relay/${service}`, base).href,
          headers: { ...headers, 'X-Timeout-Ms': String(timeoutMs) },
          // the server's time-out comes first: it tells a slow API from a server that is gone
          timeoutMs: timeoutMs + GRACE_MS,
        })
        .catch((error) => {
          throw navigator.onLine
            ? error
            : new TransportError('this computer is offline', { sent: error.sent, cause: error })
        })
      if (!answer.contentType?.startsWith(RELAY_TYPE)) return answer
      const { sent, reason } = JSON.parse(answer.text)
      throw new TransportError(reason, { sent })
    },
    close: () => inner.close(),
  }
}
