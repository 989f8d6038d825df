// @ts-check
/** @import { GrayscaleError } from '../errors.js' */
import { problem } from '../errors.js'

/** @typedef {{ input: NodeJS.ReadStream, output: NodeJS.WriteStream, signal: AbortSignal }} Terminal */

/**
 * Puts a question to the person at the terminal.
 *
 * @param {string} question
 * @param {Terminal} terminal
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
 * @param {Terminal} terminal
 * @throws {GrayscaleError} `NotConfirmed`, or `Interrupted` by Ctrl-C
 */
export async function typedOut(word, question, { input, output, signal }) {
  const { text, isCancel } = await import('@clack/prompts')
  const answer = await text({ message: question, placeholder: word, input, output, signal })
  if (!isCancel(answer) && answer?.trim() === word) return
  throw isCancel(answer) ? left() : problem('NotConfirmed.notTyped', { word }, { class: 'refused' })
}

/**
 * Has the person at the terminal write an answer; Enter alone takes the usual one.
 *
 * @param {string} question
 * @param {string} usual
 * @param {Terminal} terminal
 * @param {(value: string) => string | undefined} whyNot what is wrong with an answer
 * @returns {Promise<string>}
 * @throws {GrayscaleError} `Interrupted` by Ctrl-C
 */
export async function answered(question, usual, { input, output, signal }, whyNot) {
  const { text, isCancel } = await import('@clack/prompts')
  const answer = await text({
    message: question,
    placeholder: usual,
    defaultValue: usual,
    validate: (value) => (value ? whyNot(value.trim()) : undefined),
    input,
    output,
    signal,
  })
  if (isCancel(answer)) throw left()
  return answer.trim()
}

/**
 * Has the person at the terminal choose; Enter alone takes the first.
 *
 * @param {string} question
 * @param {string[]} values
 * @param {Terminal} terminal
 * @returns {Promise<string>}
 * @throws {GrayscaleError} `Interrupted` by Ctrl-C
 */
export async function chosen(question, values, { input, output, signal }) {
  const { select, isCancel } = await import('@clack/prompts')
  const options = values.map((value) => ({ value }))
  const answer = await select({ message: question, options, input, output, signal })
  if (isCancel(answer)) throw left()
  return answer
}

/** Whether there is someone to ask. */
export function someoneIsThere() {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

function left() {
  return problem('Interrupted.question', {}, { class: 'interrupted' })
}
