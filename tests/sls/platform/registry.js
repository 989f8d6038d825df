// Published packages, each unpacked in a directory of its own.

import { join } from 'node:path'
import { unzip } from './unzip.js'

export class Registry {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory
    /** By key, until it is published. @type {Map<string, any>} */
    this.prepared = new Map()
    /** By `name@version`. @type {Map<string, { definition: any, zip: Buffer, directory: string }>} */
    this.published = new Map()
  }

  /** @param {any} definition of serverless.component.yml @returns {string} the key */
  prepare(definition) {
    const key = `packages/${definition.name}-${definition.version}-${this.prepared.size}`
    this.prepared.set(key, definition)
    return key
  }

  /** @param {string} key @param {Buffer} zip as it was uploaded */
  publish(key, zip) {
    const definition = this.prepared.get(key)
    if (!definition) throw new Error(`${key} was not prepared`)
    const directory = join(this.directory, key)
    unzip(zip, directory)
    this.published.set(`${definition.name}@${definition.version}`, { definition, zip, directory })
    return definition
  }

  /** @param {string} name @param {string} [version] the newest by default */
  find(name, version) {
    const all = [...this.published.values()].filter(({ definition }) => definition.name === name)
    const found = version ? all.find(({ definition }) => definition.version === version) : all.at(-1)
    if (!found)
      throw Object.assign(new Error(`component ${name}@${version ?? 'latest'} is not registered`), { status: 404 })
    return found
  }
}
