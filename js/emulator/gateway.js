// @ts-check
// The way of one request: who signed it, what is asked, may it be asked now, then the action, then the answer.

import { randomUUID } from 'node:crypto'
import { ACTIONS } from './actions/index.js'
import { authenticator } from './authenticate.js'
import { ApiError } from './errors.js'
import { RateLimit } from './rate.js'
import { readCall, readParameters } from './request.js'
import { readFields } from './schema.js'
import { readSignedForm } from './v1.js'

/** @typedef {import('./request.js').HttpRequest} HttpRequest */
/** @typedef {import('./request.js').Call} Call */
/** @typedef {import('./actions/action.js').Action} Action */

/** @typedef {{ action: string, region: string, at: number, code: string, requestId: string }} SeenRequest at: epoch ms; code: '' = no error */

const KEPT_REQUESTS = 10_000

export class Gateway {
  /** @type {SeenRequest[]} the last calls but invocations, oldest first */
  requests = []

  /**
   * @param {object} given
   * @param {import('./cloud.js').Cloud} given.cloud
   * @param {import('./claims.js').Credential} given.credential
   * @param {number} given.rate
   */
  constructor({ cloud, credential, rate }) {
    this.cloud = cloud
    this.authenticate = authenticator(credential, cloud.clock)
    this.rate = new RateLimit(rate)
  }

  /**
   * @param {HttpRequest} request
   * @param {string} origin of the emulator
   * @returns {Promise<object>} what stands under `Response`
   */
  async answer(request, origin) {
    const requestId = randomUUID()
    /** @type {Call | undefined} */
    let call
    /** @type {object} */
    let response
    let code = ''
    try {
      const form = readSignedForm(request, this.cloud.quotas.formBytes)
      call = readCall(request, form)
      response = await this.#perform(request, form, call, { requestId, origin })
    } catch (error) {
      const known = error instanceof ApiError ? error : this.#unexpected(error, call)
      code = known.code
      response = { Error: { Code: code, Message: known.message } }
    }
    if (call && !findAction(call)?.invokes) this.#remember(call, code, requestId)
    return { ...response, RequestId: requestId }
  }

  /**
   * @param {HttpRequest} request
   * @param {import('./v1.js').SignedForm | undefined} form when the request is signed with v1
   * @param {Call} call
   * @param {{ requestId: string, origin: string }} given
   */
  async #perform(request, form, call, given) {
    const { quotas } = this.cloud
    if (request.body.length > quotas.requestBytes || request.query.length > quotas.queryBytes) {
      throw requestTooLarge(quotas)
    }
    this.authenticate(request, form)
    const action = findAction(call)
    if (!action) throw unknownAction(call)
    if (!action.invokes) this.rate.take(call.region, call.action)
    const { params, loose } = readParameters(request, form)
    const checked = readFields(action.fields, params, loose)
    const response = await action.run(checked, { cloud: this.cloud, region: call.region, ...given })
    if (action.writes) await this.cloud.save()
    return response
  }

  /** @param {unknown} error @param {Call | undefined} call */
  #unexpected(error, call) {
    const why = error instanceof Error ? error : new Error(String(error))
    this.cloud.report(`${call?.action ?? 'A request'} failed: ${why.stack ?? why.message}`)
    return new ApiError('InternalError', `An internal error has occurred: ${why.message}`)
  }

  /** @param {Call} call @param {string} code @param {string} requestId */
  #remember({ action, region }, code, requestId) {
    this.requests.push({ action, region, at: Date.now(), code, requestId })
    if (this.requests.length > KEPT_REQUESTS) this.requests.splice(0, this.requests.length - KEPT_REQUESTS)
  }
}

/** @param {import('./quotas.js').Quotas} quotas */
const requestTooLarge = (quotas) =>
  new ApiError(
    'RequestSizeLimitExceeded',
    `The request is larger than allowed: a body has at most ${quotas.requestBytes} bytes, a query ${quotas.queryBytes}.`,
  )

/** @param {Call} call @returns {Action | undefined} */
function findAction({ version, action }) {
  const actions = Object.hasOwn(ACTIONS, version) ? ACTIONS[version] : undefined
  return actions && Object.hasOwn(actions, action) ? actions[action] : undefined
}

/** @param {Call} call */
function unknownAction({ version, action }) {
  if (!Object.hasOwn(ACTIONS, version)) {
    return new ApiError('NoSuchVersion', `The API version "${version}" is not known to the emulator.`)
  }
  return new ApiError('InvalidAction', `The action "${action}" of version ${version} is not known to the emulator.`)
}
