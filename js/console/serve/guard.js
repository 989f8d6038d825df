// @ts-check
/** @import { IncomingMessage } from 'node:http' */
import { timingSafeEqual } from 'node:crypto'

/**
 * The path behind the token, where the request may be answered at all. A page elsewhere can make a browser send requests
 * here, also under a name of its own that leads to 127.0.0.1: so the host's name, the origin and the site are looked at
 * before the token.
 *
 * @param {IncomingMessage} request
 * @param {{ prefix: string, port: number }} own
 * @returns {string | undefined}
 */
export function guarded({ url = '', headers }, { prefix, port }) {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host = '', origin, 'sec-fetch-site': site } = headers
  if (!hosts.includes(host)) return undefined
  if (origin !== undefined && origin !== `http://${host}`) return undefined
  const [path] = url.split('?')
  if (!same(path.slice(0, prefix.length), prefix)) return undefined
  const rest = path.slice(prefix.length)
  // a person may open the page itself from anywhere; everything else comes from the page
  const opened = site === 'none' && rest === ''
  if (site !== undefined && site !== 'same-origin' && !opened) return undefined
  return rest
}

/** Whether both are the same, in a time that does not tell how much of it was. @param {string} given @param {string} own */
function same(given, own) {
  const [one, other] = [Buffer.from(given), Buffer.from(own)]
  return one.length === other.length && timingSafeEqual(one, other)
}
