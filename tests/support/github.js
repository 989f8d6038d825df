// Runs jobs of a workflow as GitHub's runner does, as far as the documented workflows go: steps with `run`, steps that use this
// repository's action, expressions that name a value or compare some.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { passed, root, shell } from './pipeline.js'

/** Actions of GitHub's own: a checkout and a Node that every job has here. */
const given = /^actions\/(checkout|setup-node)@/
const ours = /^scf-grayscale\/scf-grayscale@/

/** The value of `a.b.c`, `a == 'b'`, `x && y`, `x || y`. */
function evaluate(expression, context) {
  const either = expression.split(' || ')
  if (either.length > 1) return either.some((one) => evaluate(one, context))
  const all = expression.split(' && ')
  if (all.length > 1) return all.every((one) => evaluate(one, context))
  const sides = expression.split(' == ')
  if (sides.length === 2) return evaluate(sides[0], context) === evaluate(sides[1], context)
  const text = /^'([^']*)'$/.exec(expression.trim())
  if (text) return text[1]
  assert.match(expression.trim(), /^[\w-]+(\.[\w-]+)+$/, 'an expression that this runner does not know')
  return expression
    .trim()
    .split('.')
    .reduce((value, name) => value?.[name], context)
}

/** A text with its expressions filled in; what is missing is empty. */
const filled = (text, context) =>
  String(text ?? '').replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression) => evaluate(expression, context) ?? '')

const all = (map, context) =>
  Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, filled(value, context)]))

/** `name=value` and `name<<END` of a file of outputs, as documented. */
export function readOutputs(text) {
  const outputs = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const open = /^([\w-]+)<<(.+)$/.exec(lines[at])
    if (open) {
      const end = lines.indexOf(open[2], at + 1)
      outputs[open[1]] = lines.slice(at + 1, end).join('\n')
      at = end
    } else if (lines[at] !== '') {
      const [name, ...value] = lines[at].split('=')
      outputs[name] = value.join('=')
    }
  }
  return outputs
}

/** A runner's own files. */
function files(cwd) {
  const temp = join(cwd, '.git', `runner-${randomUUID()}`)
  mkdirSync(temp, { recursive: true })
  const paths = { RUNNER_TEMP: temp, GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') }
  for (const path of [paths.GITHUB_OUTPUT, paths.GITHUB_STEP_SUMMARY]) writeFileSync(path, '')
  return paths
}

/**
 * Runs the action of this repository.
 *
 * @param {Record<string, string>} inputs
 * @param {{ cwd: string, env: Record<string, string | undefined> }} options the environment of the step
 */
export async function runAction(inputs, { cwd, env }) {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(action.inputs, name))
  assert.deepEqual(unknown, [], 'inputs that the action does not have')
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value }]) => [name, value]))
  const context = { inputs: { ...defaults, ...inputs }, steps: {} }
  const log = { status: 0, stdout: '', stderr: '', summary: '' }
  for (const step of action.runs.steps) {
    assert.equal(step.shell, 'bash')
    assert.doesNotMatch(step.run, /\$\{\{/, 'an expression in a script')
    const own = files(cwd)
    const ended = await shell(step.run, {
      cwd: resolve(cwd, filled(step['working-directory'] ?? '.', context)),
      env: { ...env, ...own, GITHUB_ACTION_PATH: root, ...all(step.env, context) },
      shell: ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail'],
    })
    log.status = ended.status
    for (const stream of ['stdout', 'stderr']) log[stream] += ended[stream]
    log.summary += readFileSync(own.GITHUB_STEP_SUMMARY, 'utf8')
    if (step.id) context.steps[step.id] = { outputs: readOutputs(readFileSync(own.GITHUB_OUTPUT, 'utf8')) }
    if (ended.status !== 0) break
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, context)])
  return { ...log, outputs: Object.fromEntries(outputs) }
}

/**
 * Runs a job in a fresh clone, if its condition holds.
 *
 * @param {any} workflow
 * @param {string} name
 * @param {{ github: any, needs?: any, secrets: any, vars?: any, clone: () => Promise<string>, env: Record<string, string | undefined> }} on
 * @returns {Promise<{ ran: boolean, outputs: Record<string, string>, summary: string }>}
 */
export async function runJob(workflow, name, { github, needs = {}, secrets, vars = {}, clone, env }) {
  const job = workflow.jobs[name]
  const context = { github, needs, secrets, vars, env: workflow.env, steps: {} }
  if (job.if !== undefined && !evaluate(job.if, context)) return { ran: false, outputs: {}, summary: '' }
  const cwd = await clone()
  let summary = ''
  for (const step of job.steps) {
    if (step.if !== undefined && !evaluate(step.if, context)) continue
    const own = { ...env, ...workflow.env, ...all(step.env, context) }
    if (step.run !== undefined) {
      assert.doesNotMatch(step.run, /\$\{\{/, 'an expression in a script')
      await passed(step.run, { cwd, env: own, shell: ['bash', '-e'] })
    } else if (ours.test(step.uses)) {
      const ended = await runAction(all(step.with, context), { cwd, env: own })
      assert.equal(ended.status, 0, ended.stdout + ended.stderr)
      summary += ended.summary
      if (step.id) context.steps[step.id] = { outputs: ended.outputs }
    } else assert.match(step.uses, given)
  }
  return { ran: true, outputs: all(job.outputs, context), summary }
}
