// @ts-check
/** @import { ErrorData } from '../../types/generated.js' */
import { signal } from '@preact/signals'
import { Grayscale, GrayscaleError, init } from '../../index.js'
import { masked } from '../../render/account.js'
import { browserStore } from '../../store/browser.js'
import { followed } from './followed.js'
import { projectStore } from './project-store.js'
import { lookingTransport, relayTransport } from './relay.js'
import { loadLanguage } from './words/index.js'

/**
 * What the local server says of itself.
 *
 * @typedef {object} Config
 * @property {string} version
 * @property {string} [endpoint] in the API's place
 * @property {boolean} [insecure] that may be plain HTTP to another machine
 * @property {string} region
 * @property {string} [namespace]
 * @property {{ secretId: string, secretKey: string }} [demo] whose keys open nothing but the demo
 * @property {{ place: string, stage: string, shared: boolean, who: string }} [journal] of the project that it was started in:
 *   where it is, and who the page's runs are by
 */

/** @typedef {{ secretId: string, secretKey: string, token?: string }} Credentials */

/**
 * Who is signed in: what the page may show of it. The keys lie in `keys`, which nothing renders.
 *
 * @typedef {{ id: string, regions: string[], namespaces: string[], demo: boolean }} Account
 */

const base = new URL('.', location.href)

/** @type {import('@preact/signals').Signal<Config | undefined>} */
export const config = signal(undefined)
/** Why the page can't start. @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const trouble = signal(undefined)
/** @type {import('@preact/signals').Signal<Account | undefined>} */
export const account = signal(undefined)
/** Whether keys are asked for again, over the page as it is. */
export const asksAgain = signal(false)
/** Whether this computer has a network. */
export const online = signal(navigator.onLine)
addEventListener('online', () => (online.value = true))
addEventListener('offline', () => (online.value = false))

/** @type {Credentials | undefined} */
let keys
/** The engines of this tab: one acts, two only look. @type {Record<'acts' | 'lists' | 'watches', Grayscale> | undefined} */
let engines
/** The page's own journal, where it has no project's. @type {ReturnType<typeof browserStore> | undefined} */
let mine
/** The journal that it reads and writes. @type {ReturnType<typeof followed> | undefined} */
let journal

function signedInEngines() {
  if (!engines) throw new Error('nobody is signed in')
  return engines
}

/** Plans and carries out, as fast as the API allows. */
export const gray = () => signedInEngines().acts
/** Looks at all functions, with the part of the API's rate that is left for looking. */
export const lister = () => signedInEngines().lists
/** Looks at one function, likewise: it does not stand in line behind the list. */
export const watcher = () => signedInEngines().watches

/** The journal of this page: its project's, or the browser's. */
export function store() {
  if (!journal) throw new Error('nobody is signed in')
  return journal
}

/** Puts another journal in the place of the browser's own. @param {string} text */
export async function replaceJournal(text) {
  if (!mine) throw new Error('the journal of a project is not replaced')
  await mine.replace(text)
  store().forget()
}

/**
 * What the page fetches of its own. Where it does not come, the server is gone, and `wayOut` says so.
 *
 * @template T
 * @param {Promise<T>} coming
 * @returns {Promise<T>}
 */
export async function own(coming) {
  try {
    return await coming
  } catch (cause) {
    const { message } = /** @type {Error} */ (cause)
    throw new GrayscaleError({ code: 'Unreachable', message: `${base.origin}: ${message}` }, { cause })
  }
}

/** Starts the engine, hears what the server is, and learns the language. */
export async function begin() {
  trouble.value = undefined
  try {
    const [answer] = await Promise.all([own(fetch(new URL('config.json', base))), init(), own(loadLanguage())])
    if (!answer.ok) throw new Error(`config.json: ${answer.status}`)
    const found = /** @type {Config} */ (await answer.json())
    config.value = found
    if (found.demo) signIn(found.demo, { regions: [found.region], namespaces: [] })
  } catch (error) {
    trouble.value = GrayscaleError.from(error)
  }
}

/**
 * @param {Credentials} given
 * @param {{ regions: string[], namespaces: string[] }} where
 */
export function signIn(given, { regions, namespaces }) {
  keys = given
  asksAgain.value = false
  const { endpoint, insecure, demo, journal: project } = /** @type {Config} */ (config.value)
  if (!journal) {
    if (!project) mine = browserStore(endpoint ? `scf-grayscale ${new URL(endpoint).host}` : 'scf-grayscale')
    journal = followed(mine ?? projectStore(base, /** @type {NonNullable<typeof project>} */ (project)))
  }
  const about = { endpoint, insecure, region: regions[0], who: project?.who }
  engines ??= {
    acts: engine(relayTransport(base), about),
    lists: engine(lookingTransport(base), about),
    watches: engine(lookingTransport(base), about),
  }
  account.value = { id: masked(given.secretId), regions, namespaces, demo: demo !== undefined }
}

/**
 * @param {import('../../types.js').Transport} transport
 * @param {{ endpoint?: string, insecure?: boolean, region: string, who?: string }} options
 */
function engine(transport, options) {
  // asked before each call: whoever signs in again goes on with what is under way
  return new Grayscale({ ...options, transport, store: journal, credentials: () => /** @type {Credentials} */ (keys) })
}

/**
 * Begins the page anew: what was listed, chosen and run belongs to whoever was signed in, and what is still on its way to
 * them must not arrive for the next one.
 */
export function signOut() {
  keys = undefined
  location.hash = ''
  location.reload()
}

/**
 * The way out of an error that is about the session, not about what was asked.
 *
 * @param {ErrorData} error
 * @returns {'keys' | 'denied' | 'limit' | 'relay' | undefined}
 */
export function wayOut({ code, message }) {
  // not AuthFailure.SignatureExpire: the clock is wrong then, and the hint says so
  if (
    /^(AuthFailure\.(TokenFailure|SecretIdNotFound|InvalidSecretId|SignatureFailure)|InvalidCredentials)$/.test(code)
  ) {
    return 'keys'
  }
  if (/^UnauthorizedOperation|^AuthFailure\.UnauthorizedOperation/.test(code)) return 'denied'
  if (code.startsWith('RequestLimitExceeded')) return 'limit'
  // an emulator's address may begin as this one does; and what a browser without a network can't reach may be there
  const server = ['Unreachable', 'JournalFailed'].includes(code) && message.split(/[\s,]+/).includes(`${base.origin}:`)
  return online.value && server ? 'relay' : undefined
}
