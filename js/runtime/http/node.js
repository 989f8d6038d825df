// @ts-check
import { platformFetch as direct } from './web.js'

/**
 * Node's `fetch`, or one that goes through a proxy where one is named or the environment names one; undici is loaded only
 * then.
 *
 * @param {string | false} [proxy]
 * @returns {Promise<import('./web.js').PlatformFetch>}
 */
export async function platformFetch(proxy) {
  const { env } = process
  const wanted =
    proxy === undefined ? ['HTTP_PROXY', 'HTTPS_PROXY'].some((name) => env[name] || env[name.toLowerCase()]) : proxy
  if (!wanted) return direct()
  const { proxyFetch } = await import('./proxy.js')
  return proxyFetch(proxy || undefined)
}
