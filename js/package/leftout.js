// @ts-check
import ignore from 'ignore'
import { Globs } from './globs.js'

/** What this tool, `sls` and git keep about the project. Never packed. */
const ownFolders = ['.git', '.grayscale', '.serverless']

/**
 * Where credentials lie. Never packed. Of `id_*`, the names of SSH keys, files with the extension of something else are
 * packed (`id_generator.js`), and so are directories. A `*.pem` of certificates alone is packed, see pem.js.
 */
const credentials = [
  '.env*',
  '*.pem',
  '.npmrc',
  ...['id_*', '!id_*/', '!id_*.*', ...['pub', 'pem', 'key', 'ppk', 'bak', 'old'].map((name) => `id_*.${name}`)],
  ...['.aliyun', '.aws', '.azure', '.gnupg', '.kube', '.ssh', '.tccli', '.tencentcloud'],
  '**/.config/gcloud',
  '**/.docker/config.json',
]

/** Packed only if an `include` pattern itself names them, see `naming`. */
export const neverPacked = [...ownFolders, ...credentials]

/** At the top. A changed share in one of them must not look like changed code. */
const projectFiles = [
  '/grayscale.yaml',
  '/grayscale.yml',
  '/serverless.js',
  '/serverless.json',
  '/serverless.yaml',
  '/serverless.yml',
]

/**
 * Not packed unless `include` asks for it. `node_modules` is packed: a function needs it. `.gitignore` plays no part.
 */
export const usuallyLeftOut = ['.DS_Store', 'Thumbs.db', '.hg', '.svn', '*.swp', 'npm-debug.log*', ...projectFiles]

/**
 * What is decided about paths from the top. A directory's path ends with `/`, or a pattern such as `build/` would not
 * know it for one.
 *
 * @typedef {object} Selection
 * @property {(path: string) => boolean} packs whether a file belongs into the package
 * @property {(path: string) => boolean} enters whether a directory may hold such a file
 * @property {(path: string) => boolean} forbids whether a path is never packed, under whatever name it is reached
 * @property {(path: string) => boolean} overrides whether a path is packed only because `include` names it
 * @property {(path: string) => boolean} mayBeCertificate whether a file is left out only because of `*.pem`
 * @property {() => string[]} unmatched the exclude patterns that matched nothing; those of names that are never packed are
 *   no loss
 * @property {(path: string) => 'credentials' | 'project' | undefined} reported why a path was left out unasked, if people
 *   should know: not for junk, and not for folders that come and go with commands
 */

/**
 * Patterns of a person are globs, see globs.js; the lists above are `.gitignore`'s. `include` has the last word over all
 * other lists. Over `neverPacked` it has it only where the pattern itself is on that list: `config/dev.pem`, `*.pem` and `.aws/**` are, `**` and `config/*` are not.
 *
 * @param {{ exclude?: string[], include?: string[] }} patterns
 * @returns {Selection}
 */
export function selection({ exclude = [], include = [] }) {
  const never = ignore().add(neverPacked)
  const neverButPem = ignore().add(neverPacked.filter((pattern) => !pattern.endsWith('.pem')))
  const usual = ignore().add(usuallyLeftOut)
  const byPerson = new Globs(exclude)
  const included = new Globs(include)
  const names = include.filter((pattern) => isNaming(never, pattern))
  const named = new Globs(names)
  const parts = new Set(names.flatMap((pattern) => pattern.toLowerCase().split('/')))

  /** @param {string} path */
  const excluded = (path) => byPerson.cover(path) || usual.ignores(path)
  /** @param {string} path */
  const asked = (path) => !excluded(path) || included.name(path)
  return {
    packs: (path) => (never.ignores(path) ? named.name(path) : asked(path)),
    enters(path) {
      if (!never.ignores(path)) return !excluded(path) || include.length > 0
      return named.name(path) || parts.has(lastPart(path).toLowerCase())
    },
    forbids: (path) => path !== '' && never.ignores(path) && !named.name(path),
    overrides: (path) => never.ignores(path) && named.name(path),
    mayBeCertificate: (path) => /\.pem$/i.test(path) && !neverButPem.ignores(path) && asked(path),
    unmatched: () => byPerson.unmatched().filter((pattern) => !isNaming(never, pattern)),
    reported(path) {
      if (byPerson.cover(path) || ownFolders.includes(lastPart(path).toLowerCase())) return undefined
      if (never.ignores(path)) return 'credentials'
      return usual.ignores(path) && projectFiles.includes(`/${path}`) ? 'project' : undefined
    },
  }
}

/** Whether it can be asked about: not with `..` at its beginning, say. @param {string} path */
export function isPathValid(path) {
  return ignore.isPathValid(path)
}

/** @param {string} path */
function lastPart(path) {
  return path.split('/').findLast((part) => part !== '') ?? ''
}

/**
 * The patterns that are on the list of what is never packed, read as paths: they name what they are to bring.
 *
 * @param {string[]} patterns
 */
export function naming(patterns) {
  const never = ignore().add(neverPacked)
  return patterns.filter((pattern) => isNaming(never, pattern))
}

/** @param {import('ignore').Ignore} never @param {string} pattern */
function isNaming(never, pattern) {
  const path = pattern.trim().replace(/^\/+/, '')
  return isPathValid(path) && never.ignores(path)
}
