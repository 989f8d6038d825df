// @ts-check

/** Codes of certificates that were refused: the handshake ended before any request went out. */
const certificateCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** @typedef {Error & { code?: string, syscall?: string, hostname?: string }} Cause */

/**
 * `fetch` says no more than "fetch failed"; the reason lies in its causes. Where several addresses were tried, each
 * counts.
 *
 * @param {unknown} error
 * @returns {Cause[]}
 */
function roots(error) {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(roots)
  if (!(error instanceof Error)) return []
  const deeper = roots(error.cause)
  return deeper.length > 0 ? deeper : [error]
}

/**
 * The cause, in words. Never the request: it is signed.
 *
 * @param {unknown} error whatever `fetch` rejected with
 */
export function explain(error) {
  const causes = roots(error)
  if (causes.length === 0) return String(error)
  return [...new Set(causes.map(explainOne))].join('; ')
}

/** @param {Cause} cause */
function explainOne({ code, message, syscall, hostname }) {
  if (syscall === 'getaddrinfo') return `the name ${hostname} could not be resolved (${code})`
  if (code !== undefined && certificateCodes.has(code))
    return `its TLS certificate is not trusted (${code}: ${message})`
  return code === undefined || message.includes(code) ? message : `${message} (${code})`
}

/**
 * Whether it is certain that no part of the request reached the server. Only failures from before there was a
 * connection to write to are; a connection that was reset may have carried all of it.
 *
 * @param {unknown} error
 */
export function neverSent(error) {
  const causes = roots(error)
  return causes.length > 0 && causes.every(beforeConnected)
}

/** @param {Cause} cause */
function beforeConnected({ code, message, syscall }) {
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return true
  // the ports that browsers, and Node after them, never connect to
  if (message === 'bad port') return true
  if (code !== undefined && certificateCodes.has(code)) return true
  // undici's words when a proxy refuses the tunnel; there is no code of its own for it.
  return code === 'UND_ERR_ABORTED' && message.includes('when HTTP Tunneling')
}
