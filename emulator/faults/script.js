// @ts-check
// Fault scripts: a list of rules, from a program or from a file (YAML, so JSON too), read strictly.

import { readFile } from 'node:fs/promises'
import { ACTIONS } from '../actions/index.js'
import { OBJECT_ACTIONS } from '../cos/actions.js'
import { ApiError } from '../errors.js'
import { readFields } from '../schema.js'
import { chance, checkKeys, FaultError, isObject, oneOf, required, someOf, text, whole } from './keys.js'
import { KINDS } from './kinds.js'
import { readNth } from './rules.js'

/** @typedef {import('./rules.js').Rule} Rule */

const SCF = ACTIONS['2018-04-16']
const actions = [...new Set([...Object.values(ACTIONS).flatMap(Object.keys), ...Object.keys(OBJECT_ACTIONS)])]

/** @type {Record<string, import('./keys.js').Key>} */
const KEYS = {
  action: required(someOf(['*', ...actions])),
  function: text('the name of a function'),
  namespace: text('the name of a namespace'),
  region: text('a region, such as ap-guangzhou'),
  nth: { expects: 'a number from 1, or a range such as 2..4 or 2..', fits: (value) => readNth(value) !== undefined },
  chance: chance(),
  times: whole(1, 1_000_000_000),
  fault: required(oneOf(Object.keys(KINDS))),
}

/**
 * @param {unknown} script
 * @returns {Rule[]}
 * @throws {FaultError} that says which rule is wrong, and what was probably meant
 */
export function checkRules(script) {
  if (!Array.isArray(script)) throw new FaultError('a fault script is a list of rules')
  for (const [index, rule] of script.entries()) checkRule(rule, [index])
  return script
}

/** @param {unknown} rule @param {(string | number)[]} path */
function checkRule(rule, path) {
  if (!isObject(rule)) throw new FaultError('a rule is an object such as { action: UpdateAlias, fault: timeout }', path)
  // The kind first: it decides which keys are known.
  checkKeys({ fault: rule.fault }, { fault: KEYS.fault }, path)
  checkKeys(rule, { ...KEYS, ...KINDS[rule.fault].keys }, path)
  checkAbout(rule, path)
  if (rule.fault === 'meanwhile') checkParameters(rule, path)
}

/** What happens to functions happens to no object, and points are of one action. @param {any} rule @param {(string | number)[]} path */
function checkAbout({ action, fault }, path) {
  if (KINDS[fault].ofMetrics && [action].flat().some((one) => one !== 'GetMonitorData')) {
    throw new FaultError(`the fault ${fault} is about the points of GetMonitorData alone`, [...path, 'fault'])
  }
  const ofObjects = [action].flat().find((one) => Object.hasOwn(OBJECT_ACTIONS, one))
  if (ofObjects === undefined || !KINDS[fault].ofFunctions) return
  throw new FaultError(`the fault ${fault} is about functions, and ${ofObjects} is of object storage`, [
    ...path,
    'fault',
  ])
}

/** What someone else is to call must be a call, or nothing would happen, unnoticed. @param {any} rule @param {(string | number)[]} path */
function checkParameters({ do: action, with: params = {} }, path) {
  const { fields } = SCF[action]
  const filled = { ...(fields.FunctionName && { FunctionName: 'anyone' }), ...params }
  try {
    readFields(fields, filled, false)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new FaultError(`${action} can't be called so: ${error.message}`, [...path, 'with'])
  }
}

/**
 * @param {string} file
 * @returns {Promise<Rule[]>}
 * @throws {FaultError} with the line that is wrong
 */
export async function readFaultFile(file) {
  const { LineCounter, parseDocument } = await import('yaml')
  const source = await readFile(file, 'utf8').catch((error) => {
    throw new FaultError(`${file} can't be read: ${error.message}`)
  })
  const lines = new LineCounter()
  const at = (/** @type {number | undefined} */ offset) =>
    offset === undefined ? file : `${file}:${lines.linePos(offset).line}`
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem) throw new FaultError(`${at(problem.pos[0])}: ${problem.message}`)
  try {
    return checkRules(document.toJS())
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    const node = /** @type {any} */ (document.getIn(error.path, true) ?? document.contents)
    throw new FaultError(`${at(node?.range?.[0])}: ${error.message}`)
  }
}
