// @ts-check
/** @import { Credentials } from '../project/credentials.js' */
/** @import { Filled } from '../types.js' */
/** @import { RunConfig } from './run-config.js' */

import { confirmedSources } from '../project/confirmed.js'
import { credentialsFrom, projectStore, warnOfOpenFiles } from '../project/index.js'
import { accountHead } from '../render/account.js'
import { ENDPOINT, endpointFrom } from '../runtime/http/endpoint.js'
import { sourceFrom } from '../runtime/sources.js'

/**
 * Where the journal of a run lies.
 *
 * @param {RunConfig} config
 * @param {Pick<ReturnType<typeof accountOf>, 'credentials' | 'endpoint' | 'appId'>} account
 */
export function storeOf({ dir, stage, typed, exported, inputs, env, instance }, { credentials, endpoint, appId }) {
  const { filled } = env
  const project = { dir, stage, typed: typed.store, exported, inputs, filled, instance }
  return projectStore({ ...project, credentials, endpoint, appId })
}

/**
 * Whose functions they are, and where the API is; `head` says both at the top of a plan.
 *
 * @param {Pick<RunConfig, 'exported' | 'env' | 'dir' | 'inputs'>} config
 * @returns {{ credentials: Credentials, endpoint?: string, appId?: string, fromEnvironment: Filled[],
 *   source: import('../runtime/sources.js').Source, head: [name: string, value: string][] }}
 */
export function accountOf({ exported, env, dir, inputs }) {
  const credentials = credentialsFrom({ env: exported, files: env.files })
  warnOfOpenFiles(env.files)
  const endpoint = endpointFrom([[ENDPOINT, exported[ENDPOINT]]])
  const head = accountHead(credentials, endpoint, env.files)
  const source = { ...sourceFrom(exported), confirmed: confirmedSources({ dir, exported }, inputs.rollout) }
  return { credentials, endpoint, appId: credentials.appId, fromEnvironment: env.filled, source, head }
}
