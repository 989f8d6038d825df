// @ts-check
// Parameters that several actions have.

import { anything, boolean, flag, integer, list, object, text } from '../schema.js'
import { DEFAULT_NAMESPACE, LATEST } from '../world.js'

export const MAX_DESCRIPTION = 1000
export const DIGITS = /^\d+$/

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
    ImageType: text({ required: true }),
    ImageUri: text({ required: true }),
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
