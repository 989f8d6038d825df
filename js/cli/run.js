// @ts-check
import { GrayscaleError, usageError } from '../errors.js'
import { speakToPerson } from '../inputs/language.js'
import { nearest } from '../inputs/nearest.js'
import { holdInterrupts } from '../runtime/interrupt.js'
import { version } from '../version.js'
import { commands } from './commands.js'
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
    speakToPerson('cli', ['--lang', flagValue(flags, '--lang')], env)
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
  const [first, second] = withoutFlag(words, '--lang')
    .filter((word) => word !== '--json' && word !== '--no-color')
    .map((word) => nameOf(commands, word))
  if (['--version', '-v', 'version'].includes(first)) {
    if (!output.json) output.show(() => `${version}\n`)
    output.document({ version })
    return 0
  }
  if (first === undefined) {
    const { overview } = await import('./help.js')
    output.say(overview())
    throw usageError('MissingCommand.none', {})
  }
  const help = ['--help', '-h', 'help'].includes(first)
  const asked = help
    ? second
    : Object.hasOwn(commands, first) && words.some((word) => word === '--help' || word === '-h')
      ? first
      : undefined
  if (!help && asked === undefined) return undefined
  if (asked !== undefined && !Object.hasOwn(commands, asked)) throw unknownCommand(asked)
  const { helpOf, overview } = await import('./help.js')
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
    if (name.startsWith('-')) throw usageError('MissingCommand.flagFirst', { word: name })
    throw unknownCommand(name)
  }
  const parsed = parse(words, commands[name].flags)
  const [word] = parsed.operands
  if (word !== undefined && commands[name].operands === undefined) {
    // behind `list` it is mostly the name of a function, which `status` shows
    if (name === 'list') throw usageError('UnexpectedValue.ofList', { word })
    throw usageError('UnexpectedValue.noFlag', { word, command: name })
  }
  const command = await commands[name].load()
  return command.run({ ...call, parsed, words, commands })
}

/**
 * What a flag was given, before the words are read. Where a value is missing, reading them says so.
 *
 * @param {string[]} words
 * @param {string} flag
 */
function flagValue(words, flag) {
  const at = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`))
  const value = words[at] === flag ? words[at + 1] : words[at]?.slice(flag.length + 1)
  return value?.startsWith('-') ? undefined : value || undefined
}

/**
 * @param {string[]} words
 * @param {string} flag with its value
 */
function withoutFlag(words, flag) {
  return words.filter((word, index) => word !== flag && words[index - 1] !== flag && !word.startsWith(`${flag}=`))
}

/** @param {string} name */
function unknownCommand(name) {
  return usageError('UnknownCommand.cli', { word: name, ...nearest(name, Object.keys(commands)) })
}
