// @ts-check
// Hosts that a project's files name and that a person said yes to, once, on a terminal. A yes is for one project and one
// address: a repository that names another host, or the same in another place, asks anew.

import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { core } from '#load'
import { keepOwn, readOwn } from './own-state.js'

const FILE = 'confirmed-hosts'
/** More projects than a person has. What was confirmed first is forgotten first. */
const MOST = 500

/** A line of the file. An address may hold a password, so that only its digest stands there. @param {string} dir @param {string} address */
const lineOf = (dir, address) => {
  const project = realpathSync(dir)
  return `${createHash('sha256').update(`${project}\n${address.trim()}`).digest('hex')} ${JSON.stringify(project)}`
}

/** @param {Record<string, string | undefined>} env */
const lines = (env) => (readOwn(env, FILE).text ?? '').split('\n').filter((line) => line !== '')

/**
 * Whether a person said yes to this address in this project.
 *
 * @param {string} dir of the project
 * @param {string} address
 * @param {Record<string, string | undefined>} env exported variables
 */
export function isConfirmed(dir, address, env) {
  return lines(env).includes(lineOf(dir, address))
}

/**
 * Keeps such a yes.
 *
 * @param {string} dir of the project
 * @param {string} address
 * @param {Record<string, string | undefined>} env exported variables
 * @returns {string | undefined} why it could not be kept
 */
export function keepConfirmed(dir, address, env) {
  const line = lineOf(dir, address)
  const others = lines(env).filter((other) => other !== line)
  return keepOwn(env, FILE, `${[...others.slice(1 - MOST), line].join('\n')}\n`)
}

/**
 * The server for figures that a policy of the project names and that a person said yes to.
 *
 * @param {{ dir: string, exported: Record<string, string | undefined> }} project
 * @param {unknown} policy
 * @returns {string[]}
 */
export function confirmedSources({ dir, exported }, policy) {
  const address = serverOf(policy)
  return address !== undefined && isConfirmed(dir, address, exported) ? [address] : []
}

/**
 * The server that a policy takes its figures from. What is wrong with the policy is told by the order itself.
 *
 * @param {unknown} policy
 * @returns {string | undefined}
 */
export function serverOf(policy) {
  if (typeof policy !== 'object' || policy === null) return undefined
  try {
    return core.sourceAddress(JSON.stringify(policy))
  } catch {
    return undefined
  }
}
