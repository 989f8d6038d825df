// @ts-check
/** @import { Call } from '../commands.js' */
import { watched } from '../progress.js'
import { renderPlan } from '../render.js'
import { openSession } from '../session.js'

/** Exit code of `--detailed-exitcode` where there is something to change. */
const changesAhead = 4

/** @param {Call} call */
export async function run({ parsed, words, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd })
  try {
    const plan = await watched(output, (onEvent) => gray.plan(inputs, { signal, onEvent }))
    output.show((look) => renderPlan(plan.lines, { ...look, head }))
    if (!plan.unchanged) output.show(() => `To do exactly this: ${applyCommand(plan.fingerprint, words)}\n`)
    output.document(plan.text)
    return parsed.flags['detailed-exitcode'] && !plan.unchanged ? changesAhead : 0
  } finally {
    await gray.close()
  }
}

/**
 * @param {string} fingerprint
 * @param {string[]} words as typed behind `plan`
 */
function applyCommand(fingerprint, words) {
  const own = ['--detailed-exitcode', '--json', '--no-color', '--yes', '-y']
  const same = words.filter((word) => !own.includes(word)).map(quoted)
  return ['grayscale apply', fingerprint.slice(0, 12), ...same].join(' ')
}

/** A word as a shell wants it. @param {string} word */
function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
