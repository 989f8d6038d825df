// @ts-check
/**
 * What the component for `sls` does when a verb is called. serverless.js, the only file that the engine sees, hands its
 * instance over; engine.js is the engine from our side, command-line.js what was typed, run-config.js the project,
 * created.js the state, perform.js what each verb does. Engine B, the vendor's platform, comes in by
 * platform/index.js.
 *
 * @module
 */
/** @import { CommandLine } from './command-line.js' */
/** @import { Verb } from './verbs.js' */
import { problem } from '../errors.js'
import { Grayscale } from '../grayscale.js'
import { languageTyped, speakToPerson } from '../inputs/language.js'
import { holdInterrupts } from '../runtime/interrupt.js'
import { words } from '../words/index.js'
import { accountOf, storeOf } from './account.js'
import { waitForOthers } from './barrier.js'
import { readCommandLine } from './command-line.js'
import { refuseOtherComponents } from './components.js'
import { Created } from './created.js'
import { Engine } from './engine.js'
import { refuseOtherInputs } from './of-a-run.js'
import { perform } from './perform.js'
import { refuseUnlessTyped } from './remove.js'
import { readRunConfig } from './run-config.js'
import { verbs } from './verbs.js'

/**
 * Before anything else: reads the state and the command line, so that what was mistyped does nothing.
 *
 * @param {any} component
 * @param {() => Promise<void>} init the engine's own
 */
export async function begin(component, init) {
  const engine = new Engine(component)
  try {
    if (engine.underCli) speakToPerson('sls', ['--inputs lang', languageTyped(process.argv.slice(2))], process.env)
    await readState(init)
    if (!engine.ownsCommandLine) return
    const line = typedLine()
    if (engine.place === 'template') await refuseOtherComponents(engine, line)
  } catch (error) {
    throw engine.failed(error)
  }
}

/**
 * @param {any} component
 * @param {Verb} verb
 * @param {any} given
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function run(component, verb, given) {
  const engine = new Engine(component)
  engine.status(words().cli.doing[verbs[verb]]())
  const interrupts = engine.underCli ? holdInterrupts({ say: (text) => engine.say(text) }) : undefined
  try {
    return await waitForOthers(() => begun(engine, verb, given, interrupts?.signal))
  } catch (error) {
    throw engine.failed(error)
  } finally {
    interrupts?.release()
  }
}

/**
 * @param {Engine} engine
 * @param {Verb} verb
 * @param {any} given
 * @param {AbortSignal | undefined} signal
 */
async function begun(engine, verb, given, signal) {
  const line = engine.ownsCommandLine ? typedLine() : { inputs: {}, components: [] }
  const { component } = engine
  // Asked first: whatever else may be wrong, this says that nothing was deleted.
  if (verb === 'remove' && refuseUnlessTyped(engine, new Created(component, ''), line)) return {}
  const config = await readRunConfig(engine, verb, given, line)
  refuseOtherInputs(verb, config.typed)
  const { dir, stage, instance } = config
  const { head, ...account } = accountOf(config)
  const created = new Created(component, stage)
  const store = created.listening(storeOf(config, account))
  const gray = new Grayscale({ ...account, cwd: dir, stage, instance, store, createBucket: true })
  const run = { engine, created, head, signal }
  try {
    return await perform(verb, gray, config, run)
  } finally {
    await gray.close()
  }
}

/** @returns {CommandLine} */
function typedLine() {
  return readCommandLine(process.argv.slice(2))
}

/** @param {() => Promise<void>} init */
async function readState(init) {
  try {
    await init()
  } catch (error) {
    throw problem('StateUnreadable.directory', { why: String(error) }, { cause: error })
  }
}
