// @ts-check
/**
 * A process with an emulator of two doors: one without limits, through which functions are brought, and one with latency
 * and rate, through which releases are measured. Apart from the bench, so that neither's memory and time count as the
 * other's.
 */
import { Cloud } from '../../emulator/cloud.js'
import { ObjectService } from '../../emulator/cos/service.js'
import { drawCredential } from '../../emulator/credential.js'
import { Gateway } from '../../emulator/gateway.js'
import { listen } from '../../emulator/server.js'

const { latencyMs, rate, cosDir, delays } = JSON.parse(process.argv[2])
const credential = drawCredential()
const allowed = { cors: [], allowHosts: [] }
const cloud = new Cloud({ cosDir, delays }, (line) => void process.stderr.write(`${line}\n`))
const keys = { find: (/** @type {string} */ id) => (id === credential.secretId ? credential : cloud.roles.find(id)) }
const door = async (/** @type {number} */ rate, /** @type {number} */ latencyMs) => {
  const gateway = new Gateway({ cloud, keys, rate, faults: [] })
  const objects = new ObjectService({ cloud, gateway, keys })
  const server = await listen({ gateway, credential, objects, port: 0, latencyMs, requestTimeoutMs: 60_000, allowed })
  return { gateway, ...server }
}
const [back, front] = [await door(0, 0), await door(rate, latencyMs)]
process.on('message', () =>
  process.send?.(front.gateway.requests.splice(0).map(({ action, code }) => ({ action, code }))),
)
process.on('disconnect', () => process.exit())
process.send?.({ back: back.url, front: front.url, port: front.port, credential })
