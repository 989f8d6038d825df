// @ts-check
// From the parameters of CreateFunction and UpdateFunctionCode to the bytes of a package.

import { createHash } from 'node:crypto'
import { codeInStorage } from '../cos/code.js'
import { ApiError } from '../errors.js'
import { codeFields } from './fields.js'

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** @typedef {Omit<import('../world.js').Content, 'configuration'>} Code */

/**
 * What a version is made of beside its settings: a package, which is kept from now on, or an image.
 * @param {Record<string, any>} code
 * @param {import('./action.js').Context} context
 * @returns {Promise<() => Code>} to be called when nothing else can refuse the request
 */
export async function readCode(code, context) {
  const { ImageConfig: image } = code
  if (image === undefined) {
    const zip = await readPackage(code, context)
    return () => ({ code: context.cloud.packages.add(zip) })
  }
  if (image.ImageType === 'enterprise' && !image.RegistryId) {
    throw new ApiError('InvalidParameterValue.RegistryId', 'An image of the type "enterprise" needs its RegistryId.')
  }
  const digest = createHash('sha256').update(JSON.stringify(image)).digest('hex')
  return () => ({ code: digest, image })
}

/**
 * @param {Record<string, any>} code
 * @param {import('./action.js').Context} context
 * @returns {Promise<Buffer>} the zip
 */
async function readPackage(code, context) {
  const other = Object.keys(code).find((name) => !Object.hasOwn(codeFields, name))
  if (other !== undefined) {
    throw new ApiError(
      'UnsupportedOperation',
      `The emulator takes code as ZipFile or as CosBucketName with CosObjectName, or as ImageConfig, not as ${other}.`,
    )
  }
  return code.ZipFile !== undefined ? decode(code.ZipFile) : fromStorage(code, context)
}

/** @param {Record<string, any>} code @param {import('./action.js').Context} context */
async function fromStorage({ CosBucketName, CosObjectName }, { cloud, region }) {
  if (CosBucketName === undefined && CosObjectName === undefined) {
    throw new ApiError(
      'MissingParameter.Code',
      'The request names no code: give ZipFile, or CosBucketName and CosObjectName.',
    )
  }
  if (CosBucketName === undefined)
    throw new ApiError('InvalidParameterValue.CosBucketName', 'CosBucketName is missing.')
  if (CosObjectName === undefined)
    throw new ApiError('InvalidParameterValue.CosObjectName', 'CosObjectName is missing.')
  return codeInStorage({ bucket: CosBucketName, object: CosObjectName, region }, cloud)
}

/** @param {string} base64 */
function decode(base64) {
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) {
    throw new ApiError('InvalidParameterValue.ZipFileBase64BinasciiError', 'ZipFile is not valid base64.')
  }
  return Buffer.from(base64, 'base64')
}
