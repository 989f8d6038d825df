// @ts-check

/**
 * What people type behind `sls`, and what the engine's status line says meanwhile. `default` is `sls` alone. A verb needs
 * a method of the same name in serverless.js.
 */
export const verbs = /** @type {const} */ ({
  default: 'Deploying',
  deploy: 'Deploying',
  plan: 'Planning',
  info: 'Looking',
  status: 'Looking',
  rollback: 'Rolling back',
  remove: 'Removing',
})

/** @typedef {keyof typeof verbs} Verb */

/** Those that can be typed. */
export const typedVerbs = Object.keys(verbs).filter((verb) => verb !== 'default')
