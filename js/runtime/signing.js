// @ts-check
/** @import { Credentials } from '../options.js' */
import { problem, usageError } from '../errors.js'
import { Signer } from '../signer.js'

/** Signers for credentials that may change from one request to the next; the one before is wiped when they do. */
export class Signing {
  #credentials
  /** @type {{ id: string, signer: Signer } | undefined} */
  #signer

  /** @param {Credentials | (() => Credentials | Promise<Credentials>) | undefined} credentials */
  constructor(credentials) {
    this.#credentials = credentials
  }

  /**
   * Those of this moment.
   *
   * @returns {Promise<Credentials | undefined>}
   * @throws {import('../errors.js').GrayscaleError} `CredentialsFailed` where a program's own function fails: that is no fault
   *   of this package
   */
  async credentials() {
    if (typeof this.#credentials !== 'function') return this.#credentials
    try {
      return await this.#credentials()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw problem('CredentialsFailed', { why }, { cause: error })
    }
  }

  /**
   * Their signer. Nothing may be awaited between here and the signature: another request may bring other credentials.
   *
   * @param {Credentials | undefined} now
   */
  signerFor(now) {
    if (!now) throw usageError('MissingCredentials.notGiven', {})
    const id = JSON.stringify([now.secretId, now.secretKey, now.token])
    if (this.#signer?.id !== id) {
      this.dispose()
      this.#signer = { id, signer: new Signer(now) }
    }
    return this.#signer.signer
  }

  /** Overwrites the secret key in wasm's memory. */
  dispose() {
    this.#signer?.signer.dispose()
    this.#signer = undefined
  }
}
