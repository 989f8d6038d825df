// @ts-check

/**
 * What the commands of the framework come to: verbs of `sls`, whose table has what the progress line says meanwhile.
 *
 * @typedef {Extract<import('../sls/verbs.js').Verb,
 *   'deploy' | 'plan' | 'info' | 'status' | 'log' | 'rollback' | 'undo' | 'resume' | 'abort' | 'remove' | 'rollout'>} Verb
 */

/** Commands, as typed, that are ours. @type {Record<string, Verb>} */
export const commands = {
  deploy: 'deploy',
  info: 'info',
  remove: 'remove',
  'grayscale plan': 'plan',
  'grayscale status': 'status',
  'grayscale info': 'info',
  'grayscale logs': 'log',
  'grayscale rollback': 'rollback',
  'grayscale undo': 'undo',
  'grayscale resume': 'resume',
  'grayscale abort': 'abort',
  'grayscale rollout status': 'rollout',
  'grayscale rollout tick': 'rollout',
  'grayscale rollout pause': 'rollout',
  'grayscale rollout resume': 'rollout',
  'grayscale rollout promote': 'rollout',
  'grayscale rollout approve': 'rollout',
  'grayscale rollout abort': 'rollout',
}
