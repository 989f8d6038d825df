// Two processes append to one log; one after the other is killed in the middle of its work and replaced.

import assert from 'node:assert/strict'
import { once } from 'node:events'

const KILLS = 4

/**
 * @param {object} given
 * @param {(name: string) => import('node:child_process').ChildProcess} given.fork a worker of store-worker.js
 * @param {import('../../js/types.js').Store} given.store on the same log
 */
export async function raceWithKills({ fork, store }) {
  /** @type {string[]} */
  const acknowledged = []
  const begin = (/** @type {number} */ number) => {
    const child = fork(`worker-${number}`)
    let lines = 0
    /** @type {() => void} */
    let wake = () => {}
    child.on('message', (message) => {
      acknowledged.push(/** @type {{ line: string }} */ (message).line)
      lines += 1
      wake()
    })
    return {
      child,
      async wrote(/** @type {number} */ count) {
        while (lines < count) {
          assert.equal(child.exitCode, null, 'a worker ended by itself')
          await Promise.race([
            new Promise((resolve) => {
              wake = () => resolve(undefined)
            }),
            once(child, 'exit'),
          ])
        }
      },
    }
  }
  const pair = [begin(0), begin(1)]
  for (let kill = 0; kill < KILLS; kill += 1) {
    await Promise.all(pair.map((worker) => worker.wrote(5)))
    const [victim] = pair.splice(kill % 2, 1)
    const ended = once(victim.child, 'exit')
    victim.child.kill('SIGKILL')
    await ended
    pair.push(begin(kill + 2))
  }
  for (const { child } of pair) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  const lines = (await store.read()).text.split('\n').slice(0, -1)
  assert.equal(new Set(lines).size, lines.length, 'a line is there twice')
  const missing = acknowledged.filter((line) => !lines.includes(line))
  assert.deepEqual(missing, [], 'an acknowledged line is missing')
  const next = new Map()
  for (const { name, number } of lines.map((line) => JSON.parse(line))) {
    assert.equal(number, next.get(name) ?? 0, `the lines of ${name} are in order`)
    next.set(name, number + 1)
  }
  // a killed process leaves at most the one line that was under way
  assert.ok(lines.length <= acknowledged.length + KILLS + 2)
}
