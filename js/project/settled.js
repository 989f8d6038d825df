// @ts-check
/** @import { EnvFile } from './env.js' */
/** @import { StageSource } from './read.js' */
import { usageError } from '../errors.js'
import { readEnvFile } from './env.js'
import { requireStageName } from './stage.js'

/**
 * The stage of a project whose inputs are known already, and its env files.
 *
 * @param {object} options
 * @param {(sources: StageSource[]) => string} options.resolveStage decides which stage it is, or refuses
 * @param {string} options.dir
 * @param {{ from: string, stage: unknown }[]} options.sources in the order of precedence, `.env` not among them; without a
 *   stage they say nothing
 * @returns {Promise<{ stage: string, env: { values: Record<string, string>, files: EnvFile[] } }>}
 * @throws {import('../errors.js').GrayscaleError} `StageConflict`, `InvalidStage`
 */
export async function settled({ resolveStage, dir, sources }) {
  const dotEnv = await readEnvFile(dir, '.env')
  /** @type {StageSource[]} */
  const given = [...sources, { from: '.env', stage: dotEnv.values.STAGE || undefined }].flatMap(({ from, stage }) =>
    stage === undefined || stage === null ? [] : [{ from, stage: String(stage) }],
  )
  const stage = requireStageName(resolveStage(given))
  const file = await readEnvFile(dir, `.env.${stage}`)
  const other = file.values.STAGE || stage
  if (other !== stage) {
    throw usageError('StageConflict.envFile', { path: file.path, stage, other })
  }
  return { stage, env: { files: [file, dotEnv], values: { ...dotEnv.values, ...file.values } } }
}
