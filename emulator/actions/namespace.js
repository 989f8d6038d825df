// @ts-check
// Namespaces.

import { beijingTime } from '../clock.js'
import { ApiError } from '../errors.js'
import { anything, list, object, text } from '../schema.js'
import { DEFAULT_NAMESPACE } from '../world.js'
import { action, page } from './action.js'
import { description, limit, offset, order } from './fields.js'

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/
const name = text({ required: true, max: 60, pattern: NAME, code: 'InvalidParameterValue.Namespace' })

export const CreateNamespace = action({
  fields: { Namespace: name, Description: description, ResourceEnv: anything() },
  writes: true,
  run(params, { cloud, region }) {
    const all = cloud.world.namespaces(region)
    if (all.has(params.Namespace)) {
      throw new ApiError('ResourceInUse.Namespace', `The namespace "${params.Namespace}" exists already in ${region}.`)
    }
    if (all.size >= cloud.quotas.namespaces) {
      throw new ApiError('LimitExceeded.Namespace', `${region} holds ${all.size} namespaces, the most allowed.`)
    }
    all.set(params.Namespace, cloud.world.newNamespace(params.Namespace, params.Description ?? ''))
    return {}
  },
})

export const ListNamespaces = action({
  fields: {
    Offset: offset,
    Limit: limit,
    Order: order,
    Orderby: text({ emptyIsAbsent: true, oneOf: ['Name', 'Updatetime'], code: 'InvalidParameterValue.OrderBy' }),
    SearchKey: list(
      object({ Key: text({ required: true, oneOf: ['Namespace', 'Description'] }), Value: text({ required: true }) }),
    ),
  },
  run(params, { cloud, region }) {
    const { SearchKey = [], Order, Orderby } = params
    const found = [...cloud.world.namespaces(region).values()].filter((namespace) =>
      SearchKey.every((/** @type {any} */ { Key, Value }) =>
        (Key === 'Namespace' ? namespace.name : namespace.description).includes(Value),
      ),
    )
    if (Orderby === 'Name') found.sort((a, b) => (a.name < b.name ? -1 : 1))
    if (Orderby === 'Updatetime') found.sort((a, b) => a.modTimeMs - b.modTimeMs)
    if (Order?.toUpperCase() === 'DESC') found.reverse()
    return {
      Namespaces: page(found, /** @type {any} */ (params)).map((namespace) => ({
        Name: namespace.name,
        Description: namespace.description,
        Type: namespace.name === DEFAULT_NAMESPACE ? 'default' : 'user',
        AddTime: beijingTime(namespace.addTimeMs),
        ModTime: beijingTime(namespace.modTimeMs),
      })),
      TotalCount: found.length,
    }
  },
})

export const UpdateNamespace = action({
  fields: {
    Namespace: name,
    Description: text({ ...{ required: true }, max: 1000, code: 'InvalidParameterValue.Description' }),
  },
  writes: true,
  run(params, { cloud, region }) {
    const namespace = cloud.world.namespace(region, params.Namespace)
    namespace.description = params.Description
    namespace.modTimeMs = cloud.clock.nowMs()
    return {}
  },
})

export const DeleteNamespace = action({
  fields: { Namespace: name },
  writes: true,
  run(params, { cloud, region }) {
    const namespace = cloud.world.namespace(region, params.Namespace)
    if (namespace.name === DEFAULT_NAMESPACE) {
      throw new ApiError('InvalidParameterValue.DefaultNamespace', 'The default namespace can not be deleted.')
    }
    if (namespace.functions.size > 0) {
      throw new ApiError(
        'FailedOperation.DeleteNamespace',
        `The namespace "${namespace.name}" holds ${namespace.functions.size} functions; delete them first.`,
      )
    }
    cloud.world.namespaces(region).delete(namespace.name)
    return {}
  },
})
