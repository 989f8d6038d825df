// @ts-check
/** @import { Options } from '../options.js' */
/** @import { Transport } from '../types.js' */
/** @import { Runner } from './runner.js' */
import { runCommand, variables } from '#host'
import { core } from '#load'
import { fromCore, isGrayscaleError } from '../errors.js'
import { createTransport } from './http/index.js'
import { sleep } from './sleep.js'
import { variableOf } from './variable.js'

/** An answer of a hook or of a chat is short. */
const MOST_BYTES = 64 * 1024
/** Nobody waits longer for the receiver of a notice. */
const NOTICE_MS = 10_000

/**
 * @typedef {object} HookCall how a hook is asked, as Rust says
 * @property {'function' | 'http' | 'command'} kind
 * @property {Record<string, any>} [request]
 * @property {string} [url]
 * @property {string} [secret]
 * @property {string} [command]
 * @property {string} [id]
 * @property {string} [body]
 * @property {number} timeoutMs
 */

/** @typedef {{ event: number, notice: number, url: string, secret?: string }} Due */
/** @typedef {{ url: string, headers: [string, string][], body: string }} Letter */

/**
 * Asks the hooks of rollouts and sends their notices. What is sent, to whom and when is decided in Rust; here are the addresses:
 * a journal has the names of environment variables, or digests, never the text. No error of this class names an address.
 */
export class Outgoing {
  #options
  #runner
  /** @type {Transport} */
  #transport
  /** Texts of policies that were given here, by their digests. @type {Map<string, string>} */
  #given = new Map()

  /**
   * @param {Options} options
   * @param {Runner} runner
   */
  constructor(options, runner) {
    this.#options = options
    this.#runner = runner
    this.#transport = createTransport({ fetch: options.fetch })
  }

  /** Whether hooks may be commands of this machine. */
  get commands() {
    return runCommand !== undefined && this.#options.commands !== false
  }

  /**
   * From now on the addresses, secrets and commands of this policy are known here.
   *
   * @param {unknown} policy
   */
  remember(policy) {
    if (policy === undefined) return
    /** @type {[string, string][]} */
    const secrets = fromCore(() => core.rolloutSecrets(JSON.stringify(policy)))
    for (const [digest, text] of secrets) this.#given.set(digest, text)
  }

  /**
   * What is not known here.
   *
   * @param {string[]} secrets as a journal has them
   */
  missing(secrets) {
    return secrets.filter((kept) => this.text(kept) === undefined)
  }

  /** The text of an address, a secret or a command; nothing where it is not known here. @param {string | undefined} kept @returns {string | undefined} */
  text(kept) {
    if (kept === undefined) return undefined
    const name = variableOf(kept)
    if (name === undefined) return this.#given.get(kept)
    const { variables: given = variables() } = this.#options
    return (Object.hasOwn(given, name) ? given[name] : undefined) || undefined
  }

  /**
   * Asks a hook once.
   *
   * @param {HookCall} hook
   * @param {{ now: number, signal?: AbortSignal }} options `now`: milliseconds since 1970, as the API has it
   * @returns {Promise<object>} what came, for Rust to read; nothing where no answer came in time
   */
  async ask({ kind, request, url, secret, command, id = '', body = '', timeoutMs }, { now, signal }) {
    if (kind === 'function') return this.#invoked(/** @type {Record<string, any>} */ (request), { timeoutMs, signal })
    if (kind === 'command') {
      const { cwd } = this.#options
      return (await runCommand?.(this.text(command) ?? '', { input: body, timeoutMs, signal, cwd })) ?? {}
    }
    return this.#sent(core.signedRequest(this.text(url) ?? '', this.text(secret), id, body, now), {
      timeoutMs,
      signal,
    })
  }

  /**
   * @param {Record<string, any>} request
   * @param {{ timeoutMs: number, signal?: AbortSignal }} options
   */
  async #invoked(request, { timeoutMs, signal }) {
    const over = new AbortController()
    const ends = () => over.abort()
    signal?.addEventListener('abort', ends, { once: true })
    const late = sleep(timeoutMs, over.signal).then(() => ({}))
    const asked = this.#runner.run(request, { signal }).then(
      ({ invoked }) => ({ returned: invoked.returned }),
      (error) => {
        if (!isGrayscaleError(error)) throw error
        // what could not be run at all has not answered
        return error.code === 'FunctionError' ? { failed: String(error.params?.reason ?? '') } : {}
      },
    )
    try {
      return /** @type {object} */ (await Promise.race([asked, late]))
    } finally {
      over.abort()
      signal?.removeEventListener('abort', ends)
    }
  }

  /**
   * Sends notices, all at once. One whose address is not known here is left.
   *
   * @param {string} journal
   * @param {Due[]} due
   * @param {number} now milliseconds since 1970, as the API has it
   * @returns {Promise<object[]>} what came of each, for Rust to read
   */
  async deliver(journal, due, now) {
    const known = due.filter(
      ({ url, secret }) => this.missing(secret === undefined ? [url] : [url, secret]).length === 0,
    )
    return Promise.all(
      known.map(async ({ event, notice, url, secret }) => {
        const { letter } = core.rolloutLetter(journal, event, notice, this.text(url) ?? '', this.text(secret), now)
        return { event, notice, ...(await this.#sent(letter, { timeoutMs: NOTICE_MS })) }
      }),
    )
  }

  /**
   * @param {Letter} letter
   * @param {{ timeoutMs: number, signal?: AbortSignal }} options
   * @returns {Promise<{ status?: number, text?: string }>} nothing where no answer came: why it did not may name the address
   */
  async #sent({ url, headers, body }, { timeoutMs, signal }) {
    try {
      const request = { url, method: /** @type {const} */ ('POST'), headers: Object.fromEntries(headers), body }
      const { status, text } = await this.#transport.send({ ...request, timeoutMs, mostBytes: MOST_BYTES, signal })
      return { status, text }
    } catch {
      return {}
    }
  }

  /** Closes connections. */
  async close() {
    await this.#transport.close()
  }
}
