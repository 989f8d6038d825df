// @ts-check
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Host } from './host.js' */
import { usageError } from '../errors.js'
import { packsItself } from './packaging.js'

/** What stands under `provider` elsewhere and has no meaning here. */
const refusedOfProvider = /** @type {const} */ (['credentials', 'functions'])

/** Options of `deploy` and `info` that the framework has for another cloud. */
const refusedOptions = ['package', 'force', 'conceal', 'aws-s3-accelerate', 'enforce-hash-update', 'minify-template']

/**
 * The file as inputs: what stands under `provider` is for all functions and for the whole run, `functions` are the
 * functions. Everything about them is judged where all inputs are.
 *
 * @param {Host} host
 * @returns {Record<string, any>}
 * @throws {GrayscaleError} `InvalidProject`, `UnsupportedInput`
 */
export function inputsOf({ written, serverless }) {
  const { name, stage: _, ...defaults } = written.provider
  if (name !== 'tencent') {
    throw usageError('InvalidProject.provider', { file: serverless.configurationFilename, provider: name })
  }
  for (const key of refusedOfProvider) {
    if (defaults[key] !== undefined) throw usageError(`UnsupportedInput.${key}`, { name: `provider.${key}` })
  }
  refusePackage(written)
  return {
    ...defaults,
    functions: Object.fromEntries(Object.entries(written.functions).map(([key, one]) => [key, withoutPackage(one)])),
  }
}

/**
 * Two of them can't both say what is packed.
 *
 * @param {Host['written']} written
 */
function refusePackage({ provider, functions, package: service }) {
  const own = Object.keys(functions).filter((key) => packsItself(functions[key], provider))
  const both = own.find((key) => functions[key]?.package !== undefined)
  if (both !== undefined) throw usageError('UnsupportedInput.packedBySrc', { name: `functions.${both}.package` })
  const said = Object.keys(service)
  if (said.length > 0 && own.length > 0 && own.length === Object.keys(functions).length) {
    throw usageError('UnsupportedInput.packedBySrc', { name: `package.${said[0]}` })
  }
  if (service.path !== undefined) throw usageError('UnsupportedInput.packagePath', { name: 'package.path' })
  const packages = [
    ['package', service],
    ...Object.entries(functions).map(([key, one]) => [`functions.${key}.package`, one?.package]),
  ]
  const remote = packages.find(([, one]) => /^\w+:\/\//.test(one?.artifact))
  if (remote !== undefined) {
    throw usageError('UnsupportedInput.artifact', { name: `${remote[0]}.artifact ${remote[1].artifact}` })
  }
}

/** @param {any} one */
function withoutPackage(one) {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return one
  const { package: _, ...rest } = one
  return rest
}

/** @param {Record<string, any>} options as typed */
export function refuseOptions(options) {
  const given = refusedOptions.find((name) => options[name])
  if (given !== undefined) throw usageError('UnsupportedOption', { option: given })
}
