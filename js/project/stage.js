// @ts-check
import { usageError } from '../errors.js'

/**
 * A stage becomes a part of file names (`.env.<stage>`, the journal's), so it must not lead anywhere else.
 *
 * @param {string} stage
 * @returns {string} the same
 */
export function requireStageName(stage) {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(stage)) return stage
  throw usageError('InvalidStage', { stage })
}
