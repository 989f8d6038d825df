// @ts-check
/** @import { Transport } from '../../types.js' */
/** @import { Project } from '../../project/read.js' */
/** @import { Call } from '../commands.js' */
import { exportLines } from '../../../emulator/command.js'
import { keepAddress, lastAddress } from '../../console/serve/address.js'
import { consolesIn } from '../../console/serve/beside.js'
import { startConsole } from '../../console/serve/index.js'
import { problem, usageError } from '../../errors.js'
import { credentialsFrom, warnOfOpenFiles } from '../../project/index.js'
import { stateOf } from '../../project/own-state.js'
import { masked } from '../../render/account.js'
import { endpointFrom } from '../../runtime/http/endpoint.js'
import { loopback } from '../../runtime/http/loopback.js'
import { words } from '../../words/index.js'
import { currentReader, speakTo } from '../../words/reader.js'
import { journalOf } from '../console-journal.js'
import { openProject } from '../session.js'

const CONNECTIONS = 24

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const given = /** @type {Record<string, string | boolean | undefined>} */ (parsed.flags)
  const text = (/** @type {string} */ name) => /** @type {string | undefined} */ (given[name])
  const { region, namespace, stage } = /** @type {Record<string, string | undefined>} */ (parsed.inputs)
  const port = portOf(text('port'))
  const signs = signsFor(text('credentials'))
  if (given.demo) {
    if (signs) throw usageError('InvalidFlag.besideDemo', { name: 'credentials', value: 'env' })
    const { endpoint, store, cwd: dir, file, component } = /** @type {Record<string, string | undefined>} */ (given)
    refuseWithDemo({ endpoint, region, namespace, stage, store, cwd: dir, file, component })
  }
  const log = given.verbose ? (/** @type {string} */ line) => output.say(line) : () => {}
  const world = given.demo ? await demoWorld(log) : undefined
  /** @type {ReturnType<typeof consolesIn> | undefined} */
  let consoles
  try {
    const endpoint = world
      ? world.endpoint
      : endpointFrom(
          [
            ['--endpoint', text('endpoint')],
            ['GRAYSCALE_ENDPOINT', env.GRAYSCALE_ENDPOINT],
          ],
          given.insecure === true,
        )
    const insecure = given.insecure === true
    const project = world ? undefined : await openProject({ parsed, env, cwd })
    const journal = world?.journal ?? (project && journalOf(project, { typed: text('store'), env, endpoint, insecure }))
    const credentials = signs && project ? keysOf(project, env) : undefined
    // the demo asks nothing of an account
    consoles = world ? undefined : consolesIn(stateOf(env))
    const options = {
      credentials,
      servers: consoles?.count,
      ...{ endpoint, insecure, region: region ?? regionOf(project), namespace, demo: world?.credentials, log, journal },
      // never through a proxy of this machine's
      ...(world && { transport: after(world.ready, loopback(CONNECTIONS)) }),
    }
    const { address, refused } = lastAddress(env)
    if (refused !== undefined) output.say(words().cli.console.addressOpen(refused))
    // a port that is to be another one each time has an address that is another one each time
    const usable = given['new-address'] || port === 0 ? undefined : address
    // a server that signs lets whoever has its address use the key: a secret that stands in some history is not enough for that
    const lasts = !signs || given['keep-address'] === true
    const last = usable && { port: usable.port, token: lasts ? usable.token : undefined }
    const served = await started(options, port, last)
    // that of another console, which has its port now, stays its own
    const keeps = lasts && port !== 0 && last === undefined
    const kept = keeps ? keepAddress(env, { port: served.port, token: served.token }) : undefined
    if (kept) output.say(words().cli.console.addressNotKept(kept))
    const emulator = world && { url: world.endpoint, ...world.credentials }
    output.show(({ paint }) => `${words().cli.console.at(paint.bold(served.url))}\n`)
    const place = journal?.store.describe()
    if (place !== undefined) output.show(() => `${words().cli.console.journal(place)}\n`)
    if (credentials) output.show(() => `${words().cli.console.signs(masked(credentials.secretId), credentials.from)}\n`)
    if (world) output.show(() => demoLines(world))
    const signsAs = credentials && { id: masked(credentials.secretId), from: credentials.from }
    output.document({ url: served.url, port: served.port, emulator, journal: place, signs: signsAs })
    if (!given['no-open']) await opened(served.opens, output)
    const stopped = new Promise((resolve) => {
      if (signal.aborted) resolve(undefined)
      else signal.addEventListener('abort', resolve, { once: true })
    })
    const reader = currentReader()
    try {
      await Promise.race([stopped, world?.ready.then(() => stopped) ?? stopped])
    } finally {
      await served.close()
      // the page may have spoken another language than this terminal
      speakTo(reader)
    }
    return 0
  } finally {
    consoles?.end()
    await world?.close()
  }
}

/** Whether this server signs. @param {string | undefined} typed */
function signsFor(typed) {
  if (typed === undefined || typed === 'env') return typed === 'env'
  throw usageError('InvalidFlag.credentials', { value: typed })
}

/** The keys of all other commands. @param {Project} project @param {Record<string, string | undefined>} env */
function keysOf(project, env) {
  warnOfOpenFiles(project.env.files)
  return credentialsFrom({ env, files: project.env.files })
}

/** Where a project's functions are, as far as it says so for all of them. @param {Project} [project] */
function regionOf(project) {
  const region = project?.inputs.region
  return typeof region === 'string' ? region : undefined
}

/**
 * The demo has a place of its own. Whoever names another one beside it means something else, perhaps their own account.
 *
 * @param {Record<string, string | undefined>} where
 */
function refuseWithDemo(where) {
  for (const [name, value] of Object.entries(where)) {
    if (value !== undefined) throw usageError('InvalidFlag.besideDemo', { name, value })
  }
}

/** How the command line gets to the same functions. @param {import('../../console/demo/index.js').Demo} world */
function demoLines({ endpoint: url, credentials: credential }) {
  return `${words().cli.console.demoAt(url)}\n${exportLines({ url, credential })}`
}

/** @param {(line: string) => void} log */
async function demoWorld(log) {
  const { openDemo } = await import('../../console/demo/index.js')
  return openDemo({ log })
}

/**
 * Calls that wait for the demo's past: the page is there meanwhile.
 *
 * @param {Promise<void>} ready
 * @param {Transport} transport
 * @returns {Transport}
 */
function after(ready, transport) {
  return {
    ...transport,
    async send(request) {
      await ready
      return transport.send(request)
    },
  }
}

/**
 * On the port that is asked for; else at the address of the last time, or a new one where its port is taken.
 *
 * @param {import('../../console/serve/index.js').ConsoleOptions} options
 * @param {number | undefined} port
 * @param {{ port: number, token?: string } | undefined} last without a token, a new one is drawn
 */
async function started(options, port, last) {
  try {
    if (port !== undefined) return await startConsole({ ...options, port, token: last?.token })
    try {
      return await startConsole({ ...options, ...last })
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error
      return await startConsole(options)
    }
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw problem('ConsoleFailed', { why: message }, { cause: error })
  }
}

/** @param {string | undefined} typed */
function portOf(typed) {
  if (typed === undefined) return undefined
  const port = Number(typed)
  if (/^\d+$/.test(typed) && port <= 65_535) return port
  throw usageError('InvalidFlag.port', { value: typed })
}

/**
 * A machine without a display has no browser to open: the address is on stdout.
 *
 * @param {string} url
 * @param {import('../output.js').Output} output
 */
async function opened(url, output) {
  const { default: open } = await import('open')
  const notOpened = (/** @type {unknown} */ error) =>
    output.say(words().cli.console.notOpened(/** @type {Error} */ (error).message))
  try {
    const child = await open(url)
    child.on('error', notOpened)
  } catch (error) {
    notOpened(error)
  }
}
