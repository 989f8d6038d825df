// @ts-check
/** @import { Answer, Transport, TransportRequest } from '../../types.js' */
import { platformFetch } from '#fetch'
import { TransportError } from '../../errors.js'
import { words } from '../../words/index.js'
import { explain, neverSent } from './failure.js'

/** Far above what the API answers (6 MB of function output at most, as JSON), far below what hurts. */
const maxBytes = 16 * 1024 * 1024

/** `fetch` sets these itself; browsers refuse them. */
const ownHeaders = ['host', 'content-length']

/**
 * A transport over the platform's `fetch`, which keeps connections alive by itself.
 *
 * @param {object} [options]
 * @param {typeof globalThis.fetch} [options.fetch] used instead of the platform's; proxies are then its own business
 * @param {string | false} [options.proxy] in Node: a proxy's URL, or `false` for none. Without it HTTP_PROXY, HTTPS_PROXY
 *   and NO_PROXY (in either letter case) say.
 * @param {number} [options.timeoutMs] for requests that bring none of their own
 * @returns {Transport}
 */
export function createTransport({ fetch, proxy, timeoutMs: defaultTimeoutMs = 60_000 } = {}) {
  /** @type {Promise<import('./web.js').PlatformFetch> | undefined} */
  let chosen
  const choose = () => {
    chosen ??= fetch ? Promise.resolve({ fetch, close: async () => {} }) : platformFetch(proxy)
    return chosen
  }
  return {
    async send(request) {
      const { fetch } = await choose()
      return exchange(fetch, { timeoutMs: defaultTimeoutMs, ...request })
    },
    async close() {
      const closing = chosen
      chosen = undefined
      // A choice that failed was reported by the request that met it, and holds nothing open.
      const used = await closing?.catch(() => undefined)
      await used?.close()
    },
  }
}

/**
 * One request and its whole answer, under one time-out.
 *
 * @param {typeof globalThis.fetch} fetch
 * @param {TransportRequest & { timeoutMs: number }} request
 * @returns {Promise<Answer>}
 */
async function exchange(fetch, { url, method, headers, body, timeoutMs, mostBytes = maxBytes, signal }) {
  const { origin } = new URL(url)
  const said = words().runtime.transport
  if (signal?.aborted) throw new TransportError(said.notBegun(origin), { sent: false })

  // AbortSignal.any and .timeout would do, but the first Node 20 has no `any`, and both outlive the request.
  const ending = new AbortController()
  let timedOut = false
  const cancel = () => ending.abort()
  signal?.addEventListener('abort', cancel, { once: true })
  const timer = setTimeout(() => {
    timedOut = true
    ending.abort()
  }, timeoutMs)

  let phase = said.noAnswer
  try {
    const response = await fetch(url, {
      method,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.includes(name.toLowerCase()))),
      body: /** @type {BodyInit | undefined} */ (body),
      redirect: 'manual',
      signal: ending.signal,
    })
    phase = said.brokeOff
    refuseRedirect(response, origin)
    const text = await readText(response, { origin, ending, mostBytes })
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? undefined,
      date: response.headers.get('date') ?? undefined,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      requestId: response.headers.get('x-cos-request-id') ?? undefined,
      text,
    }
  } catch (error) {
    if (error instanceof TransportError) throw error
    if (timedOut) throw new TransportError(phase(origin, said.timeout(timeoutMs)), { sent: true, cause: error })
    if (signal?.aborted) throw new TransportError(phase(origin, said.cancelled()), { sent: true, cause: error })
    throw new TransportError(phase(origin, explain(error)), { sent: !neverSent(error), cause: error })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

/**
 * A signature holds for one host, so following a redirect could only fail, or give a signed request away.
 *
 * @param {Response} response
 * @param {string} origin
 */
function refuseRedirect(response, origin) {
  const redirected = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
  if (!redirected) return
  response.body?.cancel().catch(() => {}) // lets the connection go; nobody wants what it says
  const to = response.headers.get('location') ?? undefined
  const status = String(response.status || '3xx')
  throw new TransportError(words().runtime.transport.redirect({ origin, status, to }), { sent: true })
}

/**
 * @param {Response} response
 * @param {{ origin: string, ending: AbortController, mostBytes: number }} limits
 */
async function readText(response, { origin, ending, mostBytes }) {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > mostBytes) {
      ending.abort()
      throw new TransportError(words().runtime.transport.tooLong(origin, mostBytes / 1024 / 1024), { sent: true })
    }
    text += decoder.decode(value, { stream: true })
  }
}
