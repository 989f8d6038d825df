// @ts-check
/** @import { Grayscale } from '../../grayscale.js' */
import { GrayscaleError } from '../../errors.js'

/** How many requests are under way at once. */
export const connections = 8

/**
 * @typedef {object} Measured
 * @property {string} version as documentation writes it
 * @property {number} answers
 * @property {number} errors among the answers
 * @property {number} metered errors that the cloud's own metrics count
 * @property {string[]} pages that the others showed
 * @property {number} share expected
 * @property {number} low the least number of answers that chance explains
 * @property {number} high the most
 * @property {boolean} inside
 */

/**
 * Sends real requests through the default alias, and counts who answered.
 *
 * @param {Grayscale} gray
 * @param {{ function: string, requests: number, expected: { version: string, share: number }[], signal: AbortSignal }} order
 *   `expected` is the split that the alias has
 * @returns {Promise<Measured[]>} a row per version, those that answered without being expected to included
 */
export async function measure(gray, { function: name, requests, expected, signal }) {
  /** @type {Map<string, { answers: number, errors: number, pages: Set<string> }>} */
  const counts = new Map(expected.map(({ version }) => [version, { answers: 0, errors: 0, pages: new Set() }]))
  let left = requests
  const sender = async () => {
    while (left-- > 0) {
      if (signal.aborted) throw interrupted()
      const { Result } = await gray.request('InvokeFunction', { FunctionName: name, Event: '{}' })
      const { version, page } = answerOf(Result)
      const count = counts.get(version) ?? { answers: 0, errors: 0, pages: new Set() }
      counts.set(version, count)
      count.answers++
      if (page === undefined) count.errors++
      else count.pages.add(page)
    }
  }
  await Promise.all(Array.from({ length: connections }, sender))
  return [...counts].map(([version, { answers, errors, pages }]) => {
    const share = expected.find((part) => part.version === version)?.share ?? 0
    return { version, answers, errors, metered: 0, pages: [...pages].sort(), ...band(requests, share, answers) }
  })
}

/**
 * Three standard deviations around what is expected: 997 of 1000 fair draws fall inside.
 *
 * @param {number} requests
 * @param {number} share
 * @param {number} answers
 */
function band(requests, share, answers) {
  const spread = 3 * Math.sqrt(requests * share * (1 - share))
  const [low, high] = [Math.ceil(requests * share - spread), Math.floor(requests * share + spread)]
  return { share, low, high, inside: answers >= low && answers <= high }
}

/**
 * Who answered, and what: an error tells its version too.
 *
 * @param {{ InvokeResult: number, RetMsg: string, ErrMsg: string }} result
 * @returns {{ version: string, page?: string }}
 */
function answerOf({ InvokeResult: failed, RetMsg, ErrMsg }) {
  if (failed === 0) {
    const { page, version } = JSON.parse(RetMsg)
    return { page, version: written(version) }
  }
  const [, version] = /no page; version (\$LATEST|\d+)/.exec(ErrMsg) ?? []
  if (version === undefined)
    throw new GrayscaleError({
      code: 'DemoFailed',
      message: `an invocation failed in a way that the demo did not ask for: ${ErrMsg}`,
    })
  return { version: written(version) }
}

/** @param {string} version as the API has it */
function written(version) {
  return version === '$LATEST' ? '$latest' : version
}

function interrupted() {
  return new GrayscaleError({
    code: 'Interrupted',
    class: 'interrupted',
    message: 'the demo was stopped; its local SCF is gone',
  })
}
