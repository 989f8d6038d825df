// @ts-check
// An action on its course: what others do around it, and what becomes of it.

import { randomUUID } from 'node:crypto'
import { ACTIONS } from '../actions/index.js'
import { ApiError } from '../errors.js'
import { readFields } from '../schema.js'
import { functionKey } from '../world.js'
import { placeOf } from './past.js'

/** @typedef {import('./course.js').Course} Course */
/** @typedef {import('./course.js').Intervention} Intervention */
/** @typedef {import('./rules.js').Subject} Subject */
/** @typedef {import('../actions/action.js').Action} Action */
/** @typedef {import('../actions/action.js').Context} Context */

/**
 * @param {Action} action
 * @param {Record<string, any>} params
 * @param {Context} context
 * @param {{ course: Course, about: Subject }} given
 * @returns {Promise<object>}
 * @throws {ApiError} also the one that was ordered
 */
export async function carryOut(action, params, context, { course, about }) {
  const { cloud } = context
  for (const intervention of course.before) await intervene(intervention, context, about)
  if (course.refusal) throw new ApiError(course.refusal.code, course.refusal.message)
  if (course.skipped) return {}

  const place = placeOf(about)
  const show = course.stale && place && cloud.past.remember(place)
  const release = course.transition && place && cloud.lifecycle.prescribe(functionKey(place), course.transition)
  try {
    return await act(action, params, { ...context, metrics: course.metrics, cloud: seen(cloud, action, about.action) })
  } finally {
    release?.()
    if (course.stale) show?.(course.stale)
    for (const intervention of course.after) await intervene(intervention, context, about)
  }
}

/** @param {Action} action @param {Record<string, any>} params @param {Context} context */
async function act(action, params, context) {
  const response = await action.run(params, context)
  if (action.writes) await context.cloud.save()
  return response
}

/**
 * The cloud as an action sees it: reads may lag behind.
 * @param {Context['cloud']} cloud
 * @param {Action} action
 * @param {string} name
 * @returns {Context['cloud']}
 */
function seen(cloud, action, name) {
  if (action.writes || action.invokes) return cloud
  const world = cloud.past.seenBy(name)
  return world === cloud.world ? cloud : Object.create(cloud, { world: { value: world } })
}

/** @param {Intervention} intervention @param {Context} context @param {Subject} about */
async function intervene({ action: name, params, rule }, context, about) {
  const action = ACTIONS['2018-04-16'][name]
  const { FunctionName, Namespace } = action.fields
  const place = {
    ...(FunctionName && about.function !== undefined && { FunctionName: about.function }),
    ...(Namespace && about.namespace !== undefined && { Namespace: about.namespace }),
  }
  try {
    await act(action, readFields(action.fields, { ...place, ...params }, false), {
      ...context,
      requestId: randomUUID(),
    })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    context.cloud.report(`${name} of the fault script's ${rule} was refused: ${error.code}: ${error.message}`)
  }
}
