// @ts-check
/** Grayscale releases of Tencent Cloud functions. In Node ready at import; elsewhere `await init(source?)` first. */
import { core, init as load } from '#load'
import { fromCore } from './errors.js'

export { exitCodeOf, GrayscaleError, isGrayscaleError } from './errors.js'
export { Grayscale } from './grayscale.js'
export { speak } from './inputs/language.js'
export { Plan, planFrom } from './plan.js'
export { decide, guard, rolloutPolicy, rolloutPower, rolloutReplay } from './rollout.js'
export { Signer } from './signer.js'
export { memoryStore } from './store/memory.js'
export { version } from './version.js'

/**
 * Makes the wasm module ready. In Node it is ready at import and this does nothing; in browsers and workers `source` is a
 * URL, bytes or a compiled module where the bundler does not find it by itself.
 *
 * @type {(source?: URL | string | BufferSource | WebAssembly.Module) => Promise<void>}
 */
export const init = load

/**
 * Settles on a stage: `--stage` wins, else all places must agree.
 *
 * @param {{ from: string, stage: string }[]} sources in the order of precedence
 * @returns {string}
 * @throws {import('./errors.js').GrayscaleError} `StageConflict`, `InvalidStage`
 */
export function resolveStage(sources) {
  return fromCore(() => core.resolveStage(JSON.stringify(sources)))
}
