// @ts-check

/**
 * Turns Ctrl-C into an AbortSignal: the first one ends the command in good order, the second one at once.
 *
 * @param {(text: string) => void} say
 * @param {boolean} [serves] a server is what is under way: there is nothing to wait for
 * @returns {{ signal: AbortSignal, release: () => void }}
 */
export function interruptible(say, serves = false) {
  const ending = new AbortController()
  const onSignal = () => {
    if (ending.signal.aborted) {
      if (!serves)
        say('left at once: what was under way may have been done or not; grayscale status shows what is there')
      process.exit(130)
    }
    if (!serves) say('stopping: nothing new is begun, what is under way is awaited; once more to leave at once')
    ending.abort()
  }
  const names = /** @type {const} */ (['SIGINT', 'SIGTERM'])
  for (const name of names) process.on(name, onSignal)
  return {
    signal: ending.signal,
    release() {
      for (const name of names) process.off(name, onSignal)
    },
  }
}
