// @ts-check
import { core } from '#load'
import { TransportError } from '../../errors.js'

/**
 * A `fetch` that goes through a proxy. Node's own ignores HTTP_PROXY; undici's does not. It is named by a variable so
 * that the component's one file, which runs on a Node too old for undici, does not carry it.
 *
 * @param {string} [url] of the proxy; without it HTTP_PROXY, HTTPS_PROXY and NO_PROXY decide per request
 * @returns {Promise<{ fetch: typeof globalThis.fetch, close: () => Promise<void> }>}
 */
export async function proxyFetch(url) {
  const name = 'undici'
  /** @type {typeof import('undici')} */
  const undici = await import(name)
  // Plain http goes to a proxy as a plain request: most let CONNECT through to port 443 alone.
  const dispatcher = readable(() =>
    url === undefined
      ? new undici.EnvHttpProxyAgent({ proxyTunnel: false })
      : new undici.ProxyAgent({ uri: url, proxyTunnel: false }),
  )
  return {
    fetch: /** @type {any} */ (
      (/** @type {string} */ input, /** @type {any} */ init) =>
        // no proxy has any business with what stays on this machine
        core.loopback(new URL(input).hostname) ? fetch(input, init) : undici.fetch(input, { ...init, dispatcher })
    ),
    close: () => dispatcher.close(),
  }
}

/**
 * A proxy's address may hold a password, which an error about it would print.
 *
 * @template T
 * @param {() => T} make
 * @returns {T}
 */
function readable(make) {
  try {
    return make()
  } catch {
    throw new TransportError(
      'the address of the proxy is not a URL like http://127.0.0.1:3128: check HTTP_PROXY and HTTPS_PROXY, or the option proxy',
      { sent: false },
    )
  }
}
