// @ts-check
import { typedVerbs } from '../verbs.js'

/** Older ones can't load the wasm module, which uses reference types. The platform chooses; nobody can tell beforehand. */
const oldest = 18

/**
 * The component that stands in where this one can't run: each verb says why. To be loaded by any Node.
 *
 * @param {any} Component the engine's
 * @returns {any} undefined where this one can run
 */
export function refusal(Component) {
  if (Number.parseInt(process.versions.node, 10) >= oldest) return undefined
  /** @type {any} */
  const Refusal = class ScfGrayscale extends Component {}
  const refuse = async () => {
    throw new Error(
      `UnsupportedNode  scf-grayscale needs Node.js ${oldest} or later, and the platform runs components on ${process.version}. Nothing was changed. Use it without the platform: a project of a serverless.js, see docs/sls.md.`,
    )
  }
  for (const verb of typedVerbs) for (const name of [verb, verb.replace(/-/g, '_')]) Refusal.prototype[name] = refuse
  return Refusal
}
