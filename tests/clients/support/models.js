// The models of the installed official SDKs, as their declarations and their documentation tell them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageDirectory } from './npm.js'

/** @typedef {{ type: string, nullable: boolean }} Field */
/** Fields by their names, by the name of the model. @typedef {Map<string, Map<string, Field>>} Models */

const INTERFACE = /^export interface (\w+) \{\n([\s\S]*?)^\}/gm
const FIELD = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)\??: ([^;]+);/g
/** What the documentation of a field that may be null says. */
const NULLABLE = /可能返回 ?null/

/**
 * Of the Node SDK, from its declarations.
 * @param {string} service
 * @param {string} version
 * @returns {Models}
 */
export function nodeModels(service, version) {
  const directory = join(packageDirectory(`tencentcloud-sdk-nodejs-${service}`), 'tencentcloud', 'services', service)
  const text = readFileSync(join(directory, `v${version.replaceAll('-', '')}`, `${service}_models.d.ts`), 'utf8')
  return new Map(
    [...text.matchAll(INTERFACE)].map(([, name, body]) => [
      name,
      new Map(
        [...body.matchAll(FIELD)].map(([, note, field, type]) => [field, { type, nullable: NULLABLE.test(note) }]),
      ),
    ]),
  )
}

/**
 * Of the Python SDK, from what python/models.py prints.
 * @param {string} json
 * @returns {Map<string, Models>} by service
 */
export function pythonModels(json) {
  const services = Object.entries(JSON.parse(json)).map(([service, models]) => {
    const all = Object.entries(models).map(([name, fields]) => [name, new Map(Object.entries(fields))])
    return [service, new Map(all)]
  })
  return new Map(services)
}

/** What is no model. @type {Record<string, (value: unknown) => boolean>} */
const PLAIN = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  float: (value) => typeof value === 'number',
  int: (value) => Number.isInteger(value),
  anything: () => true,
}

/**
 * Where an answer is not as its model says; nothing when it is.
 * @param {Models} models
 * @param {string} type of `value`, as declared
 * @param {unknown} value
 * @param {string} path
 * @param {(model: string) => boolean} partial models whose fields need not all be there
 * @returns {string[]}
 */
export function differences(models, type, value, path, partial) {
  const item = /^Array<(.*)>$/.exec(type)?.[1]
  if (item !== undefined) {
    if (!Array.isArray(value)) return [`${path} is ${typeof value} and no list`]
    return value.flatMap((one, index) => differences(models, item, one, `${path}.${index}`, partial))
  }
  if (Object.hasOwn(PLAIN, type))
    return PLAIN[type](value) ? [] : [`${path} is ${JSON.stringify(value)} and no ${type}`]
  const model = models.get(type)
  if (!model) return [`${path} should be ${type}, of which nothing is known`]
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${path} is no ${type}`]
  const found = /** @type {Record<string, unknown>} */ (value)
  const unknown = Object.keys(found).filter((name) => !model.has(name))
  const missing = partial(type) ? [] : [...model.keys()].filter((name) => !Object.hasOwn(found, name))
  return [
    ...unknown.map((name) => `${path}.${name} is not in ${type}`),
    ...missing.map((name) => `${path}.${name} of ${type} is missing`),
    ...[...model].flatMap(([name, field]) => {
      if (!Object.hasOwn(found, name) || (found[name] === null && field.nullable)) return []
      return differences(models, field.type, found[name], `${path}.${name}`, partial)
    }),
  ]
}
