// @ts-check
/** @import { Document, Node } from 'yaml' */
import { LineCounter, parseDocument } from 'yaml'
import { usageError } from '../errors.js'
import { words } from '../words/index.js'

/**
 * A parsed file that still knows where each of its values stands.
 *
 * @typedef {object} Yml
 * @property {string} file
 * @property {Document.Parsed} document
 * @property {(node: Node | null | undefined) => string} at `serverless.yml:7`
 */

/**
 * Strict: a key that stands twice, a tag (which might run code elsewhere), and a second document are errors.
 * JSON is read too, being yml.
 *
 * @param {string} text
 * @param {string} file
 * @param {{ anyTags?: boolean }} [options] `anyTags`: of a template of CloudFormation, whose tags count as their values
 * @returns {Yml}
 * @throws {import('../errors.js').GrayscaleError} `InvalidYaml`, with line and column
 */
export function parseYml(text, file, { anyTags = false } = {}) {
  const lines = new LineCounter()
  // a silent parser says nothing of a second document either
  const logLevel = anyTags ? 'silent' : 'error'
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel })
  const warnings = document.warnings.filter(({ code }) => !(anyTags && code === 'TAG_RESOLVE_FAILED'))
  const problem = document.errors[0] ?? warnings[0]
  if (problem) {
    const { line, col, shown } = place(text, lines, problem.pos[0])
    const why = TOO_DEEP.test(problem.message) ? words().project.tooDeep() : problem.message
    const tag = problem.code === 'TAG_RESOLVE_FAILED'
    throw usageError('InvalidYaml.syntax', { at: `${file}:${line}:${col}`, why, shown, tag })
  }
  return {
    file,
    document,
    at: (node) => (node?.range ? `${file}:${lines.linePos(node.range[0]).line}` : file),
  }
}

/** What the reader says where the stack ends. */
const TOO_DEEP = /call stack/

/**
 * Where a problem is; what is missing at the end of the file is missing from its last line that says something.
 *
 * @param {string} text
 * @param {LineCounter} counter
 * @param {number} offset
 */
function place(text, counter, offset) {
  const { line, col } = counter.linePos(offset)
  const lines = text.split(/\r?\n/)
  let last = line
  while (last > 1 && (lines[last - 1] ?? '').trim() === '') last--
  return { line: last, col: last === line ? col : lines[last - 1].length + 1, shown: quote(lines, last) }
}

/**
 * @param {Yml} yml
 * @param {Node | null | undefined} node
 * @returns {any}
 */
export function plain(yml, node) {
  try {
    return node?.toJS(yml.document)
  } catch (error) {
    // An alias without its anchor, or aliases that multiply without end.
    const { message } = /** @type {Error} */ (error)
    throw usageError('InvalidYaml.alias', { at: yml.at(node), why: message }, { cause: error })
  }
}

const MOST_SHOWN = 200

/** Words of keys whose value, or under which every value, may be a secret. */
const secretive = /secret|token|passw|credential|private|environment|variables|(^|[\s"'{,_-])key\b/i

/**
 * A line of the file as an error may show it: what may be a secret, by its own words or by the keys it lies under, is
 * covered.
 *
 * @param {string[]} lines
 * @param {number} number
 */
function quote(lines, number) {
  const line = lines[number - 1]
  let width = indentOf(line)
  let covered = secretive.test(line)
  for (let above = number - 2; above >= 0 && !covered && width > 0; above--) {
    if (lines[above].trim() === '' || indentOf(lines[above]) >= width) continue
    width = indentOf(lines[above])
    covered = secretive.test(lines[above])
  }
  if (!covered) return short(line.trim())
  const [key] = /^\s*(?:-\s+)*["']?[\w.$-]+["']?\s*:/.exec(line) ?? ['']
  return words().project.hiddenLine(key.trim())
}

/** A terminal's few lines of it, at most. @param {string} line */
function short(line) {
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)} …` : line
}

/** @param {string} line */
function indentOf(line) {
  return line.length - line.trimStart().length
}
