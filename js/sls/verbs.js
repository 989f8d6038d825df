// @ts-check

/**
 * What people type after `sls`, and what the engine's status line says meanwhile (`doing` of the words). `default` is `sls` alone.
 * serverless.js, which must be CommonJS, has the same list. Verbs of two words are written with `-` and with `_`.
 */
export const verbs = /** @type {const} */ ({
  default: 'deploy',
  deploy: 'deploy',
  plan: 'plan',
  info: 'look',
  status: 'look',
  rollback: 'rollback',
  undo: 'undo',
  resume: 'resume',
  abort: 'abort',
  remove: 'remove',
  rollout: 'rollout',
  'publish-ver': 'publish',
  publish_ver: 'publish',
  prune: 'prune',
  'create-alias': 'createAlias',
  create_alias: 'createAlias',
  'update-alias': 'updateAlias',
  update_alias: 'updateAlias',
  'list-alias': 'look',
  list_alias: 'look',
  'delete-alias': 'deleteAlias',
  delete_alias: 'deleteAlias',
  invoke: 'invoke',
  log: 'look',
  metric: 'look',
})

/** @typedef {keyof typeof verbs} Verb */

/** Those that can be typed. */
export const typedVerbs = Object.keys(verbs).filter((verb) => verb !== 'default')
