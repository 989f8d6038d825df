// @ts-check
/**
 * What the provider plugin does when a command runs. plugin.cjs, the only file that the framework sees, hands its instance
 * over; host.js is the framework from our side, run-config.js and inputs.js the project, packaging.js what is packed by
 * whom, state.js where is noted what was created.
 *
 * @module
 */
/** @import { RunOptions } from '../options.js' */
/** @import { Verb } from './verbs.js' */
import { stringify } from 'yaml'
import { Grayscale } from '../grayscale.js'
import { checkInputs } from '../inputs/check.js'
import { languageTyped, speakToPerson } from '../inputs/language.js'
import { renderPending, renderPlan, renderStatus } from '../render/index.js'
import { holdInterrupts } from '../runtime/interrupt.js'
import { accountOf, storeOf } from '../sls/account.js'
import { carryOut } from '../sls/carry-out.js'
import { Created } from '../sls/created.js'
import { look } from '../sls/engine.js'
import { functionVerb } from '../sls/function-verbs.js'
import { info } from '../sls/info.js'
import { refuseOtherInputs, runOf } from '../sls/of-a-run.js'
import { outputsOf } from '../sls/outputs.js'
import { remove } from '../sls/remove.js'
import { askRollout } from '../sls/rollout.js'
import { verbs } from '../sls/verbs.js'
import { words } from '../words/index.js'
import { Host } from './host.js'
import { aboutPackage, limitPackaging, packedBy } from './packaging.js'
import { readRunConfig } from './run-config.js'
import { StateFile } from './state.js'
import { commands } from './verbs.js'

/**
 * Before anything else: reads everything there is, so that what is mistyped or missing is said before something is
 * packed.
 *
 * @param {any} plugin
 */
export async function begin(plugin) {
  const command = plugin.serverless.processedInput.commands.join(' ')
  if (!Object.hasOwn(commands, command)) return
  const host = new Host(plugin)
  try {
    speakToPerson('osls', ['--inputs lang', languageTyped(process.argv.slice(2))], process.env)
    const config = await readRunConfig(host)
    const account = accountOf(config)
    if (['deploy', 'plan'].includes(commands[command])) checkInputs(config.inputs, account)
    refuseOtherInputs(commands[command], config.typed)
  } catch (error) {
    throw host.failed(error)
  }
}

/** @param {any} plugin */
export async function beforePackaging(plugin) {
  const host = new Host(plugin)
  if (host.written.provider.name === 'tencent') await limitPackaging(host)
}

/**
 * @param {any} plugin
 * @param {Verb} verb
 */
export async function run(plugin, verb) {
  const host = new Host(plugin)
  host.status(words().cli.doing[verbs[verb]]())
  const interrupts = holdInterrupts({ say: (text) => host.note(text) })
  try {
    const outputs = await perform(host, verb, interrupts.signal)
    if (Object.keys(outputs).length > 0) host.say(`\n${stringify(outputs)}`)
  } catch (error) {
    throw host.failed(error)
  } finally {
    host.end()
    interrupts.release()
  }
}

/**
 * @param {Host} host
 * @param {Verb} verb
 * @param {AbortSignal} signal
 * @returns {Promise<Record<string, any>>} the outputs
 */
async function perform(host, verb, signal) {
  const config = await readRunConfig(host)
  const { dir, stage, inputs, project, force } = config
  const { head, ...account } = accountOf(config)
  const state = new StateFile(dir, host.serverless.service.service)
  await state.read().catch((error) => {
    // none of them needs what the state knows
    if (!['rollback', 'info', 'status', 'log'].includes(verb)) throw error
    host.note(`! ${error.message} ${words().cli.goesOnWithoutState(verb)}`)
    state.leave()
  })
  const created = new Created(state, stage)
  const store = created.listening(storeOf(config, account))
  const gray = new Grayscale({ ...account, cwd: dir, stage, store, createBucket: true })
  const run = { engine: /** @type {any} */ (host), created, head, signal }
  try {
    switch (verb) {
      case 'plan': {
        const { lines } = await packing(host, inputs, (packed) => gray.plan(packed, { signal, force }))
        host.say(renderPlan(lines, { ...look, head }))
        return {}
      }
      case 'info':
        return await info(gray, config, run)
      case 'status': {
        const rows = await gray.status(inputs, { signal })
        host.say(`${renderPending(await gray.pending(), look)}${renderStatus(rows, { ...look, head })}`)
        return outputsOf(rows)
      }
      case 'log':
        return (await functionVerb('log')?.(gray, config, run)) ?? {}
      case 'rollout': {
        const action = host.serverless.processedInput.commands.at(-1)
        return await askRollout(gray, { ...config.typed, do: action }, run)
      }
      case 'rollback':
        return await carryOut(run, (options) => gray.rollback(inputs, telling(host, options)))
      case 'undo':
        return await carryOut(run, (options) => gray.undo(runOf(config.typed), { ...telling(host, options), project }))
      case 'resume':
        return await packing(host, project, (packed) =>
          carryOut(run, (options) => gray.resume(packed, { ...telling(host, options), force })),
        )
      case 'abort':
        return await carryOut(run, (options) => gray.abort({ ...telling(host, options), project }))
      case 'remove':
        return await remove(gray, config, run)
      default:
        return await packing(host, inputs, (packed) =>
          carryOut(run, (options) => gray.deploy(packed, { ...telling(host, options), force })),
        )
    }
  } finally {
    await gray.close()
  }
}

/**
 * Works with inputs that have the packages which the framework made.
 *
 * @template T
 * @param {Host} host
 * @param {Record<string, any>} inputs
 * @param {(packed: Record<string, any>) => Promise<T>} work
 */
async function packing(host, inputs, work) {
  const packed = packedBy(host, inputs)
  /** @type {[key: string, one: any][]} */
  const entries = Object.entries(inputs.functions)
  const functions = Object.fromEntries(entries.map(([key, one]) => [key, { ...one, ...madeByFramework(packed[key]) }]))
  try {
    return await work({ ...inputs, functions })
  } catch (error) {
    throw aboutPackage(error, packed)
  }
}

/**
 * Where a package lies is for the framework to say; the plan shows it if that is outside the service.
 *
 * @param {{ src: string } | undefined} packed
 */
function madeByFramework(packed) {
  return packed && { src: { src: packed.src, allowOutside: true } }
}

/**
 * Each step that is over gets a line of its own; waiting does where nobody watches the framework's line.
 *
 * @param {Host} host
 * @param {RunOptions} options
 * @returns {RunOptions}
 */
function telling(host, { onEvent, ...options }) {
  const steps = host.steps()
  return {
    ...options,
    onEvent(event) {
      onEvent?.(event)
      if (event.type !== 'waiting' || process.stderr.isTTY !== true) steps(event)
    },
  }
}
