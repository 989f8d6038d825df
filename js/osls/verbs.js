// @ts-check

/** What the commands of the framework come to, and what its progress line says meanwhile. */
export const verbs = /** @type {const} */ ({
  deploy: 'Deploying',
  plan: 'Planning',
  status: 'Looking',
  rollback: 'Rolling back',
  undo: 'Undoing',
  resume: 'Resuming',
  abort: 'Putting back',
  remove: 'Removing',
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
