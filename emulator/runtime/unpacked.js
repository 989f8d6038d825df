// @ts-check
// Packages on disk, where functions run from: unpacked once per package, below one temporary folder.

import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export class UnpackedPackages {
  /**
   * @param {import('../packages.js').Packages} packages
   * @param {import('./isolation.js').Isolation['user']} user as whom functions run
   */
  constructor(packages, user) {
    this.packages = packages
    this.user = user
    /** @type {string | undefined} made when the first function runs */
    this.root = undefined
    /** @type {Map<string, Map<string, string | undefined>>} by digest: the stamp of each file when it was written */
    this.unpacked = new Map()
    this.removeAtExit = () => this.#remove()
  }

  /**
   * @param {string} digest
   * @returns {string} the folder that holds its files
   */
  directory(digest) {
    if (this.root === undefined) {
      this.root = mkdtempSync(path.join(os.tmpdir(), 'scf-emulator-'))
      if (this.user) {
        // in for them, but for nobody else
        chownSync(this.root, 0, this.user.gid)
        chmodSync(this.root, 0o710)
      }
      process.once('exit', this.removeAtExit) // for programs that end without close()
    }
    const directory = path.join(this.root, digest)
    if (!this.unpacked.has(digest)) this.#write(digest, directory)
    return directory
  }

  /**
   * Writes files again that are gone, or were written by someone else: the service has packages read-only, here a function
   * can change its own.
   * @param {string} directory
   */
  restore(directory) {
    const digest = path.basename(directory)
    const stamps = this.unpacked.get(digest) ?? new Map()
    const whole =
      existsSync(directory) && [...stamps].every(([name, known]) => stamp(path.join(directory, name)) === known)
    // a package that was replaced meanwhile is not kept
    if (!whole && this.packages.byDigest.has(digest)) this.#write(digest, directory)
  }

  /** @param {string} digest @param {string} directory */
  #write(digest, directory) {
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true })
    /** @type {Map<string, string | undefined>} */
    const stamps = new Map()
    const files = Object.entries(this.packages.files(digest))
    const executables = this.packages.executables(digest)
    for (const [name, bytes] of files) {
      const file = path.join(directory, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, bytes)
      if (executables.has(name)) chmodSync(file, 0o755)
    }
    if (this.user) give(directory, this.user)
    for (const [name] of files) stamps.set(name, stamp(path.join(directory, name)))
    this.unpacked.set(digest, stamps)
  }

  close() {
    process.removeListener('exit', this.removeAtExit)
    this.#remove()
    this.root = undefined
    this.unpacked.clear()
  }

  #remove() {
    if (this.root !== undefined) rmSync(this.root, { recursive: true, force: true })
  }
}

/**
 * A folder last, after what is in it: whoever has it can put links there.
 * @param {string} file
 * @param {{ uid: number, gid: number }} user
 */
function give(file, user) {
  if (lstatSync(file).isDirectory()) for (const name of readdirSync(file)) give(path.join(file, name), user)
  lchownSync(file, user.uid, user.gid)
}

/** What changes when a file is written again. @param {string} file */
function stamp(file) {
  const stats = lstatSync(file, { throwIfNoEntry: false })
  return stats && [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(' ')
}
