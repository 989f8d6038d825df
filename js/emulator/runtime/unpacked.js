// @ts-check
// Packages on disk, where functions run from: unpacked once per package, below one temporary folder.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export class UnpackedPackages {
  /** @param {import('../packages.js').Packages} packages */
  constructor(packages) {
    this.packages = packages
    /** @type {string | undefined} made when the first function runs */
    this.root = undefined
    /** @type {Set<string>} digests */
    this.unpacked = new Set()
    this.removeAtExit = () => this.#remove()
  }

  /**
   * @param {string} digest
   * @returns {string} the folder that holds its files
   */
  directory(digest) {
    if (this.root === undefined) {
      this.root = mkdtempSync(path.join(os.tmpdir(), 'scf-emulator-'))
      process.once('exit', this.removeAtExit) // for programs that end without close()
    }
    const directory = path.join(this.root, digest)
    if (!this.unpacked.has(digest)) {
      mkdirSync(directory, { recursive: true })
      for (const [name, bytes] of Object.entries(this.packages.files(digest))) {
        const file = path.join(directory, name)
        mkdirSync(path.dirname(file), { recursive: true })
        writeFileSync(file, bytes)
      }
      this.unpacked.add(digest)
    }
    return directory
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
