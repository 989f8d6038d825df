// @ts-check
// Execution roles: a function that has one gets a temporary key in its environment, with which it may sign calls of the
// API and of object storage as the emulator's own key may.

import { randomUUID } from 'node:crypto'
import { drawCredential } from './credential.js'

/** @typedef {import('./claims.js').Credential} Credential */

export class RoleKeys {
  /** @type {Map<string, Credential>} by role; they are valid as long as the emulator runs */
  #byRole = new Map()

  /** @param {string} role @returns {Credential} */
  keyOf(role) {
    const known = this.#byRole.get(role)
    if (known) return known
    const key = { ...drawCredential(), token: randomUUID() }
    this.#byRole.set(role, key)
    return key
  }

  /** @param {string} secretId */
  find(secretId) {
    return [...this.#byRole.values()].find((key) => key.secretId === secretId)
  }

  /**
   * What stands in the environment of a function with this role.
   * @param {unknown} role
   * @returns {Record<string, string>}
   */
  environment(role) {
    if (typeof role !== 'string' || role === '') return {}
    const { secretId, secretKey, token } = this.keyOf(role)
    return {
      TENCENTCLOUD_SECRETID: secretId,
      TENCENTCLOUD_SECRETKEY: secretKey,
      TENCENTCLOUD_SESSIONTOKEN: /** @type {string} */ (token),
    }
  }
}
