// @ts-check
import { GrayscaleError, usageError } from '../errors.js'
import { speakFor } from '../host.js'
import { suggestion } from '../inputs/nearest.js'
import { holdInterrupts } from '../runtime/interrupt.js'
import { version } from '../version.js'
import { commands } from './commands.js'
import { helpOf, overview } from './help.js'
import { nameOf } from './names.js'
import { Output } from './output.js'
import { parse } from './parse.js'

/**
 * The whole command line.
 *
 * @param {string[]} words what was typed behind `grayscale`
 * @param {NodeJS.Process} process
 * @returns {Promise<number>} the exit code: 0 done, 1 failed, 2 wrong usage, 3 refused, 130 interrupted
 */
export async function run(words, { stdout, stderr, env, cwd }) {
  speakFor('cli')
  // Looked at before anything is understood, so that errors about the flags come in the form that was asked for.
  const flags = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length)
  const output = new Output({
    stdout,
    stderr,
    env,
    json: flags.includes('--json'),
    color: !flags.includes('--no-color'),
  })
  const [name] = words.map((word) => nameOf(commands, word))
  const { signal, release } = holdInterrupts({ say: (text) => output.say(text), serves: commands[name]?.serves })
  try {
    return (await told(words, output)) ?? (await dispatched(words, { output, signal, env, cwd: cwd() }))
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    output.fail(error, { changes: commands[name]?.changes ?? false })
    return error.exitCode
  } finally {
    release()
  }
}

/**
 * Help and version, which need no command to run.
 *
 * @param {string[]} words
 * @param {Output} output
 * @returns {Promise<number | undefined>}
 */
async function told(words, output) {
  const [first, second] = words
    .filter((word) => word !== '--json' && word !== '--no-color')
    .map((word) => nameOf(commands, word))
  if (['--version', '-v', 'version'].includes(first)) {
    if (!output.json) output.show(() => `${version}\n`)
    output.document({ version })
    return 0
  }
  if (first === undefined) {
    output.say(overview())
    throw usageError(
      'MissingCommand',
      'no command was given',
      'grayscale --help shows them all; grayscale demo shows what it is about',
    )
  }
  const help = ['--help', '-h', 'help'].includes(first)
  const asked = help
    ? second
    : Object.hasOwn(commands, first) && words.some((word) => word === '--help' || word === '-h')
      ? first
      : undefined
  if (!help && asked === undefined) return undefined
  if (asked !== undefined && !Object.hasOwn(commands, asked)) throw unknownCommand(asked)
  const text = asked === undefined ? overview() : helpOf(asked, commands[asked])
  if (!output.json) output.show(() => text)
  output.document({ help: text })
  return 0
}

/**
 * @param {string[]} words
 * @param {Omit<import('./commands.js').Call, 'parsed' | 'words' | 'commands'>} call
 */
async function dispatched([typed, ...words], call) {
  const name = nameOf(commands, typed)
  if (!Object.hasOwn(commands, name)) {
    if (name.startsWith('-')) {
      throw usageError(
        'MissingCommand',
        `${name} stands where the command belongs`,
        'write the command first: grayscale deploy --traffic 0.1',
      )
    }
    throw unknownCommand(name)
  }
  const parsed = parse(words, commands[name].flags)
  const command = await commands[name].load()
  return command.run({ ...call, parsed, words, commands })
}

/** @param {string} name */
function unknownCommand(name) {
  return usageError(
    'UnknownCommand',
    `grayscale has no command ${JSON.stringify(name)}`,
    suggestion(name, Object.keys(commands)),
  )
}
