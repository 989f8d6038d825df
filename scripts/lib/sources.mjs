// @ts-check
/** What pkg/ is built from, as a list of digests that lies beside it: a forgotten `npm run build` is seen without Rust. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const listName = 'SOURCES.sha256'

const single = [
  'Cargo.toml',
  'Cargo.lock',
  'rust-toolchain.toml',
  'tools/bindgen/Cargo.toml',
  'tools/bindgen/Cargo.lock',
  'scripts/build.mjs',
  'scripts/lib/sources.mjs',
  'scripts/lib/toolchain.mjs',
]
const folders = ['src', 'tools/bindgen/src']

/** @param {string} [from] the checkout @returns {string} one line per file, as `sha256sum` writes them */
export function sourceList(from = root) {
  const files = [
    ...single,
    ...folders.flatMap((folder) => filesBelow(join(from, folder)).map((file) => posix(relative(from, file)))),
  ]
  return files
    .sort()
    .map((file) => `${digest(join(from, file))}  ${file}\n`)
    .join('')
}

/**
 * The files whose digests differ from the list in pkg/, and those that only one side has.
 *
 * @param {string} [from]
 * @returns {string[]}
 */
export function changedSources(from = root) {
  const built = parse(readFileSync(join(from, 'pkg', listName), 'utf8'))
  const now = parse(sourceList(from))
  return [...new Set([...built.keys(), ...now.keys()])].filter((file) => built.get(file) !== now.get(file)).sort()
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

/** A checkout may have changed the line ends; the compiler doesn't care. @param {string} file */
const digest = (file) => createHash('sha256').update(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).digest('hex')

/** @param {string} path */
const posix = (path) => path.split(sep).join('/')
