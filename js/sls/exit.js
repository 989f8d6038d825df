// @ts-check

/** @type {number | undefined} */
let code

/**
 * Settles the exit code, whatever the engine ends the process with: it exits with 0 after an error that came before its
 * status line was shown, and with 1 after any other. The first code that was set counts.
 *
 * @param {number} wanted
 */
export function exitWith(wanted) {
  if (code !== undefined) return
  code = wanted
  process.once('exit', () => {
    process.exitCode = code
  })
}
