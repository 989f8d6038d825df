// @ts-check

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM'])

/** How a process ends that was stopped by Ctrl-C. */
const INTERRUPTED = 130

/** @typedef {{ say: (text: string) => void, serves?: boolean }} Options `serves`: a server, which has nothing to finish */

/** @type {{ holders: number, controller: AbortController, restore: () => void } | undefined} */
let held

/**
 * While it is held, the first Ctrl-C stops a run in order: no new step starts, calls in flight finish, and the error says
 * what was changed. The second one ends the process at once. A framework's own handlers would end it in the middle, with
 * exit code 0, so they are removed until the release. Several components of one yml hold it together.
 *
 * @param {Options} options
 * @returns {{ signal: AbortSignal, release: () => void }}
 */
export function holdInterrupts(options) {
  held ??= replaceHandlers(options)
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

/** @param {Options} options */
function replaceHandlers({ say, serves = false }) {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) {
      if (!serves) say('ended at once: calls in flight may have taken effect; the status command shows what is there')
      process.exit(INTERRUPTED)
    }
    if (!serves) say('stopping: no new step starts, calls in flight finish; press Ctrl-C again to end at once')
    controller.abort()
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
