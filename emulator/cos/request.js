// @ts-check
// From HTTP to a request of object storage: which bucket, which object, which parameters. The bucket is in the host, as the
// service has it, or in the path, for clients that can't send another host than the emulator's:
//
//   https://BUCKET-APPID.cos.REGION.myqcloud.com/KEY
//   http://127.0.0.1:9000/cos/REGION/BUCKET-APPID/KEY

import { CosError } from './errors.js'

const DOMAINS = String.raw`(?:myqcloud\.com|tencentcos\.cn|localhost)`
const OF_BUCKET = new RegExp(String.raw`^([a-z0-9][a-z0-9-]*-\d+)\.cos\.([a-z0-9-]+)\.${DOMAINS}(?::\d+)?$`, 'i')
const OF_SERVICE = new RegExp(String.raw`^(?:service\.cos|cos\.([a-z0-9-]+))\.${DOMAINS}(?::\d+)?$`, 'i')
const IN_PATH = /^\/cos\/([a-z]{2}(?:-[a-z0-9]+)+)(?:\/([a-z0-9][a-z0-9-]*-\d+))?(\/.*)?$/

/**
 * @typedef {object} Place
 * @property {string | undefined} region undefined: all of them
 * @property {string | undefined} bucket with the appid
 * @property {string} path as it was sent, from the bucket on
 */

/**
 * @typedef {object} ObjectRequest
 * @property {string} method
 * @property {string | undefined} region
 * @property {string | undefined} bucket
 * @property {string} key '' for the bucket itself
 * @property {Map<string, string>} params decoded, as they are written
 * @property {Map<string, string>} headers by lower-case name
 * @property {string[]} paths that the signature may cover
 * @property {string[]} hosts likewise
 */

/**
 * @param {string} host
 * @param {string} path
 * @returns {Place | undefined} undefined: this is not about object storage
 */
export function placeIn(host, path) {
  const [, bucket, region] = OF_BUCKET.exec(host) ?? []
  if (bucket !== undefined) return { region, bucket: bucket.toLowerCase(), path }
  const service = OF_SERVICE.exec(host)
  if (service) return { region: service[1], bucket: undefined, path }
  const [, inRegion, inPath, rest] = IN_PATH.exec(path) ?? []
  return inRegion === undefined ? undefined : { region: inRegion, bucket: inPath, path: rest ?? '/' }
}

/**
 * @param {Pick<import('../request.js').HttpRequest, 'method' | 'path' | 'query' | 'headers'>} head
 * @param {Place} place
 * @returns {ObjectRequest}
 * @throws {CosError}
 */
export function readObjectRequest({ method, path, query, headers }, { region, bucket, path: within }) {
  const decoded = decode(within)
  const host = headers.get('host') ?? ''
  const real = bucket === undefined ? [] : [`${bucket}.cos.${region}.myqcloud.com`]
  return {
    method,
    region,
    bucket,
    key: decoded.slice(1),
    params: new Map(new URLSearchParams(query)),
    headers,
    paths: [...new Set([decoded, decode(path)])],
    hosts: [...new Set([host, host.replace(/:\d+$/, ''), ...real])],
  }
}

/** @param {string} path */
function decode(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new CosError('InvalidURI', 'Could not parse the specified URI.')
  }
}
