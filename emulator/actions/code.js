// @ts-check
// The code of a function: replacing it, and where to download it.

import { ApiError } from '../errors.js'
import { checkChangeable } from '../lifecycle.js'
import { anything } from '../schema.js'
import { versionOf } from '../world.js'
import { action } from './action.js'
import { readCode } from './code-package.js'
import { checkHandler, handler } from './configuration.js'
import { code, codeFields, functionName, namespace, publish, qualifier } from './fields.js'
import { checkVersionQuota } from './version.js'

export const UpdateFunctionCode = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    Handler: handler,
    Code: code,
    ...codeFields,
    Publish: publish,
    InstallDependency: anything(),
    EnvId: anything(),
    CodeSource: anything(),
  },
  writes: true,
  async run(params, context) {
    const { cloud, region } = context
    const find = () => {
      const found = cloud.world.function(region, params.Namespace, params.FunctionName)
      checkChangeable(found, 'UpdateFunctionCode')
      if (params.Publish) checkVersionQuota(found, cloud.quotas)
      return found
    }
    find()
    const { ZipFile, CosBucketName, CosObjectName } = params
    const flat = Object.entries({ ZipFile, CosBucketName, CosObjectName }).filter(([, value]) => value !== undefined)
    const code = await readCode(params.Code ?? Object.fromEntries(flat), context)
    const fn = find() // again: another request may have come in while the package was read
    const { configuration, image } = fn.latest.content
    if (params.Handler !== undefined) checkHandler(params.Handler, configuration)
    if ((params.Code?.ImageConfig === undefined) !== (image === undefined)) {
      throw new ApiError(
        'InvalidParameterValue.Code',
        "A function of a package can't become one of an image, nor the other way round.",
      )
    }
    const changed = { ...configuration, handler: params.Handler ?? configuration.handler }
    cloud.lifecycle.update(fn, { ...code(), configuration: changed }, params.Publish)
    return {}
  },
})

export const GetFunctionAddress = action({
  fields: { FunctionName: functionName, Namespace: namespace, Qualifier: qualifier },
  run(params, { cloud, region, origin }) {
    const fn = cloud.world.function(region, params.Namespace, params.FunctionName)
    const version = versionOf(fn, params.Qualifier)
    if (version.content.image) {
      throw new ApiError(
        'FailedOperation.GetFunctionAddress',
        `Function "${fn.name}" is an image; it has no package to download.`,
      )
    }
    return { Url: cloud.links.make(origin, version.content.code), CodeSha256: version.content.code }
  },
})
