// @ts-check
/** @import { Transport } from '../../types.js' */
import { TransportError } from '../../errors.js'
import { createTransport } from '../../runtime/http/wasm.js'
import { sleep } from '../../runtime/sleep.js'
import { missed } from './served.js'
import { say } from './words/index.js'

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
      const [, service = 'scf'] = /\/(scf|monitor|cls)\/tc3_request,/.exec(headers.Authorization ?? '') ?? []
      const answer = await inner
        .send({
          ...request,
          url: new URL(`relay/${service}`, base).href,
          headers: { ...headers, 'X-Timeout-Ms': String(timeoutMs) },
          // the server's time-out comes first: it tells a slow API from a server that is gone
          timeoutMs: timeoutMs + GRACE_MS,
        })
        .catch((error) => {
          missed()
          throw navigator.onLine ? error : new TransportError(say().isOffline, { sent: error.sent, cause: error })
        })
      if (!answer.contentType?.startsWith(RELAY_TYPE)) return answer
      const { sent, reason } = JSON.parse(answer.text)
      throw new TransportError(reason, { sent })
    },
    close: () => inner.close(),
  }
}

/**
 * Calls that a page has on their way for looking. A browser opens six connections to a server, and what acts must find one
 * even while the API answers nothing.
 */
const AT_ONCE = 2

/**
 * Sends calls that only look: each waits until the server, which knows all of its consoles, says that it is its turn.
 *
 * @param {URL} base of the page
 * @returns {Transport}
 */
export function lookingTransport(base) {
  const inner = relayTransport(base)
  let free = AT_ONCE
  /** @type {(() => void)[]} */
  const waiting = []
  const enter = () => {
    if (free === 0) return new Promise((resolve) => waiting.push(() => resolve(undefined)))
    free -= 1
  }
  const leave = () => {
    free += 1
    const next = waiting.shift()
    if (!next) return
    free -= 1
    next()
  }
  return {
    async send(request) {
      await enter()
      try {
        await turn(base, request)
        return await inner.send(request)
      } finally {
        leave()
      }
    },
    close: () => inner.close(),
  }
}

/** Waits for the turn of a call. @param {URL} base @param {import('../../types.js').TransportRequest} request */
async function turn(base, { headers, signal }) {
  const { 'X-TC-Action': action, 'X-TC-Region': region } = headers
  const answer = await fetch(new URL(`turn/${region}/${action}`, base), { signal }).catch((cause) => {
    if (!signal?.aborted) missed()
    throw new TransportError(`${base.origin}: ${cause.message}`, { sent: false, cause })
  })
  if (!answer.ok) throw new TransportError(`${base.origin}: ${answer.status}`, { sent: false })
  await sleep((await answer.json()).waitMs, signal)
}
