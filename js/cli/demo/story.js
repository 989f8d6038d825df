// @ts-check
/** @import { Emulator } from '../../../emulator/index.js' */
/** @import { Command } from '../commands.js' */
/** @import { Output } from '../output.js' */
/** @import { Code, makeProject } from './project.js' */
/** @import { Measured } from './traffic.js' */
/** @import { Progress } from '../../types/generated.js' */
import { GrayscaleError } from '../../errors.js'
import { renderPlan } from '../../render/index.js'
import { loopback } from '../../runtime/http/loopback.js'
import { parse } from '../parse.js'
import { openSession } from '../session.js'
import { errorsOf } from './metrics.js'
import { ending, heading, opening, proof, width } from './screen.js'
import { connections, measure } from './traffic.js'

/**
 * @typedef {object} Chapter
 * @property {string} title
 * @property {string} text
 * @property {Code} [code] what is written into the function before
 * @property {string} command as a person would type it: it is read and carried out as it stands here
 */

/** The documented release, then what it is for. @type {Chapter[]} */
const chapters = [
  {
    title: 'Step 1: the environment is prod, and version 1 is its baseline',
    text: 'STAGE=prod in .env makes the function page-prod. Published and given everything, version 1 is the mark to go back to.',
    code: 'blue',
    command: 'deploy --publish --traffic 0',
  },
  {
    title: 'Step 2: new code gets 10 %',
    text: 'The page turns green. It goes to $latest; 90 % stays on version 1.',
    code: 'green',
    command: 'deploy --traffic 0.1',
  },
  {
    title: 'Step 3: it does well, so it gets more',
    text: 'The code is as it was: nothing is uploaded, traffic alone moves.',
    command: 'deploy --traffic 0.5',
  },
  {
    title: 'Step 3, on: everything',
    text: 'No version holds this code yet, so a person at a terminal would be asked; --yes answers.',
    command: 'deploy --traffic 1.0 --yes',
  },
  {
    title: 'Step 4: publish it, and give the version everything',
    text: 'Version 2 is the mark to go back to from now on.',
    command: 'deploy --publish --traffic 0',
  },
  {
    title: 'Now a bad one: this code throws, and gets 10 %',
    text: 'One visitor in ten meets it. Without grayscale it would be all of them.',
    code: 'broken',
    command: 'deploy --traffic 0.1',
  },
  {
    title: 'Back, in one step',
    text: 'One write: everything to version 2. The bad code stays on $latest, where nobody meets it.',
    command: 'rollback',
  },
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
    const code = chapter.code && project.write(chapter.code)
    output.show((look) => heading(chapter, code, look))
    const step = await carryOut(chapter.command, { commands, emulator, project, requests, output, signal })
    steps.push(step)
    check(chapter, step.measured)
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
    const [{ name: real, after }] = result.functions
    const [{ aliases }] = await gray.status(inputs, { signal })
    const start = performance.now()
    const measured = await measure(gray, { function: real, requests, expected: after, signal })
    const seconds = (performance.now() - start) / 1000
    for (const one of measured) one.metered = await errorsOf(gray, { function: real, version: one.version })
    output.show((look) => proof({ split: aliases[0].split, measured, requests, seconds }, look))
    return { command: `grayscale ${command}`, after, requests, measured }
  } finally {
    await gray.close()
  }
}

/**
 * @param {Chapter} chapter
 * @param {Measured[]} measured
 */
function check({ title, code }, measured) {
  const outside = measured.find(({ inside }) => !inside)
  if (outside) {
    const { version, answers, low, high } = outside
    throw failed(`${title}: ${version} gave ${answers} answers, outside ${low} to ${high}`)
  }
  const expected = (/** @type {Measured} */ { version, answers }) =>
    code === 'broken' && version === '$latest' ? answers : 0
  const wrong = measured.find((one) => one.errors !== expected(one) || one.metered !== one.errors)
  if (wrong) {
    const { version, errors, metered } = wrong
    throw failed(
      `${title}: ${version} failed ${errors} times (by the metrics ${metered}), not ${expected(wrong)} times`,
    )
  }
}

/** @param {string} message */
function failed(message) {
  return new GrayscaleError({
    code: 'DemoFailed',
    message,
    hint: 'with the same --seed it happens again; please report it',
  })
}
