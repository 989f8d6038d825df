// @ts-check
import { isMap } from '../inputs/words.js'
import { parseYml, plain } from './yml.js'

/**
 * What a function of a SAM template says of its deployments.
 *
 * @typedef {object} Preference
 * @property {string} function its logical id; `Globals` where all have it
 * @property {unknown} type such as `Canary10Percent5Minutes`
 * @property {string[]} alarms their names, as far as they are written
 * @property {{ before?: string, after?: string }} hooks the functions that are asked before and after traffic moves
 */

/**
 * The deployment preferences of a template. Tags of CloudFormation, such as `!Ref`, count as what they name.
 *
 * @param {string} text
 * @param {string} file
 * @returns {Preference[]}
 * @throws {import('../errors.js').GrayscaleError} `InvalidYaml`
 */
export function preferencesOf(text, file) {
  const yml = parseYml(text, file, { anyTags: true })
  const { Globals, Resources } = mapped(plain(yml, yml.document.contents))
  const found = Object.entries(mapped(Resources)).map(([name, one]) => [name, mapped(mapped(one).Properties)])
  return [['Globals', mapped(mapped(Globals).Function)], ...found].flatMap(([name, properties]) => {
    const preference = mapped(properties).DeploymentPreference
    return isMap(preference) && !isOff(preference.Enabled) ? [read(String(name), preference)] : []
  })
}

/** @param {string} name @param {Record<string, any>} preference @returns {Preference} */
function read(name, { Type, Alarms, Hooks }) {
  const { PreTraffic, PostTraffic } = mapped(Hooks)
  const alarms = Array.isArray(Alarms) ? Alarms : Alarms === undefined || Alarms === null ? [] : [Alarms]
  return {
    function: name,
    type: Type,
    alarms: alarms.map(named).filter((alarm) => alarm !== 'AWS::NoValue'),
    hooks: {
      ...(PreTraffic !== undefined && { before: named(PreTraffic) }),
      ...(PostTraffic !== undefined && { after: named(PostTraffic) }),
    },
  }
}

/** `!Ref X` and `{ Ref: X }` name X; what is more than a name is shown as it is written. @param {unknown} value */
function named(value) {
  if (isMap(value) && typeof value.Ref === 'string') return value.Ref
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** @param {unknown} enabled */
function isOff(enabled) {
  return enabled === false || String(enabled).toLowerCase() === 'false'
}

/** @param {unknown} value @returns {Record<string, any>} */
function mapped(value) {
  return isMap(value) ? value : {}
}
