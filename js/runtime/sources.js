// @ts-check
/** Servers that have the figures of a rollout: which of them were named, and how they are asked. */
/** @import { Options } from '../options.js' */
/** @import { Transport } from '../types.js' */
/** @import { Outgoing } from './outgoing.js' */
import { core } from '#load'
import { fromCore, TransportError, usageError } from '../errors.js'
import { checkedEndpoint } from './http/endpoint.js'
import { createTransport } from './http/index.js'
import { together } from './together.js'
import { variableOf } from './variable.js'

/**
 * A server for figures, and what proves who asks. Token, user and password are sent to `url` alone.
 *
 * @typedef {object} Source
 * @property {string} [url] the address, as the policy has it
 * @property {string} [token] sent as `Authorization: Bearer`
 * @property {string} [user] with `password`, sent as `Authorization: Basic`
 * @property {string} [password]
 * @property {string[]} [confirmed] other addresses that a person said yes to
 */

/** @typedef {{ address: string, secret?: string, url: string, method: string, contentType: string, body: string, timeoutMs: number, mostBytes: number }} Ask */
/** @typedef {{ status: number, text: string } | { lost: true } | { unsigned: true }} Answered */

/** What is sent side by side. */
const AT_ONCE = 8

/**
 * The server that exported variables name. The object is there even where they name none: then no address of a policy counts.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Source}
 */
export function sourceFrom(env) {
  return {
    url: env.GRAYSCALE_SOURCE_URL || undefined,
    token: env.GRAYSCALE_SOURCE_TOKEN || undefined,
    user: env.GRAYSCALE_SOURCE_USER || undefined,
    password: env.GRAYSCALE_SOURCE_PASSWORD || undefined,
  }
}

/** Asks servers for figures. */
export class Sources {
  #options
  #outgoing
  /** Addresses in policies of this program. @type {Set<string>} */
  #own = new Set()

  /**
   * @param {Options} options
   * @param {Outgoing} outgoing knows what requests are signed with
   */
  constructor(options, outgoing) {
    this.#options = options
    this.#outgoing = outgoing
  }

  /** The addresses that were named. */
  named() {
    const { source, fromEnvironment = [] } = this.#options
    const addresses = [
      source?.url,
      ...(source?.confirmed ?? []),
      ...fromEnvironment.map(({ text }) => text),
      ...this.#own,
    ]
    return addresses.filter((address) => address !== undefined)
  }

  /**
   * Takes a policy that a rollout begins with. A program that names no server trusts its own policies.
   *
   * @param {string} policy as JSON text
   * @param {string} [secret] what requests are to be signed with, as the journal has it
   * @throws {import('../errors.js').GrayscaleError} `UntrustedHost`, `InvalidEndpoint`, `InsecureEndpoint`, `UnknownVariable`
   */
  accept(policy, secret) {
    const address = fromCore(() => core.sourceAddress(policy))
    if (address === undefined) return
    if (this.#options.source === undefined) this.#own.add(address)
    fromCore(() => core.requireSource(policy, this.named()))
    this.#check(address)
    if (secret === undefined || this.#outgoing.text(secret) !== undefined) return
    const variable = variableOf(secret) ?? secret
    const where = { at: 'rollout.guard.source.secret', expression: `env:${variable}`, variable, files: [] }
    throw usageError('UnknownVariable.notSet', where)
  }

  /**
   * Sends requests and gives what came of each, in their order.
   *
   * @param {Ask[]} asks
   * @param {{ time: () => number, signal?: AbortSignal }} options `time`: the API's, in milliseconds
   * @returns {Promise<Answered[]>}
   * @throws {import('../errors.js').GrayscaleError} `InvalidEndpoint`, `InsecureEndpoint`
   */
  async ask(asks, options) {
    for (const address of new Set(asks.map(({ address }) => address))) this.#check(address)
    const transport = createTransport({ fetch: this.#options.fetch })
    try {
      return await together(asks, AT_ONCE, (ask) => this.#one(transport, ask, options))
    } finally {
      await transport.close()
    }
  }

  /**
   * @param {Transport} transport
   * @param {Ask} ask
   * @param {{ time: () => number, signal?: AbortSignal }} options
   * @returns {Promise<Answered>}
   */
  async #one(transport, { address, secret, url, method, contentType, body, timeoutMs, mostBytes }, { time, signal }) {
    const signature = this.#signature({ secret, url, body }, time())
    if (signature === undefined) return { unsigned: true }
    const headers = {
      accept: 'application/json',
      'content-type': contentType,
      ...signature,
      ...this.#proof(address),
    }
    try {
      const { status, text } = await transport.send({ url, method, headers, body, timeoutMs, mostBytes, signal })
      return { status, text }
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      return { lost: true }
    }
  }

  /**
   * What a request is signed with, if it is to be; nothing where the secret is not known here. Each request has an id of its own:
   * a receiver may refuse what it has seen before.
   *
   * @param {Pick<Ask, 'secret' | 'url' | 'body'>} ask
   * @param {number} now the API's time, in milliseconds: the clock of this machine may be wrong, and a receiver refuses old requests
   * @returns {Record<string, string> | undefined}
   */
  #signature({ secret, url, body }, now) {
    if (secret === undefined) return {}
    const text = this.#outgoing.text(secret)
    if (text === undefined) return undefined
    const id = `figures-${now.toString(36)}-${Math.random().toString(36).slice(2)}`
    return Object.fromEntries(core.signedRequest(url, text, id, body, now).headers)
  }

  /**
   * What proves who asks, for the address that it was given for: another one may have come with a repository.
   *
   * @param {string} address
   * @returns {Record<string, string>}
   */
  #proof(address) {
    const { url, token, user, password = '' } = this.#options.source ?? {}
    if (url?.trim() !== address) return {}
    if (token !== undefined) return { authorization: `Bearer ${token}` }
    if (user === undefined) return {}
    const bytes = new TextEncoder().encode(`${user}:${password}`)
    return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` }
  }

  /** A password does not go over plain HTTP to another machine; figures may. @param {string} address */
  #check(address) {
    const { insecure = false } = this.#options
    const proves = Object.keys(this.#proof(address)).length > 0
    checkedEndpoint('guard.source', address, insecure || !proves)
  }
}
