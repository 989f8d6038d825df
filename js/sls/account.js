// @ts-check
/** @import { Credentials } from '../project/credentials.js' */
/** @import { Filled } from '../types.js' */
/** @import { RunConfig } from './run-config.js' */

import { credentialsFrom, warnOfOpenFiles } from '../project/index.js'
import { accountHead } from '../render/account.js'
import { ENDPOINT, endpointFrom } from '../runtime/http/endpoint.js'

/**
 * Whose functions they are, and where the API is; `head` says both at the top of a plan.
 *
 * @param {Pick<RunConfig, 'exported' | 'env'>} config
 * @returns {{ credentials: Credentials, endpoint?: string, appId?: string, fromEnvironment: Filled[], head: [name: string, value: string][] }}
 */
export function accountOf({ exported, env }) {
  const credentials = credentialsFrom({ env: exported, files: env.files })
  warnOfOpenFiles(env.files)
  const endpoint = endpointFrom([[ENDPOINT, exported[ENDPOINT]]])
  const head = accountHead(credentials, endpoint, env.files)
  return { credentials, endpoint, appId: credentials.appId, fromEnvironment: env.filled, head }
}
