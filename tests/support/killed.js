// Runs tests/support/release-process.js, and kills it at a point of choice.

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./release-process.js', import.meta.url))

/**
 * Effects are numbered as they are begun, but side by side as they are committed: what else is in flight then, is.
 * Of a line of the journal that is torn, half is written.
 * @typedef {{ effect: number, side: 'before' | 'after', sideBySide?: boolean, torn?: boolean }} Point
 */

/**
 * @param {object} given what the release is to do
 * @param {Point} [point] at which it is killed; without one it runs to its end
 * @returns {Promise<{ killed: boolean, effects: string[], outcome: any }>} effects: those that were begun, in their order
 */
export function run(given, point) {
  const child = fork(script, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const effects = []
  const line = [] // asked for, while another effect is being performed
  let busy = false
  let committed = 0
  let outcome
  let killed = false

  const here = (side, number) => point?.side === side && point.effect === number
  const kill = () => {
    killed = true
    child.kill('SIGKILL')
  }
  const next = () => {
    const asked = line.shift()
    busy = asked !== undefined
    if (!asked) return
    effects.push(asked.effect)
    if (here('before', effects.length - 1)) kill()
    else child.send({ go: asked.number, torn: point?.torn && point.effect === effects.length - 1 })
  }
  child.on('message', (message) => {
    if (killed) return
    if (message.side === 'before') {
      line.push(message)
      if (!busy || point?.sideBySide) next()
    } else if (message.side === 'after') {
      if (here('after', committed++)) return kill()
      child.send({ go: message.number })
      next()
    } else outcome = message
  })
  child.send(given)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (killed || outcome) resolve({ killed: killed && signal === 'SIGKILL', effects, outcome })
      else reject(new Error(`the release ended by itself (${code ?? signal}): ${stderr}`))
    })
  })
}
