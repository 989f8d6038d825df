// @ts-check
/** The programs behind pkg/: cargo with the wasm target, the bindgen tool, wasm-opt. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root } from './sources.mjs'

const target = 'wasm32-unknown-unknown'

/** Something that this machine lacks; the message says how to get it. */
export class Missing extends Error {}

/** A program that ran and failed; it has said why itself. */
export class Failed extends Error {}

/** Asks rustup for the pinned toolchain's wasm target. rust-toolchain.toml names it, but is not heeded everywhere. */
export function requireTarget() {
  if (hasTarget()) return
  const added = quietly('rustup', ['target', 'add', target])
  if (hasTarget()) return
  throw new Missing(
    `the Rust target ${target} is missing and could not be had: ${added || 'rustup added it, but rustc does not see it'}\n` +
      `Try: rustup target add ${target} (inside this directory, so that the pinned toolchain gets it)`,
  )
}

function hasTarget() {
  try {
    const args = ['--print', 'target-libdir', '--target', target]
    return existsSync(
      execFileSync('rustc', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    )
  } catch {
    return false
  }
}

/**
 * Compiles the crate. Paths of this machine are mapped away, so that the bytes are the same wherever it is built.
 *
 * @returns {string} the raw module
 */
export function compile() {
  const targetDir = join(root, 'target', 'wasm')
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  const { sysroot, commit } = compiler()
  const flags = [
    `--remap-path-prefix=${cargoHome}=/cargo`,
    `--remap-path-prefix=${root}=/scf-grayscale`,
    // the name that the standard library's sources have where they are not installed
    `--remap-path-prefix=${join(sysroot, 'lib', 'rustlib', 'src', 'rust')}=/rustc/${commit}`,
    // SHA-256 is a third faster with it; every engine since 2023 has it
    '-Ctarget-feature=+simd128',
  ]
  const settings = ['--release', '--lib', '--locked']
  run('cargo', ['build', '--package', 'scf-grayscale', ...settings, '--target', target, '--target-dir', targetDir], {
    CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
  })
  return join(targetDir, target, 'release', 'scf_grayscale.wasm')
}

/** @returns {{ sysroot: string, commit: string }} */
function compiler() {
  const ask = (/** @type {string[]} */ ...args) => execFileSync('rustc', args, { cwd: root, encoding: 'utf8' })
  const commit = /^commit-hash: (\w+)$/m.exec(ask('--version', '--verbose'))?.[1] ?? 'unknown'
  return { sysroot: ask('--print', 'sysroot').trim(), commit }
}

/**
 * Writes the JavaScript and TypeScript faces of the module. The tool is compiled once.
 *
 * @param {string} module
 * @param {string} into
 */
export function bind(module, into) {
  run(tool('bindgen'), [module, into], {})
}

const tools = join(root, 'tools', 'bindgen')

/** @param {string} name @returns {string} one of our own host programs, compiled */
function tool(name) {
  const targetDir = join(tools, 'target')
  const manifest = join(tools, 'Cargo.toml')
  run('cargo', ['build', '--release', '--locked', '--manifest-path', manifest, '--target-dir', targetDir], {})
  return join(targetDir, 'release', process.platform === 'win32' ? `${name}.exe` : name)
}

/**
 * Makes the module smaller, in place. Nothing is inlined: rustc has done that where it pays, and copies of functions
 * cost a tenth of the module's size on the wire.
 *
 * @param {string} module
 */
export function optimize(module) {
  const wasmOpt = join(root, 'node_modules', 'binaryen', 'bin', 'wasm-opt')
  if (!existsSync(wasmOpt)) throw new Missing('wasm-opt is missing (npm package binaryen)\nTry: npm ci')
  const noInlining = ['always', 'flexible', 'one-caller'].flatMap((kind) => [`--${kind}-inline-max-function-size`, '0'])
  const args = ['-Os', ...noInlining, '--strip-producers', '--strip-target-features']
  run(process.execPath, [wasmOpt, ...args, module, '-o', module], {})
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function run(command, args, env) {
  try {
    execFileSync(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] })
  } catch (error) {
    const { code, status } = /** @type {{ code?: string, status?: number | null }} */ (error)
    if (code === 'ENOENT') throw new Missing(`${command} is missing\nTry: https://rustup.rs`)
    throw new Failed(`${command} ${args[0]} failed (exit code ${status ?? 'none'})`, { cause: error })
  }
}

/** @param {string} command @param {string[]} args @returns {string} what it complained about; empty if it went well */
function quietly(command, args) {
  try {
    execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    return ''
  } catch (error) {
    const { code, stderr } = /** @type {{ code?: string, stderr?: Buffer }} */ (error)
    return code === 'ENOENT' ? `${command} is not installed` : String(stderr).trim()
  }
}
