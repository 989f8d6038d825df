// @ts-check
/** @import { Call } from '../commands.js' */
import { randomUUID } from 'node:crypto'
import { rename, unlink, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { problem } from '../../errors.js'
import { renderMarkdown, renderPlan } from '../../render/index.js'
import { renderPower } from '../../render/power.js'
import { watched } from '../../render/progress.js'
import { beginsRollout } from '../../rollout.js'
import { words as table } from '../../words/index.js'
import { openSession } from '../session.js'

/** Exit code of `--detailed-exitcode` where there is something to change. */
const changesAhead = 4

/** @param {Call} call */
export async function run({ parsed, words, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { createBucket: true })
  try {
    const plan = await watched(output, (onEvent) =>
      gray.plan(inputs, { force: parsed.flags.force === true, signal, onEvent }),
    )
    const { out, markdown } = parsed.flags
    // what a person is to look at comes first, whatever becomes of the file
    if (!markdown) output.show((look) => renderPlan(plan.lines, { ...look, head }))
    const power = beginsRollout(inputs)
      ? await watched(output, (onEvent) => gray.rollouts.power(inputs, { signal, onEvent }))
      : undefined
    if (power && !markdown) output.show((look) => `${renderPower(power, look)}\n`)
    if (out !== undefined) await written(resolve(cwd, String(out)), plan.toFile())
    const apply = plan.unchanged ? undefined : applyCommand(plan.fingerprint, { out, words })
    if (markdown) {
      const document = renderMarkdown(plan.lines, { head, fingerprint: plan.fingerprint, apply })
      output.show(() => document)
      output.document({ ...plan.toJSON(), markdown: document })
    } else {
      if (apply !== undefined) output.show(() => `${table().cli.exactly(apply)}\n`)
      output.document({ ...plan.toJSON(), power })
    }
    return parsed.flags['detailed-exitcode'] && !plan.unchanged ? changesAhead : 0
  } finally {
    await gray.close()
  }
}

/**
 * For its owner's eyes only: it names variables and functions, if no values.
 *
 * @param {string} path
 * @param {string} text
 */
async function written(path, text) {
  // a link that stands in its place is replaced, not followed
  const beside = `${path}.${randomUUID()}`
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' })
    await rename(beside, path)
  } catch (error) {
    await unlink(beside).catch(() => {})
    throw problem('PlanNotWritten', { path, why: String(error) })
  }
}

/**
 * The command that carries out exactly this plan.
 *
 * @param {string} fingerprint
 * @param {{ out?: string | true, words: string[] }} typed `words`: all behind `plan`
 */
function applyCommand(fingerprint, { out, words }) {
  if (out !== undefined) return `grayscale apply ${quoted(String(out))}`
  const own = ['--detailed-exitcode', '--json', '--markdown', '--no-color', '--yes', '-y']
  const same = words.filter((word) => !own.includes(word)).map(quoted)
  return ['grayscale apply', fingerprint.slice(0, 12), ...same].join(' ')
}

/** A word as a shell wants it. @param {string} word */
function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
