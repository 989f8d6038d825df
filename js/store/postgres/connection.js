// @ts-check
import { StoreError } from '../../errors.js'
import { sleep } from '../../runtime/sleep.js'
import { words } from '../../words/index.js'

/** @typedef {{ code: string, message: string }} Refusal what the server said, without the parts that repeat data */
/** @typedef {{ rows: any[] } | { refused: Refusal }} Answer */

const CONNECT_MS = 10_000
const STATEMENT_MS = 30_000
const END_MS = 2_000
const TRIES = 3
const FIRST_PAUSE_MS = 200

/** A name that bundlers do not follow: the package is there only where a person installed it. */
const PACKAGE = 'pg'

/**
 * A connection that is made when it is needed, and again after it was lost. Its errors never hold the address: that may have
 * a password in it.
 *
 * The time a statement may take is kept on this side. As a parameter of the session poolers would refuse it.
 */
export class PostgresConnection {
  #url
  #where
  /** @type {Promise<any> | undefined} */
  #client

  /** @param {URL} url @param {string} where the same for people */
  constructor(url, where) {
    this.#url = url
    this.#where = where
  }

  /**
   * One statement. One that only reads, or does no harm twice, is sent again where the connection was lost.
   *
   * @param {string} text
   * @param {unknown[]} values
   * @param {{ writes: boolean }} how
   * @returns {Promise<Answer>}
   * @throws {StoreError} `unknown` where a write may have been done
   */
  async ask(text, values, { writes }) {
    for (let tries = 1; ; tries += 1) {
      const client = await this.#connected()
      try {
        // without a name: a prepared statement would belong to a session
        const { rows } = await client.query({ text, values })
        return { rows }
      } catch (error) {
        const refused = refusalOf(error)
        if (refused && !ends(refused.code)) return { refused }
        await this.#drop(client)
        if (writes || tries === TRIES) {
          const { lost } = words().store.postgres
          throw new StoreError(lost(this.#where, this.#reason(error)), { unknown: writes })
        }
        await sleep(FIRST_PAUSE_MS * 2 ** tries * Math.random())
      }
    }
  }

  async close() {
    const closing = this.#client
    this.#client = undefined
    const client = await closing?.catch(() => undefined)
    if (!client) return
    // a server that no longer answers is not waited for
    const ended = new AbortController()
    const end = client.end().then(
      () => ended.abort(),
      () => ended.abort(),
    )
    await Promise.race([end, sleep(END_MS, ended.signal)])
    client.connection?.stream?.destroy()
  }

  async #connected() {
    this.#client ??= this.#connect()
    try {
      return await this.#client
    } catch (error) {
      this.#client = undefined
      throw error
    }
  }

  async #connect() {
    const Client = await clientClass()
    const said = words().store.postgres
    /** @type {any} */
    let client
    try {
      client = new Client({
        connectionString: asLibpq(this.#url),
        connectionTimeoutMillis: CONNECT_MS,
        query_timeout: STATEMENT_MS,
        application_name: 'scf-grayscale',
        keepAlive: true,
      })
      client.on('error', () => this.#drop(client))
      await client.connect()
      return client
    } catch (error) {
      client?.end().catch(() => {})
      const refused = refusalOf(error)
      const why = refused ? `${refused.message} (${refused.code})` : this.#reason(error)
      const isLogin = refused?.code.startsWith('28') || refused?.code === '3D000'
      throw new StoreError(isLogin ? said.login(this.#where, why) : said.unreachable(this.#where, why))
    }
  }

  /** Never the whole error: what it holds besides is not known. @param {unknown} error */
  #reason(error) {
    const { message, code } = /** @type {Record<string, unknown>} */ (error ?? {})
    const inner = error instanceof AggregateError ? error.errors[0] : undefined
    const text = String(message || inner?.message || code || error)
    const secrets = secretsIn(this.#url)
    return secrets.reduce((safe, secret) => safe.replaceAll(secret, '***'), text)
  }

  /** The next statement makes a connection of its own. @param {any} client */
  async #drop(client) {
    const current = await this.#client?.catch(() => undefined)
    if (current === client) this.#client = undefined
    client.end().catch(() => {})
  }
}

/** @returns {Promise<any>} */
async function clientClass() {
  try {
    const { default: pg } = await import(PACKAGE)
    return pg.Client
  } catch (error) {
    throw new StoreError(words().store.postgres.noPackage(), { cause: error })
  }
}

/**
 * `sslmode` as PostgreSQL's own clients read it: `require` encrypts, `verify-ca` and `verify-full` check the certificate.
 * `pg` does so only when it is asked to.
 *
 * @param {URL} url
 */
function asLibpq(url) {
  const read = new URL(url)
  const { searchParams } = read
  if (searchParams.has('sslmode') && !searchParams.has('uselibpqcompat')) searchParams.set('uselibpqcompat', 'true')
  return read.href
}

/** What the server itself said; undefined for what happened on the way. @param {unknown} error @returns {Refusal | undefined} */
function refusalOf(error) {
  const { code, severity, message } = /** @type {Record<string, unknown>} */ (error ?? {})
  if (typeof code !== 'string' || typeof severity !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return undefined
  return { code, message: String(message) }
}

/** Whether the server ends the connection with it, so that nobody knows what became of the statement. @param {string} code */
const ends = (code) => code.startsWith('08') || code.startsWith('57P') || code === '40003'

/** A password, in each way that it may be repeated. @param {URL} url */
function secretsIn({ password, searchParams }) {
  const forms = [password, searchParams.get('password') ?? '', process.env.PGPASSWORD ?? '']
  try {
    forms.push(decodeURIComponent(password))
  } catch {
    // it is used as it is written, then
  }
  return forms.filter((form) => form !== '')
}
