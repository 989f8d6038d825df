// @ts-check
// Who may ask at all. Every page that a browser shows can make it send requests to this machine, also under a name whose
// DNS leads here. So the host, the origin and the site of a request are checked before anything else of it is read.

/** @typedef {{ cors: string[], allowHosts: string[] }} Allowed origins of pages, and names of this server, that were given */

/** Nobody else answers for these names: clients that are only told to connect here keep them. */
const TENCENT = /(^|\.)(tencentcloudapi\.com|tencentcs\.com|tencentscf\.com|myqcloud\.com|tencentcos\.cn)$/
const LOOPBACK = /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/
const ABSOLUTE = /^https?:\/\//i

/**
 * @param {string} text
 * @returns {string | undefined} the name as it is compared; nothing where the text is not a host's name
 */
export function readHostName(text) {
  const name = text.toLowerCase()
  return HOST_NAME.test(name) ? name : undefined
}

/**
 * @param {import('node:http').IncomingMessage} message of which only the head is looked at
 * @param {Allowed} allowed
 * @returns {string | undefined} why the request is refused
 */
export function refusal({ url = '/', rawHeaders, headers }, { cors, allowHosts }) {
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1].toLowerCase() === 'host')
  if (hosts.length !== 1) return 'A request must have one Host header.'
  // a client behind a proxy sends the absolute form of the target, and some write a URL into Host
  for (const authority of ABSOLUTE.test(url) ? [hosts[0], url] : hosts) {
    const name = nameOf(authority)
    if (name === undefined) return 'The host is not a name or an address.'
    if (LOOPBACK.test(name) || TENCENT.test(name) || allowHosts.includes(name)) continue
    return `The host "${name}" is neither this machine nor Tencent Cloud. The emulator's flag --allow-host allows it.`
  }
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && cors.includes(origin)) return undefined
  const foreign = origin !== undefined && origin !== originOf(hosts[0])
  if (!foreign && (site === undefined || site === 'none' || site === 'same-origin')) return undefined
  return `Pages of another origin are not allowed to call. The emulator's flag --cors allows an origin.`
}

/** @param {string} authority NAME, NAME:PORT or a URL @returns {string | undefined} */
function nameOf(authority) {
  const at = parsed(authority)
  return at && at.username === '' && at.password === '' ? at.hostname.replace(/\.$/, '') : undefined
}

/** @param {string} host */
function originOf(host) {
  return parsed(host)?.origin
}

/** @param {string} authority */
function parsed(authority) {
  const text = ABSOLUTE.test(authority) ? authority : `http://${authority}`
  return URL.canParse(text) ? new URL(text) : undefined
}
