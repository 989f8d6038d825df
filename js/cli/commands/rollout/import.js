// @ts-check
/** @import { Call } from '../../commands.js' */
/** @import { Preference } from '../../../project/template.js' */
/** @import { Inputs } from '../../../types/generated.js' */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { stringify } from 'yaml'
import { GrayscaleError, usageError } from '../../../errors.js'
import { preferencesOf } from '../../../project/template.js'
import { clean } from '../../../render/text.js'
import { rolloutPolicy } from '../../../rollout.js'
import { words } from '../../../words/index.js'
import { exitCodes } from './exit-codes.js'

/**
 * The policies that the deployment preferences of a SAM template come to, and what can't come along. Calls nobody.
 *
 * @param {Call} call
 * @param {string | undefined} path
 */
export async function importTemplate({ output, cwd }, path) {
  if (path === undefined) throw usageError('MissingValue.template', {})
  const text = await readFile(resolve(cwd, path), 'utf8').catch((error) => {
    throw usageError('UnreadableFile.template', { path, why: String(error) }, { cause: error })
  })
  const preferences = preferencesOf(text, path)
  if (preferences.length === 0) throw usageError('UnreadableFile.noPreference', { path })
  const policies = policiesOf(preferences)
  const said = words().cli.imported
  for (const { functions, rollout } of policies) {
    output.show(() => `# ${clean(functions.join(', '))}\n${stringify({ rollout })}`)
  }
  const left = preferences.flatMap(({ function: of, alarms }) => alarms.map((alarm) => ({ function: of, alarm })))
  for (const { function: of, alarm } of left) output.say(said.alarm({ function: of, alarm }))
  if (preferences.some(({ hooks }) => Object.keys(hooks).length > 0)) output.say(said.hooks())
  output.document({ policies, alarms: left })
  return exitCodes.good
}

/**
 * Functions that have the same policy have one together.
 *
 * @param {Preference[]} preferences
 * @throws {GrayscaleError} for each type that is not known
 */
function policiesOf(preferences) {
  /** @type {{ functions: string[], rollout: Inputs['rollout'] }[]} */
  const policies = []
  /** @type {GrayscaleError[]} */
  const errors = []
  for (const { function: of, type, hooks } of preferences) {
    const asked = Object.entries(hooks).map(([at, name]) => [at, [{ function: name }]])
    const whole = asked.length === 0 ? type : { preset: type, hooks: Object.fromEntries(asked) }
    const rollout = /** @type {Inputs['rollout']} */ (whole)
    try {
      rolloutPolicy(rollout)
    } catch (error) {
      errors.push(GrayscaleError.from(error))
      continue
    }
    const same = policies.find((one) => JSON.stringify(one.rollout) === JSON.stringify(rollout))
    if (same) same.functions.push(of)
    else policies.push({ functions: [of], rollout })
  }
  if (errors.length > 0) throw GrayscaleError.all(errors)
  return policies
}
