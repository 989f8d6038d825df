// @ts-check
// Invoke and InvokeFunction. A function that fails is not an API error: its result says so.

import { randomUUID } from 'node:crypto'
import { ApiError } from '../errors.js'
import { parseRoutingKey } from '../routing.js'
import { text } from '../schema.js'
import { DEFAULT_ALIAS, LATEST } from '../world.js'
import { action } from './action.js'
import { functionName, namespace } from './fields.js'

/** @typedef {import('../invoker.js').Finished} Finished */

const LOG_TAIL_BYTES = 4096

const logType = text({
  emptyIsAbsent: true,
  fallback: 'None',
  oneOf: ['None', 'Tail'],
  code: 'InvalidParameterValue.Param',
})
const routingKey = text({ emptyIsAbsent: true })

export const InvokeFunction = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Qualifier: text({ fallback: DEFAULT_ALIAS, emptyIsAbsent: true }),
    Event: text({ emptyIsAbsent: true }),
    LogType: logType,
    RoutingKey: routingKey,
  },
  invokes: true,
  async run(params, { cloud, region, requestId }) {
    const event = readEvent(params.Event, cloud.quotas.syncEventBytes, 'Event')
    const route = chooseRoute(cloud, region, params)
    if (runsAsync(route)) return { Result: submitted(cloud, event, params, route) }
    return { Result: result(await cloud.invoker.invoke({ requestId, event, ...route }), requestId, params.LogType) }
  },
})

export const Invoke = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Qualifier: text({ fallback: LATEST, emptyIsAbsent: true }),
    InvocationType: text({
      emptyIsAbsent: true,
      fallback: 'RequestResponse',
      oneOf: ['RequestResponse', 'Event'],
      code: 'InvalidParameterValue.Param',
    }),
    ClientContext: text({ emptyIsAbsent: true }),
    LogType: logType,
    RoutingKey: routingKey,
  },
  invokes: true,
  async run(params, { cloud, region, requestId }) {
    const isEvent = params.InvocationType === 'Event'
    const limit = isEvent ? cloud.quotas.asyncEventBytes : cloud.quotas.syncEventBytes
    const event = readEvent(params.ClientContext, limit, 'ClientContext')
    const route = chooseRoute(cloud, region, params)
    if (isEvent || runsAsync(route)) return { Result: submitted(cloud, event, params, route) }
    return { Result: result(await cloud.invoker.invoke({ requestId, event, ...route }), requestId, params.LogType) }
  },
})

/** Nobody waits for such a function: every call answers at once. @param {ReturnType<typeof chooseRoute>} route */
const runsAsync = ({ version }) => version.served?.configuration.kept.AsyncRunEnable === 'TRUE'

/**
 * The answer of an invocation that nobody waits for: GetRequestStatus tells how it ends.
 * @param {import('../cloud.js').Cloud} cloud
 * @param {string} event
 * @param {Record<string, any>} params
 * @param {ReturnType<typeof chooseRoute>} route
 */
function submitted(cloud, event, { RoutingKey, Qualifier }, { fn, version, alias }) {
  const requestId = randomUUID()
  const again = { qualifier: Qualifier, key: parseRoutingKey(RoutingKey) }
  cloud.async.submit({ requestId, event, fn, ...again }, { fn, version, alias })
  return {
    Log: '',
    RetMsg: '',
    ErrMsg: '',
    MemUsage: 0,
    Duration: 0,
    BillDuration: 0,
    FunctionRequestId: requestId,
    InvokeResult: 0,
  }
}

/** @param {string | undefined} json @param {number} maxBytes @param {string} name */
function readEvent(json, maxBytes, name) {
  const event = json ?? '{}'
  const bytes = Buffer.byteLength(event)
  if (bytes > maxBytes) {
    throw new ApiError('InvalidParameterValue.Param', `${name} has ${bytes} bytes; at most ${maxBytes} are allowed.`)
  }
  try {
    JSON.parse(event)
  } catch {
    throw new ApiError('InvalidParameterValue.Param', `${name} is not valid JSON.`)
  }
  return event
}

/**
 * Which version an invocation runs.
 * @param {import('../cloud.js').Cloud} cloud
 * @param {string} region
 * @param {Record<string, any>} params
 */
function chooseRoute(cloud, region, { Namespace, FunctionName, Qualifier, RoutingKey }) {
  const key = parseRoutingKey(RoutingKey)
  const route = cloud.invoker.route(cloud.world.function(region, Namespace, FunctionName), Qualifier, key)
  if (route.version.served?.configuration.type === 'HTTP') {
    throw new ApiError(
      'UnsupportedOperation',
      `Function "${FunctionName}" is a web function (Type HTTP), which can't be invoked by the API; call its function URL.`,
    )
  }
  return route
}

/** @param {Finished} finished @param {string} requestId @param {string} type */
function result({ outcome, errMsg, billedMs, text: log }, requestId, type) {
  return {
    Log: type === 'Tail' ? tail(log) : '',
    RetMsg: outcome.returned,
    ErrMsg: errMsg,
    MemUsage: outcome.memoryBytes,
    Duration: Math.round(outcome.durationMs * 1000) / 1000,
    BillDuration: billedMs,
    FunctionRequestId: requestId,
    InvokeResult: outcome.failure ? -1 : 0,
  }
}

/** The last bytes of a log, not starting in the middle of a character. @param {string} log */
function tail(log) {
  const bytes = Buffer.from(log)
  if (bytes.length <= LOG_TAIL_BYTES) return log
  return bytes
    .subarray(-LOG_TAIL_BYTES)
    .toString('utf8')
    .replace(/^\uFFFD+/, '')
}
