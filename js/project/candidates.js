// @ts-check
/** @import { Node, YAMLMap } from 'yaml' */
/** @import { Yml } from './yml.js' */
import { basename } from 'node:path'
import { isMap, isScalar } from 'yaml'
import { usageError } from '../errors.js'
import { words } from '../words/index.js'

/** Those that the platform's CLI knows. */
export const platformFiles = ['serverless.yml', 'serverless.yaml', 'serverless.json']

/** Where a project may be written down, in the order of looking. */
export const projectFiles = [...platformFiles, 'grayscale.yml', 'grayscale.yaml', 'serverless.js']

/**
 * How a yml file holds its project.
 *
 * @typedef {object} Shape
 * @property {'component-platform' | 'component-nested' | 'grayscale'} form
 * @property {string} [alias] the key that a nested component stands under
 * @property {string} [component] what `component:` says
 * @property {YAMLMap} top
 * @property {boolean} alone whether it is the only one of ours in the file
 * @property {Node | null | undefined} inputs
 */

/**
 * - `component:` at the top, with `name:` and `inputs:`: the platform's layout;
 * - `alias: { component: …, inputs: … }`: the layout of `sls` on its own;
 * - neither, in a grayscale.yml or a file that was named: the top level is the inputs.
 *
 * @param {Yml} yml
 * @param {{ named: boolean, alias?: string }} options `named`: the person named this file; `alias` picks a component
 * @returns {Shape | string} or why this file is no project of ours
 * @throws {import('../errors.js').GrayscaleError} `AmbiguousComponent`, `UnknownComponent`, `InvalidProject`
 */
export function shapeOf(yml, { named, alias }) {
  const top = yml.document.contents
  const plainInputs = named || basename(yml.file).startsWith('grayscale.')
  if (!isMap(top)) {
    if (!plainInputs) return words().project.notOurs.empty()
    throw usageError('InvalidProject.noMapping', { file: yml.file })
  }
  const component = textAt(top, 'component')
  if (component !== undefined) {
    if (!isOurs(component)) return words().project.notOurs.component(component)
    return { form: 'component-platform', component, top, alone: true, inputs: inputsIn(top, yml.file) }
  }

  const found = nested(top, yml.file)
  const outright = found.filter(({ component }) => component.includes('scf-grayscale'))
  const candidates =
    alias === undefined ? (outright.length > 0 ? outright : found) : found.filter((one) => one.alias === alias)
  const names = found.map((one) => one.alias)
  if (candidates.length > 1) {
    throw usageError('AmbiguousComponent', { file: yml.file, names })
  }
  if (candidates.length === 1) return { form: 'component-nested', top, alone: found.length === 1, ...candidates[0] }
  if (alias !== undefined) {
    throw usageError('UnknownComponent', { file: yml.file, component: alias, names })
  }
  if (plainInputs && !top.has('provider')) return { form: 'grayscale', top, alone: true, inputs: top }
  if (JSON.stringify(top.get('plugins') ?? '').includes('scf-grayscale/plugin')) {
    return words().project.notOurs.framework()
  }
  return words().project.notOurs.none()
}

/**
 * @param {YAMLMap} top
 * @param {string} file
 */
function nested(top, file) {
  return top.items.flatMap(({ key, value }) => {
    const component = isMap(value) ? textAt(value, 'component') : undefined
    if (!isMap(value) || component === undefined || !isOurs(component)) return []
    return [{ alias: String(key), component, inputs: inputsIn(value, file) }]
  })
}

/**
 * A component's inputs. Without them a single function may still be meant, but not where the word is mistyped.
 *
 * @param {YAMLMap} component
 * @param {string} file
 * @returns {Node | undefined}
 */
function inputsIn(component, file) {
  const mistyped = component.items
    .map(({ key }) => String(key))
    .find((key) => /^inputs?[:s]?$/i.test(key) && key !== 'inputs')
  if (mistyped !== undefined) {
    throw usageError('InvalidProject.mistypedInputs', { file, key: mistyped })
  }
  return /** @type {Node | undefined} */ (component.get('inputs', true))
}

/**
 * A path may lead to us under any name; `scf` is the established component, whose inputs are the same.
 *
 * @param {string} component
 */
function isOurs(component) {
  return (
    component.includes('scf-grayscale') || /^(\.|\/|file:)/.test(component) || /^(tencent-)?scf(@.*)?$/.test(component)
  )
}

/**
 * @param {YAMLMap} map
 * @param {string} key
 */
function textAt(map, key) {
  const node = map.get(key, true)
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}
