// @ts-check
// The settings of a function: reading, checking, and UpdateFunctionConfiguration.

import { ApiError } from '../errors.js'
import { checkChangeable } from '../lifecycle.js'
import { isRuntime, runtimeOf } from '../runtime/runtimes.js'
import { integer, text } from '../schema.js'
import { action } from './action.js'
import { description, environment, functionName, namespace, publish } from './fields.js'
import { isKept, updatedSettings } from './settings.js'
import { checkVersionQuota } from './version.js'

/** @typedef {import('../world.js').Configuration} Configuration */
/** @typedef {import('../quotas.js').Quotas} Quotas */

const DEFAULTS = { memoryMb: 128, timeoutSeconds: 3, initTimeoutSeconds: 65 }
const IMAGE_INIT_SECONDS = 90
const IMAGE = 'CustomImage'
const VARIABLE_NAME = /^[A-Za-z][A-Za-z0-9_]*$/
const RESERVED_VARIABLE = /^(SCF_|QCLOUD_|TENCENTCLOUD_|TECENTCLOUD_)/

export const handler = text({
  emptyIsAbsent: true,
  max: 60,
  code: 'InvalidParameterValue.Handler',
})

/**
 * @param {string} given
 * @param {Pick<Configuration, 'runtime' | 'type'>} configuration
 */
export function checkHandler(given, configuration) {
  if (runtimeOf(configuration).handler.test(given)) return
  throw new ApiError(
    'InvalidParameterValue.Handler',
    `The value \`${given}\` of the parameter \`Handler\` is not valid for the runtime ${configuration.runtime}.`,
  )
}

/** The settings both CreateFunction and UpdateFunctionConfiguration take. */
export const settingFields = {
  Runtime: text({ emptyIsAbsent: true }),
  MemorySize: integer(),
  Timeout: integer({ min: 1 }),
  InitTimeout: integer({ min: 1 }),
  Environment: environment,
  Description: description,
  Namespace: namespace,
}

/**
 * @param {Record<string, any>} params
 * @param {Quotas} quotas
 * @returns {Configuration}
 */
export function newConfiguration(params, quotas) {
  const isImage = params.Code?.ImageConfig !== undefined
  const runtime = params.Runtime ?? (isImage ? IMAGE : undefined)
  if (runtime === undefined) {
    throw new ApiError('MissingParameter.Runtime', 'The request is missing a required parameter `Runtime`.')
  }
  if (!isRuntime(runtime) || (runtime === IMAGE) !== isImage) {
    const why = isRuntime(runtime) ? `${IMAGE} and Code.ImageConfig go together` : 'there is no such runtime'
    throw new ApiError('InvalidParameterValue.Runtime', `The runtime "${runtime}" is not valid: ${why}.`)
  }
  const type = params.Type ?? 'Event'
  /** @type {Configuration} */
  const start = {
    ...DEFAULTS,
    ...(isImage && { initTimeoutSeconds: IMAGE_INIT_SECONDS }),
    handler: runtimeOf({ runtime, type }).defaultHandler,
    runtime,
    type,
    environment: [],
    kept: {},
  }
  return changedConfiguration(start, { ...params, Runtime: runtime }, quotas)
}

/**
 * @param {Configuration} before
 * @param {Record<string, any>} params what is absent stays; the environment is replaced as a whole
 * @param {Quotas} quotas
 * @returns {Configuration}
 */
function changedConfiguration(before, params, quotas) {
  if (params.Runtime !== undefined && params.Runtime !== before.runtime) {
    throw new ApiError(
      'InvalidParameterValue.Runtime',
      `The runtime of a function can't be changed (from ${before.runtime} to ${params.Runtime}).`,
    )
  }
  const kept = Object.entries(params).filter(([name]) => isKept(name))
  if (params.Handler !== undefined) checkHandler(params.Handler, before)
  const after = {
    ...before,
    handler: params.Handler ?? before.handler,
    memoryMb: params.MemorySize ?? before.memoryMb,
    timeoutSeconds: params.Timeout ?? before.timeoutSeconds,
    initTimeoutSeconds: params.InitTimeout ?? before.initTimeoutSeconds,
    environment: params.Environment ? readEnvironment(params.Environment, quotas) : before.environment,
    kept: { ...before.kept, ...Object.fromEntries(kept) },
  }
  checkMemory(after.memoryMb, quotas)
  const longest = after.kept.AsyncRunEnable === 'TRUE' ? quotas.asyncTimeoutSeconds : quotas.timeoutSeconds
  if (after.timeoutSeconds > longest) {
    throw new ApiError('LimitExceeded.Timeout', `Timeout ${after.timeoutSeconds} is over ${longest} seconds.`)
  }
  return after
}

/** 64, or 128 and its multiples. @param {number} memoryMb @param {Quotas} quotas */
function checkMemory(memoryMb, quotas) {
  if (memoryMb > quotas.memoryMb) {
    throw new ApiError('LimitExceeded.Memory', `MemorySize ${memoryMb} is over ${quotas.memoryMb} MB.`)
  }
  if (memoryMb !== 64 && (memoryMb < 128 || memoryMb % 128 !== 0)) {
    throw new ApiError(
      'InvalidParameterValue.MemorySize',
      `MemorySize ${memoryMb} is not 64, 128 or a multiple of 128 (MB).`,
    )
  }
}

/**
 * @param {{ Variables?: { Key: string, Value: string }[] }} given
 * @param {Quotas} quotas
 */
function readEnvironment({ Variables = [] }, quotas) {
  // The way to clear the environment: one variable without name and value.
  if (Variables.length === 1 && Variables[0].Key === '' && Variables[0].Value === '') return []
  const names = new Set()
  let bytes = 0
  for (const { Key, Value } of Variables) {
    if (!VARIABLE_NAME.test(Key) || names.has(Key)) {
      throw new ApiError(
        'InvalidParameterValue.Environment',
        `"${Key}" is not a usable name of a variable, or is given twice.`,
      )
    }
    if (RESERVED_VARIABLE.test(Key)) {
      throw new ApiError(
        'InvalidParameterValue.EnvironmentSystemProtect',
        `The variable name "${Key}" is reserved by the system.`,
      )
    }
    names.add(Key)
    bytes += Buffer.byteLength(Key) + Buffer.byteLength(Value)
  }
  if (bytes > quotas.environmentBytes) {
    throw new ApiError(
      'InvalidParameterValue.EnvironmentExceededLimit',
      `The environment has ${bytes} bytes; at most ${quotas.environmentBytes} are allowed.`,
    )
  }
  return Variables
}

export const UpdateFunctionConfiguration = action({
  fields: { FunctionName: functionName, Publish: publish, ...settingFields, ...updatedSettings },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    checkChangeable(fn, 'UpdateFunctionConfiguration')
    if (params.Publish) checkVersionQuota(fn, cloud.quotas)
    const { configuration, ...code } = fn.latest.content
    const content = { ...code, configuration: changedConfiguration(configuration, params, cloud.quotas) }
    if (params.Description !== undefined) fn.latest.description = params.Description
    cloud.lifecycle.update(fn, content, params.Publish)
    return {}
  },
})
