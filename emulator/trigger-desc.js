// @ts-check
// TriggerDesc: what a trigger of each type says about itself, as a request gives it and as answers show it.

import { nextDue } from './cron.js'
import { ApiError } from './errors.js'
import { anything, integer, object, readFields, text } from './schema.js'
import { APP_ID } from './world.js'

export const CREATABLE = ['timer', 'cos', 'ckafka', 'cls', 'http']

const COS_EVENT = /^cos:[A-Za-z]+:(\*|[A-Za-z]+)$/

const cosFields = {
  event: text({ required: true, pattern: COS_EVENT }),
  filter: object({ Prefix: text({ fallback: '' }), Suffix: text({ fallback: '' }) }),
}
const ckafkaFields = {
  maxMsgNum: integer({ required: true, min: 1, max: 10_000 }),
  offset: text({ fallback: 'latest', pattern: /^(latest|earliest|\d{13})$/ }), // or a time, in epoch milliseconds
  retry: integer({ fallback: 10_000, min: 0, max: 10_000 }),
  timeOut: integer({ fallback: 60, min: 1, max: 60 }),
  consumerGroupName: text({ fallback: '' }),
}

/** @type {Record<string, (text: string) => string>} from a request to what is kept and shown */
const READERS = {
  timer(given) {
    const { cron } = given.trim().startsWith('{')
      ? readFields({ cron: text({ required: true }) }, parsed(given), false, 'TriggerDesc.')
      : { cron: given }
    nextDue(cron, 0)
    return JSON.stringify({ cron: cron.trim() })
  },
  cos(given) {
    const { event, filter = {} } = readFields(cosFields, parsed(given), false, 'TriggerDesc.')
    return JSON.stringify({ event, filter: { Prefix: '', Suffix: '', ...filter } })
  },
  // Its numbers are documented as text, and sent as numbers too.
  ckafka: (given) => JSON.stringify(readFields(ckafkaFields, parsed(given), true, 'TriggerDesc.')),
  cls: (given) => JSON.stringify(parsed(given)),
  http(given) {
    parsed(given)
    return given
  },
}

/**
 * @param {string} type one of {@link CREATABLE}
 * @param {string | undefined} given
 * @returns {string} JSON, as answers show it
 * @throws {ApiError} InvalidParameterValue.TriggerDesc
 */
export function readTriggerDesc(type, given) {
  if (given === undefined) throw badDesc(`a trigger of type ${type} needs it`)
  try {
    return READERS[type](given)
  } catch (error) {
    throw badDesc(/** @type {Error} */ (error).message)
  }
}

/**
 * As answers show it: a function URL with its addresses beside what was given, on the networks that it is open to.
 * @param {import('./world.js').Trigger} trigger
 * @param {string} region
 */
export function shownTriggerDesc({ type, desc, urlId }, region) {
  if (type !== 'http' || urlId === undefined) return desc
  const given = JSON.parse(desc)
  if (given.NetConfig === undefined) return desc
  const { EnableIntranet, EnableExtranet } = given.NetConfig
  const address = (/** @type {string} */ place) => `https://${APP_ID}-${urlId}.${place}${region}.tencentscf.com`
  const NetConfig = {
    ...given.NetConfig,
    IntranetUrl: EnableIntranet === true ? address('in.') : '',
    ExtranetUrl: EnableExtranet === true ? address('') : '',
  }
  return JSON.stringify({ ...given, NetConfig })
}

/** The event a trigger of type cos is told apart by. @param {string | undefined} given JSON */
export function cosEvent(given) {
  if (given === undefined) throw badDesc('a trigger of type cos is named with its event')
  try {
    return String(readFields({ ...cosFields, filter: anything() }, parsed(given), false, 'TriggerDesc.').event)
  } catch (error) {
    throw badDesc(/** @type {Error} */ (error).message)
  }
}

/** @param {string} json @returns {Record<string, unknown>} */
function parsed(json) {
  const value = JSON.parse(json)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('it is no JSON object')
  return value
}

/** @param {string} why */
const badDesc = (why) => new ApiError('InvalidParameterValue.TriggerDesc', `TriggerDesc is not valid: ${why}.`)
