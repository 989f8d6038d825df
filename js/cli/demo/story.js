// @ts-check
/** @import { GrayscaleError } from '../../errors.js' */
/** @import { Emulator } from '../../../emulator/index.js' */
/** @import { Command } from '../commands.js' */
/** @import { Output } from '../output.js' */
/** @import { Code, makeProject } from './project.js' */
/** @import { Measured } from './traffic.js' */
/** @import { Progress } from '../../types/generated.js' */
import { problem } from '../../errors.js'
import { renderPlan } from '../../render/index.js'
import { loopback } from '../../runtime/http/loopback.js'
import { words } from '../../words/index.js'
import { parse } from '../parse.js'
import { openSession } from '../session.js'
import { errorsOf } from './metrics.js'
import { ending, heading, opening, proof, width } from './screen.js'
import { connections, measure } from './traffic.js'

/**
 * @typedef {object} Chapter
 * @property {keyof (typeof import('../../words/en/cli.js').demo)['chapters']} name of its title and text
 * @property {Code} [code] what is written into the function before
 * @property {string} command as a person would type it: it is read and carried out as it stands here
 */

/** The documented release, then what it is for. @type {Chapter[]} */
const chapters = [
  { name: 'baseline', code: 'blue', command: 'deploy --publish --traffic 0' },
  { name: 'canary', code: 'green', command: 'deploy --traffic 0.1' },
  { name: 'more', command: 'deploy --traffic 0.5' },
  { name: 'everything', command: 'deploy --traffic 1.0 --yes' },
  { name: 'publish', command: 'deploy --publish --traffic 0' },
  { name: 'broken', code: 'broken', command: 'deploy --traffic 0.1' },
  { name: 'back', command: 'rollback' },
]

/**
 * Tells the story, and proves each step by real requests.
 *
 * @param {{ commands: Record<string, Command>, emulator: Emulator, project: ReturnType<typeof makeProject>, seed: string,
 *   requests: number, output: Output, signal: AbortSignal }} scene `commands`: those of the command line
 * @returns {Promise<{ seed: string, steps: unknown[] }>}
 * @throws {GrayscaleError} `DemoFailed` where a measured split is outside its band, or errors are not as they must be
 */
export async function play({ commands, emulator, project, seed, requests, output, signal }) {
  const began = performance.now()
  output.show((look) => opening(emulator.url, project, seed, look))
  const steps = []
  for (const chapter of chapters) {
    const code = chapter.code === undefined ? [] : project.write(chapter.code)
    output.show((look) => heading(chapter, code, look))
    const step = await carryOut(chapter.command, { commands, emulator, project, requests, output, signal })
    steps.push(step)
    for (const { function: name, measured } of step.functions) check(chapter, name, measured)
  }
  output.show((look) => ending((performance.now() - began) / 1000, look))
  return { seed, steps }
}

/**
 * @param {string} command
 * @param {{ commands: Record<string, Command>, emulator: Emulator, project: { dir: string }, requests: number,
 *   output: Output, signal: AbortSignal }} scene
 */
async function carryOut(command, { commands, emulator, project, requests, output, signal }) {
  const [name, ...words] = command.split(' ')
  const parsed = parse(words, commands[name].flags)
  const call = { parsed, env: { GRAYSCALE_ENDPOINT: emulator.url }, cwd: project.dir }
  const { gray, inputs } = await openSession(call, { transport: loopback(connections) })
  try {
    const onEvent = (/** @type {Progress} */ event) => {
      if (event.type === 'planned') output.show((look) => renderPlan(event.lines, { ...look, width, compact: true }))
    }
    const result = await (name === 'rollback'
      ? gray.rollback(inputs, { signal, onEvent })
      : gray.deploy(inputs, { signal, onEvent }))
    const standing = await gray.status(inputs, { signal })
    const functions = []
    // one after the other: the draws of the local SCF come in an order that the seed repeats
    for (const { key, name: real, after } of result.functions) {
      const start = performance.now()
      const measured = await measure(gray, { function: real, requests, expected: after, signal })
      const seconds = (performance.now() - start) / 1000
      for (const one of measured) one.metered = await errorsOf(gray, { function: real, version: one.version })
      const split = standing.find((row) => row.key === key)?.aliases[0].split ?? []
      output.show((look) => proof({ function: real, split, measured, requests, seconds }, look))
      functions.push({ function: real, after, measured })
    }
    return { command: `grayscale ${command}`, requests, functions }
  } finally {
    await gray.close()
  }
}

/**
 * @param {Chapter} chapter
 * @param {string} real the name of the function
 * @param {Measured[]} measured
 */
function check({ name, code }, real, measured) {
  const title = words().demo.chapters[name].title()
  const outside = measured.find(({ inside }) => !inside)
  if (outside) {
    const { version, answers, low, high } = outside
    throw problem('DemoFailed.outside', { title, function: real, version, answers, low, high })
  }
  const expected = (/** @type {Measured} */ { version, answers }) =>
    code === 'broken' && version === '$latest' ? answers : 0
  const wrong = measured.find((one) => one.errors !== expected(one) || one.metered !== one.errors)
  if (wrong) {
    const { version, errors, metered } = wrong
    throw problem('DemoFailed.errors', { title, function: real, version, errors, metered, expected: expected(wrong) })
  }
}
