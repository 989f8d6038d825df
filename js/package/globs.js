// @ts-check
/// <reference path="./picomatch.d.ts" />
import picomatch from 'picomatch'

/**
 * Patterns of files, relative to the packed directory, in the syntax that tencent-scf documents: `*`, `**`, `?`, `[…]`,
 * `{a,b}`, `@(…)`, `!(…)`. Files with a dot in front are files as all others, and letter case counts.
 */
export class Globs {
  #patterns

  /** @param {string[]} patterns */
  constructor(patterns) {
    this.#patterns = patterns.map((written) => {
      const pattern = normal(written)
      const { base, isGlob } = picomatch.scan(pattern)
      // a name alone stands for the whole tree below it
      const bare = isGlob && /[*?[\]{}()!+@]/.test(pattern.slice(pattern.lastIndexOf('/') + 1))
      return {
        written,
        base: isGlob ? base : pattern,
        matches: picomatch(pattern, { dot: true }),
        holds: bare ? () => false : picomatch(`${pattern}/**`, { dot: true }),
        matched: false,
      }
    })
  }

  /**
   * Whether a pattern names the path, or a directory that it lies in.
   *
   * @param {string} path of a directory with `/` at its end
   */
  cover(path) {
    const places = placesOf(path)
    return this.#count(({ matches }) => places.some((place) => matches(place)))
  }

  /**
   * Whether a pattern names the path itself, or a directory by its name alone that it lies in.
   *
   * @param {string} path
   */
  name(path) {
    const place = path.replace(/\/$/, '')
    return this.#count(({ matches, holds }) => matches(place) || holds(place))
  }

  /** The patterns that matched nothing so far, and would have been met if there were anything to match. */
  unmatched() {
    const out = (/** @type {string} */ base) =>
      this.#patterns.some(({ matched, matches }) => matched && placesOf(base).some((place) => matches(place)))
    return this.#patterns.filter((pattern) => !pattern.matched && !out(pattern.base)).map(({ written }) => written)
  }

  /** @param {(pattern: { matches: (path: string) => boolean, holds: (path: string) => boolean }) => boolean} test */
  #count(test) {
    let any = false
    for (const pattern of this.#patterns) {
      if (!test(pattern)) continue
      pattern.matched = true
      any = true
    }
    return any
  }
}

/** A path and the directories that it lies in. @param {string} path @returns {string[]} */
function placesOf(path) {
  return [...path.matchAll(/(?<=[^/])(?:\/|$)/g)].map(({ index }) => path.slice(0, index))
}

/** Without what would keep a pattern from ever matching: slashes around it, and `./`. @param {string} written */
function normal(written) {
  return written
    .trim()
    .replace(/\/{2,}/g, '/')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/$/, '')
}
