// @ts-check
// Hosts that the files of a project name. Files come with other people's repositories, so that a person has to say yes to each
// host once: here, where one is at the terminal; else the order is refused (`UntrustedHost`).

/** @import { Source } from '../runtime/sources.js' */
/** @import { Named } from '../project/store.js' */
/** @import { Store } from '../types.js' */
import { isGrayscaleError } from '../errors.js'
import { keepConfirmed, serverOf } from '../project/confirmed.js'
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
    if (!isGrayscaleError(error) || error.code !== 'UntrustedHost' || address === undefined || !asks) throw error
    await saidYes(named, address, { question: words().cli.hosts.store(clean(describeAddress(address))), error })
    return projectStore({ ...named, typed: address })
  }
}

/**
 * Asks whoever is at the terminal about the server for figures that a policy names, before a rollout begins with it. What is wrong with
 * the policy is told by the order itself.
 *
 * @param {Pick<Named, 'dir' | 'exported' | 'filled'>} project
 * @param {unknown} policy
 * @param {{ source: Source, asks: boolean }} options `source`: gets the address
 */
export async function askAboutSource(project, policy, { source, asks }) {
  const address = serverOf(policy)
  const known = [source.url, ...(source.confirmed ?? []), ...(project.filled ?? []).map(({ text }) => text)]
  if (address === undefined || !asks || !someoneIsThere() || known.some((one) => one?.trim() === address)) return
  const question = words().cli.hosts.source(clean(address))
  // a no is told by the order, with what to do in place of it
  await saidYes(project, address, { question }).then(
    () => source.confirmed?.push(address),
    (error) => {
      if (!isGrayscaleError(error) || error.code !== 'NotConfirmed') throw error
    },
  )
}

/**
 * @param {Pick<Named, 'dir' | 'exported'>} project
 * @param {string} address
 * @param {{ question: string, error?: unknown }} asked `error`: what is thrown after a no
 */
async function saidYes({ dir, exported }, address, { question, error }) {
  if (!someoneIsThere()) throw error
  const terminal = { input: process.stdin, output: process.stderr, signal: new AbortController().signal }
  try {
    await confirmed(question, terminal)
  } catch (no) {
    throw error !== undefined && isGrayscaleError(no) && no.code === 'NotConfirmed' ? error : no
  }
  const why = keepConfirmed(dir, address, exported)
  if (why !== undefined) process.stderr.write(`${clean(words().cli.hosts.notKept(why))}\n`)
}
