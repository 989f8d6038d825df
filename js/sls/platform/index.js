// @ts-check
/**
 * The component for engine B of `sls`: the vendor's platform runs it, far from the project, and hands over everything:
 * inputs.js reads those, code.js fetches the code, deployed.js is the state, platform.js the engine from our side.
 *
 * @module
 */
/** @import { Verb } from '../verbs.js' */

import { Grayscale } from '../../grayscale.js'
import { speakToPerson } from '../../inputs/language.js'
import { namedStore } from '../../project/store.js'
import { accountHead } from '../../render/account.js'
import { ENDPOINT, endpointFrom } from '../../runtime/http/endpoint.js'
import { sourceFrom } from '../../runtime/sources.js'
import { componentStore } from '../../store/component.js'
import { words } from '../../words/index.js'
import { perform } from '../perform.js'
import { typedVerbs } from '../verbs.js'
import { Code } from './code.js'
import { credentialsOf } from './credentials.js'
import { Deployed } from './deployed.js'
import { requestFrom } from './inputs.js'
import { Platform } from './platform.js'

/**
 * A class with a method per verb, in both spellings: of `publish-ver` one CLI makes `publish_ver`, another doesn't.
 *
 * @param {any} Component the engine's
 */
export function platformComponent(Component) {
  /** @type {any} */
  const ScfGrayscale = class ScfGrayscale extends Component {}
  for (const verb of typedVerbs) {
    /** @param {any} given @this {any} */
    const method = async function (given) {
      return run(this, /** @type {Verb} */ (verb), given ?? {})
    }
    for (const name of [verb, verb.replaceAll('-', '_')]) ScfGrayscale.prototype[name] = method
  }
  return ScfGrayscale
}

/**
 * @param {any} component
 * @param {Verb} verb
 * @param {Record<string, any>} given
 * @returns {Promise<Record<string, any>>} the outputs
 */
async function run(component, verb, given) {
  const platform = new Platform(component)
  const code = new Code()
  try {
    const { lang, '--inputs.lang': dotted = lang, ...inputs } = given
    speakToPerson('sls', ['--inputs lang', dotted], process.env)
    const order = await requestFrom(component, verb, inputs, code)
    const credentials = credentialsOf(component)
    const endpoint = endpointFrom([[ENDPOINT, process.env[ENDPOINT]]])
    const created = new Deployed(component, { ...order, verb })
    const cached = componentStore(component, order.stage)
    const named = storeOf(order, { credentials, endpoint })
    const store = created.listening(named ?? cached)
    const gray = new Grayscale({
      credentials,
      endpoint,
      root: code.root,
      stage: order.stage,
      instance: order.instance,
      store,
      createBucket: true,
      appId: credentials.appId,
      source: sourceFrom(process.env),
    })
    try {
      const head = accountHead({ ...credentials, from: 'platform' }, endpoint)
      if (!named && verb === 'deploy') platform.say(`! ${words().cli.platform.notLocked()}`)
      const outputs = await perform(verb, gray, order, { engine: platform, created, head })
      if (verb === 'plan') platform.say(`· ${unseen(order)}`)
      if (verb === 'deploy' && !ordered(order)) platform.say(`· ${words().cli.platform.nothingOrdered()}`)
      return platform.outputs(verb, outputs)
    } finally {
      await gray.close()
    }
  } catch (error) {
    throw platform.failed(error)
  } finally {
    await code.remove()
  }
}

/**
 * The store that the yml names, where the component's own state is only a cache.
 *
 * @param {Awaited<ReturnType<typeof requestFrom>>} order
 * @param {{ credentials: ReturnType<typeof credentialsOf>, endpoint?: string }} account
 */
function storeOf({ stage, store, instance }, { credentials, endpoint }) {
  const account = { credentials, appId: credentials.appId, endpoint }
  return namedStore({ dir: '.', stage, exported: process.env, inputs: { store }, instance, ...account })
}

/** What a plan could not look at. @param {{ fromState: boolean }} order */
function unseen({ fromState }) {
  const { allUnseen, codeUnseen } = words().cli.platform
  return fromState ? allUnseen() : codeUnseen()
}

/**
 * The command line can't be seen here, and old CLIs drop what they don't know without a word: whoever typed an order that
 * did not arrive is told.
 *
 * @param {import('../run-config.js').RunRequest} order
 */
function ordered({ inputs }) {
  return inputs.publish !== undefined || inputs.traffic !== undefined
}
