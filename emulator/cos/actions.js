// @ts-check
// What object storage does: one table, by method and what the query names.

import { createHash } from 'node:crypto'
import { CosError, invalidArgument } from './errors.js'
import { listBuckets, listObjects, listParts, listUploads, listVersions } from './listing.js'
import { conditionsOf, objectHeaders, rangeOf, storedHeaders } from './object-headers.js'
import { md5 } from './storage.js'
import { document, elements, inside, textOf } from './xml.js'

/** @typedef {import('./request.js').ObjectRequest} ObjectRequest */
/** @typedef {import('./storage.js').ObjectStorage} ObjectStorage */
/** @typedef {import('./storage.js').Bucket} Bucket */
/** @typedef {{ status?: number, headers?: Record<string, string>, body?: Buffer | string }} ObjectAnswer a text is XML */
/** @typedef {{ storage: ObjectStorage, request: ObjectRequest, body: Buffer }} Given */
/** @typedef {Given & { bucket: Bucket }} InBucket */

/**
 * @typedef {object} ObjectAction
 * @property {string} method
 * @property {'service' | 'bucket' | 'object'} on
 * @property {string[]} [names] that the query must have
 * @property {(given: Given) => ObjectAnswer} run
 */

/** @param {(given: InBucket) => ObjectAnswer} run @returns {ObjectAction['run']} */
const inBucket = (run) => (given) => {
  const { bucket = '', region = '' } = given.request
  return run({ ...given, bucket: given.storage.bucket(bucket, region) })
}

/** @param {Bucket} bucket @param {{ versionId: string }} stored @returns {Record<string, string>} */
const versionHeader = (bucket, { versionId }) =>
  bucket.versioning === undefined ? {} : { 'x-cos-version-id': versionId }

/** @param {ObjectRequest} request */
const isCreateOnly = ({ headers }) => headers.get('x-cos-forbid-overwrite')?.toLowerCase() === 'true'

/** @param {ObjectRequest} request @param {string} name */
function wholeNumber({ params }, name) {
  const text = params.get(name) ?? ''
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument(`${name} is missing or is not a whole number.`)
  return Number(text)
}

/** @param {ObjectRequest} request @param {Buffer} body */
function checkMd5({ headers }, body) {
  const given = headers.get('content-md5')
  if (given !== undefined && given !== md5(body).toString('base64')) {
    throw new CosError('BadDigest', 'The Content-MD5 you specified did not match what we received.')
  }
}

/** @param {InBucket} given @returns {ObjectAnswer} */
function getObject({ storage, request, bucket }) {
  const stored = storage.read(bucket, request.key, request.params.get('versionId'))
  const headers = { ...objectHeaders(stored, request.params), ...versionHeader(bucket, stored) }
  const status = conditionsOf(request.headers, stored)
  if (status === 304) return { status, headers: { ETag: stored.etag } }
  const range = rangeOf(request.headers.get('range'), stored.body.length)
  if (range === undefined) return { headers, body: stored.body }
  const { start, end } = range
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end}/${stored.body.length}` },
    body: stored.body.subarray(start, end + 1),
  }
}

/** @param {InBucket} given */
function deleteMany({ storage, request, bucket, body }) {
  checkMd5(request, body)
  const xml = body.toString()
  const quiet = textOf(xml, 'Quiet') === 'true'
  const named = inside(xml, 'Object').map((one) => ({ key: textOf(one, 'Key'), version: textOf(one, 'VersionId') }))
  if (named.length === 0 || named.some(({ key }) => !key)) throw malformed()
  for (const { key, version } of named) storage.delete(bucket, key ?? '', version)
  return { body: document('DeleteResult', quiet ? {} : { Deleted: named.map(({ key }) => ({ Key: key })) }) }
}

const malformed = () => new CosError('MalformedXML', 'The XML you provided was not well-formed or is not as expected.')

/** @param {InBucket} given */
function setVersioning({ bucket, body }) {
  const status = textOf(body.toString(), 'Status')
  if (status !== 'Enabled' && status !== 'Suspended') throw malformed()
  bucket.versioning = status
  return {}
}

/** The upload that a request names. @param {InBucket} given */
const uploadOf = ({ storage, request, bucket }) =>
  storage.upload(bucket, request.key, request.params.get('uploadId') ?? '')

/** @param {InBucket} given */
function complete(given) {
  const { storage, request, bucket, body } = given
  const upload = uploadOf(given)
  const named = inside(body.toString(), 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag') ?? '',
  }))
  const stored = storage.complete(bucket, upload, named, isCreateOnly(request))
  const Location = `${bucket.name}.cos.${bucket.region}.myqcloud.com/${request.key}`
  return {
    headers: { ...versionHeader(bucket, stored), 'x-cos-hash-crc64ecma': stored.crc64 },
    body: document('CompleteMultipartUploadResult', {
      Location,
      Bucket: bucket.name,
      Key: request.key,
      ETag: stored.etag,
    }),
  }
}

/** @param {InBucket} given */
function append({ storage, request, bucket, body }) {
  if (!request.headers.has('content-length')) {
    throw new CosError('MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  checkMd5(request, body)
  const position = wholeNumber(request, 'position')
  const stored = storage.append(bucket, request.key, position, body, storedHeaders(request.headers))
  return {
    headers: {
      ETag: stored.etag,
      'x-cos-next-append-position': String(position + body.length),
      'x-cos-content-sha1': createHash('sha1').update(body).digest('hex'),
      'x-cos-hash-crc64ecma': stored.crc64,
    },
  }
}

/** @param {InBucket} given */
function putObject({ storage, request, bucket, body }) {
  if (request.headers.has('x-cos-copy-source')) {
    throw new CosError('NotImplemented', 'The emulator does not copy objects.')
  }
  checkMd5(request, body)
  const how = { createOnly: isCreateOnly(request) }
  const stored = storage.put(bucket, request.key, body, storedHeaders(request.headers), how)
  const headers = { ETag: stored.etag, 'x-cos-hash-crc64ecma': stored.crc64, ...versionHeader(bucket, stored) }
  return { headers }
}

/** @param {InBucket} given */
function deleteObject({ storage, request, bucket }) {
  const gone = storage.delete(bucket, request.key, request.params.get('versionId'))
  const headers = gone && { ...versionHeader(bucket, gone), ...(gone.deleted && { 'x-cos-delete-marker': 'true' }) }
  return { status: 204, headers }
}

/** @param {InBucket} given */
function uploadPart(given) {
  const { storage, request, body } = given
  checkMd5(request, body)
  const upload = uploadOf(given)
  const part = storage.putPart(upload, wholeNumber(request, 'partNumber'), body)
  return { headers: { ETag: part.etag } }
}

/** By the names that policies know: the first that fits. @type {Record<string, ObjectAction>} */
export const OBJECT_ACTIONS = {
  GetService: {
    method: 'GET',
    on: 'service',
    run: ({ storage, request }) => {
      const all = [...storage.buckets.values()].filter(({ region }) => (request.region ?? region) === region)
      return { body: document('ListAllMyBucketsResult', listBuckets(all)) }
    },
  },
  GetBucketVersioning: {
    method: 'GET',
    on: 'bucket',
    names: ['versioning'],
    run: inBucket(({ bucket }) => ({ body: document('VersioningConfiguration', { Status: bucket.versioning }) })),
  },
  PutBucketVersioning: { method: 'PUT', on: 'bucket', names: ['versioning'], run: inBucket(setVersioning) },
  GetBucketLocation: {
    method: 'GET',
    on: 'bucket',
    names: ['location'],
    run: inBucket(({ bucket }) => ({ body: elements({ LocationConstraint: bucket.region }) })),
  },
  PutBucketLifecycle: {
    method: 'PUT',
    on: 'bucket',
    names: ['lifecycle'],
    run: inBucket(({ bucket, request, body }) => {
      checkMd5(request, body)
      bucket.lifecycle = body.toString()
      return {}
    }),
  },
  GetBucketLifecycle: {
    method: 'GET',
    on: 'bucket',
    names: ['lifecycle'],
    run: inBucket(({ bucket }) => {
      if (bucket.lifecycle === undefined) {
        throw new CosError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist.')
      }
      return { body: bucket.lifecycle }
    }),
  },
  DeleteBucketLifecycle: {
    method: 'DELETE',
    on: 'bucket',
    names: ['lifecycle'],
    run: inBucket(({ bucket }) => {
      bucket.lifecycle = undefined
      return { status: 204 }
    }),
  },
  ListMultipartUploads: {
    method: 'GET',
    on: 'bucket',
    names: ['uploads'],
    run: inBucket(({ bucket, request }) => ({
      body: document('ListMultipartUploadsResult', listUploads(bucket, request.params)),
    })),
  },
  GetBucketObjectVersions: {
    method: 'GET',
    on: 'bucket',
    names: ['versions'],
    run: inBucket(({ bucket, request }) => ({
      body: document('ListVersionsResult', listVersions(bucket, request.params)),
    })),
  },
  DeleteMultipleObjects: { method: 'POST', on: 'bucket', names: ['delete'], run: inBucket(deleteMany) },
  PutBucket: {
    method: 'PUT',
    on: 'bucket',
    run: ({ storage, request, body }) => {
      const multiAz = textOf(body.toString(), 'BucketAZConfig') === 'MAZ'
      storage.createBucket(request.bucket ?? '', request.region ?? '', { multiAz })
      return {}
    },
  },
  HeadBucket: {
    method: 'HEAD',
    on: 'bucket',
    run: inBucket(({ bucket }) => ({
      headers: { 'x-cos-bucket-region': bucket.region, ...(bucket.multiAz && { 'x-cos-bucket-az-type': 'MAZ' }) },
    })),
  },
  GetBucket: {
    method: 'GET',
    on: 'bucket',
    run: inBucket(({ bucket, request }) => ({
      body: document('ListBucketResult', listObjects(bucket, request.params)),
    })),
  },
  DeleteBucket: {
    method: 'DELETE',
    on: 'bucket',
    run: inBucket(({ storage, bucket }) => {
      storage.deleteBucket(bucket)
      return { status: 204 }
    }),
  },
  AppendObject: { method: 'POST', on: 'object', names: ['append'], run: inBucket(append) },
  InitiateMultipartUpload: {
    method: 'POST',
    on: 'object',
    names: ['uploads'],
    run: inBucket(({ storage, request, bucket }) => {
      const { id } = storage.begin(bucket, request.key, storedHeaders(request.headers))
      const result = { Bucket: bucket.name, Key: request.key, UploadId: id }
      return { body: document('InitiateMultipartUploadResult', result) }
    }),
  },
  CompleteMultipartUpload: { method: 'POST', on: 'object', names: ['uploadId'], run: inBucket(complete) },
  UploadPart: { method: 'PUT', on: 'object', names: ['partNumber', 'uploadId'], run: inBucket(uploadPart) },
  ListParts: {
    method: 'GET',
    on: 'object',
    names: ['uploadId'],
    run: inBucket((given) => ({
      body: document('ListPartsResult', listParts(given.bucket, uploadOf(given), given.request.params)),
    })),
  },
  AbortMultipartUpload: {
    method: 'DELETE',
    on: 'object',
    names: ['uploadId'],
    run: inBucket((given) => {
      given.bucket.uploads.delete(uploadOf(given).id)
      return { status: 204 }
    }),
  },
  PutObject: { method: 'PUT', on: 'object', run: inBucket(putObject) },
  HeadObject: { method: 'HEAD', on: 'object', run: inBucket(getObject) },
  GetObject: { method: 'GET', on: 'object', run: inBucket(getObject) },
  DeleteObject: { method: 'DELETE', on: 'object', run: inBucket(deleteObject) },
}

/** Sub-resources that the emulator doesn't have; without this their requests would be taken for others. */
const UNKNOWN = [
  'acl',
  'cors',
  'policy',
  'tagging',
  'website',
  'replication',
  'logging',
  'inventory',
  'domain',
  'restore',
]

/**
 * @param {ObjectRequest} request
 * @returns {string} the name of the action
 * @throws {CosError} NotImplemented, MethodNotAllowed
 */
export function objectActionOf({ method, bucket, key, params }) {
  const unknown = UNKNOWN.find((name) => params.has(name))
  if (unknown !== undefined) throw new CosError('NotImplemented', `The emulator does not know ?${unknown}.`)
  const on = bucket === undefined ? 'service' : key === '' ? 'bucket' : 'object'
  const found = Object.entries(OBJECT_ACTIONS).find(
    ([, action]) =>
      action.method === method && action.on === on && (action.names ?? []).every((name) => params.has(name)),
  )
  if (!found) throw new CosError('MethodNotAllowed', `The method ${method} is not allowed against this resource.`)
  return found[0]
}
