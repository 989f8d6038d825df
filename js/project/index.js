// @ts-check
/**
 * Reads what a project directory says, and decides nothing about releases. read.js is the way in; candidates.js knows
 * the names and forms of project files, yml.js reads them, interpolate.js fills in `${…}`, definition.js loads a
 * serverless.js, settled.js serves where the
 * inputs are known already, env.js and credentials.js read `.env` files and what is exported; named-keys.js refuses inputs
 * that ask for a key, filled.js knows what the environment filled in, open-files.js warns of env files that others may read.
 *
 * @module
 */
export { appIdFrom, credentialsFrom } from './credentials.js'
export { journalPath, projectJournal } from './journal.js'
export { warnOfOpenFiles } from './open-files.js'
export { readProject } from './read.js'
export { settled } from './settled.js'
export { projectStore, STORE } from './store.js'
