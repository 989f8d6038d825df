// @ts-check
import ignore from 'ignore'

/**
 * Never packed, whatever is included: credentials, and what this tool and `sls` keep about the project.
 */
export const alwaysLeftOut = ['.env', '.env.*', '.git', '.grayscale', '.serverless']

/**
 * Not packed unless `include` asks for it. Project files at the top are here because a changed share in one of them
 * must not look like changed code. `node_modules` is packed: a function needs it. `.gitignore` plays no part.
 */
export const usuallyLeftOut = [
  '.DS_Store',
  'Thumbs.db',
  '.hg',
  '.npmrc',
  '.svn',
  '*.swp',
  'npm-debug.log*',
  '/grayscale.yaml',
  '/grayscale.yml',
  '/serverless.js',
  '/serverless.json',
  '/serverless.yaml',
  '/serverless.yml',
]

/**
 * @typedef {object} Selection
 * @property {(path: string) => boolean} packs whether a file, by its path from the top, belongs into the package
 * @property {(path: string) => boolean} enters whether a directory, by its path from the top, may hold such a file
 * @property {(path: string) => boolean} forbids whether a path is in `alwaysLeftOut`, under whatever name it is reached
 */

/**
 * Patterns are `.gitignore`'s. `include` has the last word over everything but `alwaysLeftOut`.
 *
 * @param {{ exclude?: string[], include?: string[] }} patterns
 * @returns {Selection}
 */
export function selection({ exclude = [], include = [] }) {
  const always = ignore().add(alwaysLeftOut)
  const excluded = ignore().add(usuallyLeftOut).add(exclude)
  const included = ignore().add(include)
  return {
    forbids: (path) => path !== '' && always.ignores(path),
    packs: (path) => !always.ignores(path) && (included.ignores(path) || !excluded.ignores(path)),
    // A directory's own path ends with "/", or a pattern such as `build/` would not know it for one.
    enters: (path) => !always.ignores(`${path}/`) && (include.length > 0 || !excluded.ignores(`${path}/`)),
  }
}
