// @ts-check
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Store } from '../../types.js' */
import { GrayscaleError, StoreError } from '../../errors.js'
import { isRolloutId } from '../../store/lines.js'
import { speakTo } from '../../words/reader.js'
import { bodyOf, MOST_BYTES } from './body.js'

/**
 * What the page is told in place of an answer of the store: `reason`, `unknown` and `unsafe` are those of a StoreError, the
 * rest is the error that people read.
 *
 * @typedef {{ reason: string, unknown: boolean, unsafe: boolean, error: any }} Refused
 */

/**
 * Lets the page use the project's store, by the contract of `Store`: this process has the store and its key, the page has
 * neither. Each operation is a POST with a JSON object, and answers with one.
 *
 * @param {{ store: Store | undefined, log: (line: string) => void }} about
 * @returns {(operation: string, request: IncomingMessage, response: ServerResponse) => Promise<void>}
 */
export function storeAccess({ store, log }) {
  return async (operation, request, response) => {
    const perform = store && Object.hasOwn(operations, operation) ? operations[operation] : undefined
    if (!store || !perform) return answer(response, 404, {})
    if (request.method !== 'POST') return answer(response, 405, {}, { allow: 'POST' })
    const body = await bodyOf(request)
    if (body === undefined) {
      const error = new StoreError(`the local server takes ${MOST_BYTES >> 20} MB at once`)
      return answer(response, 413, refused(error), { connection: 'close' })
    }
    // one person reads what this process says: the one at the page, in the language that the page has now
    speakTo({ language: /^zh\b/.test(request.headers['accept-language'] ?? '') ? 'zh' : 'en', host: 'console' })
    try {
      const { rollout, ...given } = jsonOf(body)
      const result =
        rollout === undefined ? await perform(store, given) : await ofRollout(store, rollout, perform, given)
      if (result === undefined) return answer(response, 400, {})
      log(`store ${operation} 200`)
      return answer(response, 200, result)
    } catch (error) {
      const told = refused(error)
      log(`store ${operation}: ${told.error.code}`)
      return answer(response, 502, told)
    }
  }
}

/**
 * The same with the log of a rollout. It may hold a connection of its own, which ends with the request.
 *
 * @param {Store} store
 * @param {unknown} id
 * @param {(store: Store, given: any) => Promise<object | undefined>} perform
 * @param {any} given
 */
async function ofRollout(store, id, perform, given) {
  if (!isRolloutId(id)) return undefined
  const log = store.rollout(id)
  return perform(log, given).finally(() => log.close())
}

/**
 * What each operation does with what it was given; undefined where that can't be meant.
 *
 * @type {Record<string, (store: Store, given: any) => Promise<object | undefined>>}
 */
const operations = {
  async read(store, { from, newest }) {
    if (!isTextOrNone(from) || !(newest === undefined || Number.isSafeInteger(newest))) return undefined
    return store.read(from, { newest })
  },
  async append(store, { position, lines }) {
    if (typeof position !== 'string' || !Array.isArray(lines) || !lines.every(isLine)) return undefined
    return store.append(position, lines)
  },
  async alive(store, { process }) {
    if (typeof process !== 'string') return undefined
    return { alive: await store.alive?.(process) }
  },
}

/** @param {unknown} value */
const isTextOrNone = (value) => value === undefined || typeof value === 'string'

/** @param {unknown} line */
const isLine = (line) => typeof line === 'string' && !line.includes('\n')

/** @param {Buffer} body */
function jsonOf(body) {
  try {
    const value = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** @param {unknown} thrown @returns {Refused} */
function refused(thrown) {
  if (thrown instanceof StoreError) {
    const { reason, unknown, unsafe } = thrown
    return { reason, unknown, unsafe, error: thrown.asError().toJSON() }
  }
  const error = GrayscaleError.from(thrown)
  return { reason: `${error.code}: ${error.message}`, unknown: false, unsafe: false, error: error.toJSON() }
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {object} value
 * @param {Record<string, string>} [headers]
 */
function answer(response, status, value, headers = {}) {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(value))
}
