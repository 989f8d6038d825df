// @ts-check
/** @import { Transport } from '../../types.js' */
/** @import { Call } from '../commands.js' */
import { exportLines } from '../../../emulator/command.js'
import { startConsole } from '../../console/serve/index.js'
import { keepPort, lastPort } from '../../console/serve/port.js'
import { GrayscaleError, usageError } from '../../errors.js'
import { endpointFrom } from '../../runtime/http/endpoint.js'
import { loopback } from '../../runtime/http/loopback.js'

const CONNECTIONS = 24

/** @param {Call} call */
export async function run({ parsed, output, signal, env }) {
  const given = /** @type {Record<string, string | boolean | undefined>} */ (parsed.flags)
  const text = (/** @type {string} */ name) => /** @type {string | undefined} */ (given[name])
  const { region, namespace } = /** @type {Record<string, string | undefined>} */ (parsed.inputs)
  if (parsed.operands.length > 0) {
    throw usageError(
      'UnexpectedValue',
      `${JSON.stringify(parsed.operands[0])} belongs to no flag`,
      'grayscale console --help shows the flags',
    )
  }
  const port = portOf(text('port'))
  if (given.demo) refuseWithDemo({ endpoint: text('endpoint'), region, namespace })
  const log = given.verbose ? (/** @type {string} */ line) => output.say(line) : () => {}
  const world = given.demo ? await demoWorld(log) : undefined
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
    const options = {
      ...{ endpoint, insecure: given.insecure === true, region, namespace, demo: world?.credentials, log },
      // never through a proxy of this machine's
      ...(world && { transport: after(world.ready, loopback(CONNECTIONS)) }),
    }
    const served = await started(options, port, env)
    const kept = port === undefined ? keepPort(env, served.port) : undefined
    if (kept) output.say(`the port could not be kept for the next time: ${kept}`)
    const emulator = world && { url: world.endpoint, ...world.credentials }
    output.show(({ paint }) => `console: ${paint.bold(served.url)}\n`)
    if (world) output.show(() => demoLines(world))
    output.document({ url: served.url, port: served.port, emulator })
    if (!given['no-open']) await opened(served.url, output)
    const stopped = new Promise((resolve) => {
      if (signal.aborted) resolve(undefined)
      else signal.addEventListener('abort', resolve, { once: true })
    })
    try {
      await Promise.race([stopped, world?.ready.then(() => stopped) ?? stopped])
    } finally {
      await served.close()
    }
    return 0
  } finally {
    await world?.close()
  }
}

/**
 * The demo has a place of its own. Whoever names another one beside it means something else, perhaps their own account.
 *
 * @param {Record<string, string | undefined>} where
 */
function refuseWithDemo(where) {
  for (const [name, value] of Object.entries(where)) {
    if (value === undefined) continue
    throw usageError(
      'InvalidFlag',
      `--demo has its own ${name}, so --${name} ${value} says nothing`,
      `leave out --demo to work on ${value}, or --${name} to try the demo`,
    )
  }
}

/** How the command line gets to the same functions. @param {import('../../console/demo/index.js').Demo} world */
function demoLines({ endpoint: url, credentials: credential }) {
  return `the demo's SCF listens on ${url}\n${exportLines({ url, credential })}`
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
 * On the port that is asked for; else on that of the last time, or a new one where that is taken.
 *
 * @param {import('../../console/serve/index.js').ConsoleOptions} options
 * @param {number | undefined} port
 * @param {Record<string, string | undefined>} env
 */
async function started(options, port, env) {
  try {
    if (port !== undefined) return await startConsole({ ...options, port })
    try {
      return await startConsole({ ...options, port: lastPort(env) })
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error
      return await startConsole(options)
    }
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw new GrayscaleError(
      {
        code: 'ConsoleFailed',
        message: `the console can't listen: ${message}`,
        hint: 'without --port it picks a free one',
      },
      { cause: error },
    )
  }
}

/** @param {string | undefined} typed */
function portOf(typed) {
  if (typed === undefined) return undefined
  const port = Number(typed)
  if (/^\d+$/.test(typed) && port <= 65_535) return port
  throw usageError('InvalidFlag', `--port ${typed} is no port`, 'a number from 0 to 65535; 0 picks a free one')
}

/**
 * A machine without a display has no browser to open: the address is on stdout.
 *
 * @param {string} url
 * @param {import('../output.js').Output} output
 */
async function opened(url, output) {
  const { default: open } = await import('open')
  try {
    const child = await open(url)
    child.on('error', (error) => output.say(`no browser could be opened (${error.message}): open the address yourself`))
  } catch (error) {
    output.say(`no browser could be opened (${/** @type {Error} */ (error).message}): open the address yourself`)
  }
}
