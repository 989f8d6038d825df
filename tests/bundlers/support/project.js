// A project of somebody else: the package as npm packs it, the real tools, and files that a test writes.

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { installPackage } from '../../sls/support/package.js'
import { built } from '../../support/built.js'
import { npmInstalled } from '../../support/installs.js'

const run = promisify(execFile)
const root = new URL('../../..', import.meta.url).pathname
const lock = 'bundlers'
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { dependencies } = JSON.parse(
  readFileSync(new URL('../../installs/bundlers/package.json', import.meta.url), 'utf8'),
)

/** A tool with its version, as docs/compatibility.md names it. @param {string} tool */
export const named = (tool) => `${tool} ${dependencies[tool]}`

/** @type {string | undefined} */
let fresh
after(() => fresh && rmSync(fresh, { recursive: true, force: true }))
/** @type {Promise<string> | undefined} */
let packed

/** node_modules with the packed package and its dependencies; packed once for all tests of a file. */
function packedModules() {
  packed ??= (async () => {
    // what npm's `prepack` makes, which is packed without it
    await built('types', 'web')
    fresh = mkdtempSync(join(tmpdir(), 'grayscale-packed-'))
    return installPackage(fresh)
  })()
  return packed
}

/**
 * Links what is in one node_modules into another that has it not.
 *
 * @param {string} from
 * @param {string} to
 */
function linkAll(from, to) {
  const there = new Set(readdirSync(to))
  for (const name of readdirSync(from)) {
    if (name.startsWith('.')) continue
    if (name.startsWith('@')) {
      mkdirSync(join(to, name), { recursive: true })
      linkAll(join(from, name), join(to, name))
    } else if (!there.has(name)) symlinkSync(join(from, name), join(to, name))
  }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} files
 * @param {string} [from] the folder in tests/installs/ with the lock file of the tools
 */
export async function project(t, files, from = lock) {
  const [packed, tools] = await Promise.all([packedModules(), npmInstalled(from)])
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-bundled-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const modules = join(directory, 'node_modules')
  // A copy in the project, as npm makes it: tools judge a file by its real place.
  cpSync(join(packed, 'scf-grayscale'), join(modules, 'scf-grayscale'), { recursive: true })
  linkAll(packed, modules)
  linkAll(tools, modules)
  const all = { 'package.json': '{ "private": true, "type": "module" }\n', ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  /** @param {string} tool */
  const binOf = (tool) => {
    const own = manifest.bin[tool]
    return own === undefined ? join(tools, '.bin', tool) : join(modules, 'scf-grayscale', own)
  }
  /** @param {string} command @param {string} file @param {string[]} words @param {Record<string, string>} [env] */
  const outputOf = async (command, file, words, env) => {
    const options = { cwd: directory, env: { ...process.env, ...env } }
    const { stdout, stderr } = await run(file, words, options).catch((error) => {
      throw new Error(`${command} failed: ${error.stdout}${error.stderr}`, { cause: error })
    })
    return stdout + stderr
  }
  return {
    directory,
    bin: binOf,
    /** Runs a script of the project. @param {string[]} words */
    node: (words) => outputOf(words.join(' '), process.execPath, words),
    /**
     * Runs a command as `npx` would.
     *
     * @param {string[]} words
     * @param {Record<string, string>} [env]
     */
    npx: ([tool, ...words], env) => outputOf([tool, ...words].join(' '), binOf(tool), words, env),
  }
}
