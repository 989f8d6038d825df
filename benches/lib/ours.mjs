// @ts-check
/** A process that carries out releases with this package, one after the other, and says how long each took. */
import { readFileSync } from 'node:fs'
import { Grayscale } from '../../js/index.js'
import { openStore } from '../../js/store/open.js'

const { endpoint, credentials, runs, address } = JSON.parse(readFileSync(0, 'utf8'))
// the runs before left marks of another journal
const force = address !== undefined
const store = address && openStore(address, { log: 'bench/dev', credentials, endpoint })
const gray = new Grayscale({ credentials, endpoint, store })
const times = []
for (const { kind, wanted } of runs) {
  const from = performance.now()
  let switched = 0
  const onEvent = (/** @type {any} */ event) => {
    if (event.type === 'step' && event.state === 'done') switched = performance.now() - from
  }
  const result =
    kind === 'rollback' ? await gray.rollback(wanted, { onEvent }) : await gray.deploy(wanted, { onEvent, force })
  const idle = result.functions.filter(({ status }) => status !== 'done').length
  if (idle > 0) throw new Error(`${idle} functions were not changed`)
  times.push({ ms: performance.now() - from, switched })
}
await gray.close()
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ times, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }))
