// @ts-check
import { core } from '#load'
import { fromCore } from '../../errors.js'

/** The variable that says where the API is. */
export const ENDPOINT = 'GRAYSCALE_ENDPOINT'

/**
 * Where the API is: the first place that says so.
 *
 * @param {[from: string, endpoint: string | undefined][]} places such as `GRAYSCALE_ENDPOINT` and what it holds
 * @param {boolean} [insecure] plain HTTP to another machine is meant
 * @returns {string | undefined} undefined for Tencent Cloud's own
 * @throws {import('../../errors.js').GrayscaleError} `InvalidEndpoint`, `InsecureEndpoint`
 */
export function endpointFrom(places, insecure) {
  const [from, endpoint] = places.find(([, value]) => value) ?? []
  return from === undefined || endpoint === undefined ? undefined : checkedEndpoint(from, endpoint, insecure)
}

/**
 * Refuses an address that signed requests must not go to.
 *
 * @param {string} from who named it, for the error
 * @param {string} endpoint
 * @param {boolean} [insecure] plain HTTP to another machine is meant
 * @returns {string} the same
 * @throws {import('../../errors.js').GrayscaleError} `InvalidEndpoint`, `InsecureEndpoint`; the address is not repeated
 */
export function checkedEndpoint(from, endpoint, insecure = false) {
  const { protocol, hostname: host, username, password } = partsOf(endpoint) ?? {}
  const userinfo = Boolean(username || password)
  fromCore(() => core.checkEndpoint(JSON.stringify({ from, protocol, host, userinfo, insecure })))
  return endpoint
}

/**
 * Where an object is. Hosts of Tencent Cloud's own API serve no objects; another endpoint has all services of a cloud, with
 * the bucket in the path, since its host is not the bucket's.
 *
 * @param {{ region: string, bucket: string, path: string }} place
 * @param {string} [endpoint]
 * @returns {URL}
 */
export function objectUrl({ region, bucket, path }, endpoint) {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  if (endpoint === undefined || /(^|\.)tencentcloudapi\.com$/.test(new URL(endpoint).hostname)) {
    return new URL(`https://${bucket}.cos.${region}.myqcloud.com${encoded}`)
  }
  return new URL(`/cos/${region}/${bucket}${encoded}`, endpoint)
}

/** Without `URL.canParse`, which Node 18 does not have: a platform may still run it. @param {string} text */
function partsOf(text) {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
