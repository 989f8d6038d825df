// @ts-check
// Parameters that several actions have.

import { ApiError } from '../errors.js'
import { anything, boolean, flag, integer, list, object, text } from '../schema.js'
import { DEFAULT_NAMESPACE, LATEST } from '../world.js'

const MAX_DESCRIPTION = 1000
const DIGITS = /^\d+$/
/** {domain}/{namespace}/{imageName}:{tag}@{digest}; a tag may stand alone. */
const IMAGE_URI = /^[A-Za-z0-9.:-]+(\/[A-Za-z0-9._-]+){2,}:[A-Za-z0-9._-]{1,128}(@sha256:[0-9a-f]{64})?$/i

export const functionName = text({ required: true, max: 60 })
export const optionalFunctionName = text({ max: 60, emptyIsAbsent: true })
export const namespace = text({ fallback: DEFAULT_NAMESPACE, emptyIsAbsent: true, max: 60 })
export const description = text({ max: MAX_DESCRIPTION, code: 'InvalidParameterValue.Description' })
export const qualifier = text({ fallback: LATEST, emptyIsAbsent: true, max: 64 })
export const order = text({
  emptyIsAbsent: true,
  pattern: /^(ASC|DESC)$/i,
  code: 'InvalidParameterValue.Order',
})
export const offset = integer({ fallback: 0, min: 0, code: 'InvalidParameterValue.Offset' })
export const limit = integer({ fallback: 20, min: 1, max: 100, code: 'InvalidParameterValue.Limit' })

export const environment = object(
  { Variables: list(object({ Key: text({ required: true }), Value: text({ required: true }) })) },
  {},
)

/** The two ways to give code that this emulator follows, and the others by name, so that they are refused by name. */
export const codeFields = {
  ZipFile: text({ emptyIsAbsent: true, code: 'InvalidParameterValue.ZipFile' }),
  CosBucketName: text({ emptyIsAbsent: true }),
  CosObjectName: text({ emptyIsAbsent: true }),
  CosBucketRegion: text({ emptyIsAbsent: true }),
}
export const code = object({
  ...codeFields,
  DemoId: anything(),
  TempCosObjectName: anything(),
  ImageConfig: object({
    ImageType: text({
      required: true,
      oneOf: ['personal', 'enterprise', 'public'],
      code: 'InvalidParameterValue.ImageType',
    }),
    ImageUri: text({ required: true, pattern: IMAGE_URI, code: 'InvalidParameterValue.ImageUri' }),
    RegistryId: text(),
    EntryPoint: text(),
    Command: text(),
    Args: text(),
    ContainerImageAccelerate: boolean(),
    ImagePort: integer(),
  }),
  GitUrl: anything(),
  GitUserName: anything(),
  GitPassword: anything(),
  GitPasswordSecret: anything(),
  GitBranch: anything(),
  GitDirectory: anything(),
  GitCommitId: anything(),
  GitUserNameSecret: anything(),
})

export const publish = flag({ fallback: false })

/**
 * @param {import('../world.js').CloudFunction} fn
 * @param {string} qualifier
 * @param {string} cant what nothing but a published version can do
 * @throws {ApiError} InvalidParameterValue.Qualifier or ResourceNotFound.Qualifier
 */
export function publishedVersion(fn, qualifier, cant) {
  if (!DIGITS.test(qualifier)) {
    throw new ApiError(
      'InvalidParameterValue.Qualifier',
      `"${qualifier}" can't ${cant}: a published version such as "1" is expected.`,
    )
  }
  const version = fn.versions.get(qualifier)
  if (!version) {
    throw new ApiError('ResourceNotFound.Qualifier', `Version "${qualifier}" of function "${fn.name}" does not exist.`)
  }
  return version
}
