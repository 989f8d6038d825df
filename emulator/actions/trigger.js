// @ts-check
// Triggers: what invokes a function by itself. Those of type timer fire (see ../timers.js), those of type http are served
// as function URLs (see ../function-url.js), the others are only stored and listed.

import { randomBytes } from 'node:crypto'
import { beijingTime } from '../clock.js'
import { loadCron } from '../cron.js'
import { ApiError } from '../errors.js'
import { list, object, text } from '../schema.js'
import { CREATABLE, cosEvent, readTriggerDesc, shownTriggerDesc } from '../trigger-desc.js'
import { findVersion } from '../world.js'
import { action, page } from './action.js'
import { description, functionName, limit, namespace, offset, order, qualifier } from './fields.js'

/** @typedef {import('../world.js').CloudFunction} CloudFunction */
/** @typedef {import('../world.js').Trigger} Trigger */

const TIMER_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/
const BUCKET_DOMAIN = /^[a-z0-9][a-z0-9-]*-\d+\.cos\.[a-z0-9-]+\.myqcloud\.com$/
const MAX_NAME = 256
const MAX_ARGUMENT_BYTES = 4096

const DELETABLE = [...CREATABLE, 'apigw', 'cmq']
const UPDATABLE = ['timer', 'ckafka', 'http']
const SWITCHABLE = ['timer', 'cos', 'ckafka']

const triggerName = text({ required: true, max: MAX_NAME, code: 'InvalidParameterValue.TriggerName' })
const triggerDesc = text({ emptyIsAbsent: true })
const customArgument = text()
/** @param {string[]} oneOf */
const typeOf = (oneOf) => text({ required: true, oneOf, code: 'InvalidParameterValue.Type' })
/** @param {{ required?: boolean, fallback?: string }} rules */
const enable = (rules) =>
  text({ ...rules, emptyIsAbsent: true, oneOf: ['OPEN', 'CLOSE'], code: 'InvalidParameterValue.Enable' })

/** @param {Trigger} trigger @param {string} region */
export const triggerView = (trigger, region) => ({
  TriggerName: trigger.name,
  Type: trigger.type,
  TriggerDesc: shownTriggerDesc(trigger, region),
  Qualifier: trigger.qualifier,
  Enable: trigger.enabled ? 1 : 0,
  CustomArgument: trigger.customArgument,
  Description: trigger.description,
  AvailableStatus: 'Available',
  AddTime: beijingTime(trigger.addTimeMs),
  ModTime: beijingTime(trigger.modTimeMs),
  ResourceId: '',
  BindStatus: '',
  TriggerAttribute: '',
})

/**
 * The trigger that a request names: by type, name and qualifier, of type cos by its event too.
 * @param {CloudFunction} fn
 * @param {Record<string, any>} params
 */
function named(fn, { TriggerName, Type, Qualifier, TriggerDesc }) {
  const event = Type === 'cos' ? cosEvent(TriggerDesc) : undefined
  return fn.triggers.find(
    ({ name, type, qualifier: of, desc }) =>
      name === TriggerName && type === Type && of === Qualifier && (event === undefined || cosEvent(desc) === event),
  )
}

/** @param {CloudFunction} fn @param {Record<string, any>} params */
function existing(fn, params) {
  const trigger = named(fn, params)
  if (!trigger) {
    throw new ApiError(
      'ResourceNotFound.Trigger',
      `Function "${fn.name}" has no trigger "${params.TriggerName}" of type ${params.Type} on "${params.Qualifier}".`,
    )
  }
  return trigger
}

/** @param {string} type @param {string} argument */
function checkArgument(type, argument) {
  if (argument !== '' && type !== 'timer') {
    throw new ApiError('InvalidParameterValue.CustomArgument', `A trigger of type ${type} has no CustomArgument.`)
  }
  if (Buffer.byteLength(argument) > MAX_ARGUMENT_BYTES) {
    throw new ApiError(
      'InvalidParameterValue.CustomArgument',
      `CustomArgument is longer than ${MAX_ARGUMENT_BYTES} bytes.`,
    )
  }
}

/** @param {Record<string, any>} params */
function checkName({ Type, TriggerName }) {
  const pattern = { timer: TIMER_NAME, cos: BUCKET_DOMAIN }[/** @type {string} */ (Type)]
  if (TriggerName === '' || pattern?.test(TriggerName) === false) {
    throw new ApiError(
      'InvalidParameterValue.TriggerName',
      `"${TriggerName}" is not a name for a trigger of type ${Type}.`,
    )
  }
}

/** @param {CloudFunction} fn @param {string} asked */
function checkQualifier(fn, asked) {
  const version = findVersion(fn, fn.aliases.get(asked)?.version ?? asked)
  if (!version) {
    throw new ApiError('ResourceNotFound.Qualifier', `Function "${fn.name}" has no version or alias "${asked}".`)
  }
  if (version.served === null || version.status === 'Deleting' || fn.latest.status === 'Deleting') {
    throw new ApiError(
      'FailedOperation.CreateTrigger',
      `Version ${version.number} of function "${fn.name}" is ${version.status}; a trigger needs one that is Active.`,
    )
  }
}

export const CreateTrigger = action({
  fields: {
    FunctionName: functionName,
    TriggerName: triggerName,
    Type: typeOf(CREATABLE),
    TriggerDesc: triggerDesc,
    Namespace: namespace,
    Qualifier: qualifier,
    Enable: enable({ fallback: 'OPEN' }),
    CustomArgument: customArgument,
    Description: description,
  },
  writes: true,
  async run(params, { cloud, region }) {
    const { Type, CustomArgument = '' } = params
    if (Type === 'timer') await loadCron()
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    checkName(params)
    checkArgument(Type, CustomArgument)
    const desc = readTriggerDesc(Type, params.TriggerDesc)
    checkQualifier(fn, params.Qualifier)
    if (named(fn, params)) {
      throw new ApiError(
        'ResourceInUse.Trigger',
        `Function "${fn.name}" has a trigger "${params.TriggerName}" of type ${Type} on "${params.Qualifier}" already.`,
      )
    }
    const ofType = fn.triggers.filter(({ type }) => type === Type).length
    if (ofType >= cloud.quotas.triggers) {
      throw new ApiError(
        'LimitExceeded.Trigger',
        `Function "${fn.name}" has ${ofType} triggers of type ${Type}, the most allowed.`,
      )
    }
    const nowMs = cloud.clock.nowMs()
    /** @type {Trigger} */
    const trigger = {
      name: params.TriggerName,
      type: Type,
      qualifier: params.Qualifier,
      desc,
      enabled: params.Enable === 'OPEN',
      ...(Type === 'http' && { urlId: randomBytes(5).toString('hex') }),
      customArgument: CustomArgument,
      description: params.Description ?? '',
      addTimeMs: nowMs,
      modTimeMs: nowMs,
    }
    fn.triggers.push(trigger)
    return { TriggerInfo: triggerView(trigger, region) }
  },
})

export const UpdateTrigger = action({
  fields: { ...CreateTrigger.fields, Type: typeOf(UPDATABLE), Enable: enable({}) },
  writes: true,
  async run(params, { cloud, region }) {
    const { Type, TriggerDesc, Enable, CustomArgument, Description } = params
    if (Type === 'timer') await loadCron()
    const trigger = existing(cloud.world.function(region, params.Namespace, params.FunctionName), params)
    if (CustomArgument !== undefined) checkArgument(Type, CustomArgument)
    // What is left out stays as it is.
    const desc = TriggerDesc === undefined ? trigger.desc : readTriggerDesc(Type, TriggerDesc)
    Object.assign(trigger, {
      desc,
      enabled: Enable === undefined ? trigger.enabled : Enable === 'OPEN',
      customArgument: CustomArgument ?? trigger.customArgument,
      description: Description ?? trigger.description,
      modTimeMs: cloud.clock.nowMs(),
    })
    return {}
  },
})

const identifying = {
  FunctionName: functionName,
  TriggerName: triggerName,
  Namespace: namespace,
  TriggerDesc: triggerDesc,
  Qualifier: qualifier,
}

export const UpdateTriggerStatus = action({
  fields: { ...identifying, Type: typeOf(SWITCHABLE), Enable: enable({ required: true }) },
  writes: true,
  run(params, { cloud, region }) {
    const trigger = existing(cloud.world.function(region, params.Namespace, params.FunctionName), params)
    trigger.enabled = params.Enable === 'OPEN'
    trigger.modTimeMs = cloud.clock.nowMs()
    return {}
  },
})

export const DeleteTrigger = action({
  fields: { ...identifying, Type: typeOf(DELETABLE) },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    fn.triggers.splice(fn.triggers.indexOf(existing(fn, params)), 1)
    return {}
  },
})

/** What Filters may name, and what a trigger has there. @type {Record<string, (trigger: Trigger) => string>} */
const FILTERS = {
  Qualifier: (trigger) => trigger.qualifier,
  TriggerName: (trigger) => trigger.name,
  Description: (trigger) => trigger.description,
}

export const ListTriggers = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Offset: offset,
    Limit: limit,
    OrderBy: text({ emptyIsAbsent: true, oneOf: ['add_time', 'mod_time'], code: 'InvalidParameterValue.OrderBy' }),
    Order: order,
    Filters: list(
      object({
        Name: text({ required: true, oneOf: Object.keys(FILTERS), code: 'InvalidParameterValue.Filters' }),
        Values: list(text(), { required: true, max: 20 }),
      }),
      { max: 10 },
    ),
  },
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const { Filters = [], OrderBy, Order } = params
    const found = fn.triggers.filter((trigger) =>
      Filters.every((/** @type {any} */ { Name, Values }) => Values.includes(FILTERS[Name](trigger))),
    )
    // They are in the order of their creation already; a stable sort keeps it among equal times.
    if (OrderBy !== 'add_time') found.sort((a, b) => a.modTimeMs - b.modTimeMs)
    if (Order?.toUpperCase() !== 'ASC') found.reverse()
    return {
      TotalCount: found.length,
      Triggers: page(found, /** @type {any} */ (params)).map((trigger) => ({
        ...triggerView(trigger, region),
        BoundResources: '',
      })),
    }
  },
})
