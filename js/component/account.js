// @ts-check
/** @import { Credentials } from '../project/credentials.js' */
/** @import { Setting } from './setting.js' */
import { usageError } from '../errors.js'
import { credentialsFrom } from '../project/index.js'

/**
 * Whose functions they are, and where the API is; `head` says both at the top of a plan.
 *
 * @param {Pick<Setting, 'exported' | 'env'>} setting
 * @returns {{ credentials: Credentials, endpoint?: string, head: [name: string, value: string][] }}
 */
export function accountOf({ exported, env }) {
  const credentials = credentialsFrom({ env: exported, files: env.files })
  const endpoint = endpointFrom(exported.GRAYSCALE_ENDPOINT || undefined)
  /** @type {[string, string][]} */
  const head = [['account', shown(credentials)]]
  if (endpoint !== undefined) head.push(['endpoint', endpoint])
  return { credentials, endpoint, head }
}

/** @param {string | undefined} endpoint */
function endpointFrom(endpoint) {
  if (endpoint === undefined) return undefined
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return endpoint
  throw usageError(
    'InvalidEndpoint',
    `GRAYSCALE_ENDPOINT ${JSON.stringify(endpoint)} is no address of an API.`,
    'Write one such as http://127.0.0.1:9000, or take the variable away.',
  )
}

/**
 * Enough to see whose account it is, and no more.
 *
 * @param {Credentials} credentials
 */
function shown({ secretId, token, appId }) {
  const id = secretId.length > 8 ? `${secretId.slice(0, 4)}…${secretId.slice(-4)}` : `${secretId.slice(0, 2)}…`
  const words = [appId, appId === undefined ? id : `(${id})`, token === undefined ? '' : 'temporary key']
  return words.filter(Boolean).join(' ')
}
