// @ts-check
/**
 * `npm run build` makes pkg/ from the Rust sources: cargo, then tools/bindgen, then wasm-opt.
 * `npm run build -- --check` makes it elsewhere and compares: pkg/ is checked in, and must be provable. Where the wasm
 * target can't be had, only the digests of the sources are compared, and the run says so.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { changedSources, listName, root, sourceList } from './lib/sources.mjs'
import { bind, compile, Failed, Missing, optimize, requireTarget } from './lib/toolchain.mjs'

const pkg = join(root, 'pkg')
const moduleName = 'scf_grayscale_bg.wasm'

/** Files of pkg/ that every host needs to see as ES modules, whatever the package around it says. */
const manifest = { type: 'module', sideEffects: false }

/** @param {string} into an existing directory */
function build(into) {
  requireTarget()
  bind(compile(), into)
  optimize(join(into, moduleName))
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  writeFileSync(join(into, listName), sourceList())
}

function rebuild() {
  const fresh = mkdtempSync(join(tmpdir(), 'scf-grayscale-pkg-'))
  try {
    build(fresh)
    // only now: a build that failed leaves the old one whole
    rmSync(pkg, { recursive: true, force: true })
    mkdirSync(pkg)
    for (const file of readdirSync(fresh)) writeFileSync(join(pkg, file), readFileSync(join(fresh, file)))
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  for (const file of readdirSync(pkg)) console.log(describe(file))
}

/** @param {string} file */
function describe(file) {
  const bytes = readFileSync(join(pkg, file))
  const sizes = `${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`
  return `pkg/${file}: ${sizes}, sha256 ${sha256(bytes)}`
}

function check() {
  const changed = changedSources()
  if (changed.length > 0) {
    throw new Failed(
      `pkg/ was built from other sources; these have changed since: ${changed.join(', ')}\nTry: npm run build`,
    )
  }
  const fresh = mkdtempSync(join(tmpdir(), 'scf-grayscale-pkg-'))
  try {
    build(fresh)
    const files = [...new Set([...readdirSync(pkg), ...readdirSync(fresh)])].sort()
    const differing = files.filter((file) => digestOf(join(pkg, file)) !== digestOf(join(fresh, file)))
    if (differing.length > 0) {
      throw new Failed(`pkg/ is not what these sources give; these differ: ${differing.join(', ')}\nTry: npm run build`)
    }
    console.log(`pkg/ is what these sources give: ${files.length} files, the same bytes`)
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    console.log(`pkg/ was built from these sources (by their digests alone; it was not built again: ${error.message})`)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** @param {string} file */
function digestOf(file) {
  try {
    return sha256(readFileSync(file))
  } catch {
    return 'missing'
  }
}

/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

try {
  if (process.argv.includes('--check')) check()
  else rebuild()
} catch (error) {
  if (!(error instanceof Missing || error instanceof Failed)) throw error
  console.error(`build: ${error.message}`)
  process.exitCode = 1
}
