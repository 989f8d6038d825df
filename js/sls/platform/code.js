// @ts-check
import { existsSync, realpathSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { GrayscaleError, usageError } from '../../errors.js'
import { isWithin } from '../../package/place.js'
import { unpack } from '../../package/unzip.js'

/**
 * The code that the CLI uploaded from `inputs.src`. Engines differ in what they make of it: a directory, a zip file, or an
 * address to fetch one from. Here it becomes a directory, which is packed as everywhere else, so that unchanged code is
 * known again: the CLI's own zip tells times, and is another one each time.
 */
export class Code {
  /** @type {string | undefined} */
  #directory
  /** @type {string | undefined} The only place that code is packed from, once it is there. */
  root

  /**
   * @param {string} src as the engine hands it over
   * @returns {Promise<string>} a directory, which is there until `remove`
   */
  async directory(src) {
    const address = /^https?:\/\//.test(src)
    const info = address ? undefined : await stat(src).catch(() => undefined)
    if (info?.isDirectory()) {
      this.root = src
      return src
    }
    if (!address && !info) throw lost(src, 'there is nothing at that path')
    this.#directory = await mkdtemp(join(tmpdir(), 'scf-grayscale-'))
    this.root = this.#directory
    await unpack(address ? await fetched(src) : await readFile(src), this.#directory)
    return this.#directory
  }

  async remove() {
    if (this.#directory !== undefined) await rm(this.#directory, { recursive: true, force: true })
  }
}

/**
 * A function's own `src` is a directory of what was uploaded, by its real path: nothing else of the project is here.
 *
 * @param {string} directory of what was uploaded
 * @param {string} src
 * @param {string} key of the function
 */
export function within(directory, src, key) {
  const path = resolve(directory, src)
  const leads = existsSync(path) ? isWithin(realpathSync(directory), realpathSync(path)) : true
  if (!isAbsolute(src) && isWithin(directory, path) && leads) return path
  throw usageError(
    'InvalidInput',
    `src ${src} of ${key} leads out of what sls uploads, which is inputs.src.`,
    'Let inputs.src name a directory that holds the code of all functions, and each src a directory in it.',
  )
}

/** @param {string} address that may hold a signature, which is not for showing */
async function fetched(address) {
  const { host } = new URL(address)
  const response = await fetch(address).catch((error) => {
    throw lost(`at ${host}`, `${error.cause ?? error}`)
  })
  if (!response.ok) throw lost(`at ${host}`, `HTTP ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/**
 * @param {string} where
 * @param {string} why
 */
function lost(where, why) {
  return new GrayscaleError({
    code: 'SourceNotFound',
    message: `the code that sls uploaded could not be taken over from the platform (${where}): ${why}`,
    hint: 'give the same command again',
    retryable: true,
  })
}
