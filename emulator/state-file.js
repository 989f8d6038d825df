// @ts-check
// The emulator's memory on disk: one JSON file with everything that exists, code packages included, replaced as a
// whole (written beside it, synced, renamed), so that a crash leaves either the old state or the new one. It holds code,
// environment values and a key: only its owner may read it, and no link leads elsewhere.

import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { lockState } from './state-lock.js'

/** @typedef {import('./world.js').World} World */
/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./packages.js').Packages} Packages */

const FORMAT = 'scf-emulator-state'
const FORMAT_VERSION = 1
const DRAFT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

export class StateFile {
  /** @type {Promise<void> | null} the write that will contain everything up to now */
  #next = null
  /** @type {Promise<void>} */
  #current = Promise.resolve()
  /** @type {(() => Promise<void>) | null} */
  #unlock = null
  /** @type {{ secretId: string, secretKey: string } | undefined} the key that was drawn for this state */
  credential

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
    const text = JSON.stringify({ ...snapshot(this.world, this.packages), credential: this.credential })
    const beside = `${this.file}.${randomUUID()}.tmp`
    const handle = await open(beside, 'wx', 0o600)
    try {
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

  /** What a crash left of a write; the lock is held, so nobody is writing. */
  async #removeDrafts() {
    const directory = path.dirname(this.file)
    const start = `${path.basename(this.file)}.`
    for (const name of await readdir(directory)) {
      const left = name.startsWith(start) && DRAFT.test(name.slice(start.length))
      if (left) await rm(path.join(directory, name), { force: true })
    }
  }

  /**
   * Locks the file, and reads the state, if there is any, into the world.
   * @throws {Error} when another emulator uses the file, or the file is there and is not such a state
   */
  async load() {
    await mkdir(path.dirname(this.file), { recursive: true })
    this.file = await ownFile(this.file)
    this.#unlock = await lockState(this.file)
    await this.#removeDrafts()
    let text
    try {
      text = await readFile(this.file, 'utf8')
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return
      throw new Error(`The state file ${this.file} can't be read: ${/** @type {Error} */ (error).message}`)
    }
    try {
      const state = JSON.parse(text)
      restore(state, this.world, this.packages)
      this.credential = readCredential(state.credential)
    } catch (error) {
      throw new Error(
        `The state file ${this.file} is not a state of this emulator (${/** @type {Error} */ (error).message}). ` +
          'Give another file, or remove it to start empty.',
      )
    }
  }
}

/**
 * One name for one file, whatever links lead to its folder.
 * @param {string} file
 * @throws {Error} when the file itself is a link, or somebody else put it there
 */
async function ownFile(file) {
  const directory = await realpath(path.dirname(file))
  const real = path.join(directory, path.basename(file))
  const stats = await lstat(real).catch(() => undefined)
  if (stats === undefined) return real // there is none yet
  if (stats.isSymbolicLink()) throw new Error(`The state file ${real} is a link. Give the file that it leads to.`)
  // whoever owns the folder can replace the file anyway
  const owners = [process.getuid?.(), (await lstat(directory)).uid]
  if (process.getuid && !owners.includes(stats.uid)) {
    throw new Error(`The state file ${real} belongs to another user, whose functions would run. Give another file.`)
  }
  return real
}

/** @param {any} saved absent where no key was drawn */
function readCredential(saved) {
  const isKey = (/** @type {unknown} */ text) => typeof text === 'string' && text !== ''
  if (saved === undefined) return undefined
  if (!isKey(saved?.secretId) || !isKey(saved?.secretKey)) throw new Error('"credential" is damaged')
  return { secretId: saved.secretId, secretKey: saved.secretKey }
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
