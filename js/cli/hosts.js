// @ts-check
// Hosts that the files of a project name. Files come with other people's repositories, so that a person has to say yes to each
// host once: here, where one is at the terminal; else the order is refused (`UntrustedHost`).

/** @import { Source } from '../runtime/sources.js' */
/** @import { Named } from '../project/store.js' */
/** @import { Store } from '../types.js' */
import { isGrayscaleError } from '../errors.js'
import { isConfirmed, keepConfirmed, serverOf } from '../project/confirmed.js'
import { projectStore, writtenStore } from '../project/store.js'
import { clean } from '../render/text.js'
import { describeAddress } from '../store/address.js'
import { words } from '../words/index.js'
import { confirmed, someoneIsThere } from './ask.js'

/**
 * The project's store. If its file names one that only a person may name, whoever is at the terminal is asked.
 *
 * @param {Named} named
 * @param {{ asks: boolean }} options `asks`: questions are wanted
 * @returns {Promise<Store>}
 * @throws {import('../errors.js').GrayscaleError} as `projectStore`
 */
export async function storeOf(named, { asks }) {
  try {
    return projectStore(named)
  } catch (error) {
    const address = writtenStore(named.inputs)
    const refused = isGrayscaleError(error) && error.code === 'UntrustedHost' && address !== undefined
    if (!refused || !asks) throw error
    const question = words().cli.hosts.store(clean(describeAddress(address)))
    if (!(await saysYes(named, address, question))) throw error
    return projectStore({ ...named, typed: address })
  }
}

/**
 * Names the server for figures of a policy that a rollout is to begin with, if a person said yes to it, or does so now. What is wrong
 * with the policy, and that nobody named its server, is told by the order itself.
 *
 * @param {Pick<Named, 'dir' | 'exported' | 'filled'>} project
 * @param {unknown} policy
 * @param {{ source: Source, asks: boolean }} options `source`: gets the address
 */
export async function nameSource(project, policy, { source, asks }) {
  const address = serverOf(policy)
  const { confirmed: said = [] } = source
  const known = [source.url, ...said, ...(project.filled ?? []).map(({ text }) => text)]
  if (address === undefined || known.some((one) => one?.trim() === address)) return
  const question = words().cli.hosts.source(clean(address))
  const yes =
    isConfirmed(project.dir, address, project.exported) || (asks && (await saysYes(project, address, question)))
  if (yes) source.confirmed = [...said, address]
}

/**
 * Whether whoever is at the terminal says yes, which is kept.
 *
 * @param {Pick<Named, 'dir' | 'exported'>} project
 * @param {string} address
 * @param {string} question
 */
async function saysYes({ dir, exported }, address, question) {
  if (!someoneIsThere()) return false
  try {
    await confirmed(question, { input: process.stdin, output: process.stderr, signal: new AbortController().signal })
  } catch (error) {
    if (isGrayscaleError(error) && error.code === 'NotConfirmed') return false
    throw error
  }
  const why = keepConfirmed(dir, address, exported)
  if (why !== undefined) process.stderr.write(`${clean(words().cli.hosts.notKept(why))}\n`)
  return true
}
