// @ts-check
/** @import { Filled, Store } from '../types.js' */
import { basename } from 'node:path'
import { core } from '#load'
import { fromCore } from '../errors.js'
import { openStore } from '../store/open.js'
import { isConfirmed } from './confirmed.js'
import { projectJournal } from './journal.js'

/** The variable that names a store. */
export const STORE = 'GRAYSCALE_STORE'

/**
 * What a store is chosen by.
 *
 * @typedef {object} Named
 * @property {string} dir of the project
 * @property {string} stage
 * @property {unknown} [typed] the address, where it was typed
 * @property {Record<string, string | undefined>} exported variables, without those of env files
 * @property {any} inputs of the project; `store` is what it says
 * @property {Filled[]} [filled] texts of the inputs that came from variables
 * @property {{ name?: string, app?: string }} [instance]
 * @property {NonNullable<import('../options.js').Options['credentials']>} credentials
 * @property {string} [appId] of the account
 * @property {string} [endpoint]
 * @property {boolean} [insecure]
 */

/**
 * Where the journal of a project lies: in the store that a person named, or one that the project file may name; else in a file
 * beside the project.
 *
 * @param {Named} of
 * @returns {Store}
 * @throws {import('../errors.js').GrayscaleError} `UntrustedHost`, `InvalidInput`, `InvalidStore`
 */
export function projectStore(of) {
  const store = namedStore(of)
  const local = projectJournal(of.dir, of.stage)
  if (store?.shared) store.local = local
  return store ?? local
}

/**
 * The store that a person named, or one that the project file may name.
 *
 * @param {Named} of
 * @returns {Store | undefined} undefined where nobody named one
 * @throws {import('../errors.js').GrayscaleError} as `projectStore`
 */
export function namedStore(of) {
  const choice = storeChoice(of)
  const { credentials, endpoint, insecure, exported } = of
  return choice && openStore(choice.address, { credentials, endpoint, insecure, log: choice.log, env: exported })
}

/**
 * The address that a person named, or one that the project file may name, and which log is meant.
 *
 * @param {Named} of
 * @returns {{ address: string, log: string } | undefined} undefined where nobody named one
 * @throws {import('../errors.js').GrayscaleError} as `projectStore`
 */
export function storeChoice({ dir, stage, typed, exported, inputs, filled = [], instance, appId }) {
  const written = inputs?.store
  const url = writtenStore(inputs)
  const choice = fromCore(() =>
    core.storeChoice(
      JSON.stringify({
        typed: typeof typed === 'string' ? typed : undefined,
        exported: exported[STORE],
        written,
        // a part of it, or a value of an env file, is the repository's word
        fromEnvironment: filled.some(({ name }) => url !== undefined && exported[name] === url),
        confirmed: url !== undefined && isConfirmed(dir, url, exported),
        appId,
        names: [instance?.app, instance?.name, basename(dir)].filter(Boolean),
        stage,
      }),
    ),
  )
  return choice ?? undefined
}

/** The address that a project file writes. @param {any} inputs @returns {string | undefined} */
export function writtenStore(inputs) {
  const url = typeof inputs?.store === 'object' ? inputs.store?.url : inputs?.store
  return typeof url === 'string' ? url : undefined
}
