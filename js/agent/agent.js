// @ts-check
/** @import { Options, RunOptions } from '../options.js' */
/** @import { RolloutAgent, RunResult } from '../types/generated.js' */
import { fileURLToPath } from 'node:url'
import { core } from '#load'
import { fromCore, GrayscaleError } from '../errors.js'
import { Grayscale } from '../grayscale.js'
import { memoryStore } from '../store/memory.js'
import { version } from '../version.js'

/** Where scripts/agent.mjs puts what the function runs. */
const CODE = fileURLToPath(new URL('../../dist/agent', import.meta.url))

/**
 * The agent of a log: a timer function in the user's own account that looks after its rollouts.
 *
 * @typedef {object} AgentOf
 * @property {string} log such as `shop/prod`
 * @property {string} [store] the address of the store
 * @property {string} region where the function is
 * @property {string} [role] whose keys the function uses; the one it has by default
 * @property {string} language of what it says
 */

export class Agent {
  #gray
  #asked

  /** @param {Pick<Options, 'credentials' | 'endpoint' | 'insecure'>} account @param {AgentOf} of */
  constructor({ credentials, endpoint, insecure }, of) {
    // what the function is made of follows from the log, so its runs need no journal
    this.#gray = new Grayscale({ credentials, endpoint, insecure, region: of.region, store: memoryStore(), cwd: CODE })
    this.#asked = { ...of, endpoint, insecure, version }
  }

  /**
   * @returns {Promise<RolloutAgent>}
   * @throws {GrayscaleError} `AgentNeedsBucket`; `NotTheAgent` where somebody else's function has its name
   */
  async status() {
    return (await this.#look()).standing
  }

  /**
   * Makes the function, or brings it to this version.
   *
   * @param {{ variables?: Record<string, string> } & RunOptions} [how] `variables`: what policies name as `${env:NAME}`, beside
   *   those that the function has
   * @returns {Promise<{ agent: RolloutAgent, run: RunResult }>}
   */
  async deploy({ variables = {}, ...how } = {}) {
    const { standing, inputs, found } = await this.#look()
    const role = this.#asked.role ?? standing.role
    const had = /** @type {{ Key: string, Value: string }[]} */ (found?.Environment?.Variables ?? [])
    const kept = Object.fromEntries(had.map(({ Key, Value }) => [Key, Value]))
    const environment = { variables: { ...kept, ...variables, ...inputs.environment.variables } }
    const src = { src: CODE, allowOutside: true }
    const run = await this.#gray.deploy({ ...inputs, environment, role, src }, how)
    return { agent: await this.status(), run }
  }

  /**
   * Deletes the function. A rollout that it looked after goes on where somebody else ticks.
   *
   * @param {RunOptions} [how]
   * @returns {Promise<{ agent: RolloutAgent, run?: RunResult }>} no `run` where there was none
   */
  async remove({ signal, onEvent } = {}) {
    const { standing } = await this.#look()
    if (!standing.exists) return { agent: standing }
    const { name, region } = standing
    const created = [{ region, namespace: 'default', name }]
    const run = await this.#gray.remove({ functions: { agent: { name, region } } }, { created, signal, onEvent })
    return { agent: await this.status(), run }
  }

  close() {
    return this.#gray.close()
  }

  /** @returns {Promise<{ standing: RolloutAgent, inputs: Record<string, any>, found: any }>} */
  async #look() {
    const asked = JSON.stringify(this.#asked)
    const FunctionName = fromCore(() => core.rolloutAgentName(asked))
    const found = await this.#found(FunctionName)
    return { ...fromCore(() => core.rolloutAgent(asked, JSON.stringify(found))), found }
  }

  /** The function with all of its triggers; `null` where there is none. @param {string} FunctionName */
  async #found(FunctionName) {
    const at = { FunctionName, Namespace: 'default' }
    try {
      const found = await this.#gray.request('GetFunction', at)
      // GetFunction tells those of `$LATEST` alone, and the timer is the alias's
      return { ...found, Triggers: (await this.#gray.request('ListTriggers', at)).Triggers }
    } catch (error) {
      if (error instanceof GrayscaleError && error.code.startsWith('ResourceNotFound')) return null
      throw error
    }
  }
}
