// @ts-check
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GrayscaleError, UnsafeJournalError, usageError } from '../errors.js'
import { codeOf } from '../store/disk.js'
import { openOwn, requireOwnDirectory } from '../store/own.js'

/** What `Created` (js/sls/created.js) keeps its notes in: a file per service, since a directory may hold several. */
export class StateFile {
  /**
   * @param {string} dir of the service
   * @param {string} service its name
   */
  constructor(dir, service) {
    if (!/^[A-Za-z][\w-]*$/.test(service)) {
      throw usageError(
        'InvalidProject',
        `${JSON.stringify(service)} can't be the name of a service: a file is called after it.`,
        'Use letters, digits, "-" and "_", a letter first.',
      )
    }
    this.dir = dir
    this.file = join(dir, '.serverless', `${service}.grayscale.json`)
    /** @type {Record<string, any>} */
    this.state = {}
    /** Whether nothing is saved. */
    this.left = false
    /** One at a time: functions are created side by side. */
    this.queue = Promise.resolve()
  }

  /** @throws {GrayscaleError} `StateUnreadable`; `UnsafeJournal` where it lies behind a link, or is another user's */
  async read() {
    try {
      const text = await this.#text()
      this.state = text === undefined ? {} : JSON.parse(text)
      if (typeof this.state !== 'object' || this.state === null) throw new TypeError('it holds no object')
    } catch (error) {
      if (error instanceof UnsafeJournalError) throw error.asError('. Nothing was changed')
      throw new GrayscaleError(
        {
          code: 'StateUnreadable',
          message: `The state in ${this.file} could not be read: ${/** @type {Error} */ (error).message}. Nothing was changed.`,
          hint: 'Mend the file or move it away. Without it sls remove leaves all functions alone; a deploy needs nothing of it.',
        },
        { cause: error },
      )
    }
  }

  /** @returns {Promise<string | undefined>} */
  async #text() {
    try {
      const handle = await openOwn(this.file, constants.O_RDONLY, this.dir)
      const bytes = await handle.readFile().finally(() => handle.close())
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  }

  /** It stays as it is, whatever comes: a rollback goes on without it. */
  leave() {
    this.left = true
  }

  /** Whole or not at all: a process that ends in the middle leaves the file as it was. */
  save() {
    const saved = this.queue.then(() => this.#write())
    this.queue = saved.catch(() => {}) // whoever asked for that one is told
    return saved
  }

  async #write() {
    if (this.left) return
    await mkdir(dirname(this.file), { recursive: true })
    await requireOwnDirectory(dirname(this.file), this.dir)
    // a name that nobody can have put there before
    const beside = `${this.file}.${randomUUID()}`
    try {
      await writeFile(beside, `${JSON.stringify(this.state, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
      await rename(beside, this.file)
    } catch (error) {
      await unlink(beside).catch(() => {})
      throw error
    }
  }
}
