// @ts-check
/** @import { ErrorData } from '../../types/generated.js' */
import { signal } from '@preact/signals'
import { Grayscale, GrayscaleError, init } from '../../index.js'
import { masked } from '../../render/account.js'
import { browserStore } from '../../store/browser.js'
import { followed } from './followed.js'
import { keep, kept } from './kept.js'
import { projectStore } from './project-store.js'
import { lookingTransport, relayTransport } from './relay.js'
import { learn, missed } from './served.js'
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
 * @property {{ id: string, from?: string }} [signs] the local server signs, with these keys: what may be shown of the id, and where
 *   the key is from
 * @property {{ place: string, stage: string, shared: boolean, who: string }} [journal] of the project that it was started in:
 *   where it is, and who the page's runs are by
 */

/** @typedef {{ secretId: string, secretKey: string, token?: string }} Credentials */

/**
 * Who is signed in: what the page may show of it. The keys lie in `keys`, which nothing renders.
 *
 * @typedef {{ id: string, regions: string[], namespaces: string[], demo: boolean, signs?: Config['signs'] }} Account
 */

const base = new URL('.', location.href)

/** @type {import('@preact/signals').Signal<Config | undefined>} */
export const config = signal(undefined)
/** Why the page can't start. @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const trouble = signal(undefined)
/** @type {import('@preact/signals').Signal<Account | undefined>} */
export const account = signal(undefined)
/** Whether keys are asked for again, or regions and namespaces alone, over the page as it is. @type {import('@preact/signals').Signal<'keys' | 'places' | undefined>} */
export const asks = signal(undefined)
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
    missed()
    throw new GrayscaleError({ code: 'Unreachable', message: `${base.origin}: ${message}` }, { cause })
  }
}

/** Starts the engine, hears what the server is, and learns the language. */
export async function begin() {
  trouble.value = undefined
  try {
    const [answer] = await Promise.all([own(fetch(new URL('config.json', base))), init(), own(loadLanguage())])
    if (!answer.ok) throw new Error(`config.json: ${answer.status}`)
    const text = await answer.text()
    learn(text)
    const found = /** @type {Config} */ (JSON.parse(text))
    config.value = found
    if (found.demo) enter(found.demo, { regions: [found.region], namespaces: [] })
    if (found.signs) enter(standIn(), placesBefore(found))
  } catch (error) {
    trouble.value = GrayscaleError.from(error)
  }
}

/** Where functions are looked for. @typedef {{ regions: string[], namespaces: string[] }} Places */

/** Where they were looked for at the last visit, else where the server was told to. @param {Config} config @returns {Places} */
export function placesBefore({ region, namespace }) {
  try {
    const { regions, namespaces } = JSON.parse(kept('places') ?? '')
    const texts = (/** @type {unknown} */ list) =>
      Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : []
    if (texts(regions).length > 0) return { regions, namespaces: texts(namespaces) }
  } catch {
    // it is the first visit
  }
  return { regions: [region], namespaces: namespace ? [namespace] : [] }
}

/** The engine signs as ever; where the local server does, it throws that signature away. @returns {Credentials} */
const standIn = () => ({ secretId: 'the-local-server-signs', secretKey: crypto.randomUUID() })

/**
 * Signs in with keys that the API takes, in regions that it knows. Others let nobody in.
 *
 * @param {Credentials | undefined} given the same as before, where there are none
 * @param {Places} where
 * @returns {Promise<GrayscaleError | undefined>} why it does not
 */
export async function signIn(given, where) {
  const taken = given ?? keys
  if (!taken) throw new Error('no keys were given')
  const failed = await tried(taken, where.regions)
  if (failed) return failed
  enter(taken, where)
  keep('places', JSON.stringify(where))
  return undefined
}

/**
 * Asks once in each region. Whoever may not list functions, or not so fast, has signed in all the same.
 *
 * @param {Credentials} given
 * @param {string[]} regions
 */
async function tried(given, regions) {
  const { endpoint, insecure } = /** @type {Config} */ (config.value)
  const gray = new Grayscale({ endpoint, insecure, transport: relayTransport(base), credentials: given })
  try {
    await Promise.all(regions.map((region) => gray.request('ListFunctions', { Limit: 1 }, { region })))
    return undefined
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    return ['denied', 'limit'].includes(wayOut(error) ?? '') ? undefined : error
  } finally {
    await gray.close()
  }
}

/** @param {Credentials} given @param {Places} where */
function enter(given, { regions, namespaces }) {
  keys = given
  asks.value = undefined
  const { endpoint, insecure, demo, signs, journal: project } = /** @type {Config} */ (config.value)
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
  const id = signs?.id ?? masked(given.secretId)
  account.value = { id, regions, namespaces, demo: demo !== undefined, signs }
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

/** Which way out of this page an advice stands for. @type {Record<string, 'keys' | 'denied' | 'limit' | undefined>} */
const waysOut = { secretId: 'keys', secretKey: 'keys', token: 'keys', permission: 'denied', rateLimit: 'limit' }

/**
 * The way out of an error that is about the session, not about what was asked.
 *
 * @param {ErrorData} error
 * @returns {'keys' | 'denied' | 'limit' | 'relay' | undefined}
 */
export function wayOut({ code, params, message }) {
  if (code === 'InvalidCredentials') return 'keys'
  // not where the clock is wrong: the hint says so then
  const way = waysOut[String(params?.advice)]
  if (way !== undefined) return way
  // an emulator's address may begin as this one does; and what a browser without a network can't reach may be there
  const server = ['Unreachable', 'JournalFailed'].includes(code) && message.split(/[\s,]+/).includes(`${base.origin}:`)
  return online.value && server ? 'relay' : undefined
}
