// @ts-check
/**
 * A line of arguments in words, as a shell would cut it: at white space, with quotes. Nothing is expanded, since nothing is
 * run by a shell.
 *
 * @param {string} line
 * @returns {string[] | undefined} none where a quote is not closed
 */
export function wordsIn(line) {
  /** @type {string[]} */
  const words = []
  const parts = /\s*((?:[^\s"'\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+)/y
  while (line.slice(parts.lastIndex).trim() !== '') {
    const found = parts.exec(line)
    if (found === null) return undefined
    words.push(found[1].replace(/\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g, bare))
  }
  return words
}

/**
 * @param {string} _
 * @param {string | undefined} escaped
 * @param {string | undefined} single
 * @param {string | undefined} double
 */
function bare(_, escaped, single, double) {
  return escaped ?? single ?? (double ?? '').replace(/\\(["\\$`])/g, '$1')
}
