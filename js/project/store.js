// @ts-check
/** @import { Filled, Store } from '../types.js' */
import { basename } from 'node:path'
import { core } from '#load'
import { fromCore } from '../errors.js'
import { openStore } from '../store/open.js'
import { projectJournal } from './journal.js'

/** The variable that names a store. */
export const STORE = 'GRAYSCALE_STORE'

/**
 * Where the journal of a project lies: in the store that a person named, or one that the project file may name; else in a file
 * beside the project.
 *
 * @param {object} of
 * @param {string} of.dir of the project
 * @param {string} of.stage
 * @param {unknown} [of.typed] the address, where it was typed
 * @param {Record<string, string | undefined>} of.exported variables, without those of env files
 * @param {any} of.inputs of the project; `store` is what it says
 * @param {Filled[]} [of.filled] texts of the inputs that came from variables
 * @param {{ name?: string, app?: string }} [of.instance]
 * @param {import('../options.js').Credentials} of.credentials
 * @param {string} [of.appId] of the account
 * @param {string} [of.endpoint]
 * @param {boolean} [of.insecure]
 * @returns {Store}
 * @throws {import('../errors.js').GrayscaleError} `UntrustedHost`, `InvalidInput`, `InvalidStore`
 */
export function projectStore({ dir, stage, typed, exported, inputs, filled = [], instance, appId, ...account }) {
  const written = inputs?.store
  const url = typeof written === 'object' ? written?.url : written
  const choice = fromCore(() =>
    core.storeChoice(
      JSON.stringify({
        typed: typeof typed === 'string' ? typed : undefined,
        exported: exported[STORE],
        written,
        fromEnvironment: filled.some(({ text }) => text === url),
        appId,
        names: [instance?.app, instance?.name, basename(dir)].filter(Boolean),
        stage,
      }),
    ),
  )
  if (!choice) return projectJournal(dir, stage)
  const store = openStore(choice.address, { ...account, log: choice.log, env: exported })
  if (store.shared) store.local = projectJournal(dir, stage)
  return store
}
