// @ts-check
/** @import { Credentials } from '../options.js' */
/** @import { Store } from '../types.js' */
import { fileURLToPath } from 'node:url'
import { usageError } from '../errors.js'
import { words } from '../words/index.js'
import { cosPlace, describeAddress, forms, isPostgres, postgresUrl, schemeOf } from './address.js'
import { cosStore } from './cos.js'
import { fileStore } from './file.js'
import { postgresStore } from './postgres.js'

export { cosStore, describeAddress, postgresStore }

/**
 * A store by its address. Nothing is sent, read or written before its first use.
 *
 * @param {string} address `cos://…`, `postgres://…`, `file:…` or a path
 * @param {object} options
 * @param {string} options.log such as `project/stage`; a file is one log, whatever it is called
 * @param {Credentials | (() => Credentials | Promise<Credentials>)} [options.credentials] for a bucket, unless the
 *   environment has some for the store alone
 * @param {string} [options.endpoint] of object storage
 * @param {boolean} [options.insecure]
 * @param {typeof globalThis.fetch} [options.fetch]
 * @param {string} [options.project] the directory that a file's directory belongs to
 * @param {Record<string, string | undefined>} [options.env] the process's by default
 * @returns {Store}
 * @throws {import('../errors.js').GrayscaleError} `InvalidStore`; the address is not repeated
 */
export function openStore(address, { log, credentials, endpoint, insecure, fetch, project, env = process.env }) {
  const scheme = schemeOf(address)
  if (scheme === 'cos:') {
    const given = { endpoint, insecure, fetch, credentials: storeCredentials(env) ?? credentials }
    return cosStore({ ...cosPlace(address), ...given, log })
  }
  if (isPostgres(scheme)) return postgresStore({ url: postgresUrl(address).href, log })
  if (scheme === undefined) return fileStore(address, { project })
  if (scheme === 'file:') return fileStore(pathOf(address), { project })
  const { wrong } = words().store
  throw usageError('InvalidStore', { why: 'scheme', said: wrong.scheme({ known: forms }) })
}

/**
 * A key for the store alone: whoever releases may not be the one who may write to the bucket.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Credentials | undefined} undefined where it has none
 * @throws {import('../errors.js').GrayscaleError} `InvalidStore` where it has half of one
 */
export function storeCredentials(env) {
  const { GRAYSCALE_STORE_SECRET_ID: secretId, GRAYSCALE_STORE_SECRET_KEY: secretKey } = env
  if (!secretId && !secretKey) return undefined
  if (!secretId || !secretKey) {
    throw usageError('InvalidStore', { why: 'keyHalf', said: words().store.wrong.keyHalf() })
  }
  return { secretId, secretKey, token: env.GRAYSCALE_STORE_TOKEN || undefined }
}

/** `file:///absolute` as a URL, `file:relative` as it is written. @param {string} address */
function pathOf(address) {
  if (/^file:\/\//i.test(address)) {
    try {
      return fileURLToPath(address)
    } catch {
      throw usageError('InvalidStore', { why: 'form', said: words().store.wrong.form({ form: forms[2] }) })
    }
  }
  return address.slice('file:'.length)
}
