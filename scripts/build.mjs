// @ts-check
/**
 * `npm run build` makes pkg/ from the Rust sources: cargo, then tools/bindgen, then wasm-opt.
 * `npm run build -- --check` makes it elsewhere and compares: pkg/ is checked in, and must be provable. Where it can't be
 * made, because the wasm target or a tool is missing, nothing is proven and the check fails.
 * `npm run build -- --check --digests` makes nothing: it compares the digests of the sources and of pkg/ with the list
 * that was written when pkg/ was made.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { changedFiles, digestList, listName, root } from './lib/sources.mjs'
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
  writeFileSync(join(into, listName), digestList(root, into))
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

/** @param {{ digestsAlone: boolean }} how */
function check({ digestsAlone }) {
  const changed = changedFiles()
  if (changed.length > 0) {
    throw new Failed(
      `pkg/ and its sources are not what they were when it was built; these differ: ${changed.join(', ')}\nTry: npm run build`,
    )
  }
  if (digestsAlone) {
    console.log('pkg/ and its sources are what they were when it was built, by their digests; it was not built again')
    return
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
    throw new Missing(
      `pkg/ could not be built again, so it is not proven: ${error.message}\n` +
        'To compare digests alone: npm run build -- --check --digests',
    )
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

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, digests: { type: 'boolean', default: false } },
})
if (values.digests && !values.check) {
  console.error('build: --digests goes with --check')
  process.exit(2)
}

try {
  if (values.check) check({ digestsAlone: values.digests })
  else rebuild()
} catch (error) {
  if (!(error instanceof Missing || error instanceof Failed)) throw error
  console.error(`build: ${error.message}`)
  process.exitCode = 1
}
