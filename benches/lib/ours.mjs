// @ts-check
/** A process that carries out releases with this package, one after the other, and says how long each took. */
import { readFileSync } from 'node:fs'
import { Grayscale } from '../../js/index.js'

const { endpoint, credentials, runs } = JSON.parse(readFileSync(0, 'utf8'))
const gray = new Grayscale({ credentials, endpoint })
const times = []
for (const { kind, wanted } of runs) {
  const from = performance.now()
  let switched = 0
  const onEvent = (/** @type {any} */ event) => {
    if (event.type === 'step' && event.state === 'done') switched = performance.now() - from
  }
  const result = kind === 'rollback' ? await gray.rollback(wanted, { onEvent }) : await gray.deploy(wanted, { onEvent })
  const idle = result.functions.filter(({ status }) => status !== 'done').length
  if (idle > 0) throw new Error(`${idle} functions were not changed`)
  times.push({ ms: performance.now() - from, switched })
}
await gray.close()
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ times, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }))
