// @ts-check
/** @import { First } from './runtimes.js' */
import { stringify } from 'yaml'
import { words } from '../../words/index.js'

/** @typedef {{ name: string, runtime: string, region: string }} Answers */

/** What must never be committed, and the one file of the same kind that may be. */
const ignored = ['.grayscale/', '.env', '.env.*', '!.env.example']

/**
 * The project file, for this tool and for `sls`.
 *
 * @param {Answers} answers
 * @param {First} first
 */
export function projectFile({ name, runtime, region }, { handler }) {
  const said = words().cli.init
  const yml = { component: 'scf-grayscale', name, inputs: { src: './src', handler, runtime, region } }
  return `# ${said.projectFile()}\n# ${said.inputs()}\n${stringify(yml)}`
}

/** The variables that a project needs, without values. */
export function envExample() {
  const said = words().cli.init
  return `# ${said.env()}\nTENCENT_SECRET_ID=\nTENCENT_SECRET_KEY=\n# ${said.stage()}\nSTAGE=dev\n`
}

/**
 * The lines that a `.gitignore` lacks.
 *
 * @param {string} text what it says
 * @returns {string[]}
 */
export function ignoresMissing(text) {
  const bare = (/** @type {string} */ line) => line.trim().replace(/^\//, '').replace(/\/$/, '')
  const known = new Set(text.split('\n').map(bare))
  const missing = ignored.filter((line) => !known.has(bare(line)))
  // the last line that fits a file counts, so the exception comes behind its rule
  const [, , rule, exception] = ignored
  return missing.includes(rule) && !missing.includes(exception) ? [...missing, exception] : missing
}
