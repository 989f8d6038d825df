// @ts-check
// Functions: creating, showing, listing, deleting.

import { beijingTime } from '../clock.js'
import { topicAtCreation, topicOf } from '../cls/topics.js'
import { ApiError } from '../errors.js'
import { checkChangeable } from '../lifecycle.js'
import { PackageError } from '../packages.js'
import { checkNotProvisioning, sumOf } from '../provisioning.js'
import { entryOf } from '../runtime/runtimes.js'
import { anything, flag, list, object, text } from '../schema.js'
import { newFunction, versionOf } from '../world.js'
import { action, page } from './action.js'
import { readCode } from './code-package.js'
import { handler, newConfiguration, settingFields } from './configuration.js'
import { code, functionName, limit, namespace, offset, optionalFunctionName, order, qualifier } from './fields.js'
import { createdSettings, shownSettings } from './settings.js'
import { triggerView } from './trigger.js'
import { removeVersion } from './version.js'

/** @typedef {import('../world.js').CloudFunction} CloudFunction */
/** @typedef {import('../world.js').Version} Version */

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]$/
const MAX_NAMES_TOGETHER = 118
const MAX_SHOWN_CODE_BYTES = 1024 * 1024

export const CreateFunction = action({
  fields: {
    FunctionName: text({ required: true, max: 60, pattern: NAME, code: 'InvalidParameterValue.FunctionName' }),
    Code: code,
    Type: text({ emptyIsAbsent: true, oneOf: ['Event', 'HTTP'], code: 'InvalidParameterValue.Type' }),
    CodeSource: anything(),
    Handler: handler,
    // Not in the reference, but sent by clients that are in use.
    DeployMode: anything(),
    NodeType: anything(),
    NodeSpec: anything(),
    ...settingFields,
    ...createdSettings,
  },
  writes: true,
  async run(params, context) {
    const { cloud, region } = context
    checkCreatable(params, region, cloud)
    if (params.Code === undefined) {
      throw new ApiError('MissingParameter.Code', 'The request is missing a required parameter `Code`.')
    }
    const configuration = newConfiguration({ ...params, ...topicAtCreation(params, region) }, cloud.quotas)
    const code = await readCode(params.Code, context)
    const home = checkCreatable(params, region, cloud) // again: the package may have taken its time
    const fn = newFunction({
      region,
      namespace: home.name,
      name: params.FunctionName,
      description: params.Description ?? '',
      content: { ...code(), configuration },
      nowMs: cloud.clock.nowMs(),
    })
    home.functions.set(fn.name, fn)
    cloud.lifecycle.create(fn)
    return {}
  },
})

/** @param {Record<string, any>} params @param {string} region @param {import('../cloud.js').Cloud} cloud */
function checkCreatable({ Namespace, FunctionName }, region, cloud) {
  const home = cloud.world.namespace(region, Namespace)
  if (home.functions.has(FunctionName)) {
    throw new ApiError(
      'ResourceInUse.Function',
      `The function "${FunctionName}" exists already in namespace "${Namespace}".`,
    )
  }
  if (home.functions.size >= cloud.quotas.functions) {
    throw new ApiError(
      'LimitExceeded.Function',
      `Namespace "${Namespace}" holds ${home.functions.size} functions, the most allowed.`,
    )
  }
  if (FunctionName.length + Namespace.length > MAX_NAMES_TOGETHER) {
    throw new ApiError(
      'InvalidParameterValue.FunctionName',
      `The names of function and namespace together are longer than ${MAX_NAMES_TOGETHER} characters.`,
    )
  }
  return home
}

export const GetFunction = action({
  fields: {
    FunctionName: optionalFunctionName,
    Namespace: namespace,
    Qualifier: qualifier,
    ShowCode: flag({ fallback: false }),
    // Not in the reference, but sent by clients that are in use.
    ShowTriggers: anything(),
    L5Enable: anything(),
    DiskSize: anything(),
  },
  run(params, { cloud, region }) {
    if (params.FunctionName === undefined) {
      throw new ApiError('InvalidParameterValue.FunctionName', 'FunctionName is empty.')
    }
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const version = versionOf(fn, params.Qualifier)
    return functionView(fn, version, cloud, params.ShowCode)
  },
})

/** @param {CloudFunction} fn @param {Version} version @param {import('../cloud.js').Cloud} cloud @param {boolean} showCode */
function functionView(fn, version, cloud, showCode) {
  const { configuration, code, image } = version.content
  const failed = version.reasons[0]
  return {
    ...shownSettings(configuration.kept, configuration.runtime),
    ...topicOf(fn),
    FunctionName: fn.name,
    FunctionId: fn.id,
    Namespace: fn.namespace,
    FunctionVersion: version.number,
    Qualifier: version.number,
    Description: version.description,
    Status: version.status,
    StatusDesc: failed?.ErrorMessage ?? '',
    StatusReasons: version.reasons,
    AvailableStatus: 'Available',
    Type: configuration.type ?? 'Event',
    ImageConfig: image ?? null,
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    MemorySize: configuration.memoryMb,
    Timeout: configuration.timeoutSeconds,
    InitTimeout: configuration.initTimeoutSeconds,
    Environment: { Variables: configuration.environment },
    CodeInfo: showCode ? entryFile(cloud, version.content) : '',
    CodeSize: image ? 0 : cloud.packages.zip(code).length,
    CodeResult: version.status === 'CreateFailed' ? 'failed' : 'success',
    CodeError: failed?.ErrorMessage ?? '',
    ErrNo: failed ? -1 : 0,
    Triggers: fn.triggers
      .filter(({ qualifier }) => qualifier === version.number)
      .map((trigger) => triggerView(trigger, fn.region)),
    AddTime: beijingTime(version.addTimeMs),
    ModTime: beijingTime(version.modTimeMs),
  }
}

/** @param {import('../cloud.js').Cloud} cloud @param {import('../world.js').Content} content */
function entryFile(cloud, content) {
  if (content.image) return ''
  try {
    const { file } = entryOf(cloud.packages, content)
    const bytes = cloud.packages.files(content.code, (other) => other === file)[file]
    return bytes === undefined || bytes.length > MAX_SHOWN_CODE_BYTES ? '' : Buffer.from(bytes).toString('utf8')
  } catch (error) {
    if (error instanceof PackageError) return '' // there is no entry file to show
    throw error
  }
}

const TAG_FILTER = /^tag-(.+)$/

/** What Filters may name besides tags, and what a function has there. @type {Record<string, (fn: CloudFunction) => unknown>} */
const FILTERS = {
  Status: (fn) => fn.latest.status,
  Runtime: (fn) => fn.latest.content.configuration.runtime,
  Type: (fn) => fn.latest.content.configuration.type ?? 'Event',
  Role: (fn) => fn.latest.content.configuration.kept.Role ?? '',
}

const FILTER_NAME = new RegExp(`^(${Object.keys(FILTERS).join('|')}|tag-.+)$`)

/** @param {CloudFunction} fn @param {string} name of a filter */
function filteredValue(fn, name) {
  const tagKey = TAG_FILTER.exec(name)?.[1]
  if (tagKey === undefined) return FILTERS[name](fn)
  const tags = /** @type {{ Key: string, Value: string }[]} */ (fn.latest.content.configuration.kept.Tags ?? [])
  return tags.find((tag) => tag.Key === tagKey)?.Value
}

/** @type {Record<string, (a: CloudFunction, b: CloudFunction) => number>} */
const ORDERS = {
  AddTime: (a, b) => a.addTimeMs - b.addTimeMs,
  ModTime: (a, b) => a.latest.modTimeMs - b.latest.modTimeMs,
  FunctionName: (a, b) => (a.name < b.name ? -1 : 1),
}

export const ListFunctions = action({
  fields: {
    Namespace: namespace,
    Offset: offset,
    Limit: limit,
    Order: order,
    Orderby: text({ emptyIsAbsent: true, oneOf: Object.keys(ORDERS), code: 'InvalidParameterValue.OrderBy' }),
    SearchKey: text(),
    Description: text(),
    Filters: list(
      object({
        Name: text({ required: true, pattern: FILTER_NAME, code: 'InvalidParameterValue.Filters' }),
        Values: list(text(), { required: true, max: 5 }),
      }),
      { max: 10 },
    ),
  },
  run(params, { cloud, region }) {
    const home = cloud.world.namespace(region, params.Namespace)
    const { SearchKey = '', Description = '', Filters = [], Order, Orderby } = params
    const found = [...home.functions.values()].filter(
      (fn) =>
        fn.name.includes(SearchKey) &&
        fn.latest.description.includes(Description) &&
        Filters.every((/** @type {any} */ { Name, Values }) => Values.includes(filteredValue(fn, Name))),
    )
    if (Orderby) found.sort(ORDERS[Orderby])
    if (Order?.toUpperCase() === 'DESC') found.reverse()
    return { Functions: page(found, /** @type {any} */ (params)).map(listedFunction), TotalCount: found.length }
  },
})

/** @param {CloudFunction} fn */
function listedFunction(fn) {
  const { kept, runtime, type = 'Event', memoryMb } = fn.latest.content.configuration
  return {
    FunctionName: fn.name,
    FunctionId: fn.id,
    Namespace: fn.namespace,
    Runtime: runtime,
    Type: type,
    Status: fn.latest.status,
    StatusDesc: fn.latest.reasons[0]?.ErrorMessage ?? '',
    StatusReasons: fn.latest.reasons,
    Description: fn.latest.description,
    Tags: kept.Tags ?? [],
    AddTime: beijingTime(fn.addTimeMs),
    ModTime: beijingTime(fn.latest.modTimeMs),
    TotalProvisionedConcurrencyMem: sumOf(fn) * memoryMb,
    ReservedConcurrencyMem: fn.reservedMb ?? 0,
    AsyncRunEnable: kept.AsyncRunEnable ?? 'FALSE',
    TraceEnable: kept.TraceEnable ?? 'FALSE',
  }
}

export const DeleteFunction = action({
  fields: { FunctionName: functionName, Namespace: namespace, Qualifier: text({ emptyIsAbsent: true }) },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    if (params.Qualifier !== undefined) removeVersion(fn, params.Qualifier, cloud)
    else {
      checkChangeable(fn, 'DeleteFunction')
      checkNotProvisioning([...fn.versions.values()])
      cloud.lifecycle.remove(fn, fn.latest)
    }
    return {}
  },
})
