// @ts-check
// Lists of object storage: objects in both versions of the list, versions of objects, uploads, buckets.

import { UIN } from '../world.js'
import { invalidArgument } from './errors.js'

/** @typedef {import('./storage.js').Bucket} Bucket */
/** @typedef {import('./storage.js').Stored} Stored */

const MAX_KEYS = 1000
const OWNER = { ID: `qcs::cam::uin/${UIN}:uin/${UIN}`, DisplayName: UIN }

/** @param {number} epochMs */
const time = (epochMs) => new Date(epochMs).toISOString()

/** @param {Map<string, string>} params @param {string} name @param {number} most @param {number} [fallback] */
function count(params, name, most, fallback = most) {
  const text = params.get(name)
  if (text === undefined || text === '') return fallback
  if (!/^\d{1,9}$/.test(text)) throw invalidArgument(`${name} is not a number.`)
  return Math.min(Number(text), most)
}

/** Names are sorted by their bytes. @param {string} a @param {string} b */
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/**
 * @param {Map<string, string>} params
 * @returns {(text: string) => string} how names are written
 */
function naming(params) {
  return params.get('encoding-type') === 'url'
    ? (text) => encodeURIComponent(text).replaceAll('%2F', '/')
    : (text) => text
}

/**
 * What of the keys is on this page: keys, and prefixes that end in the delimiter.
 * @param {string[]} keys
 * @param {Map<string, string>} params
 * @param {string} after
 */
function pageOf(keys, params, after) {
  const prefix = params.get('prefix') ?? ''
  const delimiter = params.get('delimiter') ?? ''
  const most = count(params, 'max-keys', MAX_KEYS)
  /** @type {string[]} */
  const shown = []
  /** @type {Set<string>} */
  const common = new Set()
  let last = ''
  let truncated = false
  for (const key of keys.filter((one) => one.startsWith(prefix)).sort(byBytes)) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const name = end === -1 ? key : key.slice(0, end + delimiter.length)
    if (byBytes(name, after) <= 0 || (end !== -1 && common.has(name))) continue
    if (shown.length + common.size >= most) {
      truncated = most > 0
      break
    }
    if (end === -1) shown.push(key)
    else common.add(name)
    last = name
  }
  return { prefix, delimiter, most, shown, common: [...common], truncated, last }
}

/** @param {Bucket} bucket @returns {string[]} keys of what is there now */
const present = (bucket) => [...bucket.objects].filter(([, [newest]]) => !newest.deleted).map(([key]) => key)

/** @param {Bucket} bucket @param {Map<string, string>} params @returns {Record<string, unknown>} */
export function listObjects(bucket, params) {
  const second = params.get('list-type') === '2'
  const after = second
    ? Buffer.from(params.get('continuation-token') ?? '', 'base64').toString() || (params.get('start-after') ?? '')
    : (params.get('marker') ?? '')
  const named = naming(params)
  const { prefix, delimiter, most, shown, common, truncated, last } = pageOf(present(bucket), params, after)
  return {
    Name: bucket.name,
    EncodingType: params.get('encoding-type'),
    Prefix: named(prefix),
    ...(delimiter !== '' && { Delimiter: named(delimiter) }),
    ...(second ? { KeyCount: shown.length + common.length } : { Marker: named(after) }),
    MaxKeys: most,
    IsTruncated: truncated,
    ...(truncated &&
      (second ? { NextContinuationToken: Buffer.from(last).toString('base64') } : { NextMarker: named(last) })),
    Contents: shown.map((key) => ({ Key: named(key), ...listed(bucket.objects.get(key)?.[0]) })),
    CommonPrefixes: common.map((one) => ({ Prefix: named(one) })),
  }
}

/** @param {Stored | undefined} stored */
const listed = (stored) =>
  stored && {
    LastModified: time(stored.modTimeMs),
    ETag: stored.etag,
    Size: stored.body.length,
    Owner: OWNER,
    StorageClass: stored.headers['x-cos-storage-class'] ?? 'STANDARD',
  }

/** @param {Bucket} bucket @param {Map<string, string>} params @returns {Record<string, unknown>} */
export function listVersions(bucket, params) {
  const named = naming(params)
  const after = params.get('key-marker') ?? ''
  const { prefix, most, shown, common, truncated, last } = pageOf([...bucket.objects.keys()], params, after)
  const all = shown.flatMap((key) => (bucket.objects.get(key) ?? []).map((stored, at) => ({ key, stored, at })))
  const entry = (/** @type {{ key: string, stored: Stored, at: number }} */ { key, stored, at }) => ({
    Key: named(key),
    VersionId: stored.versionId,
    IsLatest: at === 0,
    ...(stored.deleted ? { LastModified: time(stored.modTimeMs), Owner: OWNER } : listed(stored)),
  })
  return {
    Name: bucket.name,
    Prefix: named(prefix),
    KeyMarker: named(after),
    MaxKeys: most,
    IsTruncated: truncated,
    ...(truncated && { NextKeyMarker: named(last) }),
    Version: all.filter(({ stored }) => !stored.deleted).map(entry),
    DeleteMarker: all.filter(({ stored }) => stored.deleted).map(entry),
    CommonPrefixes: common.map((one) => ({ Prefix: named(one) })),
  }
}

/** @param {Bucket} bucket @param {Map<string, string>} params @returns {Record<string, unknown>} */
export function listUploads(bucket, params) {
  const named = naming(params)
  const prefix = params.get('prefix') ?? ''
  const most = count(params, 'max-uploads', MAX_KEYS)
  const place = (/** @type {{ key: string, id: string }} */ one) => `${one.key}\0${one.id}`
  const [keyMarker, idMarker] = [params.get('key-marker') ?? '', params.get('upload-id-marker') ?? '']
  const after = keyMarker === '' ? '' : idMarker === '' ? `${keyMarker}\0\uffff` : `${keyMarker}\0${idMarker}`
  const found = [...bucket.uploads.values()]
    .filter((one) => one.key.startsWith(prefix) && byBytes(place(one), after) > 0)
    .sort((a, b) => byBytes(place(a), place(b)))
  const shown = found.slice(0, most)
  const last = shown.at(-1)
  const truncated = found.length > shown.length
  return {
    Bucket: bucket.name,
    EncodingType: params.get('encoding-type'),
    KeyMarker: named(keyMarker),
    UploadIdMarker: idMarker,
    ...(truncated && last && { NextKeyMarker: named(last.key), NextUploadIdMarker: last.id }),
    MaxUploads: most,
    IsTruncated: truncated,
    Prefix: named(prefix),
    Upload: shown.map((one) => ({
      Key: named(one.key),
      UploadId: one.id,
      StorageClass: 'STANDARD',
      Initiator: OWNER,
      Owner: OWNER,
      Initiated: time(one.startedMs),
    })),
  }
}

/** @param {Bucket} bucket @param {import('./storage.js').Upload} upload @param {Map<string, string>} params */
export function listParts(bucket, upload, params) {
  const after = count(params, 'part-number-marker', MAX_KEYS * 10, 0)
  const most = count(params, 'max-parts', MAX_KEYS)
  const found = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b)
  const shown = found.slice(0, most)
  const truncated = found.length > shown.length
  return {
    Bucket: bucket.name,
    Key: naming(params)(upload.key),
    UploadId: upload.id,
    Owner: OWNER,
    Initiator: OWNER,
    StorageClass: 'STANDARD',
    PartNumberMarker: after,
    ...(truncated && { NextPartNumberMarker: shown.at(-1)?.[0] }),
    MaxParts: most,
    IsTruncated: truncated,
    Part: shown.map(([number, part]) => ({
      PartNumber: number,
      LastModified: time(part.modTimeMs),
      ETag: part.etag,
      Size: part.body.length,
    })),
  }
}

/** @param {Bucket[]} buckets */
export const listBuckets = (buckets) => ({
  Owner: OWNER,
  Buckets: {
    Bucket: buckets.map(({ name, region, addTimeMs }) => ({
      Name: name,
      Location: region,
      CreationDate: time(addTimeMs),
      BucketType: 'cos',
    })),
  },
})
