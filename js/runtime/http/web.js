// @ts-check
import { TransportError } from '../../errors.js'
import { words } from '../../words/index.js'

/** @typedef {{ fetch: typeof globalThis.fetch, close: () => Promise<void> }} PlatformFetch */

/**
 * The platform's `fetch`. Outside Node proxies are the platform's business: no bundle carries what they take.
 *
 * @param {string | false} [proxy]
 * @returns {Promise<PlatformFetch>}
 */
export async function platformFetch(proxy) {
  if (proxy) {
    throw new TransportError(words().runtime.transport.noProxyHere(), { sent: false })
  }
  // Looked up at each call, so that a page or a test that replaces the global is heard; and never as a method.
  return {
    fetch: /** @type {typeof globalThis.fetch} */ ((input, init) => globalThis.fetch(input, init)),
    close: async () => {},
  }
}
