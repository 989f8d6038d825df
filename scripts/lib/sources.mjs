// @ts-check
/**
 * What pkg/ is built from and what it consists of, as a list of digests that lies in it: a forgotten `npm run build`, or
 * a file of pkg/ that someone edited, is seen without Rust.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const listName = 'DIGESTS.sha256'

const single = [
  'Cargo.toml',
  'Cargo.lock',
  'rust-toolchain.toml',
  'sign/Cargo.toml',
  'tools/bindgen/Cargo.toml',
  'tools/bindgen/Cargo.lock',
  'scripts/build.mjs',
  'scripts/lib/sources.mjs',
  'scripts/lib/toolchain.mjs',
]
const folders = ['src', 'sign/src', 'tools/bindgen/src']

/**
 * @param {string} [from] the checkout
 * @param {string} [pkg] where what was built lies
 * @returns {string} one line per file, sources and outputs, as `sha256sum` writes them
 */
export function digestList(from = root, pkg = join(from, 'pkg')) {
  const sources = [
    ...single.map((file) => join(from, file)),
    ...folders.flatMap((folder) => filesBelow(join(from, folder))),
  ].map((path) => ({ path, name: posix(relative(from, path)) }))
  const outputs = filesBelow(pkg).map((path) => ({ path, name: `pkg/${posix(relative(pkg, path))}` }))
  return [...sources, ...outputs]
    .filter(({ name }) => name !== `pkg/${listName}`)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ path, name }) => `${digest(path)}  ${name}\n`)
    .join('')
}

/**
 * The files whose digests differ from the list in pkg/, and those that only one side has.
 *
 * @param {string} [from]
 * @returns {string[]}
 */
export function changedFiles(from = root) {
  const built = parse(readList(from))
  const now = parse(digestList(from))
  return [...new Set([...built.keys(), ...now.keys()])].filter((file) => built.get(file) !== now.get(file)).sort()
}

/** @param {string} from */
function readList(from) {
  try {
    return readFileSync(join(from, 'pkg', listName), 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error
    return '' // everything has changed, as far as anyone can tell
  }
}

/** @param {string} list @returns {Map<string, string>} */
function parse(list) {
  return new Map(
    list
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

/** A checkout may have changed the line ends of texts; the compiler doesn't care. @param {string} file */
function digest(file) {
  const content = file.endsWith('.wasm') ? readFileSync(file) : readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  return createHash('sha256').update(content).digest('hex')
}

/** @param {string} path */
const posix = (path) => path.split(sep).join('/')
