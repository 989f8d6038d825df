// @ts-check
/** @import { EnvFile } from './env.js' */
import { usageError } from '../errors.js'
import { words } from '../words/index.js'

/**
 * @typedef {object} Credentials
 * @property {string} secretId
 * @property {string} secretKey
 * @property {string} [token]
 * @property {string} [appId]
 * @property {string} from `options`, `environment`, or the name of a file
 */

/**
 * One place to look, and what the two halves are called there.
 *
 * @typedef {object} Place
 * @property {string} from
 * @property {string} label for people
 * @property {boolean} there
 * @property {{ secretId: string, secretKey: string, token: string, appId: string }} names
 * @property {Record<string, unknown>} values
 */

const optionNames = { secretId: 'secretId', secretKey: 'secretKey', token: 'token', appId: 'appId' }
const variableNames = ['TENCENT', 'TENCENTCLOUD'].map((prefix) => ({
  secretId: `${prefix}_SECRET_ID`,
  secretKey: `${prefix}_SECRET_KEY`,
  token: `${prefix}_TOKEN`,
  appId: `${prefix}_APP_ID`,
}))

/** Of variables that hold a part of a credential. */
export const credentialNames = variableNames.flatMap(({ secretId, secretKey, token }) => [secretId, secretKey, token])

/** A shorter value, which no account has, may be a part of any text. */
const SHORTEST = 8

/**
 * Tells which variable's credential a text holds.
 *
 * @param {Record<string, string | undefined>} env what is exported
 * @param {EnvFile[]} files
 * @returns {(text: string) => string | undefined} the variable's name
 */
export function keySearch(env, files) {
  const places = [env, ...files.map(({ values }) => values)]
  const known = places.flatMap((values) => credentialNames.map((name) => ({ name, value: values[name]?.trim() ?? '' })))
  const long = known.filter(({ value }) => value.length >= SHORTEST)
  return (text) => long.find(({ value }) => text.includes(value))?.name
}

/**
 * The first pair found wins: options, exported variables, `.env.<stage>`, `.env`. A pair is taken from one place; half
 * of one stops the search, since the next place may belong to another account.
 *
 * @param {object} from
 * @param {Partial<Omit<Credentials, 'from'>>} [from.options]
 * @param {Record<string, string | undefined>} [from.env] what is exported
 * @param {EnvFile[]} [from.files] in the order in which they count
 * @returns {Credentials}
 * @throws {import('../errors.js').GrayscaleError} `MissingCredentials`, `InvalidCredentials`; neither shows a value
 */
export function credentialsFrom({ options = {}, env = {}, files = [] }) {
  const places = [
    { from: 'options', label: words().project.places.options(), there: true, names: optionNames, values: options },
    ...variableNames.map((names) => ({
      from: 'environment',
      label: words().project.places.exported(),
      there: true,
      names,
      values: env,
    })),
    ...files.flatMap(({ name, found, values }) =>
      variableNames.map((names) => ({ from: name, label: name, there: found, names, values })),
    ),
  ]
  for (const place of places) {
    const secretId = valueAt(place, 'secretId')
    const secretKey = valueAt(place, 'secretKey')
    if (secretId === undefined && secretKey === undefined) continue
    if (secretId === undefined || secretKey === undefined) throw halfMissing(place, secretId === undefined)
    return { secretId, secretKey, token: valueAt(place, 'token'), appId: valueAt(place, 'appId'), from: place.from }
  }
  throw usageError('MissingCredentials.none', { places: lookedAt(places) })
}

/**
 * The account's appid, also where no key is known: it is no secret. It is taken from the place of the key, else from what is
 * exported; an env file of a repository alone must not say whose buckets are the account's own.
 *
 * @param {{ env?: Record<string, string | undefined>, files?: EnvFile[] }} from as for `credentialsFrom`
 * @returns {string | undefined}
 */
export function appIdFrom({ env = {}, files = [] }) {
  try {
    return credentialsFrom({ env, files }).appId
  } catch {
    return variableNames.map(({ appId }) => env[appId]?.trim()).find(Boolean)
  }
}

/**
 * A value without what copying tends to add: white space around it, and a pair of quotes that was exported with it.
 *
 * @param {Place} place
 * @param {keyof Place['names']} what
 * @returns {string | undefined} `undefined` where there is none, or an empty one
 */
function valueAt({ label, names, values }, what) {
  const name = names[what]
  const value = String(values[name] ?? '')
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim()
  if (value === '') return undefined
  if (/^[\x21-\x7e]+$/.test(value)) return value
  throw usageError('InvalidCredentials', { name, label })
}

/**
 * @param {Place} place
 * @param {boolean} idIsMissing
 */
function halfMissing({ label, names }, idIsMissing) {
  const [missing, present] = idIsMissing ? [names.secretId, names.secretKey] : [names.secretKey, names.secretId]
  return usageError('MissingCredentials.half', { present, missing, label })
}

/** @param {Place[]} places */
function lookedAt(places) {
  return [...new Map(places.map(({ label, there }) => [label, { label, there }])).values()]
}
