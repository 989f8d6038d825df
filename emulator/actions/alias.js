// @ts-check
// Aliases: names with a routing.

import { beijingTime } from '../clock.js'
import { ApiError } from '../errors.js'
import { checkRouting } from '../routing.js'
import { integer, list, number, object, text } from '../schema.js'
import { DEFAULT_ALIAS, dropTriggers } from '../world.js'
import { action, page } from './action.js'
import { description, functionName, namespace } from './fields.js'

/** @typedef {import('../world.js').Alias} Alias */
/** @typedef {import('../world.js').CloudFunction} CloudFunction */

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/

const name = text({ required: true, max: 64, code: 'InvalidParameterValue.Name' })
const requiredText = text({ required: true })
const routingConfig = object(
  {
    AdditionalVersionWeights: list(object({ Version: requiredText, Weight: number({ required: true }) })),
    AddtionVersionMatchs: list(
      object({ Version: requiredText, Key: requiredText, Method: requiredText, Expression: requiredText }),
    ),
  },
  { code: 'InvalidParameter.RoutingConfig' },
)

/** @param {CloudFunction} fn @param {string} aliasName */
function existing(fn, aliasName) {
  // The name's letter case counts: "$default" is not "$DEFAULT".
  const alias = fn.aliases.get(aliasName)
  if (!alias) {
    throw new ApiError('ResourceNotFound.Alias', `The alias "${aliasName}" of function "${fn.name}" does not exist.`)
  }
  return alias
}

/** @param {Alias} alias */
const view = (alias) => ({
  FunctionVersion: alias.version,
  Name: alias.name,
  RoutingConfig: { AdditionalVersionWeights: alias.weights, AddtionVersionMatchs: alias.matches },
  Description: alias.description,
  AddTime: beijingTime(alias.addTimeMs),
  ModTime: beijingTime(alias.modTimeMs),
})

export const GetAlias = action({
  fields: { FunctionName: functionName, Namespace: namespace, Name: name },
  run(params, { cloud, region }) {
    return view(existing(cloud.world.function(region, params.Namespace, params.FunctionName), params.Name))
  },
})

export const CreateAlias = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Name: name,
    FunctionVersion: requiredText,
    RoutingConfig: routingConfig,
    Description: description,
  },
  writes: true,
  run(params, { cloud, region, requestId }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    if (fn.aliases.has(params.Name)) {
      throw new ApiError('ResourceInUse.Alias', `The alias "${params.Name}" of function "${fn.name}" exists already.`)
    }
    if (!NAME.test(params.Name)) {
      throw new ApiError('InvalidParameterValue.Name', `"${params.Name}" is not a name for an alias.`)
    }
    if (fn.aliases.size >= cloud.quotas.aliases) {
      throw new ApiError(
        'LimitExceeded.Alias',
        `Function "${fn.name}" has ${fn.aliases.size} aliases, the most allowed.`,
      )
    }
    const routing = checkRouting(fn, params.FunctionVersion, params.RoutingConfig ?? {}, 'CreateAlias')
    const nowMs = cloud.clock.nowMs()
    fn.aliases.set(params.Name, {
      name: params.Name,
      description: params.Description ?? '',
      version: params.FunctionVersion,
      ...routing,
      addTimeMs: nowMs,
      modTimeMs: nowMs,
    })
    cloud.world.changed(fn, requestId)
    return {}
  },
})

export const UpdateAlias = action({
  fields: CreateAlias.fields,
  writes: true,
  run(params, { cloud, region, requestId }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const alias = existing(fn, params.Name)
    const routing = checkRouting(fn, params.FunctionVersion, params.RoutingConfig ?? {}, 'UpdateAlias')
    // A full replace: what is left out is emptied.
    Object.assign(alias, {
      version: params.FunctionVersion,
      ...routing,
      description: params.Description ?? '',
      modTimeMs: cloud.clock.nowMs(),
    })
    cloud.world.changed(fn, requestId)
    return {}
  },
})

export const DeleteAlias = action({
  fields: { FunctionName: functionName, Namespace: namespace, Name: name },
  writes: true,
  run(params, { cloud, region, requestId }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const alias = existing(fn, params.Name)
    if (alias.name === DEFAULT_ALIAS) {
      throw new ApiError('InvalidParameterValue.Alias', 'The default alias can not be deleted.')
    }
    fn.aliases.delete(alias.name)
    dropTriggers(fn, alias.name)
    cloud.world.changed(fn, requestId)
    return {}
  },
})

export const ListAliases = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    FunctionVersion: text({ emptyIsAbsent: true }),
    // The one listing whose numbers are strings.
    Offset: integer({ fallback: 0, min: 0, asText: true, code: 'InvalidParameterValue.Offset' }),
    Limit: integer({ fallback: 20, min: 1, max: 100, asText: true, code: 'InvalidParameterValue.Limit' }),
  },
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const { FunctionVersion } = params
    const found = [...fn.aliases.values()].filter(
      (alias) => FunctionVersion === undefined || alias.version === FunctionVersion,
    )
    return { Aliases: page(found, /** @type {any} */ (params)).map(view), TotalCount: found.length }
  },
})
