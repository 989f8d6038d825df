// A process that appends numbered lines to a shared log until it is killed. Each line that was acknowledged is told to the
// parent; one that met a conflict, or whose answer was lost, is looked for first.

import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../js/store/open.js'

const [kind, address, log, name] = process.argv.slice(2)
const { CREDENTIALS: credentials = '{}', ENDPOINT: endpoint } = process.env
const store = openStore(address, { log, credentials: JSON.parse(credentials), endpoint, env: {} })
if (!['cos', 'postgres'].includes(kind)) throw new Error(`unknown kind ${kind}`)

let { position } = await store.read()
process.on('disconnect', () => process.exit())
for (let number = 0; ; number += 1) {
  const line = JSON.stringify({ name, number })
  for (;;) {
    const answer = await store.append(position, [line])
    if ('position' in answer) {
      position = answer.position
      process.send?.({ line })
      break
    }
    position = (await store.read(position)).position
  }
  // whoever has the tail would be quicker than the other, again and again
  await sleep(20 * Math.random())
}
