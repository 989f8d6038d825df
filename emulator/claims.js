// @ts-check
// What every signature claims, whatever its form: who signs, when, with which token, for which host.

import { ApiError } from './errors.js'

/** @typedef {import('./public.js').Credential} Credential */

const MAX_SKEW_SECONDS = 300
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/

/** @typedef {{ find: (secretId: string) => Credential | undefined }} Keys that requests may be signed with */

/** @param {Keys} keys @param {string} secretId @returns {Credential} */
export function credentialOf(keys, secretId) {
  const found = keys.find(secretId)
  if (found) return found
  throw new ApiError('AuthFailure.SecretIdNotFound', 'The SecretId is not found, please ensure that it is correct.')
}

/** @param {number} timestamp epoch seconds @param {number} nowSeconds */
export function checkTime(timestamp, nowSeconds) {
  if (Math.abs(nowSeconds - timestamp) > MAX_SKEW_SECONDS) {
    throw new ApiError(
      'AuthFailure.SignatureExpire',
      `The signature has expired: signed at ${timestamp}, server time is ${nowSeconds}, ` +
        `more than ${MAX_SKEW_SECONDS} seconds apart. Please check the clock.`,
    )
  }
}

/** @param {Credential} credential @param {string | undefined} token */
export function checkToken(credential, token) {
  if (credential.token !== undefined && token !== credential.token) {
    throw new ApiError('AuthFailure.TokenFailure', 'The token is missing, wrong or expired.')
  }
}

/**
 * The hosts that real clients may have signed: as sent; without the port (the Node SDK signs the name alone); without
 * a scheme (the Python SDK sends the whole URL of its endpoint). And where the request came to loopback: the real name,
 * which a client signs that was only told to connect elsewhere.
 * @param {string} sent the Host header
 * @param {string} service
 */
export function hostCandidates(sent, service) {
  const bare = sent.replace(/^https?:\/\//, '')
  const name = bare.replace(/:\d+$/, '')
  const redirected = LOOPBACK.test(name) ? [`${service}.tencentcloudapi.com`] : []
  return [...new Set([sent, bare, name, ...redirected])]
}

/** @param {string} why */
export function signatureFailure(why) {
  return new ApiError('AuthFailure.SignatureFailure', `The provided credentials could not be validated: ${why}.`)
}
