// @ts-check

/**
 * What people type behind `sls`, and what the engine's status line says meanwhile. `default` is `sls` alone.
 * serverless.js, which must be CommonJS, has the same list. Verbs of two words are written with `-` and with `_`.
 */
export const verbs = /** @type {const} */ ({
  default: 'Deploying',
  deploy: 'Deploying',
  plan: 'Planning',
  info: 'Looking',
  status: 'Looking',
  rollback: 'Rolling back',
  undo: 'Undoing',
  resume: 'Resuming',
  abort: 'Putting back',
  remove: 'Removing',
  'publish-ver': 'Publishing',
  publish_ver: 'Publishing',
  prune: 'Pruning',
  'create-alias': 'Creating an alias',
  create_alias: 'Creating an alias',
  'update-alias': 'Changing an alias',
  update_alias: 'Changing an alias',
  'list-alias': 'Looking',
  list_alias: 'Looking',
  'delete-alias': 'Deleting an alias',
  delete_alias: 'Deleting an alias',
  invoke: 'Calling',
  log: 'Looking',
  metric: 'Looking',
})

/** @typedef {keyof typeof verbs} Verb */

/** Those that can be typed. */
export const typedVerbs = Object.keys(verbs).filter((verb) => verb !== 'default')
