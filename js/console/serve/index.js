// @ts-check
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Credentials } from '../../options.js' */
/** @import { Store, Transport } from '../../types.js' */
import http from 'node:http'
import { createTransport } from '../../runtime/http/index.js'
import { version } from '../../version.js'
import { drawToken } from './address.js'
import { turns } from './allowance.js'
import { readFiles, sendFile } from './files.js'
import { guarded } from './guard.js'
import { always } from './headers.js'
import { relay } from './relay.js'
import { signing } from './sign.js'
import { storeAccess } from './store.js'

/** A fifth of what the API allows per region and action: the rest is for whoever releases. */
const LOOKS_PER_SECOND = 4
/** `turn/REGION/ACTION`; what is no region is refused when its call is passed on, which says so. */
const TURN = /^turn\/([^/]{1,40}\/[A-Za-z]{1,64})$/

/**
 * @typedef {object} ConsoleOptions
 * @property {number} [port] 0 (or none) picks one
 * @property {string} [token] the secret in the address; a new one is drawn by default
 * @property {string} [endpoint] where calls go instead of Tencent Cloud
 * @property {boolean} [insecure] the endpoint may be plain HTTP to another machine
 * @property {string} [region] that the page begins with
 * @property {string} [namespace] likewise
 * @property {{ secretId: string, secretKey: string }} [demo] keys that open nothing but a local emulator
 * @property {Credentials & { from?: string }} [credentials] that this server signs with, in place of keys that the page asks for
 * @property {(line: string) => void} [log] a line per relayed call
 * @property {string | URL} [dist] the built page
 * @property {Transport} [transport] to the API
 * @property {ProjectJournal} [journal] of the project that the console was started in; without one the page keeps a journal
 *   of its own in the browser
 * @property {() => number} [servers] how many consoles share what may be looked at, this one among them; 1 by default
 */

/**
 * The journal of a project, as all who release the project use it.
 *
 * @typedef {object} ProjectJournal
 * @property {Store} store closed with the console
 * @property {string} stage
 * @property {boolean} shared whether other machines use it too
 * @property {string} who runs what the page runs, as the journal names it
 */

/**
 * Serves the release console on loopback: the page's files, what it needs to know, and a relay for requests that the page
 * has signed, or with `credentials` for those that this server signs. Whoever does not know the token in the address learns nothing, not even that a console is there.
 *
 * @param {ConsoleOptions} [options]
 * @returns {Promise<{ url: string, opens: string, port: number, token: string, close: () => Promise<void> }>}
 * @throws {import('../../errors.js').GrayscaleError} `ConsoleNotBuilt`
 */
export async function startConsole({
  port: wanted = 0,
  token = drawToken(),
  endpoint,
  insecure = false,
  region = 'ap-guangzhou',
  namespace,
  demo,
  credentials,
  log = () => {},
  dist,
  transport = createTransport(),
  journal,
  servers,
} = {}) {
  const files = readFiles(dist)
  const prefix = `/${token}/`
  const signer = credentials && signing({ credentials, endpoint })
  // of the keys the page learns enough to tell whose they are
  const signs = signer && { id: signer.id, from: credentials.from }
  const config = JSON.stringify({
    version,
    endpoint,
    insecure,
    region,
    namespace,
    demo,
    signs,
    journal: shown(journal),
  })
  const once = ticket()
  const turn = turns({ perSecond: LOOKS_PER_SECOND, servers })
  const passOn = relay({ endpoint, transport, log, sign: signer?.sign })
  const useStore = storeAccess({ store: journal?.store, log })
  const server = http.createServer((request, response) => {
    const own = { prefix, port: portOf(server) }
    if (guarded(request, { ...own, prefix: `/${once.word}/` }) === '' && once.use())
      return end(response, 303, { location: prefix })
    const path = guarded(request, own)
    // as any server answers that has nothing here: headers would tell that a console is
    if (path === undefined) return end(response, 404)
    for (const [name, value] of always) response.setHeader(name, value)
    if (path.startsWith('relay/')) return passOn(path.slice('relay/'.length), request, response)
    if (path.startsWith('store/')) return useStore(path.slice('store/'.length), request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, { allow: 'GET, HEAD' })
    if (path === 'config.json') return json(response, config)
    const looks = TURN.exec(path)
    if (looks) return json(response, JSON.stringify({ waitMs: turn(looks[1]) }))
    return sendFile(files, path, request, response) || end(response, 404)
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 60_000
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', () => resolve(undefined))
  })
  const port = portOf(server)
  const at = `http://127.0.0.1:${port}`
  return {
    url: at + prefix,
    // leads to the page once: a list of processes shows all users of a computer what a browser was started with
    opens: `${at}/${once.word}/`,
    port,
    token,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      signer?.close()
      await transport.close()
      await journal?.store.close()
    },
  }
}

/** A word that is taken once. */
function ticket() {
  let used = false
  return {
    word: drawToken(),
    use() {
      const first = !used
      used = true
      return first
    },
  }
}

/** What the page may know of a project's journal. @param {ProjectJournal} [journal] */
function shown(journal) {
  if (!journal) return undefined
  const { store, stage, shared, who } = journal
  return { place: store.describe(), stage, shared, who }
}

/** @param {http.Server} server */
const portOf = (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
function end(response, status, headers = {}) {
  response.writeHead(status, { ...headers, 'content-length': 0 }).end()
}

/** @param {ServerResponse} response @param {string} text */
function json(response, text) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(text)
}
