// @ts-check
// Versions: publishing, listing, deleting.

import { beijingTime } from '../clock.js'
import { ApiError } from '../errors.js'
import { checkChangeable } from '../lifecycle.js'
import { checkNotProvisioning } from '../provisioning.js'
import { text } from '../schema.js'
import { aliasBoundTo, allVersions } from '../world.js'
import { action, page } from './action.js'
import { description, functionName, limit, namespace, offset, order, publishedVersion } from './fields.js'

/** @typedef {import('../world.js').CloudFunction} CloudFunction */

/** @param {CloudFunction} fn @param {import('../quotas.js').Quotas} quotas */
export function checkVersionQuota(fn, quotas) {
  if (fn.versions.size >= quotas.versions) {
    throw new ApiError(
      'LimitExceeded.FunctionVersions',
      `Function "${fn.name}" has ${fn.versions.size} versions, the most that are allowed. Delete some first.`,
    )
  }
}

export const PublishVersion = action({
  fields: { FunctionName: functionName, Namespace: namespace, Description: description },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    checkChangeable(fn, 'PublishVersion')
    checkVersionQuota(fn, cloud.quotas)
    const version = cloud.lifecycle.publish(fn, params.Description ?? '')
    const { code, image, configuration } = version.content
    return {
      FunctionVersion: version.number,
      CodeSize: image ? 0 : cloud.packages.zip(code).length,
      MemorySize: configuration.memoryMb,
      Description: version.description,
      Handler: configuration.handler,
      Timeout: configuration.timeoutSeconds,
      Runtime: configuration.runtime,
      Namespace: fn.namespace,
    }
  },
})

export const ListVersionByFunction = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Offset: offset,
    Limit: limit,
    Order: order,
    OrderBy: text({ emptyIsAbsent: true, oneOf: ['AddTime', 'ModTime'], code: 'InvalidParameterValue.OrderBy' }),
  },
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const all = allVersions(fn)
    // Versions are in the order of their creation already; a stable sort keeps it among equal times.
    if (params.OrderBy === 'ModTime') all.sort((a, b) => a.modTimeMs - b.modTimeMs)
    if (params.Order?.toUpperCase() === 'DESC') all.reverse()
    const shown = page(all, /** @type {any} */ (params))
    return {
      FunctionVersion: shown.map((version) => version.number),
      Versions: shown.map((version) => ({
        Version: version.number,
        Description: version.description,
        AddTime: beijingTime(version.addTimeMs),
        ModTime: beijingTime(version.modTimeMs),
        Status: version.status,
      })),
      TotalCount: all.length,
    }
  },
})

export const DeleteFunctionVersion = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Qualifier: text({ required: true }),
    ForceDelete: text(),
  },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    removeVersion(fn, params.Qualifier, cloud)
    return {}
  },
})

/** @param {CloudFunction} fn @param {string} number @param {import('../cloud.js').Cloud} cloud */
export function removeVersion(fn, number, cloud) {
  const version = publishedVersion(fn, number, 'be deleted')
  const alias = aliasBoundTo(fn, number)
  if (alias) {
    throw new ApiError('UnsupportedOperation.AliasBind', `Version ${number} is bound to alias "${alias.name}".`)
  }
  checkChangeable(fn, 'DeleteFunction')
  checkNotProvisioning([version])
  cloud.lifecycle.remove(fn, version)
}
