// @ts-check
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GrayscaleError, usageError } from '../errors.js'
import { readText } from '../project/text.js'

/** What `Created` (js/component/created.js) keeps its notes in: a file per service, since a directory may hold several. */
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
    this.file = join(dir, '.serverless', `${service}.grayscale.json`)
    /** @type {Record<string, any>} */
    this.state = {}
    /** One at a time: functions are created side by side. */
    this.queue = Promise.resolve()
  }

  /** @throws {GrayscaleError} `StateUnreadable` */
  async read() {
    try {
      const text = await readText(this.file)
      this.state = text === undefined ? {} : JSON.parse(text)
      if (typeof this.state !== 'object' || this.state === null) throw new TypeError('it holds no object')
    } catch (error) {
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

  /** Whole or not at all: a process that ends in the middle leaves the file as it was. */
  save() {
    const saved = this.queue.then(() => this.#write())
    this.queue = saved.catch(() => {}) // whoever asked for that one is told
    return saved
  }

  async #write() {
    await mkdir(dirname(this.file), { recursive: true })
    const beside = `${this.file}.${process.pid}`
    await writeFile(beside, `${JSON.stringify(this.state, null, 2)}\n`)
    await rename(beside, this.file)
  }
}
