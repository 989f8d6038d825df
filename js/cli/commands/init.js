// @ts-check
/** @import { Call } from '../commands.js' */
/** @import { Answers } from '../init/files.js' */
/** @import { First } from '../init/runtimes.js' */
import { basename, join, resolve } from 'node:path'
import { isGrayscaleError, usageError } from '../../errors.js'
import { checkInputs } from '../../inputs/check.js'
import { projectFiles } from '../../project/candidates.js'
import { pad } from '../../render/text.js'
import { words } from '../../words/index.js'
import { answered, chosen, someoneIsThere } from '../ask.js'
import { envExample, ignoresMissing, projectFile } from '../init/files.js'
import { firstFunction, offered } from '../init/runtimes.js'
import { addLines, createFile, taken } from '../init/write.js'

/** Where a project is released by default. */
const usualRegion = 'ap-guangzhou'

/** @typedef {{ name: string, state: 'written' | 'added' | 'left', lines?: string[] }} Made */

/** @param {Call} call */
export async function run({ parsed, output, signal, cwd }) {
  const flags = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const dir = resolve(cwd, flags.cwd ?? '.')
  const there = []
  for (const name of projectFiles) if (await taken(join(dir, name))) there.push(name)

  const asks = there.length === 0 && !output.json && !parsed.flags.yes && someoneIsThere()
  const terminal = { input: process.stdin, output: output.stderr, signal }
  const answers = await answersOf(flags, { name: usualName(dir), asks, terminal })
  const made = await write(dir, answers, there)
  const next = (await taken(join(dir, '.env')))
    ? ['grayscale plan', 'grayscale deploy', 'grayscale status']
    : ['cp .env.example .env', 'grayscale plan', 'grayscale deploy']
  output.show(({ paint }) => {
    const said = words().cli.init
    const column = Math.max(...made.map(({ name }) => name.length))
    const files = made.map(({ name, state, lines = [] }) => {
      const sign = state === 'left' ? '·' : paint.green('✔')
      return `${sign} ${pad(name, column)}  ${said[state](lines.join(', '))}`
    })
    const width = Math.max(...next.map((command) => command.length))
    const steps = next.map((command) => `  ${pad(command, width)}  ${paint.dim(aboutNext(command))}`)
    return `${[...files, '', said.next(), ...steps].join('\n')}\n`
  })
  output.document({ directory: dir, files: made, next })
  return 0
}

/**
 * What the flags say, the person says, or is usual; checked before anything is written.
 *
 * @param {Record<string, string | undefined>} flags
 * @param {{ name: string, asks: boolean, terminal: import('../ask.js').Terminal }} how
 * @returns {Promise<Answers & { first: First }>}
 */
async function answersOf(flags, { name: usual, asks, terminal }) {
  const said = words().cli.init
  const given = { name: flags.name ?? usual, runtime: flags.runtime ?? offered[0], region: flags.region ?? usualRegion }
  refuse(given)
  const ask = async (/** @type {'name' | 'region'} */ key) =>
    flags[key] ?? (await answered(said.ask[key](), given[key], terminal, (value) => whyNot({ ...given, [key]: value })))
  const answers = asks
    ? {
        name: await ask('name'),
        runtime: flags.runtime ?? (await chosen(said.ask.runtime(), offered, terminal)),
        region: await ask('region'),
      }
    : given
  return { ...answers, first: refuse(answers) }
}

/**
 * @param {Answers} answers
 * @returns {First}
 */
function refuse({ name, runtime, region }) {
  const first = firstFunction(runtime)
  if (first === undefined) throw usageError('InvalidFlag.runtime', { value: runtime, offered })
  checkInputs({ name, runtime, region, handler: first.handler })
  return first
}

/** @param {Answers} answers */
function whyNot(answers) {
  try {
    refuse(answers)
    return undefined
  } catch (error) {
    if (isGrayscaleError(error)) return error.message
    throw error
  }
}

/**
 * @param {string} dir
 * @param {Answers & { first: First }} answers
 * @param {string[]} there project files
 * @returns {Promise<Made[]>}
 */
async function write(dir, { first, ...answers }, there) {
  /** @type {Made[]} */
  const made = there.map((name) => ({ name, state: 'left' }))
  const create = async (/** @type {string} */ name, /** @type {string} */ text) => {
    made.push({ name, state: (await createFile(dir, name, text)) ? 'written' : 'left' })
  }
  if (there.length === 0) {
    // code that is there already is the project's
    if (await taken(join(dir, 'src'))) made.push({ name: 'src', state: 'left' })
    else await create(`src/${first.file}`, first.source(`Hello from ${answers.name}`))
    await create('serverless.yml', projectFile(answers, first))
  }
  await create('.env.example', envExample())
  const lines = await addLines(join(dir, '.gitignore'), ignoresMissing)
  const added = lines !== undefined && lines.length > 0
  made.push({ name: '.gitignore', state: added ? 'added' : 'left', ...(added && { lines }) })
  return made
}

/** The directory's name, as far as a function may have it. @param {string} dir */
function usualName(dir) {
  const name = basename(dir)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 40)
    .replace(/[-_]+$/, '')
  return name.length < 2 ? 'hello' : name
}

/** @param {string} command */
function aboutNext(command) {
  const { fillIn, plan, deploy, status } = words().cli.init
  const about = { plan, deploy, status, env: fillIn }
  const verb = /** @type {keyof typeof about} */ (command.split(' ').pop()?.replace('.', ''))
  return about[verb]()
}
