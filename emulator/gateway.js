// @ts-check
// The way of one request: who signed it, what is asked, may it be asked now, then the action, then the answer. A request
// that nobody with the key has signed changes nothing, and no rule of a fault script counts it.

import { randomUUID } from 'node:crypto'
import { ACTIONS } from './actions/index.js'
import { authenticator } from './authenticate.js'
import { checkTime } from './claims.js'
import { CosError } from './cos/errors.js'
import { ApiError } from './errors.js'
import { carryOut } from './faults/carry-out.js'
import { UNDISTURBED } from './faults/course.js'
import { Rules } from './faults/rules.js'
import { ALL_PERMITTED, readPolicy } from './policy.js'
import { RateLimit } from './rate.js'
import { readCall, readParameters } from './request.js'
import { readFields } from './schema.js'
import { readSignedForm } from './v1.js'
import { APP_ID, DEFAULT_NAMESPACE } from './world.js'

/** @typedef {import('./request.js').HttpRequest} HttpRequest */
/** @typedef {import('./request.js').Call} Call */
/** @typedef {import('./actions/action.js').Action} Action */

/** @typedef {import('./faults/course.js').Course} Course */

/** @typedef {import('./public.js').SeenRequest} SeenRequest */

/** @typedef {{ call: Call, parameters: () => ReturnType<typeof readParameters> }} Asked */

const KEPT_REQUESTS = 10_000

export class Gateway {
  /** @type {ReturnType<typeof readPolicy>} refuses what the key may not do */
  permit = ALL_PERMITTED
  /** @type {SeenRequest[]} the last calls but invocations, oldest first */
  requests = []

  /**
   * @param {object} given
   * @param {import('./cloud.js').Cloud} given.cloud
   * @param {import('./claims.js').Keys} given.keys
   * @param {number} given.rate
   * @param {import('./faults/rules.js').Rule[]} given.faults
   * @param {import('./policy.js').Policy} [given.policy]
   */
  constructor({ cloud, keys, rate, faults, policy }) {
    this.cloud = cloud
    this.faults = new Rules(faults, cloud.seed)
    this.authenticate = authenticator(keys)
    this.rate = new RateLimit(rate)
    this.setPolicy(policy)
  }

  /** From the next call on the key may do this; everything, without one. @param {import('./policy.js').Policy | undefined} policy */
  setPolicy(policy) {
    this.permit = policy === undefined ? ALL_PERMITTED : readPolicy(policy)
  }

  /** @param {string} action @param {import('./cos/request.js').ObjectRequest} request @throws {CosError} AccessDenied */
  permitObject(action, { region = '*', bucket, key }) {
    const resource = bucket === undefined ? '*' : `qcs::cos:${region}:uid/${APP_ID}:${bucket}/${key}`
    if (!this.permit.object(action, resource)) {
      throw new CosError('AccessDenied', `Access Denied: (name/cos:${action}) on (${resource}) has no permission.`)
    }
  }

  /** From the next call on, and counting from there; reads lag behind no longer. @param {import('./faults/rules.js').Rule[]} rules */
  setFaults(rules) {
    this.cloud.past.forget()
    this.faults = new Rules(rules, this.cloud.seed)
  }

  /**
   * @param {HttpRequest} request
   * @param {string} origin of the emulator
   * @returns {Promise<{ response: object, course: Course }>} what stands under `Response`, and how it is to be sent
   */
  async answer(request, origin) {
    const requestId = randomUUID()
    /** @type {Call | undefined} */
    let call
    /** @type {object} */
    let response
    let code = ''
    /** @type {Course} */
    let course = UNDISTURBED
    try {
      const form = readSignedForm(request, this.cloud.quotas.formBytes)
      call = readCall(request, form)
      const signedAt = this.#authenticate(request, form)
      const asked = { call, parameters: once(() => readParameters(request, form)) }
      course = this.faults.course(() => aboutOf(asked))
      checkTime(signedAt, this.cloud.clock.nowSeconds() + course.skewSeconds)
      response = await this.#perform(asked, { requestId, origin, course })
    } catch (error) {
      const known = error instanceof ApiError ? error : this.#unexpected(error, call)
      code = known.code
      response = { Error: { Code: code, Message: known.message } }
    }
    if (call && !findAction(call)?.invokes) this.remember(call, code, requestId, course.kinds)
    return { response: { ...response, RequestId: requestId }, course }
  }

  /**
   * @param {HttpRequest} request
   * @param {import('./v1.js').SignedForm | undefined} form when the request is signed with v1
   * @returns {number} when it was signed, in epoch seconds
   */
  #authenticate(request, form) {
    const { quotas } = this.cloud
    if (request.body.length > quotas.requestBytes || request.query.length > quotas.queryBytes) {
      throw requestTooLarge(quotas)
    }
    return this.authenticate(request, form)
  }

  /**
   * @param {Asked} asked
   * @param {{ requestId: string, origin: string, course: Course }} given
   */
  async #perform(asked, { course, ...given }) {
    const { call } = asked
    const action = findAction(call)
    if (!action) throw unknownAction(call)
    if (!action.invokes) this.rate.take(call.region, call.action)
    const { params, loose } = asked.parameters()
    this.permit.call(call, params)
    const checked = readFields(action.fields, params, loose)
    const context = { cloud: this.cloud, region: call.region, ...given }
    return carryOut(action, checked, context, { course, about: aboutOf(asked) })
  }

  /** @param {unknown} error @param {Call | undefined} call */
  #unexpected(error, call) {
    const message = this.cloud.failed(call?.action ?? 'A request', error)
    return new ApiError('InternalError', `An internal error has occurred: ${message}`)
  }

  /**
   * @param {{ action: string, region: string }} call
   * @param {string} code
   * @param {string} requestId
   * @param {string[]} faults
   * @param {string} [object] of object storage
   */
  remember({ action, region }, code, requestId, faults, object) {
    const met = faults.length > 0 && { faults }
    this.requests.push({
      action,
      region,
      at: Date.now(),
      code,
      requestId,
      ...met,
      ...(object !== undefined && { object }),
    })
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

/** @template T @param {() => T} read @returns {() => T} */
function once(read) {
  /** @type {{ value: T } | undefined} */
  let known
  return () => {
    known ??= { value: read() }
    return known.value
  }
}

/** What a call is about, as far as it can be told. @param {Asked} asked @returns {import('./faults/rules.js').Subject} */
function aboutOf({ call: { action, region }, parameters }) {
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' && value !== '' ? value : undefined)
  try {
    const { FunctionName, Namespace } = parameters().params
    return { action, region, namespace: text(Namespace) ?? DEFAULT_NAMESPACE, function: text(FunctionName) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { action, region } // it will be refused for it
  }
}
