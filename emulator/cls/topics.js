// @ts-check
// Where a function's lines go: the topic of its settings, or the one that the service makes for the region.

import { createHash } from 'node:crypto'

/** @typedef {import('../world.js').CloudFunction} CloudFunction */
/** @typedef {{ ClsLogsetId: string, ClsTopicId: string }} Topic */

/** The same name gives the same id, so nothing has to be kept. @param {string} name */
function idOf(name) {
  const hex = createHash('sha256').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** @param {string} region @returns {Topic} */
export const defaultTopic = (region) => ({
  ClsLogsetId: idOf(`SCF_logset ${region}`),
  ClsTopicId: idOf(`SCF_logtopic ${region}`),
})

/**
 * The topic of a new function: the default one, unless it names its own or wants none.
 * @param {Record<string, any>} params of CreateFunction
 * @param {string} region
 * @returns {Partial<Topic>}
 */
export function topicAtCreation({ ClsLogsetId = '', ClsTopicId = '', AutoCreateClsTopic }, region) {
  const named = ClsLogsetId !== '' || ClsTopicId !== ''
  return named || AutoCreateClsTopic === 'FALSE' ? {} : defaultTopic(region)
}

/** Function-wide: a change counts for published versions too. @param {CloudFunction} fn @returns {Topic} '' for none */
export function topicOf({ latest }) {
  const { ClsLogsetId = '', ClsTopicId = '' } = latest.content.configuration.kept
  return { ClsLogsetId: String(ClsLogsetId), ClsTopicId: String(ClsTopicId) }
}
