// @ts-check
// A local SCF: an HTTP server on loopback that behaves like Tencent Cloud's function service, and really runs the
// functions. See docs/emulator.md.

import { Cloud } from './cloud.js'
import { readOrigin } from './cors.js'
import { ObjectService } from './cos/service.js'
import { checkRules, readFaultFile } from './faults/script.js'
import { Gateway } from './gateway.js'
import { readHostName } from './guard.js'
import { readPolicyFile } from './policy.js'
import { processIsolation } from './runtime/isolation.js'
import { listen } from './server.js'

export { FaultError } from './faults/keys.js'
export { DEFAULT_DELAYS } from './lifecycle.js'
export { emulatorOptions, OptionError, readEmulatorOptions } from './options.js'
export { PolicyError } from './policy.js'
export { runsHere } from './runtime/runtimes.js'

/** The documented frequency limit of management actions, per second, action and region. */
const DEFAULT_RATE = 20
const DEFAULT_REQUEST_TIMEOUT_MS = 60_000

/**
 * @typedef {object} EmulatorOptions
 * @property {number} [port] 0 (the default) picks a free one
 * @property {number | string} [seed] makes every draw repeatable
 * @property {number} [clock] epoch seconds at which signatures and timestamps stand still
 * @property {number} [latencyMs] before every answer of the API
 * @property {number} [rate] management actions per second, action and region; 0 = no limit
 * @property {string} [secretId] what requests must be signed with; drawn unless given, and so is its key
 * @property {string} [secretKey]
 * @property {string} [token] when given, requests must carry it
 * @property {string} [stateFile] where everything that exists is kept, and the key that was drawn
 * @property {string} [cosDir] holds code packages as <bucket>/<object>, beside the objects that are uploaded
 * @property {import('./faults/rules.js').Rule[]} [faults] what goes wrong, and when
 * @property {string} [faultsFile] the same in a file; its rules come behind those of `faults`
 * @property {import('./policy.js').Policy} [policy] of CAM: what the key may do; everything unless told
 * @property {string} [policyFile] the same in a file
 * @property {number} [metricDelaySeconds] after the end of a minute, until GetMonitorData shows it; by default the minute that
 *   runs is shown too
 * @property {number} [logDelayMs] until a line of a log is found by SearchLog
 * @property {string[]} [cors] origins of pages that may call; none by default
 * @property {string[]} [allowHosts] names of this server, beside loopback's and Tencent Cloud's
 * @property {number} [requestTimeoutMs] in which a request must have arrived whole
 * @property {Partial<import('./lifecycle.js').Delays>} [delays]
 * @property {Partial<import('./quotas.js').Quotas>} [quotas]
 * @property {Partial<import('./runtime/pool.js').PoolLimits>} [processes]
 * @property {(line: string) => void} [log] what went wrong outside of any request; stderr by default
 */

/**
 * @typedef {object} Emulator
 * @property {string} url
 * @property {number} port
 * @property {import('./claims.js').Credential} credential what requests must be signed with
 * @property {boolean} isolated functions can't read the environment and the memory of this process
 * @property {import('./gateway.js').SeenRequest[]} requests the last calls but invocations, oldest first
 * @property {import('./history.js').Exposure[]} history who was served what: an entry per alias and change, the last
 *   10,000, oldest first
 * @property {import('./lifecycle.js').Lifecycle['failNext']} failNext makes a coming transition fail
 * @property {(rules: import('./faults/rules.js').Rule[]) => void} setFaults from now on these rules, counting from here
 * @property {(policy: import('./policy.js').Policy | undefined) => void} setPolicy from now on the key may do this alone,
 *   or everything again
 * @property {(ms: number | undefined) => void} setClock from now on the wall clock stands still at these epoch
 *   milliseconds, or, without, goes with this machine's again: so that a past can be made by real invocations
 * @property {(delays: Partial<import('./lifecycle.js').Delays>) => void} setDelays of the changes that begin from now on
 * @property {() => Promise<void>} close ends every function's process too
 */

/**
 * @param {EmulatorOptions} [options]
 * @returns {Promise<Emulator>}
 */
export async function startEmulator(options = {}) {
  const report = options.log ?? ((line) => void process.stderr.write(`emulator: ${line}\n`))
  const inFile = options.faultsFile === undefined ? [] : await readFaultFile(options.faultsFile)
  const faults = [...checkRules(options.faults ?? []), ...inFile]
  const policy =
    options.policy ?? (options.policyFile === undefined ? undefined : await readPolicyFile(options.policyFile))
  const allowed = {
    cors: all('cors', options.cors, readOrigin, 'an origin like http://127.0.0.1:8080'),
    allowHosts: all('allowHosts', options.allowHosts, readHostName, 'a host name like emulator.test'),
  }
  const { user, command } = processIsolation()
  const cloud = new Cloud(options, report)
  try {
    await cloud.load()
    const credential = await credentialFrom(options, cloud)
    const keys = {
      find: (/** @type {string} */ id) => (id === credential.secretId ? credential : cloud.roles.find(id)),
    }
    const gateway = new Gateway({ cloud, keys, rate: options.rate ?? DEFAULT_RATE, faults, policy })
    const server = await listen({
      gateway,
      credential,
      objects: new ObjectService({ cloud, gateway, keys }),
      port: options.port ?? 0,
      latencyMs: options.latencyMs ?? 0,
      requestTimeoutMs: options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS,
      allowed,
    })
    return {
      url: server.url,
      port: server.port,
      credential,
      isolated: user !== undefined || command.length > 0,
      requests: gateway.requests,
      history: cloud.history.entries,
      failNext: (order) => cloud.lifecycle.failNext(order),
      setClock: (ms) => {
        cloud.clock.frozenMs = ms
      },
      setDelays: (delays) => {
        Object.assign(cloud.lifecycle.delays, delays)
      },
      setPolicy: (now) => gateway.setPolicy(now),
      setFaults: (rules) => gateway.setFaults(checkRules(rules)),
      async close() {
        await server.close()
        await cloud.close()
      },
    }
  } catch (error) {
    await cloud.close()
    throw error
  }
}

/**
 * The key that was given; what of it was not given is drawn.
 * @param {EmulatorOptions} options
 * @param {Cloud} cloud
 * @returns {Promise<import('./claims.js').Credential>}
 */
async function credentialFrom({ secretId, secretKey, token }, cloud) {
  if (secretId === '' || secretKey === '') throw new TypeError('secretId and secretKey must not be empty')
  if (secretId !== undefined && secretKey !== undefined) return { secretId, secretKey, token }
  const drawn = await cloud.credential()
  return { secretId: secretId ?? drawn.secretId, secretKey: secretKey ?? drawn.secretKey, token }
}

/**
 * @param {string} option
 * @param {string[] | undefined} texts
 * @param {(text: string) => string | undefined} read
 * @param {string} expected
 */
function all(option, texts = [], read, expected) {
  return texts.map((text) => {
    const value = read(text)
    if (value === undefined) throw new TypeError(`${option} holds "${text}", which is not ${expected}`)
    return value
  })
}
