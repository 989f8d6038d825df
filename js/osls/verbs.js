// @ts-check

/** What the commands of the framework come to, and what its progress line says meanwhile (`doing` of the words). */
export const verbs = /** @type {const} */ ({
  deploy: 'deploy',
  plan: 'plan',
  status: 'look',
  rollback: 'rollback',
  undo: 'undo',
  resume: 'resume',
  abort: 'abort',
  remove: 'remove',
})

/** @typedef {keyof typeof verbs} Verb */

/** Commands, as typed, that are ours. @type {Record<string, Verb>} */
export const commands = {
  deploy: 'deploy',
  info: 'status',
  remove: 'remove',
  'grayscale plan': 'plan',
  'grayscale status': 'status',
  'grayscale info': 'status',
  'grayscale rollback': 'rollback',
  'grayscale undo': 'undo',
  'grayscale resume': 'resume',
  'grayscale abort': 'abort',
}
