// @ts-check
/** @import { Host } from './host.js' */
import { resolve } from 'node:path'
import { GrayscaleError } from '../errors.js'

/** Keys by which a function says where its code is. Where there is none of them, the framework packs it. */
const codeKeys = ['src', 'zip', 'cosBucketName', 'cosObjectName']

/**
 * Credentials and what this tool keeps are never packed, whatever else is: the framework leaves `.env` out only where it
 * reads that file itself. Two spellings, since it drops the second of two equal patterns, and the last one decides.
 */
const never = {
  service: ['!**/.env', '!**/.env.*', '!**/.grayscale/**'],
  function: ['!**/{.env,.env.*}', '!**/{.grayscale,.grayscale}/**'],
}

/**
 * @param {Record<string, any>} one a function as written
 * @param {Record<string, any>} provider
 */
export function packsItself(one, provider) {
  return codeKeys.some((key) => one?.[key] !== undefined || provider[key] !== undefined)
}

/**
 * Before the framework packs: what it shall not pack, and what it shall leave out.
 *
 * @param {Host} host
 */
export function limitPackaging({ serverless, written }) {
  const { service } = serverless
  service.package = { ...service.package, patterns: [...(service.package.patterns ?? []), ...never.service] }
  for (const [key, one] of Object.entries(service.functions)) {
    if (packsItself(written.functions[key], written.provider)) one.package = { ...one.package, disable: true }
    else if (one.package?.patterns) one.package.patterns = [...one.package.patterns, ...never.function]
  }
}

/**
 * What the framework has packed. It packs nothing of a function that says `package: {disable: true}`: its code is left
 * alone.
 *
 * @param {Host} host
 * @param {Record<string, any>} inputs of the project, with what was typed
 * @returns {Record<string, { src: string }>} inputs of the functions that it packed, by key
 */
export function packedBy({ serverless, dir }, { functions, ...defaults }) {
  const { service } = serverless
  const packed = Object.entries(service.functions).filter(
    ([key, one]) => !packsItself(functions[key], defaults) && !one.package?.disable,
  )
  return Object.fromEntries(
    packed.map(([key, one]) => [key, { src: resolve(dir, one.package?.artifact ?? service.package.artifact) }]),
  )
}

/** What to do about a package that the framework made, where the hint is about `src`. @type {Record<string, string>} */
const ways = {
  InvalidPackage:
    'check package.patterns, which may leave every file out, and package.artifact, which is to name a zip file',
  PackageTooLarge:
    'leave files out with package.patterns, pack each function alone with package: {individually: true}, or put the zip file into COS and give cosBucketName and cosObjectName',
  SourceNotFound: 'check package.artifact: it is to name a zip file with the code',
}

/**
 * An error about a package, with what to do where the framework packed it.
 *
 * @param {unknown} thrown
 * @param {Record<string, { src: string }>} packed as `packedBy` gives it
 */
export function aboutPackage(thrown, packed) {
  const error = GrayscaleError.from(thrown)
  const way = ways[error.code]
  const files = Object.values(packed).map(({ src }) => src)
  const theirs = Object.keys(packed).some((key) => error.function === key || error.function?.startsWith(`${key}-`))
  if (way !== undefined && (theirs || files.some((file) => error.message.includes(file)))) error.hint = way
  return error
}
