// Loaded into a command before anything else (`--import`): counts its effects, and kills its process (SIGKILL) at one of them.
// An effect is a request, or a write to a file of the project's journals. `KILLED_AT` is `before` or `after` with the number of
// the effect; without it the effects are listed in the file that `EFFECTS` names.
import { appendFileSync } from 'node:fs'
import { open } from 'node:fs/promises'

const { KILLED_AT = '', EFFECTS } = process.env
let count = 0

/** @param {string} what @param {() => Promise<any>} does */
async function effect(what, does) {
  const number = count++
  if (EFFECTS) appendFileSync(EFFECTS, `${what}\n`)
  if (KILLED_AT === `before ${number}`) await end()
  const came = await does()
  if (KILLED_AT === `after ${number}`) await end()
  return came
}

function end() {
  process.kill(process.pid, 'SIGKILL')
  // nothing of the effect is to happen until the signal is there
  return new Promise(() => {})
}

const { fetch } = globalThis
globalThis.fetch = (url, options) => {
  const action = new Headers(options?.headers).get('x-tc-action')
  return effect(action ?? 'figures', async () => {
    const response = await fetch(url, options)
    // what was done is done once the answer is there as a whole
    const body = await response.arrayBuffer()
    return new Response(body, { status: response.status, headers: response.headers })
  })
}

const handle = await open(new URL(import.meta.url))
const { write } = Object.getPrototypeOf(handle)
Object.getPrototypeOf(handle).write = function (...args) {
  return effect('append', () => write.apply(this, args))
}
await handle.close()
