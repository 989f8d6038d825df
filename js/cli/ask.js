// @ts-check
import { GrayscaleError } from '../errors.js'

/**
 * Puts a question to the person at the terminal.
 *
 * @param {string} question
 * @param {{ input: NodeJS.ReadStream, output: NodeJS.WriteStream, signal: AbortSignal }} terminal
 * @throws {GrayscaleError} `NotConfirmed`, or `Interrupted` by Ctrl-C
 */
export async function confirmed(question, { input, output, signal }) {
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false, input, output, signal })
  if (answer === true) return
  const refused = /** @type {const} */ ({ code: 'NotConfirmed', class: 'refused', message: 'it was not confirmed' })
  const left = /** @type {const} */ ({ code: 'Interrupted', class: 'interrupted', message: 'stopped at the question' })
  throw new GrayscaleError(isCancel(answer) ? left : refused)
}

/** Whether there is someone to ask. */
export function someoneIsThere() {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}
