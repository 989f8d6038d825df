// @ts-check
// What exists: regions, namespaces, functions, versions, aliases, custom domains. Regions are separate worlds.

import { randomBytes } from 'node:crypto'
import { functionNotFound, namespaceNotFound, versionNotFound } from './errors.js'

export const LATEST = '$LATEST'
export const DEFAULT_ALIAS = '$DEFAULT'
export const DEFAULT_NAMESPACE = 'default'
/** Of the one account that there is. */
export const APP_ID = '1250000000'
export const UIN = '100000000001'

/** @typedef {'Creating'|'CreateFailed'|'Active'|'Updating'|'UpdateFailed'|'Publishing'|'PublishFailed'|'Deleting'|'DeleteFailed'} Status */
/** @typedef {import('./public.js').Reason} Reason */

/**
 * @typedef {object} Configuration
 * @property {string} handler
 * @property {string} runtime
 * @property {'Event' | 'HTTP'} [type] Event by default
 * @property {number} memoryMb
 * @property {number} timeoutSeconds
 * @property {number} initTimeoutSeconds
 * @property {{ Key: string, Value: string }[]} environment
 * @property {Record<string, unknown>} kept settings by their names in the API, most of them without an
 *   effect: actions/settings.js
 */

/**
 * What a version is made of.
 * @typedef {object} Content
 * @property {string} code digest of its package; of an image, of what names it
 * @property {Record<string, unknown>} [image] ImageConfig of a function that is a container image, and has no package
 * @property {Configuration} configuration
 */

/**
 * @typedef {object} Version
 * @property {string} number `$LATEST`, `1`, `2`, …
 * @property {string} description
 * @property {Status} status
 * @property {Reason[]} reasons
 * @property {Content} content what the API shows
 * @property {Content | null} served what invocations run: the content before an update, until the update is Active
 * @property {import('./provisioning.js').Provisioned} [provisioned]
 * @property {number} addTimeMs
 * @property {number} modTimeMs
 */

/** @typedef {import('./public.js').VersionWeight} VersionWeight */
/** @typedef {import('./public.js').VersionMatch} VersionMatch */

/**
 * @typedef {object} Alias
 * @property {string} name
 * @property {string} description
 * @property {string} version the main version
 * @property {VersionWeight[]} weights
 * @property {VersionMatch[]} matches
 * @property {number} addTimeMs
 * @property {number} modTimeMs
 */

/**
 * @typedef {object} Trigger
 * @property {string} name
 * @property {string} type
 * @property {string} qualifier the version or alias that it invokes
 * @property {string} desc JSON, by its type
 * @property {boolean} enabled
 * @property {string} [urlId] of type http: what tells its address from others
 * @property {string} customArgument
 * @property {string} description
 * @property {number} addTimeMs
 * @property {number} modTimeMs
 */

/**
 * @typedef {object} Domain
 * @property {Record<string, any>} settings as CreateCustomDomain and UpdateCustomDomain gave them
 * @property {number} addTimeMs
 * @property {number} modTimeMs
 */

/**
 * @typedef {object} CloudFunction
 * @property {string} region
 * @property {string} namespace
 * @property {string} name
 * @property {string} id
 * @property {Version} latest
 * @property {Map<string, Version>} versions the published ones, in order
 * @property {Map<string, Alias>} aliases
 * @property {Trigger[]} triggers in the order of their creation
 * @property {number} lastNumber the highest version number ever given
 * @property {number} [reservedMb] of the account's concurrency; 0 switches the function off
 * @property {boolean} publishNext a version is to be published when the update under way is Active
 * @property {number} addTimeMs
 * @property {import('./async.js').AsyncSettings} [async] by default the documented ones
 */

/**
 * @typedef {object} Namespace
 * @property {string} name
 * @property {string} description
 * @property {number} addTimeMs
 * @property {number} modTimeMs
 * @property {Map<string, CloudFunction>} functions
 */

export class World {
  /** @param {import('./clock.js').Clock} clock */
  constructor(clock) {
    this.clock = clock
    /** @type {Map<string, Map<string, Namespace>>} namespaces by name, by region */
    this.regions = new Map()
    /** @type {Map<string, Map<string, Domain>>} custom domains by name, by region, in the order of their creation */
    this.domainsOf = new Map()
    /** Told of each change of a function's aliases, versions or states. @type {(fn: CloudFunction, requestId?: string) => void} */
    this.changed = () => {}
  }

  /** @param {string} region @returns {Map<string, Namespace>} */
  namespaces(region) {
    let namespaces = this.regions.get(region)
    if (!namespaces) {
      namespaces = new Map([[DEFAULT_NAMESPACE, this.newNamespace(DEFAULT_NAMESPACE, '')]])
      this.regions.set(region, namespaces)
    }
    return namespaces
  }

  /** @param {string} region @returns {Map<string, Domain>} */
  domains(region) {
    let domains = this.domainsOf.get(region)
    if (!domains) {
      domains = new Map()
      this.domainsOf.set(region, domains)
    }
    return domains
  }

  /** @param {string} name @param {string} description @returns {Namespace} */
  newNamespace(name, description) {
    const now = this.clock.nowMs()
    return { name, description, addTimeMs: now, modTimeMs: now, functions: new Map() }
  }

  /**
   * @param {string} region
   * @param {string} name
   * @throws {import('./errors.js').ApiError} ResourceNotFound.Namespace
   */
  namespace(region, name) {
    const namespace = this.namespaces(region).get(name)
    if (!namespace) throw namespaceNotFound(name, region)
    return namespace
  }

  /**
   * @param {string} region
   * @param {string} namespace
   * @param {string} name
   * @throws {import('./errors.js').ApiError} ResourceNotFound.Function or .Namespace
   */
  function(region, namespace, name) {
    const found = this.namespace(region, namespace).functions.get(name)
    if (!found) throw functionNotFound(name, namespace, region)
    return found
  }

  /** @returns {Generator<CloudFunction>} */
  *allFunctions() {
    for (const namespaces of this.regions.values()) {
      for (const namespace of namespaces.values()) yield* namespace.functions.values()
    }
  }
}

/**
 * A function as CreateFunction makes it: `$LATEST` being created, `$DEFAULT` pointing at it.
 * @param {{ region: string, namespace: string, name: string, description: string, content: Content, nowMs: number }} given
 * @returns {CloudFunction}
 */
export function newFunction({ region, namespace, name, description, content, nowMs }) {
  return {
    region,
    namespace,
    name,
    id: `lam-${randomBytes(4).toString('hex')}`,
    latest: {
      number: LATEST,
      description,
      status: 'Creating',
      reasons: [],
      content,
      served: null,
      addTimeMs: nowMs,
      modTimeMs: nowMs,
    },
    versions: new Map(),
    aliases: new Map([
      [
        DEFAULT_ALIAS,
        {
          name: DEFAULT_ALIAS,
          description: '',
          version: LATEST,
          weights: [],
          matches: [],
          addTimeMs: nowMs,
          modTimeMs: nowMs,
        },
      ],
    ]),
    triggers: [],
    lastNumber: 0,
    publishNext: false,
    addTimeMs: nowMs,
  }
}

/** @param {CloudFunction} fn @param {string} number @returns {Version | undefined} */
export function findVersion(fn, number) {
  return number === LATEST ? fn.latest : fn.versions.get(number)
}

/**
 * @param {CloudFunction} fn
 * @param {string} number
 * @returns {Version}
 * @throws {import('./errors.js').ApiError} ResourceNotFound.Version
 */
export function versionOf(fn, number) {
  const found = findVersion(fn, number)
  if (!found) throw versionNotFound(number, fn.name)
  return found
}

/** `$LATEST`, then the published ones in order. @param {CloudFunction} fn @returns {Version[]} */
export function allVersions(fn) {
  return [fn.latest, ...fn.versions.values()]
}

/** The first alias that names this version. @param {CloudFunction} fn @param {string} number */
export function aliasBoundTo(fn, number) {
  return [...fn.aliases.values()].find(
    (alias) =>
      alias.version === number ||
      alias.weights.some((weight) => weight.Version === number) ||
      alias.matches.some((match) => match.Version === number),
  )
}

/** A trigger goes with the version or alias that it invokes. @param {CloudFunction} fn @param {string} qualifier */
export function dropTriggers(fn, qualifier) {
  fn.triggers = fn.triggers.filter((trigger) => trigger.qualifier !== qualifier)
}

/** @param {{ region: string, namespace: string, name: string }} fn */
export const functionKey = (fn) => `${fn.region}/${fn.namespace}/${fn.name}`
