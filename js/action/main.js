// @ts-check
/**
 * The step of action.yml: runs the command line, writes the outputs of the step and its summary. Inputs come by variables, so
 * that no text of others is ever a part of a script.
 *
 * @module
 */
/** @import { PlanData } from '../types/generated.js' */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GrayscaleError, usageError } from '../errors.js'
import { speakToPerson } from '../inputs/language.js'
import { renderError } from '../render/error.js'
import { fenced } from '../render/inert.js'
import { MOST_CHARACTERS } from '../render/markdown.js'
import { clean } from '../render/text.js'
import { words } from '../words/index.js'
import { wordsIn } from './arguments.js'

/** Exit code of `plan --detailed-exitcode` where there is something to change. */
const changesAhead = 4

const commands = ['plan', 'deploy', 'apply', 'rollback']
const commandLine = fileURLToPath(new URL('../cli/main.js', import.meta.url))

const { env } = process
try {
  speakToPerson('cli', ['lang', env.INPUT_LANG || undefined], env)
  process.exitCode = await step()
} catch (thrown) {
  const error = GrayscaleError.from(thrown)
  process.stderr.write(renderError(error, { changes: false }))
  process.exitCode = error.exitCode
}

async function step() {
  const command = env.INPUT_COMMAND || 'plan'
  if (!commands.includes(command)) throw usageError('UnknownCommand.action', { word: command, known: commands })
  const typed = wordsIn(env.INPUT_ARGUMENTS ?? '')
  if (typed === undefined) throw usageError('UnexpectedValue.openQuote', {})
  const given = [
    ...typed,
    ...(env.INPUT_STAGE ? ['--stage', env.INPUT_STAGE] : []),
    ...(env.INPUT_LANG ? ['--lang', env.INPUT_LANG] : []),
  ]
  return command === 'plan' ? plan(given, env.INPUT_PLAN_FILE || undefined) : carryOut([command, ...given])
}

/**
 * @param {string[]} given
 * @param {string | undefined} file where the plan is written to
 */
async function plan(given, file) {
  const out = file === undefined ? [] : ['--out', file]
  const { code, text } = await grayscale(['plan', ...given, ...out, '--json', '--markdown', '--detailed-exitcode'])
  if (code !== 0 && code !== changesAhead) return code
  /** @type {PlanData & { fingerprint: string, markdown: string }} */
  const { summary, fingerprint, markdown, notes, functions } = JSON.parse(text)
  const said = words().cli.action
  const warnings = [...notes, ...functions.flatMap((one) => one.notes)].filter(({ level }) => level === 'warning')
  for (const line of [...warnings.map((note) => `⚠ ${note.text}`), summary.text, said.fingerprint(fingerprint)]) {
    process.stdout.write(`${clean(line)}\n`)
  }
  const directory = await mkdtemp(join(env.RUNNER_TEMP || tmpdir(), 'grayscale-'))
  const markdownFile = join(directory, 'plan.md')
  await writeFile(markdownFile, markdown)
  await summarize(markdown)
  await output('changes', String(code === changesAhead))
  await output('fingerprint', fingerprint)
  await output('markdown-file', markdownFile)
  if (file !== undefined) await output('plan-file', resolve(file))
  return 0
}

/** @param {string[]} args */
async function carryOut(args) {
  const { code, text } = await grayscale(args)
  process.stdout.write(text)
  if (text.trim() !== '') {
    const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
    await summarize(fenced(clean(shown).trimEnd(), ''))
  }
  return code
}

/**
 * Runs the command line; what it says meanwhile, and errors, are seen as they come.
 *
 * @param {string[]} args
 * @returns {Promise<{ code: number, text: string }>}
 */
function grayscale(args) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [commandLine, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part
    })
    child.on('error', failed)
    child.on('close', (code) => done({ code: code ?? 1, text }))
    // the runner tells this process alone that the job is cancelled
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal))
  })
}

/** @param {string} markdown */
async function summarize(markdown) {
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown.trimEnd()}\n\n`)
}

/**
 * An output of the step. A value that holds line breaks can't end it, since nobody knows the word that does.
 *
 * @param {string} name
 * @param {string} value
 */
async function output(name, value) {
  const end = `end-${randomUUID()}`
  if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`)
}
