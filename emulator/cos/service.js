// @ts-check
// The way of one request of object storage: who signed it, what is asked, may it be asked, then its body, then the action.
// The signature covers no body, so nothing is read from a stranger.

import { randomBytes } from 'node:crypto'
import { UNDISTURBED } from '../faults/course.js'
import { OBJECT_ACTIONS, objectActionOf } from './actions.js'
import { CosError } from './errors.js'
import { readObjectRequest } from './request.js'
import { checkSpans, verifyObjectSignature } from './signature.js'
import { document } from './xml.js'

/** @typedef {import('../faults/course.js').Course} Course */
/** @typedef {import('../faults/course.js').Answer} Answer */
/** @typedef {import('./actions.js').ObjectAnswer} ObjectAnswer */

/** An object is held in memory. */
const MAX_OBJECT_BYTES = 1024 ** 3

/** What object storage calls a refusal that the API has another word for. @type {Record<string, string>} */
const REFUSALS = { RequestLimitExceeded: 'SlowDown' }

export class ObjectService {
  /**
   * @param {object} given
   * @param {import('../cloud.js').Cloud} given.cloud
   * @param {import('../gateway.js').Gateway} given.gateway
   * @param {import('../claims.js').Keys} given.keys
   */
  constructor({ cloud, gateway, keys }) {
    this.cloud = cloud
    this.gateway = gateway
    this.keys = keys
  }

  /**
   * @param {import('../request.js').HttpRequest} head its body is not read yet
   * @param {import('./request.js').Place} place
   * @param {(limit: number) => Promise<Buffer>} readBody of one that is too large, one byte more than allowed
   * @returns {Promise<{ answer: Answer, course: Course }>}
   */
  async answer(head, place, readBody) {
    const requestId = Buffer.from(randomBytes(20).toString('hex')).toString('base64')
    /** @type {{ action?: string, course: Course }} */
    const seen = { course: UNDISTURBED }
    let code = ''
    /** @type {ObjectAnswer} */
    let given
    try {
      given = await this.#perform(head, place, readBody, seen)
    } catch (error) {
      const known = error instanceof CosError ? error : this.#unexpected(error, seen.action)
      code = known.code
      given = { status: known.status, body: head.method === 'HEAD' ? '' : errorDocument(known, place, requestId) }
    }
    if (seen.action !== undefined) {
      const object = `${place.bucket ?? ''}${decodeURIComponent(place.path)}`
      this.gateway.remember(
        { action: seen.action, region: place.region ?? '' },
        code,
        requestId,
        seen.course.kinds,
        object,
      )
    }
    return { answer: written(given, requestId), course: seen.course }
  }

  /**
   * @param {import('../request.js').HttpRequest} head
   * @param {import('./request.js').Place} place
   * @param {(limit: number) => Promise<Buffer>} readBody
   * @param {{ action?: string, course: Course }} seen filled with what becomes known
   * @returns {Promise<ObjectAnswer>}
   */
  async #perform(head, place, readBody, seen) {
    const request = readObjectRequest(head, place)
    const spans = verifyObjectSignature(request, this.keys)
    const action = objectActionOf(request)
    seen.action = action
    seen.course = this.gateway.faults.course(() => ({ action, region: request.region ?? '' }))
    const { refusal, skipped, skewSeconds } = seen.course
    checkSpans(spans, this.cloud.clock.nowSeconds() + skewSeconds)
    this.gateway.permitObject(action, request)
    const body = await readBody(MAX_OBJECT_BYTES)
    if (body.length > MAX_OBJECT_BYTES) {
      throw new CosError('EntityTooLarge', `The emulator holds objects of at most ${MAX_OBJECT_BYTES} bytes.`)
    }
    if (refusal) throw new CosError(REFUSALS[refusal.code] ?? refusal.code, refusal.message)
    if (skipped) return {}
    return OBJECT_ACTIONS[action].run({ storage: this.cloud.objects, request, body })
  }

  /** @param {unknown} error @param {string | undefined} action */
  #unexpected(error, action) {
    const message = this.cloud.failed(action ?? 'A request of object storage', error)
    return new CosError('InternalError', `We encountered an internal error. Please try again. (${message})`)
  }
}

/** @param {CosError} error @param {import('./request.js').Place} place @param {string} requestId */
function errorDocument({ code, message }, { bucket, region, path }, requestId) {
  const Resource = bucket === undefined ? path : `${bucket}.cos.${region}.myqcloud.com${path}`
  return document('Error', { Code: code, Message: message, Resource, RequestId: requestId, TraceId: requestId })
}

/** @param {ObjectAnswer} given @param {string} requestId @returns {Answer} */
function written({ status = 200, headers = {}, body = '' }, requestId) {
  const isXml = typeof body === 'string' && body !== ''
  return {
    status,
    headers: {
      ...(isXml && { 'Content-Type': 'application/xml' }),
      Server: 'tencent-cos',
      'x-cos-request-id': requestId,
      ...headers,
    },
    bytes: typeof body === 'string' ? Buffer.from(body) : body,
  }
}
