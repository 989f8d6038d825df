// @ts-check
/** @import { Command } from '../commands.js' */
/** @import { Typed } from './typed.js' */
import { systemLanguage } from '../../inputs/language.js'
import { speakTo } from '../../words/reader.js'
import { commands } from '../commands.js'
import { aboutCommand, aboutFlag } from '../help.js'
import { offered } from '../init/runtimes.js'
import { typedSoFar } from './typed.js'

/** @typedef {{ value: string, about?: string }} Candidate */

/** What a name may hold to be offered: the letters that names have, and no other that means something to a shell but `$`. */
const plain = /^[\w.,$@:+%-]+$/

/** The kinds of names whose candidates the shell itself has. @type {Record<string, string>} */
const ofShell = { '<file>': 'files', '<directory>': 'directories' }

/**
 * What may follow what was typed.
 *
 * @param {string[]} asked the shell, and the words behind `grayscale`, of which the last one is being typed
 * @param {{ cwd: string, env: Record<string, string | undefined> }} from
 * @returns {Promise<string>} in lines, as scripts.js has it
 */
export async function answer([shell, ...words], { cwd, env }) {
  speakTo({
    language: env.GRAYSCALE_LANG === 'zh' || env.GRAYSCALE_LANG === 'en' ? env.GRAYSCALE_LANG : systemLanguage(env),
  })
  const typed = typedSoFar(shell === 'bash' ? joined(words) : words, commands)
  const { mode, candidates } = await candidatesFor(typed, { cwd, env })
  const fitting = candidates.filter(({ value }) => value.startsWith(typed.word) && plain.test(value))
  const lines = [...new Map(fitting.map((one) => [one.value, one])).values()].map(({ value, about }) => {
    // bash takes = for the end of a word
    const whole = shell === 'bash' ? value : typed.before + value
    return shell === 'bash' || about === undefined ? whole : `${whole}\t${about}`
  })
  return `${[mode, ...lines].join('\n')}\n`
}

/**
 * The words of bash, which takes `=` for a word of its own and hands over quotes and backslashes as they were typed.
 *
 * @param {string[]} words
 */
function joined(words) {
  /** @type {string[]} */
  const out = []
  for (const [index, word] of words.entries()) {
    const bare = word.replace(/^["']|["']$/g, '').replaceAll('\\', '')
    const glued = out.length > 0 && (word === '=' || words[index - 1] === '=')
    if (glued) out.push(out.pop() + bare)
    else out.push(bare)
  }
  return out
}

/**
 * @param {Typed} typed
 * @param {{ cwd: string, env: Record<string, string | undefined> }} from
 * @returns {Promise<{ mode: string, candidates: Candidate[] }>}
 */
async function candidatesFor(typed, from) {
  const { name, flag, word, before } = typed
  if (name === undefined)
    return { mode: 'words', candidates: [...commandNames(), { value: '--help' }, { value: '--version' }] }
  if (name === 'help' || name === '--help' || name === '-h') return { mode: 'words', candidates: commandNames() }
  if (!Object.hasOwn(commands, name)) return { mode: 'words', candidates: [] }
  if (flag !== undefined) return valuesOf(kindsOf(flag), typed, from)
  if (before !== '') return { mode: 'words', candidates: [] }
  if (word.startsWith('-')) return { mode: 'words', candidates: flagsOf(name, commands[name], typed) }
  return valuesOf(operandKinds(commands[name], typed.operands.length), typed, from)
}

function commandNames() {
  return Object.entries(commands).map(([name, command]) => ({ value: name, about: aboutCommand(name, command) }))
}

/** @param {string} name @param {Command} command @param {Typed} typed */
function flagsOf(name, { flags }, { used }) {
  return Object.entries(flags)
    .filter(([flag]) => !used.has(flag))
    .map(([flag, known]) => ({ value: `--${flag}`, about: aboutFlag(name, flag, known) }))
}

/** @param {import('../../inputs/flags.js').Flag} flag @returns {readonly string[]} */
function kindsOf({ of, value, hint }) {
  if (of !== undefined) return of
  if (value === 'truth') return ['true', 'false']
  return hint === 'FILE' ? ['<file>'] : hint === 'DIR' ? ['<directory>'] : []
}

/** @param {Command} command @param {number} before how many operands were typed @returns {readonly string[]} */
function operandKinds({ takes = [], operands = '' }, before) {
  if (before < takes.length) return takes[before]
  return operands.includes('…') ? (takes[takes.length - 1] ?? []) : []
}

/**
 * @param {readonly string[]} kinds words, and kinds of names
 * @param {Typed} typed
 * @param {{ cwd: string, env: Record<string, string | undefined> }} from
 * @returns {Promise<{ mode: string, candidates: Candidate[] }>}
 */
async function valuesOf(kinds, typed, from) {
  const [mode] = kinds.flatMap((kind) => ofShell[kind] ?? [])
  if (mode !== undefined) return { mode, candidates: [] }
  if (kinds.every((kind) => !kind.startsWith('<'))) return { mode: 'words', candidates: of(kinds) }
  const { knownNames } = await import('./known.js')
  const known = knownNames({ ...from, flags: typed.flags })
  const named = [...typed.operands, ...(typed.flags.function ?? typed.flags.only ?? '').split(',').filter(Boolean)]
  const values = async (/** @type {string} */ kind) => {
    switch (kind) {
      case '<command>':
        return commandNames()
      case '<runtime>':
        return of(offered)
      case '<component>':
        return of(await known.components())
      case '<stage>':
        return of(await known.stages())
      case '<function>':
        return of((await known.functions()).filter((one) => !typed.operands.includes(one)))
      case '<function>,':
        return listed(await known.functions(), typed.word)
      case '<version>':
        return of(await known.versions(named))
      case '<alias>':
        return of(['$default', ...(await known.aliases())])
      case '<run>':
        return (await known.runs()).map(({ run, about }) => ({ value: run, about }))
      default:
        return of([kind])
    }
  }
  const found = await Promise.all(kinds.map(values))
  // a name that looks like a flag would be read as one
  return { mode: 'words', candidates: found.flat().filter(({ value }) => !value.startsWith('-')) }
}

/** @param {readonly string[]} values @returns {Candidate[]} */
function of(values) {
  return values.map((value) => ({ value }))
}

/** Names behind those that were typed already, with commas. @param {string[]} names @param {string} word */
function listed(names, word) {
  const typed = word.slice(0, word.lastIndexOf(',') + 1)
  const taken = typed.split(',')
  return of(names.filter((name) => !taken.includes(name)).map((name) => typed + name))
}
