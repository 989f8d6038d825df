// @ts-check
import { core } from '#load'
import { thrown } from '../request.js'

/**
 * Refuses an address that signed requests must not go to.
 *
 * @param {string} from who named it, for the error
 * @param {string} endpoint
 * @param {boolean} [insecure] plain HTTP to another machine is meant
 * @returns {string} the same
 * @throws {import('../../errors.js').GrayscaleError} `InvalidEndpoint`, `InsecureEndpoint`; the address is not repeated
 */
export function checkedEndpoint(from, endpoint, insecure = false) {
  const { protocol, hostname: host, username, password } = partsOf(endpoint) ?? {}
  const userinfo = Boolean(username || password)
  thrown(() => core.checkEndpoint(JSON.stringify({ from, protocol, host, userinfo, insecure })))
  return endpoint
}

/** Without `URL.canParse`, which Node 18 does not have: a platform may still run it. @param {string} text */
function partsOf(text) {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
