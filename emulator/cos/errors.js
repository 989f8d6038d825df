// @ts-check
// Errors of object storage: a real status of HTTP, and XML. https://cloud.tencent.com/document/product/436/7730

/** Statuses of the codes; what is not here is a 400. @type {Record<string, number>} */
const STATUSES = {
  AccessDenied: 403,
  BucketAlreadyExists: 409,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  FileAlreadyExists: 409,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidRange: 416,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  ObjectNotAppendable: 409,
  PathConflict: 409,
  PositionNotEqualToLength: 409,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
}

export class CosError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message)
    this.name = 'CosError'
    this.code = code
    this.status = STATUSES[code] ?? 400
  }
}

/** @param {string} bucket */
export const noSuchBucket = (bucket) => new CosError('NoSuchBucket', `The bucket "${bucket}" does not exist.`)

export const noSuchKey = () => new CosError('NoSuchKey', 'The specified key does not exist.')

/** @param {string} message */
export const invalidArgument = (message) => new CosError('InvalidArgument', message)
