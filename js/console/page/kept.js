// @ts-check
/**
 * What the page keeps between visits: how it looks, how much it showed, where it looked for functions, which functions are
 * favourites, what it has notified of, and which tabs of this browser wrote to a project's journal; never who uses it. A browser
 * that keeps nothing is as good.
 */

/** @typedef {'language' | 'theme' | 'tabs' | 'places' | 'moving' | 'stars' | 'notify' | 'told'} Kept */

/** @param {Kept} name @returns {string | undefined} */
export function kept(name) {
  try {
    return localStorage.getItem(`scf-grayscale.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

/** @param {Kept} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(`scf-grayscale.${name}`, value)
  } catch {
    // private windows may refuse: it holds for this visit then
  }
}
