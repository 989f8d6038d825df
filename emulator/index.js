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

/** @typedef {import('./public.js').EmulatorOptions} EmulatorOptions */

/** @typedef {import('./public.js').Emulator} Emulator */

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
