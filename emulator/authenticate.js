// @ts-check
// Who signed this request? Picks the verifier that the request's own words ask for.

import { Tc3Verifier } from './tc3.js'
import { V1Verifier } from './v1.js'

/** By the version of its API: the service whose host a client signs, and whose actions a policy names. */
export const SERVICES = new Map([
  ['2018-04-16', 'scf'],
  ['2018-07-24', 'monitor'],
  ['2020-10-16', 'cls'],
  ['2019-01-16', 'cam'],
])

/** @param {import('./claims.js').Keys} keys */
export function authenticator(keys) {
  const tc3 = new Tc3Verifier(keys)
  const v1 = new V1Verifier(keys)
  /**
   * @param {import('./request.js').HttpRequest} request
   * @param {import('./v1.js').SignedForm | undefined} form when it is signed with v1
   * @returns {number} when it was signed, in epoch seconds
   * @throws {import('./errors.js').ApiError} AuthFailure.*
   */
  return (request, form) =>
    form ? v1.verify(request, form, SERVICES.get(form.required('Version')) ?? '') : tc3.verify(request)
}
