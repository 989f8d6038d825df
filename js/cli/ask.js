// @ts-check
/** @import { GrayscaleError } from '../errors.js' */
import { problem } from '../errors.js'

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
  throw isCancel(answer) ? left() : problem('NotConfirmed.declined', {}, { class: 'refused' })
}

/**
 * Has the person at the terminal type a word out, where a yes is typed too soon.
 *
 * @param {string} word
 * @param {string} question
 * @param {{ input: NodeJS.ReadStream, output: NodeJS.WriteStream, signal: AbortSignal }} terminal
 * @throws {GrayscaleError} `NotConfirmed`, or `Interrupted` by Ctrl-C
 */
export async function typedOut(word, question, { input, output, signal }) {
  const { text, isCancel } = await import('@clack/prompts')
  const answer = await text({ message: question, placeholder: word, input, output, signal })
  if (!isCancel(answer) && answer?.trim() === word) return
  throw isCancel(answer) ? left() : problem('NotConfirmed.notTyped', { word }, { class: 'refused' })
}

/** Whether there is someone to ask. */
export function someoneIsThere() {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

function left() {
  return problem('Interrupted.question', {}, { class: 'interrupted' })
}
