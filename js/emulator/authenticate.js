// @ts-check
// Who signed this request? Picks the verifier that the request's own words ask for.

import { Tc3Verifier } from './tc3.js'

/** @typedef {import('./tc3.js').Credential} Credential */
/** @typedef {import('./request.js').HttpRequest} HttpRequest */

/**
 * @param {Credential} credential
 * @param {import('./clock.js').Clock} clock
 */
export function authenticator(credential, clock) {
  const tc3 = new Tc3Verifier(credential)
  /**
   * @param {HttpRequest} request
   * @throws {import('./errors.js').ApiError} AuthFailure.*
   */
  return (request) => {
    tc3.verify(request, clock.nowSeconds())
  }
}
