// @ts-check
/** @import { Credentials } from './credentials.js' */
/** @import { EnvFile } from './env.js' */
import { checkedEndpoint } from '../runtime/http/endpoint.js'

/** The variable that says where the API is. */
const ENDPOINT = 'GRAYSCALE_ENDPOINT'

/**
 * Whose functions they are and where the API is, for the head of what is shown.
 *
 * @param {Credentials} credentials
 * @param {string} [endpoint] where it is not Tencent Cloud's own
 * @param {EnvFile[]} [files] env files of the project. They can't say where signed requests go; one that tries is named
 * @returns {[name: string, value: string][]}
 */
export function accountHead({ secretId, token, appId }, endpoint, files = []) {
  // Enough of the id to see whose account it is, and no more.
  const id = secretId.length > 8 ? `${secretId.slice(0, 4)}…${secretId.slice(-4)}` : `${secretId.slice(0, 2)}…`
  const words = [appId, appId === undefined ? id : `(${id})`, token === undefined ? '' : 'temporary key']
  const account = words.filter(Boolean).join(' ')
  /** @type {[name: string, value: string][]} */
  const head = [['account', account]]
  if (endpoint !== undefined) head.push(['endpoint', endpoint])
  const vain = files.find(({ values }) => values[ENDPOINT] && values[ENDPOINT] !== endpoint)
  if (vain) head.push(['ignored', `${ENDPOINT} in ${vain.name} has no effect: export it instead`])
  return head
}

/**
 * Where the API is: the first place that says so.
 *
 * @param {[from: string, endpoint: string | undefined][]} places such as `GRAYSCALE_ENDPOINT` and what it holds
 * @param {boolean} [insecure] plain HTTP to another machine is meant
 * @returns {string | undefined} undefined for Tencent Cloud's own
 * @throws {import('../errors.js').GrayscaleError} `InvalidEndpoint`, `InsecureEndpoint`
 */
export function endpointFrom(places, insecure) {
  const [from, endpoint] = places.find(([, value]) => value) ?? []
  return from === undefined || endpoint === undefined ? undefined : checkedEndpoint(from, endpoint, insecure)
}
