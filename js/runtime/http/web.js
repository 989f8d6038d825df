// @ts-check
import { TransportError } from '../../errors.js'

/** @typedef {{ fetch: typeof globalThis.fetch, close: () => Promise<void> }} PlatformFetch */

/**
 * The platform's `fetch`. Outside Node proxies are the platform's business: no bundle carries what they take.
 *
 * @param {string | false} [proxy]
 * @returns {Promise<PlatformFetch>}
 */
export async function platformFetch(proxy) {
  if (proxy) {
    throw new TransportError(
      'the option proxy works in Node alone: a browser or worker goes the way it was set up to',
      {
        sent: false,
      },
    )
  }
  // Looked up at each call, so that a page or a test that replaces the global is heard; and never as a method.
  return {
    fetch: /** @type {typeof globalThis.fetch} */ ((input, init) => globalThis.fetch(input, init)),
    close: async () => {},
  }
}
