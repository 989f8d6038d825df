// @ts-check
// The code of a function, out of object storage. It is copied when the function is created or updated: what becomes of the
// object later does not concern the function.

import { ApiError } from '../errors.js'
import { APP_ID } from '../world.js'

/**
 * @param {{ bucket: string, object: string, region: string }} asked bucket: without the appid, which the service adds;
 *   region: of the function
 * @param {import('../cloud.js').Cloud} cloud
 * @returns {Promise<Buffer>}
 * @throws {ApiError} InvalidParameterValue.CosBucketName, .CosBucketRegion or .CosObjectName
 */
export async function codeInStorage({ bucket, object, region }, cloud) {
  const name = `${bucket}-${APP_ID}`
  const there = cloud.objects.buckets.get(name)
  const [newest] = there?.objects.get(object.replace(/^\/+/, '')) ?? []
  if (there && there.region !== region) {
    throw new ApiError(
      'InvalidParameterValue.CosBucketRegion',
      `The bucket "${name}" is in ${there.region}, and the function in ${region}.`,
    )
  }
  if (newest && !newest.deleted) return newest.body
  if (cloud.codeDirectory) return cloud.codeDirectory.read(bucket, object)
  if (there) {
    throw new ApiError('InvalidParameterValue.CosObjectName', `The bucket "${name}" has no object "${object}".`)
  }
  throw new ApiError(
    'InvalidParameterValue.CosBucketName',
    `There is no bucket "${name}": CosBucketName is a bucket's name without -${APP_ID}.`,
  )
}
