// @ts-check
// Code packages that were put into a folder by hand: DIR/<bucket>/<object>.

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ApiError } from '../errors.js'

export class CodeDirectory {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory
  }

  /**
   * @param {string} bucket
   * @param {string} object its name, with or without a leading slash
   * @returns {Promise<Buffer>}
   * @throws {ApiError} InvalidParameterValue.CosBucketName or .CosObjectName
   */
  async read(bucket, object) {
    if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(bucket)) {
      throw new ApiError('InvalidParameterValue.CosBucketName', `"${bucket}" is not the name of a bucket.`)
    }
    const root = path.resolve(this.directory, bucket)
    const file = path.resolve(root, object.replace(/^\/+/, ''))
    if (!file.startsWith(root + path.sep)) {
      throw new ApiError('InvalidParameterValue.CosObjectName', `"${object}" is not the name of an object.`)
    }
    try {
      return await readFile(file)
    } catch (error) {
      const why = /** @type {NodeJS.ErrnoException} */ (error).code
      throw new ApiError(
        'InvalidParameterValue.CosObjectName',
        `The object "${object}" can't be read from bucket "${bucket}" (${why}: ${file}).`,
      )
    }
  }
}
