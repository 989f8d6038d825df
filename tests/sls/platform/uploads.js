// Where the CLIs put code: objects, and per instance the sources that newer CLIs send the changes of.

import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unzip } from './unzip.js'

/** The object storage. */
export const bucket = 'platform-1250000000.cos.ap-guangzhou.myqcloud.com'

export class Uploads {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory
    /** @type {Map<string, Buffer>} */
    this.objects = new Map()
    /** Who waits for an object. @type {Map<string, () => void>} */
    this.waiting = new Map()
    this.count = 0
  }

  /** @param {string} key */
  url(key) {
    return `https://${bucket}/${key}`
  }

  /** @param {import('./proxy.js').Asked} asked @returns {import('./proxy.js').Answered} */
  answer({ method, path, body }) {
    const key = path.slice(1)
    if (method === 'PUT') {
      this.objects.set(key, body)
      this.waiting.get(key)?.()
      if (key.startsWith('changes/')) this.#take(key.slice('changes/'.length), body)
      return { body: '' }
    }
    const object = this.objects.get(key)
    return object ? { body: object, type: 'application/octet-stream' } : { status: 404, body: '' }
  }

  /** A place for a whole zip. */
  place() {
    return `sources/${++this.count}.zip`
  }

  /**
   * An object that is being uploaded: serverless 1.83.3 goes on as soon as it has sent one, before it is here.
   *
   * @param {string} key
   */
  async arrived(key) {
    if (!this.objects.has(key)) await new Promise((resolve) => this.waiting.set(key, () => resolve(undefined)))
    return /** @type {Buffer} */ (this.objects.get(key))
  }

  /**
   * What an address of this store stands for, as a directory.
   *
   * @param {string} address
   * @param {string} to
   */
  async unpack(address, to) {
    const key = new URL(address).pathname.slice(1)
    const merged = join(this.directory, key)
    if (key.startsWith('merged/') && existsSync(merged)) {
      cpSync(merged, to, { recursive: true })
      return
    }
    unzip(await this.arrived(key), to)
  }

  /** Changed files go over those of before. @param {string} instance @param {Buffer} changes */
  #take(instance, changes) {
    const merged = join(this.directory, 'merged', instance)
    unzip(changes, merged)
    const deleted = join(merged, 'deleted.files')
    for (const path of existsSync(deleted) ? JSON.parse(readFileSync(deleted, 'utf8')) : []) rmSync(join(merged, path))
    this.objects.set(`maps/${instance}`, readFileSync(join(merged, 'src.map')))
    for (const name of ['deleted.files', 'src.map']) rmSync(join(merged, name), { force: true })
  }
}
