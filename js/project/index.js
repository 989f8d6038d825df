// @ts-check
/**
 * Reads what a project directory says, and decides nothing about releases. read.js is the way in; candidates.js knows
 * the names and forms of project files, yml.js reads them, interpolate.js fills in `${…}`, definition.js loads a
 * serverless.js, settled.js serves where the
 * inputs are known already, env.js and credentials.js read `.env` files and what is exported.
 *
 * @module
 */
export { credentialsFrom } from './credentials.js'
export { journalPath, projectJournal } from './journal.js'
export { readProject } from './read.js'
export { settled } from './settled.js'
