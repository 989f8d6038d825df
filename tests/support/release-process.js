// A release in a process of its own. Each of its effects (a request, lines of the journal) is told to the parent before
// it is performed and after its commit, and goes on when the parent says so: at each of these points it can be killed.

import { appendFileSync } from 'node:fs'
import { Grayscale } from '../../js/index.js'
import { fileStore } from '../../js/store/file.js'
import { appendOf } from '../../js/store/sums.js'

/** @type {Map<number, (answer: any) => void>} what waits for the parent, by number */
const waiting = new Map()
let asked = 0

/** @param {string} effect @param {'before' | 'after'} side @returns {Promise<{ torn?: boolean }>} */
function permission(effect, side) {
  const number = asked++
  process.send({ number, effect, side })
  return new Promise((resolve) => waiting.set(number, resolve))
}

/**
 * @template T
 * @param {string} name
 * @param {(torn?: boolean) => Promise<T>} perform
 */
async function effect(name, perform) {
  const { torn } = await permission(name, 'before')
  const result = await perform(torn)
  await permission(name, 'after')
  return result
}

/** @param {string} line of the journal */
const phaseOf = (line) => JSON.parse(line).phase

/** @param {{ endpoint: string, region: string, credentials: any, journal: string, inputs: any }} given */
async function release({ endpoint, region, credentials, journal, inputs }) {
  const file = fileStore(journal)
  // as much as a machine that loses its power may leave
  const tear = async (position, lines) => {
    const { bytes } = appendOf(Number(position), lines, { headed: true, inLine: false })
    appendFileSync(journal, bytes.subarray(0, bytes.length - (lines.at(-1).length >> 1)))
    return { position }
  }
  const store = {
    ...file,
    append: (position, lines) =>
      effect(`journal: ${lines.map(phaseOf)}`, (torn) => (torn ? tear(position, lines) : file.append(position, lines))),
  }
  const watched = (url, init) => effect(init.headers['X-TC-Action'], () => fetch(url, init))
  const gray = new Grayscale({ endpoint, region, credentials, store, fetch: watched })
  try {
    const { functions } = await gray.deploy(inputs)
    return { statuses: functions.map(({ status }) => status) }
  } catch (error) {
    return { error: { code: error.code, message: error.message, changed: error.changed } }
  } finally {
    await gray.close()
  }
}

process.on('message', async (message) => {
  if (message.go === undefined) {
    process.send(await release(message))
    process.disconnect()
    return
  }
  waiting.get(message.go)?.(message)
  waiting.delete(message.go)
})
