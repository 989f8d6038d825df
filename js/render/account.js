// @ts-check
/** @import { Credentials } from '../project/credentials.js' */
/** @import { EnvFile } from '../project/env.js' */
import { ENDPOINT } from '../runtime/http/endpoint.js'

/** Enough of an id to see whose it is, and no more. @param {string} id */
export function masked(id) {
  return id.length > 8 ? `${id.slice(0, 4)}…${id.slice(-4)}` : `${id.slice(0, 2)}…`
}

/**
 * Whose functions they are and where the API is, for the head of what is shown.
 *
 * @param {Credentials} credentials
 * @param {string} [endpoint] where it is not Tencent Cloud's own
 * @param {EnvFile[]} [files] env files of the project. They can't say where signed requests go; one that tries is named
 * @returns {[name: string, value: string][]}
 */
export function accountHead({ secretId, token, appId }, endpoint, files = []) {
  const id = masked(secretId)
  const words = [appId, appId === undefined ? id : `(${id})`, token === undefined ? '' : 'temporary key']
  const account = words.filter(Boolean).join(' ')
  /** @type {[name: string, value: string][]} */
  const head = [['account', account]]
  if (endpoint !== undefined) head.push(['endpoint', endpoint])
  const vain = files.find(({ values }) => values[ENDPOINT] && values[ENDPOINT] !== endpoint)
  if (vain) head.push(['ignored', `${ENDPOINT} in ${vain.name} has no effect: export it instead`])
  return head
}
