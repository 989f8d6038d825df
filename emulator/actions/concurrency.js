// @ts-check
// Provisioned concurrency of versions, and the concurrency that is reserved for a function.

import { ApiError } from '../errors.js'
import { integer, list, number, object, text } from '../schema.js'
import { action } from './action.js'
import { functionName, namespace, publishedVersion } from './fields.js'

/** @typedef {import('../world.js').CloudFunction} CloudFunction */

const MAX_ACTIONS = 10
const required = text({ required: true, emptyIsAbsent: true })

/** @param {CloudFunction} fn @param {string} qualifier */
const provisionable = (fn, qualifier) => publishedVersion(fn, qualifier, 'have provisioned concurrency')

export const PutProvisionedConcurrencyConfig = action({
  fields: {
    FunctionName: functionName,
    Qualifier: required,
    VersionProvisionedConcurrencyNum: integer({ required: true, min: 0 }),
    Namespace: namespace,
    TriggerActions: list(
      object({
        TriggerName: required,
        TriggerProvisionedConcurrencyNum: integer({ required: true, min: 0 }),
        TriggerCronConfig: required,
        ProvisionedType: text(),
      }),
      { max: MAX_ACTIONS },
    ),
    ProvisionedType: text({ emptyIsAbsent: true, fallback: 'Default' }),
    TrackingTarget: number(),
    MinCapacity: integer(),
    MaxCapacity: integer(),
  },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const version = provisionable(fn, params.Qualifier)
    if (params.ProvisionedType !== 'Default') {
      throw new ApiError(
        'UnsupportedOperation',
        `The emulator knows provisioned concurrency of type Default only, not ${params.ProvisionedType}.`,
      )
    }
    cloud.provisioning.put(fn, version, params.VersionProvisionedConcurrencyNum, params.TriggerActions ?? [])
    return {}
  },
})

export const GetProvisionedConcurrencyConfig = action({
  fields: { FunctionName: functionName, Namespace: namespace, Qualifier: text({ emptyIsAbsent: true }) },
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const asked = params.Qualifier
    const versions = asked === undefined ? [...fn.versions.values()] : [provisionable(fn, asked)]
    return {
      UnallocatedConcurrencyNum: cloud.provisioning.unallocated(fn),
      Allocated: versions.flatMap(({ number, provisioned }) =>
        provisioned
          ? {
              Qualifier: number,
              AllocatedProvisionedConcurrencyNum: provisioned.asked,
              AvailableProvisionedConcurrencyNum: provisioned.started,
              Status: provisioned.status,
              StatusReason: provisioned.reason,
              TriggerActions: provisioned.actions.map((one) => ({ ProvisionedType: 'Default', ...one })),
            }
          : [],
      ),
    }
  },
})

export const DeleteProvisionedConcurrencyConfig = action({
  fields: { FunctionName: functionName, Qualifier: required, Namespace: namespace },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    cloud.provisioning.delete(fn, provisionable(fn, params.Qualifier))
    return {}
  },
})

export const PutReservedConcurrencyConfig = action({
  fields: {
    FunctionName: functionName,
    ReservedConcurrencyMem: integer({ required: true, min: 0 }),
    Namespace: namespace,
  },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const most = cloud.quotas.concurrencyMb - cloud.quotas.unreservedMb
    if (params.ReservedConcurrencyMem > most) {
      throw new ApiError('FailedOperation.ReservedExceedTotal', `At most ${most} MB can be reserved.`)
    }
    fn.reservedMb = params.ReservedConcurrencyMem
    return {}
  },
})

export const GetReservedConcurrencyConfig = action({
  fields: { FunctionName: functionName, Namespace: namespace },
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    return { ReservedMem: fn.reservedMb ?? null }
  },
})

export const DeleteReservedConcurrencyConfig = action({
  fields: { FunctionName: functionName, Namespace: namespace },
  writes: true,
  run(params, { cloud, region }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    fn.reservedMb = undefined
    return {}
  },
})
