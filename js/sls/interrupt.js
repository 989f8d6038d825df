// @ts-check

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM'])

/** How a process ends that was stopped by Ctrl-C. */
const INTERRUPTED = 130

/** @type {{ holders: number, controller: AbortController, restore: () => void } | undefined} */
let held

/**
 * While it is held, Ctrl-C stops the release in order: nothing new is written, what was sent is awaited, and the error
 * says what had been changed. The engine's own handler would end the process in the middle, with exit code 0, so it is
 * taken off meanwhile. A second Ctrl-C ends at once. Several components of a yml hold it together.
 *
 * @param {(text: string) => void} say
 * @returns {{ signal: AbortSignal, release: () => void }}
 */
export function holdInterrupts(say) {
  held ??= takeOver(say)
  held.holders++
  const { controller } = held
  return {
    signal: controller.signal,
    release() {
      if (!held || --held.holders > 0) return
      held.restore()
      held = undefined
    },
  }
}

/** @param {(text: string) => void} say */
function takeOver(say) {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    controller.abort()
    say('Stopping: what was sent is awaited, nothing new is written. Ctrl-C again ends at once.')
  }
  const before = signals.map((signal) => ({ signal, listeners: process.rawListeners(signal) }))
  for (const signal of signals) process.removeAllListeners(signal).on(signal, stop)
  return {
    holders: 0,
    controller,
    restore() {
      for (const { signal, listeners } of before) {
        process.off(signal, stop)
        for (const listener of listeners) process.on(signal, /** @type {() => void} */ (listener))
      }
    },
  }
}
