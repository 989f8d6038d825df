// @ts-check
/** Whether the local server is there that the page came from. Where it is gone, the page waits for it and goes on by itself. */
import { signal } from '@preact/signals'
import { sleep } from '../../runtime/sleep.js'

/** How often it is looked whether the server is back. */
const AGAIN_MS = 3000

const base = new URL('.', location.href)

/** Whether it does not answer. */
export const gone = signal(false)
/** Counts how often it came back. */
export const returns = signal(0)

/** What it says of itself, as it was read first. @type {string | undefined} */
let known
/** Whether it came back with other settings than the page began with. */
export const changed = signal(false)

/**
 * What the server says of itself.
 *
 * @returns {Promise<string | undefined>} nothing where it is not there, or another server is
 */
async function config() {
  try {
    const answer = await fetch(new URL('config.json', base))
    return answer.ok ? await answer.text() : undefined
  } catch {
    return undefined
  }
}

/** @param {string} text */
export function learn(text) {
  known ??= text
}

/** @type {Promise<void> | undefined} */
let looking

/** A request to the server found nobody: it is looked whether it is gone, until it is back. */
export function missed() {
  if (!navigator.onLine || looking) return
  looking = wait().finally(() => {
    looking = undefined
  })
}

async function wait() {
  for (;;) {
    const found = document.visibilityState === 'visible' ? await config() : undefined
    if (found !== undefined) {
      changed.value = known !== undefined && found !== known
      if (gone.value) returns.value += 1
      gone.value = false
      return
    }
    if (document.visibilityState === 'visible') gone.value = true
    await sleep(AGAIN_MS)
  }
}
