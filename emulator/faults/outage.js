// @ts-check
// A server that is gone for a while: connections are refused, then it is there again, on the same port.

/** Before another try to listen where someone else has the port: connections out of this machine take such ports too. */
const AGAIN_MS = 50

/**
 * @param {import('node:http').Server} server
 * @param {string} host
 */
export function outages(server, host) {
  /** @type {NodeJS.Timeout | undefined} */
  let coming
  let over = false

  /** @param {number} port */
  function comeBack(port) {
    const taken = () => {
      if (!over) coming = setTimeout(comeBack, AGAIN_MS, port)
    }
    server.once('error', taken)
    server.listen(port, host, () => server.removeListener('error', taken))
  }
  return {
    /** @param {number} ms */
    goDown(ms) {
      const address = /** @type {import('node:net').AddressInfo | null} */ (server.address())
      if (!address || over) return // it is down already
      server.close()
      server.closeAllConnections()
      coming = setTimeout(comeBack, ms, address.port)
    },
    /** It is not to come back. */
    end() {
      over = true
      clearTimeout(coming)
    },
  }
}
