// @ts-check
/** @import { GrayscaleError as Refusal } from '../errors.js' */
import { GrayscaleError, usageError } from '../errors.js'
import { words } from '../words/index.js'

/** @typedef {{ bucket: string, region: string, prefix: string }} CosPlace */

const BUCKET = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-\d{5,20}$/
const REGION = /^[a-z]{2,}(?:-[a-z0-9]+)+$/
const POSTGRES = ['postgres:', 'postgresql:']

/** The kinds of addresses, as they are shown. */
export const forms = [
  'cos://<bucket>-<appid>/<prefix>?region=<region>',
  'postgres://<user>@<host>/<database>',
  'file:<path>',
]

/**
 * How an address begins, if not like a path. On Windows a single letter is a drive.
 *
 * @param {string} address
 * @returns {string | undefined} with its colon, in lower case
 */
export const schemeOf = (address) => /^([a-z][a-z0-9+.-]+:)/i.exec(address)?.[1].toLowerCase()

/** @param {string | undefined} scheme */
export const isPostgres = (scheme) => scheme !== undefined && POSTGRES.includes(scheme)

/** Whether other machines use a store too, as far as its description tells. @param {{ describe: () => string }} store */
export const isShared = (store) => {
  const scheme = schemeOf(store.describe())
  return scheme === 'cos:' || isPostgres(scheme)
}

/**
 * @param {string} address
 * @returns {CosPlace}
 * @throws {Refusal} `InvalidStore`, with everything that is wrong with it
 */
export function cosPlace(address) {
  const url = parsed(address)
  if (!url) throw invalid('form', { form: forms[0] })
  const names = [...url.searchParams.keys()].filter((name) => name !== 'region')
  const regions = url.searchParams.getAll('region')
  const place = {
    bucket: url.hostname,
    region: regions[0] ?? '',
    prefix: decoded(url.pathname.replace(/^\/+|\/+$/g, '')),
  }
  refuseAll([
    url.username !== '' || url.password !== '' ? invalid('cosUser', {}) : undefined,
    url.port !== '' || url.hash !== '' ? invalid('form', { form: forms[0] }) : undefined,
    names.length > 0 ? invalid('unknownParameter', { known: ['region'] }) : undefined,
    regions.length > 1 ? invalid('regionTwice', {}) : undefined,
    ...wrongIn(place),
  ])
  return place
}

/**
 * @param {CosPlace} place
 * @returns {string}
 * @throws {Refusal} `InvalidStore`
 */
export function cosAddress(place) {
  refuseAll(wrongIn(place))
  const { bucket, region, prefix } = place
  return `cos://${bucket}/${prefix}?region=${region}`
}

/**
 * Refuses what is no address of PostgreSQL. Nothing of it is repeated: a password may be anywhere in it.
 *
 * @param {string} address
 * @returns {URL}
 * @throws {Refusal} `InvalidStore`
 */
export function postgresUrl(address) {
  const url = parsed(address)
  if (!url || !isPostgres(url.protocol)) throw invalid('form', { form: forms[1] })
  return url
}

/**
 * An address for people: without passwords, and of what can't be read only how it begins.
 *
 * @param {string} address
 * @returns {string}
 */
export function describeAddress(address) {
  const scheme = schemeOf(address)
  const url = scheme === undefined || scheme === 'file:' ? undefined : parsed(address)
  if (scheme === undefined || scheme === 'file:') return address
  if (!url) return `${scheme}…`
  if (scheme === 'cos:') {
    const region = url.searchParams.get('region')
    return `cos://${url.hostname}${url.pathname}${region === null ? '' : `?region=${region}`}`
  }
  if (!isPostgres(scheme)) return `${scheme}…`
  const host = url.host === '' ? (url.searchParams.get('host') ?? '') : url.host
  return `postgres://${url.username === '' ? '' : `${url.username}@`}${host}${url.pathname}`
}

/**
 * The name of a log: parts between slashes, none of which a path could read as something else.
 *
 * @param {string} log
 * @returns {string} the same
 * @throws {Refusal} `InvalidStore`
 */
export function logName(log) {
  refuseAll([isPath(log) ? undefined : invalid('log', { log })])
  return log
}

/** @param {CosPlace} place */
function wrongIn({ bucket, region, prefix }) {
  return [
    BUCKET.test(bucket) ? undefined : invalid('bucket', {}),
    REGION.test(region) ? undefined : invalid('region', {}),
    prefix === '' || isPath(prefix) ? undefined : invalid('prefix', {}),
  ]
}

/** @param {string} text */
function isPath(text) {
  const parts = text.split('/')
  return (
    text.length <= 500 && parts.every((part) => !['', '.', '..'].includes(part)) && !/[\u0000-\u001f\u007f]/.test(text)
  )
}

/** @param {(Refusal | undefined)[]} errors */
function refuseAll(errors) {
  const found = errors.filter((error) => error !== undefined)
  if (found.length > 0) throw GrayscaleError.all(found)
}

/**
 * @template {keyof typeof import('../words/en/store.js').wrong} K
 * @param {K} why
 * @param {Parameters<typeof import('../words/en/store.js').wrong[K]> extends [infer P] ? P : {}} given
 */
function invalid(why, given) {
  const say = /** @type {(given: unknown) => string} */ (words().store.wrong[why])
  return usageError('InvalidStore', { why, said: say(given) })
}

/** Without `URL.canParse`, which Node 18 does not have: a platform may still run it. @param {string} text */
function parsed(text) {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return '..' // no prefix, and refused as one
  }
}
