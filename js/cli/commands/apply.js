// @ts-check
/** @import { Call } from '../commands.js' */
/** @import { Progress } from '../../types/generated.js' */
import { core } from '#load'
import { usageError } from '../../errors.js'
import { carriedOut } from '../carry-out.js'
import { readPlanFile } from '../plan-file.js'
import { openSession } from '../session.js'
import { began } from './rollout/began.js'

/** @param {Call} call */
export async function run(call) {
  const { parsed, output, signal } = call
  const [given, ...operands] = namedPlan(parsed)
  const { gray, head, apply } = isFingerprint(given)
    ? await byFingerprint(call, given, operands)
    : await fromFile(call, given, operands)
  try {
    const { rollout } = await carriedOut(output, { head }, apply)
    return rollout === undefined ? 0 : await began(gray, rollout, { detach: true, output, signal })
  } finally {
    await gray.close()
  }
}

/**
 * @param {Call} call
 * @param {string} fingerprint
 * @param {string[]} operands
 */
async function byFingerprint({ parsed, signal, env, cwd }, fingerprint, operands) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { operands, createBucket: true })
  /** @param {(event: Progress) => void} onEvent */
  const apply = (onEvent) => gray.deploy(inputs, { fingerprint, force: parsed.flags.force === true, signal, onEvent })
  return { gray, head, apply }
}

/**
 * The file says what was asked for; the project gives code, values of variables, credentials.
 *
 * @param {Call} call
 * @param {string} path
 * @param {string[]} operands
 */
async function fromFile({ parsed, signal, env, cwd }, path, operands) {
  const [also] = [...operands, ...Object.keys(parsed.inputs).map((name) => `--${name}`)]
  if (also !== undefined) {
    throw usageError('UnexpectedValue.besidePlan', { word: also })
  }
  const file = await readPlanFile(cwd, path).catch((error) => {
    throw error.cause?.code === 'ENOENT' ? usageError('InvalidFingerprint.noFile', { path }) : error
  })
  // It says which env file and which journal count; what is wrong with the file is told when it is applied.
  const stage = core.stageOfPlan(file)
  /** @type {Record<string, string>} */
  const place = stage === undefined ? {} : { stage }
  const { gray, inputs, head } = await openSession(
    { parsed: { ...parsed, inputs: place }, env, cwd },
    { bare: true, createBucket: true },
  )
  /** @param {(event: Progress) => void} onEvent */
  const apply = (onEvent) => gray.applyFile(file, inputs, { force: parsed.flags.force === true, signal, onEvent })
  return { gray, head, apply }
}

/** @param {Call['parsed']} parsed */
function namedPlan({ flags, operands }) {
  const all = flags.fingerprint === undefined ? operands : [String(flags.fingerprint), ...operands]
  if (all.length === 0) throw usageError('InvalidFingerprint.missing', {})
  if (flags.fingerprint !== undefined && !isFingerprint(all[0])) {
    throw usageError('InvalidFingerprint.notOne', { word: all[0] })
  }
  return all
}

/** @param {string} word */
function isFingerprint(word) {
  return /^[0-9a-f]{8,64}$/i.test(word)
}
