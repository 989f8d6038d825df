// @ts-check
// The emulator's memory on disk: one JSON file with everything that exists, code packages included, replaced as a
// whole (written beside it, synced, renamed), so that a crash leaves either the old state or the new one.

import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { lockState } from './state-lock.js'

/** @typedef {import('./world.js').World} World */
/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./packages.js').Packages} Packages */

const FORMAT = 'scf-emulator-state'
const FORMAT_VERSION = 1

export class StateFile {
  /** @type {Promise<void> | null} the write that will contain everything up to now */
  #next = null
  /** @type {Promise<void>} */
  #current = Promise.resolve()
  /** @type {(() => Promise<void>) | null} */
  #unlock = null

  /** @param {string} file @param {World} world @param {Packages} packages */
  constructor(file, world, packages) {
    this.file = path.resolve(file)
    this.world = world
    this.packages = packages
  }

  /**
   * Everything that was changed before this call is on disk when the promise is fulfilled. Calls that come while a
   * write runs share the next one.
   */
  save() {
    this.#next ??= this.#afterCurrent()
    return this.#next
  }

  async #afterCurrent() {
    await this.#current.catch(() => {}) // its own callers were told
    this.#next = null
    this.#current = this.#write()
    await this.#current
  }

  /** Another emulator may have the file, when what is being written has been. */
  async close() {
    await (this.#next ?? this.#current).catch(() => {}) // its own callers were told
    await this.#unlock?.()
    this.#unlock = null
  }

  async #write() {
    const text = JSON.stringify(snapshot(this.world, this.packages))
    const beside = this.#draft()
    try {
      const handle = await open(beside, 'w', 0o600)
      try {
        await handle.writeFile(text)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(beside, this.file)
      await syncDirectory(path.dirname(this.file))
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
  }

  /** Where the next state is written. There is one for all processes, so that crashes leave no more than one. */
  #draft() {
    return `${this.file}.tmp`
  }

  /**
   * Locks the file, and reads the state, if there is any, into the world.
   * @throws {Error} when another emulator uses the file, or the file is there and is not such a state
   */
  async load() {
    await mkdir(path.dirname(this.file), { recursive: true })
    this.file = await realFile(this.file)
    this.#unlock = await lockState(this.file)
    await rm(this.#draft(), { force: true }) // left by a crash
    let text
    try {
      text = await readFile(this.file, 'utf8')
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return
      throw new Error(`The state file ${this.file} can't be read: ${/** @type {Error} */ (error).message}`)
    }
    try {
      restore(JSON.parse(text), this.world, this.packages)
    } catch (error) {
      throw new Error(
        `The state file ${this.file} is not a state of this emulator (${/** @type {Error} */ (error).message}). ` +
          'Give another file, or remove it to start empty.',
      )
    }
  }
}

/** One name for one file, whatever links lead to it. @param {string} file */
async function realFile(file) {
  try {
    return await realpath(file)
  } catch {
    return path.join(await realpath(path.dirname(file)), path.basename(file))
  }
}

/** @param {World} world @param {Packages} packages */
function snapshot(world, packages) {
  /** @type {Record<string, string>} */
  const code = {}
  for (const digest of packages.byDigest.keys()) code[digest] = packages.base64(digest)
  const regions = [...world.regions].map(([name, namespaces]) => ({
    name,
    namespaces: [...namespaces.values()].map(({ functions, ...namespace }) => ({
      ...namespace,
      functions: [...functions.values()].map(({ versions, aliases, ...fn }) => ({
        ...fn,
        versions: [...versions.values()],
        aliases: [...aliases.values()],
      })),
    })),
  }))
  const domains = [...world.domainsOf].map(([name, all]) => ({ name, domains: [...all] }))
  return { format: FORMAT, version: FORMAT_VERSION, regions, domains, packages: code }
}

/** @param {any} state @param {World} world @param {Packages} packages */
function restore(state, world, packages) {
  if (state?.format !== FORMAT) throw new Error(`"format" is not "${FORMAT}"`)
  if (state.version !== FORMAT_VERSION) throw new Error(`version ${state.version} instead of ${FORMAT_VERSION}`)
  for (const [digest, base64] of Object.entries(state.packages)) {
    const added = packages.add(Buffer.from(/** @type {string} */ (base64), 'base64'))
    if (added !== digest) throw new Error(`package ${digest} is damaged`)
  }
  // older states have none
  for (const { name, domains } of state.domains ?? []) world.domainsOf.set(name, new Map(domains))
  for (const region of state.regions) {
    world.regions.set(
      region.name,
      new Map(
        region.namespaces.map((/** @type {any} */ { functions, ...namespace }) => [
          namespace.name,
          { ...namespace, functions: new Map(functions.map(restoreFunction)) },
        ]),
      ),
    )
  }
}

/** @param {any} saved @returns {[string, CloudFunction]} */
function restoreFunction({ versions, aliases, triggers = [], ...fn }) {
  return [
    fn.name,
    {
      ...fn,
      triggers, // older states have none
      versions: new Map(versions.map((/** @type {any} */ version) => [version.number, version])),
      aliases: new Map(aliases.map((/** @type {any} */ alias) => [alias.name, alias])),
    },
  ]
}

/** A rename is durable only when its folder is. @param {string} directory */
async function syncDirectory(directory) {
  if (process.platform === 'win32') return // folders can't be opened there
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
