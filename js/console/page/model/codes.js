// @ts-check
/** What tells the code of versions apart, and what else differs between two of them. */
/** @import { Comparison, StatusRow } from '../../../types/generated.js' */
/** @import { Place } from './functions.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { watcher } from '../session.js'
import { keyOf } from './functions.js'

/** Published versions whose code is looked at: each costs a call. */
const MOST = 12

/** The code of a published version never changes: it is asked for once. By place and version. @type {Map<string, string | null>} */
const known = new Map()

/**
 * The digests of a function's versions, as far as they are known.
 *
 * @param {Place} place
 */
export function codesOf(place) {
  const { name, region, namespace } = place
  const of = (/** @type {string} */ version) => `${keyOf(place)} ${version}`
  /** @type {import('@preact/signals').Signal<Map<string, string | null>>} */
  const codes = signal(new Map())
  return {
    codes,
    /**
     * Asks for those that are not known, and for that of `$latest`, which an upload changes. Without the permission the
     * screen goes on without them.
     *
     * @param {StatusRow} row
     * @param {AbortSignal} over
     */
    async look(row, over) {
      const newest = row.versions.slice(0, MOST).map(({ version }) => version)
      const asked = ['$latest', ...newest.filter((version) => !known.has(of(version)))]
      try {
        const found = await watcher().compare({ function: name, region, namespace, versions: asked }, { signal: over })
        for (const { version, code } of found.versions) known.set(of(version), code)
      } catch {
        // a missing permission, or no connection: the code is unknown, and the next look asks again
        known.set(of('$latest'), null)
      }
      codes.value = new Map(['$latest', ...newest].map((version) => [version, known.get(of(version)) ?? null]))
    },
  }
}

/**
 * The newest published version that has the same code as `$latest`.
 *
 * @param {Map<string, string | null>} codes the newest version first
 */
export function sameAsLatest(codes) {
  const latest = codes.get('$latest')
  if (!latest) return undefined
  return [...codes].find(([version, code]) => version !== '$latest' && code === latest)?.[0]
}

/**
 * @param {Place} place
 * @param {[string, string]} versions
 * @returns {Promise<{ found?: Comparison, error?: GrayscaleError }>}
 */
export async function compareVersions({ name, region, namespace }, versions) {
  try {
    return { found: await watcher().compare({ function: name, region, namespace, versions }) }
  } catch (error) {
    return { error: GrayscaleError.from(error) }
  }
}
