// @ts-check
/** @import { ProjectJournal } from '../console/serve/index.js' */
/** @import { Project } from '../project/read.js' */
/** @import { Store } from '../types.js' */
import { GrayscaleError, StoreError } from '../errors.js'
import { appIdFrom, credentialsFrom, projectStore, STORE } from '../project/index.js'
import { describeConsole } from '../runtime/identity/node.js'
import { describeAddress, isShared, schemeOf } from '../store/address.js'
import { storeCredentials } from '../store/open.js'

/**
 * The journal that a console uses: that of the project which it was started in. Without a project there is one only where a
 * person names it; else the page keeps its own.
 *
 * @param {Project} project
 * @param {{ typed?: string, env: Record<string, string | undefined>, endpoint?: string, insecure: boolean }} options
 * @returns {ProjectJournal | undefined}
 */
export function journalOf(project, options) {
  if (project.form === 'none' && !options.typed && !options.env[STORE]) return undefined
  const store = storeOf(project, options)
  return { store, stage: project.stage, shared: isShared(store), who: describeConsole() }
}

/**
 * A store that the project file may not name, or whose key is missing, is no reason to show nothing: each use of it says so,
 * and what to do.
 *
 * @param {Project} project
 * @param {Parameters<typeof journalOf>[1]} options
 * @returns {Store}
 */
function storeOf({ dir, stage, inputs, instance, env: { files, filled } }, { typed, env, endpoint, insecure }) {
  const key = attempt(() => credentialsFrom({ env, files }))
  const opened = attempt(() =>
    projectStore({
      ...{ dir, stage, typed, exported: env, inputs, filled, instance, endpoint, insecure },
      credentials: () => granted(key),
      appId: appIdFrom({ env, files }),
    }),
  )
  if ('error' in opened) {
    if (opened.error.class !== 'refused') throw opened.error
    return refusing(opened.error, describeAddress(String(inputs.store?.url ?? inputs.store)))
  }
  const place = opened.value.describe()
  const needsKey = schemeOf(place) === 'cos:' && storeCredentials(env) === undefined
  return needsKey && 'error' in key ? refusing(key.error, place) : opened.value
}

/**
 * @template T
 * @param {() => T} work
 * @returns {{ value: T } | { error: GrayscaleError }}
 */
function attempt(work) {
  try {
    return { value: work() }
  } catch (thrown) {
    return { error: GrayscaleError.from(thrown) }
  }
}

/**
 * @template T
 * @param {{ value: T } | { error: GrayscaleError }} outcome
 */
function granted(outcome) {
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

/** @param {GrayscaleError} error @param {string} place @returns {Store} */
function refusing(error, place) {
  const refuse = async () => {
    throw new RefusedStore(error)
  }
  /** @type {Store} */
  const store = { read: refuse, append: refuse, rollout: () => store, describe: () => place, close: async () => {} }
  return store
}

/** A store that was refused before anything was sent to it. */
class RefusedStore extends StoreError {
  #error

  /** @param {GrayscaleError} error */
  constructor(error) {
    super(`${error.code}: ${error.message}`, { cause: error })
    this.#error = error
  }

  asError() {
    return this.#error
  }
}
