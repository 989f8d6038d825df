// @ts-check
/** @import { Host } from './host.js' */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { GrayscaleError } from '../errors.js'
import { naming } from '../package/leftout.js'
import { isCertificate } from '../package/pem.js'
import { slashed } from '../package/place.js'
import { words } from '../words/index.js'

/** Keys by which a function says where its code is. Where there is none of them, the framework packs it. */
const codeKeys = ['src', 'zip', 'cosObjectName', 'image']

/** Never in a package, whatever the patterns say. */
const never = ['.env', '.env.*', '.envrc', '.git/**', '.grayscale/**', '.serverless/**']

/** In a package only if a pattern names it. Private keys in `*.pem` are found by what is in them. */
const unlessNamed = [
  '.npmrc',
  'id_+([!.])',
  'id_*.{pub,key,ppk,bak,old}',
  ...['.aliyun', '.aws', '.azure', '.gnupg', '.kube', '.ssh', '.tccli', '.tencentcloud'].map((name) => `${name}/**`),
  '.config/gcloud/**',
  '.docker/config.json',
]

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
export async function limitPackaging({ serverless, written, dir }) {
  const { service } = serverless
  const keys = await privateKeys(dir)
  /** @type {string[]} */
  const common = service.package.patterns ?? []
  service.package = { ...service.package, patterns: limited(common, { common: [], keys, times: 1 }) }
  for (const [key, one] of Object.entries(service.functions)) {
    if (packsItself(written.functions[key], written.provider)) one.package = { ...one.package, disable: true }
    else if (one.package?.patterns) {
      one.package.patterns = limited(one.package.patterns, { common, keys, times: 2 })
    }
  }
}

/**
 * Patterns with ours behind them: the last one that fits decides. What a person's patterns name stays.
 *
 * @param {string[]} patterns
 * @param {{ common: string[], keys: string[], times: number }} options `common`: patterns that stand before these;
 *   `times`: how ours are spelled
 */
function limited(patterns, { common, keys, times }) {
  const without = (/** @type {string} */ glob) => `!${spelled(`**/${glob}`, times)}`
  const named = naming([...common, ...patterns]).map((pattern) => spelled(pattern, times + 1))
  return [
    ...patterns,
    ...unlessNamed.map(without),
    ...keys.map((path) => `!${spelled(path, times)}`),
    ...named,
    ...never.map(without),
  ]
}

/**
 * A pattern for the same names in any letter case. The framework drops the second of two equal patterns, so those that
 * have to be there again are spelled in another way.
 *
 * @param {string} pattern
 * @param {number} times
 */
function spelled(pattern, times) {
  return pattern.replace(/[a-z]/gi, (letter) => `[${`${letter.toLowerCase()}${letter.toUpperCase()}`.repeat(times)}]`)
}

/**
 * Paths of `.pem` files that hold more than certificates, as patterns.
 *
 * @param {string} dir
 */
async function privateKeys(dir) {
  const paths = (await readdir(dir, { recursive: true })).filter((path) => /\.pem$/i.test(path))
  const secret = await Promise.all(paths.map(async (path) => !(await isCertificate(join(dir, path)))))
  return paths.filter((_, index) => secret[index]).map((path) => slashed(path).replace(/[^\w./-]/g, '?'))
}

/**
 * What the framework has packed. It packs nothing of a function that says `package: {disable: true}`: its code is left
 * alone.
 *
 * @param {Host} host
 * @param {Record<string, any>} inputs of the project, with what was typed
 * @returns {Record<string, { src: string }>} where the packages are of the functions that it packed, by key
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

/**
 * An error about a package, with what to do where the framework packed it.
 *
 * @param {unknown} thrown
 * @param {Record<string, { src: string }>} packed as `packedBy` gives it
 */
export function aboutPackage(thrown, packed) {
  const error = GrayscaleError.from(thrown)
  /** @type {Record<string, () => string>} what to do about a package that the framework made, where the hint is about `src` */
  const ways = words().code.framework
  const way = Object.hasOwn(ways, error.code) ? ways[error.code] : undefined
  const files = Object.values(packed).map(({ src }) => src)
  const theirs = Object.keys(packed).some((key) => error.function === key || error.function?.startsWith(`${key}-`))
  const named = Object.values(error.params ?? {}).some((value) => files.includes(String(value)))
  if (way !== undefined && (theirs || named)) error.hint = way()
  return error
}
