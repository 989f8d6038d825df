// @ts-check
/** @import { Host } from './host.js' */
import { GrayscaleError, usageError } from '../errors.js'
import { packsItself } from './packaging.js'

/** What stands under `provider` elsewhere and would mean nothing here. @type {Record<string, string>} */
const refusedOfProvider = {
  credentials:
    'keys are taken from exported variables, .env.<stage> and .env: put TENCENT_SECRET_ID and TENCENT_SECRET_KEY there',
  functions: 'functions stand at the top of the file, beside provider',
}

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
    throw usageError(
      'InvalidProject',
      `${serverless.configurationFilename} lists scf-grayscale/plugin, but its provider is ${name}.`,
      'Write provider: {name: tencent}, or take the plugin out.',
    )
  }
  for (const [key, why] of Object.entries(refusedOfProvider)) {
    if (defaults[key] !== undefined) throw unsupported(`provider.${key}`, why)
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
  const why = 'src says where the code is, so the framework packs nothing; files are left out by src: {src, exclude}'
  if (both !== undefined) throw unsupported(`functions.${both}.package`, why)
  const said = Object.keys(service)
  if (said.length > 0 && own.length > 0 && own.length === Object.keys(functions).length) {
    throw unsupported(`package.${said[0]}`, why)
  }
  if (service.path !== undefined)
    throw unsupported('package.path', 'a deploy packs anew: name a zip by package.artifact')
  const packages = [
    ['package', service],
    ...Object.entries(functions).map(([key, one]) => [`functions.${key}.package`, one?.package]),
  ]
  const remote = packages.find(([, one]) => /^\w+:\/\//.test(one?.artifact))
  if (remote !== undefined) {
    throw unsupported(
      `${remote[0]}.artifact ${remote[1].artifact}`,
      'it is a file; code in object storage is named by cosBucketName and cosObjectName',
    )
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
  if (given === undefined) return
  throw usageError(
    'UnsupportedOption',
    `--${given} does nothing here: the framework has it for another provider.`,
    given === 'force'
      ? 'Take it away: changed code is uploaded, and unchanged code need not be.'
      : 'Take it away; what is meant for the release is typed as --inputs NAME=VALUE.',
  )
}

/**
 * @param {string} name
 * @param {string} why
 */
function unsupported(name, why) {
  return new GrayscaleError({
    code: 'UnsupportedInput',
    class: 'usage',
    message: `${name} is not supported`,
    hint: why,
  })
}
