// @ts-check
// Buckets and objects, in memory: they go when the emulator goes.

import { createHash, randomBytes } from 'node:crypto'
import { crc64 } from './crc64.js'
import { CosError, invalidArgument, noSuchBucket, noSuchKey } from './errors.js'

/**
 * One version of an object, or the mark that it was deleted.
 * @typedef {object} Stored
 * @property {string} versionId `null` outside of versioned buckets
 * @property {boolean} deleted
 * @property {boolean} appendable
 * @property {Buffer} body
 * @property {string} etag with its quotes
 * @property {string} crc64 decimal
 * @property {Record<string, string>} headers that come back with it, by their lower-case names
 * @property {number} modTimeMs
 */

/** @typedef {{ body: Buffer, etag: string, modTimeMs: number }} Part */

/**
 * @typedef {object} Upload
 * @property {string} id
 * @property {string} key
 * @property {Record<string, string>} headers
 * @property {Map<number, Part>} parts
 * @property {number} startedMs
 */

/**
 * @typedef {object} Bucket
 * @property {string} name with the appid
 * @property {string} region
 * @property {'Enabled' | 'Suspended' | undefined} versioning undefined: it never had it
 * @property {boolean} multiAz its objects lie in several zones; such a bucket takes no APPEND
 * @property {Map<string, Stored[]>} objects by key, the newest first
 * @property {Map<string, Upload>} uploads
 * @property {string | undefined} lifecycle XML as it was put
 * @property {number} addTimeMs
 */

const MIN_PART_BYTES = 1024 * 1024
const MAX_PARTS = 10_000

/** @param {Uint8Array} bytes */
export const md5 = (bytes) => createHash('md5').update(bytes).digest()

/** @param {Buffer} body */
const etagOf = (body) => `"${md5(body).toString('hex')}"`

export class ObjectStorage {
  /** @type {Map<string, Bucket>} by name with the appid */
  buckets = new Map()

  /** @param {import('../clock.js').Clock} clock */
  constructor(clock) {
    this.clock = clock
  }

  /**
   * @param {string} name
   * @param {string} region
   * @param {{ multiAz?: boolean }} [how]
   */
  createBucket(name, region, { multiAz = false } = {}) {
    const existing = this.buckets.get(name)
    if (existing) {
      const [code, where] =
        existing.region === region ? ['BucketAlreadyOwnedByYou', 'here'] : ['BucketAlreadyExists', existing.region]
      throw new CosError(code, `The bucket "${name}" exists already (${where}).`)
    }
    const addTimeMs = this.clock.nowMs()
    this.buckets.set(name, {
      name,
      region,
      versioning: undefined,
      multiAz,
      objects: new Map(),
      uploads: new Map(),
      lifecycle: undefined,
      addTimeMs,
    })
  }

  /** @param {Bucket} bucket */
  deleteBucket(bucket) {
    if (bucket.objects.size > 0 || bucket.uploads.size > 0) {
      throw new CosError('BucketNotEmpty', 'The bucket you tried to delete is not empty.')
    }
    this.buckets.delete(bucket.name)
  }

  /**
   * @param {string} name
   * @param {string} region a bucket is found in its own alone
   * @returns {Bucket}
   */
  bucket(name, region) {
    const found = this.buckets.get(name)
    if (found?.region !== region) throw noSuchBucket(name)
    return found
  }

  /**
   * @param {Bucket} bucket
   * @param {string} key
   * @param {string} [versionId] the newest version by default
   * @returns {Stored}
   */
  read(bucket, key, versionId) {
    const all = bucket.objects.get(key) ?? []
    const found = versionId === undefined ? all[0] : all.find((one) => one.versionId === versionId)
    if (!found) throw versionId === undefined ? noSuchKey() : new CosError('NoSuchVersion', 'No such version.')
    if (found.deleted) throw noSuchKey()
    return found
  }

  /**
   * @param {Bucket} bucket
   * @param {string} key
   * @param {Buffer} body
   * @param {Record<string, string>} headers
   * @param {{ createOnly?: boolean, etag?: string }} [how]
   */
  put(bucket, key, body, headers, { createOnly = false, etag = etagOf(body) } = {}) {
    if (createOnly) this.checkAbsent(bucket, key)
    return this.#keep(bucket, key, { ...this.#stored(body, headers, etag), appendable: false })
  }

  /** The header has no effect once a bucket was versioned, be it suspended. @param {Bucket} bucket @param {string} key */
  checkAbsent(bucket, key) {
    const [newest] = bucket.objects.get(key) ?? []
    if (bucket.versioning === undefined && newest) {
      throw new CosError('FileAlreadyExists', 'The object exists already, and the request forbids to overwrite it.')
    }
  }

  /**
   * @param {Bucket} bucket
   * @param {string} key
   * @param {number} position
   * @param {Buffer} more
   * @param {Record<string, string>} headers of an object that begins here
   * @returns {Stored}
   */
  append(bucket, key, position, more, headers) {
    // that it is refused is documented (436/7741), by which code is not
    if (bucket.multiAz) throw new CosError('OperationNotSupported', 'The bucket does not support APPEND Object.')
    const [newest] = bucket.objects.get(key) ?? []
    const there = newest?.deleted ? undefined : newest
    if (there && !there.appendable) {
      throw new CosError('ObjectNotAppendable', 'The operation is not valid for the current state of the object.')
    }
    const length = there?.body.length ?? 0
    if (position !== length) {
      throw new CosError('PositionNotEqualToLength', `The position is ${position} and the object has ${length} bytes.`)
    }
    const body = there ? Buffer.concat([there.body, more]) : more
    const described = this.#stored(body, there?.headers ?? headers, etagOf(body))
    // appendable objects take no part in versioning
    const stored = { ...described, versionId: 'null', appendable: true }
    bucket.objects.set(key, [stored])
    return stored
  }

  /**
   * @param {Bucket} bucket
   * @param {string} key
   * @param {string} [versionId]
   * @returns {Stored | undefined} the mark that was put, or what was removed
   */
  delete(bucket, key, versionId) {
    const all = bucket.objects.get(key) ?? []
    if (versionId === undefined && bucket.versioning !== undefined) {
      const mark = { ...this.#stored(Buffer.alloc(0), {}, ''), deleted: true, appendable: false }
      return this.#keep(bucket, key, mark)
    }
    const gone = versionId === undefined ? all[0] : all.find((one) => one.versionId === versionId)
    const left = all.filter((one) => one !== gone)
    if (left.length > 0) bucket.objects.set(key, left)
    else bucket.objects.delete(key)
    return gone
  }

  /** @param {Bucket} bucket @param {string} key @param {Record<string, string>} headers @returns {Upload} */
  begin(bucket, key, headers) {
    const startedMs = this.clock.nowMs()
    const id = `${Math.floor(startedMs / 1000)}${randomBytes(28).toString('hex')}`
    const upload = { id, key, headers, parts: new Map(), startedMs }
    bucket.uploads.set(id, upload)
    return upload
  }

  /** @param {Bucket} bucket @param {string} key @param {string} id @returns {Upload} */
  upload(bucket, key, id) {
    const found = bucket.uploads.get(id)
    if (found?.key !== key) throw new CosError('NoSuchUpload', 'The specified multipart upload does not exist.')
    return found
  }

  /** @param {Upload} upload @param {number} number @param {Buffer} body */
  putPart(upload, number, body) {
    if (!(number >= 1 && number <= MAX_PARTS)) throw invalidArgument(`partNumber is not from 1 to ${MAX_PARTS}.`)
    const part = { body, etag: etagOf(body), modTimeMs: this.clock.nowMs() }
    upload.parts.set(number, part)
    return part
  }

  /**
   * @param {Bucket} bucket
   * @param {Upload} upload
   * @param {{ number: number, etag: string }[]} named
   * @param {boolean} createOnly
   */
  complete(bucket, upload, named, createOnly) {
    if (named.length === 0) throw new CosError('MalformedXML', 'The list of parts is empty.')
    const parts = named.map(({ number, etag }, at) => {
      if (at > 0 && number <= named[at - 1].number) {
        throw new CosError('InvalidPartOrder', 'The list of parts is not in ascending order.')
      }
      const part = upload.parts.get(number)
      if (!part || bare(part.etag) !== bare(etag)) {
        throw new CosError('InvalidPart', `Part ${number} was not uploaded, or has another ETag.`)
      }
      if (at < named.length - 1 && part.body.length < MIN_PART_BYTES) {
        throw new CosError('EntityTooSmall', `Part ${number} is smaller than 1 MB and is not the last one.`)
      }
      return part
    })
    const digests = Buffer.concat(parts.map((part) => Buffer.from(bare(part.etag), 'hex')))
    const etag = `"${md5(digests).toString('hex')}-${parts.length}"`
    const body = Buffer.concat(parts.map((part) => part.body))
    const stored = this.put(bucket, upload.key, body, upload.headers, { createOnly, etag })
    bucket.uploads.delete(upload.id)
    return stored
  }

  /**
   * @param {Buffer} body
   * @param {Record<string, string>} headers
   * @param {string} etag
   */
  #stored(body, headers, etag) {
    return { deleted: false, body, etag, crc64: crc64(body), headers, modTimeMs: this.clock.nowMs() }
  }

  /** @param {Bucket} bucket @param {string} key @param {Omit<Stored, 'versionId'>} version @returns {Stored} */
  #keep(bucket, key, version) {
    const versioned = bucket.versioning === 'Enabled'
    const stored = { ...version, versionId: versioned ? randomBytes(16).toString('hex') : 'null' }
    const earlier = bucket.objects.get(key) ?? []
    // the version "null" is one, and every other is kept
    bucket.objects.set(key, [stored, ...earlier.filter((one) => versioned || one.versionId !== 'null')])
    return stored
  }
}

/** @param {string} etag */
const bare = (etag) => etag.replaceAll('"', '')
