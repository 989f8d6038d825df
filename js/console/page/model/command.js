// @ts-check
/**
 * The lines of the command line that give the same order as this page, for a shell: to put into a runbook, into CI, or to send
 * to a colleague. Pure: what is shown and what is copied is the same text.
 */
/** @import { HistoryRun } from '../../../types.js' */
/** @import { Choice } from './release.js' */
/** @import { Place } from './functions.js' */
import { person } from './who.js'

/**
 * Where the page works, as its local server says.
 *
 * @typedef {{ endpoint?: string, insecure?: boolean, journal?: { stage: string } }} Here
 */

/**
 * Lines to copy.
 *
 * @typedef {{ text: string, uploads?: true }} Command `uploads`: in a project these lines also deploy the project's own code,
 *   which a page has none of
 */

/** Words that every shell leaves alone. A word that begins with `=` or `~` is none of them. */
const PLAIN = /^[\w./:@%+,-][\w./:@%+,=-]*$/

/** A word for a POSIX shell. @param {string} word */
export const quoted = (word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

/** @param {(string | false | undefined)[]} words */
const line = (...words) =>
  ['grayscale', ...words.filter((word) => word !== undefined && word !== false).map(quoted)].join(' ')

/** A share as the command line takes it. @param {number} share 0 to 1, of at most four decimals */
const decimal = (share) => String(Number(share.toFixed(4)))

/** The flags that say where. @param {Pick<Place, 'region' | 'namespace'>} place @param {Here} here */
function where({ region, namespace }, { endpoint, insecure, journal }) {
  return [
    ...(journal ? ['--stage', journal.stage] : []),
    ...['--region', region],
    ...(namespace === 'default' ? [] : ['--namespace', namespace]),
    ...(endpoint ? ['--endpoint', endpoint] : []),
    ...(endpoint && insecure ? ['--insecure'] : []),
  ]
}

/** A line may name functions of one place only. @template {Place} T @param {T[]} places @returns {T[][]} */
function together(places) {
  /** @type {Map<string, T[]>} */
  const groups = new Map()
  for (const place of places) {
    const key = `${place.region}/${place.namespace}`
    groups.set(key, [...(groups.get(key) ?? []), place])
  }
  return [...groups.values()]
}

/** @param {string[]} lines */
const joined = (lines) => lines.join('\n')

/** @param {{ choice: Choice, share: number, rollout: string }} order */
function askedOf({ choice, share, rollout }) {
  if (choice === 'rollout') return ['--rollout', rollout]
  return choice === 'canary' ? ['--traffic', decimal(share)] : ['--publish=true', '--traffic', '0']
}

/**
 * The order of the release screen.
 *
 * @param {{ choice: Choice, share: number, rollout?: string, places: (Place & { stable?: string })[] }} order `share`: 0 to 1;
 *   `rollout`: the name of its policy; `stable`: the version that gets the rest
 * @param {Here} here
 * @returns {Command}
 */
export function releaseCommand({ choice, share, rollout = '', places }, here) {
  if (choice === 'publish') {
    const lines = together(places).map((group) => line('publish', ...names(group), ...where(group[0], here)))
    return { text: joined(lines) }
  }
  // without a project a deploy brings no code, and one of a project would bring its own
  if (here.journal && choice === 'canary' && places.every(({ stable }) => stable !== undefined)) {
    return { text: joined(places.map((place) => shifted(place, share, here))) }
  }
  const asked = askedOf({ choice, share, rollout })
  if (here.journal) {
    const lines = together(places).map((group) =>
      line('deploy', '--only', names(group).join(','), ...asked, ...where(group[0], here)),
    )
    return { text: joined(lines), uploads: true }
  }
  return {
    text: joined(
      places.map((place) => line('deploy', ...asked, ...where(place, here), '--inputs', `name=${place.name}`)),
    ),
  }
}

/** A share alone, which brings no code. @param {Place & { stable?: string }} place @param {number} share @param {Here} here */
function shifted({ stable = '', ...place }, share, here) {
  const whole = share === 1 || share === 0
  return line(
    ...['alias', 'update', '$default', '--function', place.name],
    ...['--version', share === 0 ? stable : '$latest'],
    ...(whole ? [] : ['--weights', `${stable}=${decimal(1 - share)}`]),
    ...where(place, here),
  )
}

/**
 * A rollback: to what users were on, or to a version.
 *
 * @param {Place[]} places
 * @param {Here} here
 * @param {string} [to] a version, `previous` or `left`
 * @returns {Command}
 */
export function rollbackCommand(places, here, to) {
  const asked = to === undefined ? [] : ['--to', to]
  return {
    text: joined(
      together(places).map((group) => line('rollback', ...names(group), ...asked, ...where(group[0], here))),
    ),
  }
}

/**
 * An undo. The command line knows the run by the project's journal; a journal in the browser is the page's alone.
 *
 * @param {string} run
 * @param {Place[]} places
 * @param {Here} here
 * @returns {Command | undefined}
 */
export function undoCommand(run, places, here) {
  if (!here.journal || places.length === 0) return undefined
  return { text: line('undo', run, ...where(places[0], here)) }
}

/**
 * An order about a rollout.
 *
 * @param {'pause' | 'resume' | 'promote' | 'abort' | 'undo' | 'approve' | 'tick' | 'watch'} action
 * @param {string} id
 * @param {Here} here
 * @param {string[]} [more] further words
 * @returns {Command | undefined}
 */
export function rolloutCommand(action, id, here, more = []) {
  if (!here.journal) return undefined
  const { endpoint, insecure, journal } = here
  return {
    text: line(
      ...['rollout', action, ...more, '--id', id, '--stage', journal.stage],
      ...(endpoint ? ['--endpoint', endpoint] : []),
      endpoint && insecure ? '--insecure' : undefined,
    ),
  }
}

/**
 * The same order as a run of the history gave; nothing where a line can't give it.
 *
 * @param {HistoryRun} run
 * @param {Here} here
 * @returns {Command | undefined}
 */
export function historyCommand({ kind, who, order, run }, here) {
  if (!order || order.functions.length === 0 || order.byRules || order.alias !== '$default') return undefined
  const { functions, traffic, to } = order
  const published = functions.filter(({ publish }) => publish)
  switch (kind) {
    case 'rollback':
      return rollbackCommand(functions, here, to)
    case 'undo':
      return undoCommand(to ?? run, functions, here)
    case 'publish':
      return releaseCommand({ choice: 'publish', share: 0, places: functions }, here)
    case 'deploy': {
      const all = published.length === functions.length
      // a page brings no code
      if (['console', 'page'].includes(person(who).from) || !here.journal) {
        if (published.length > 0 && !all) return undefined
        if (all && traffic === undefined)
          return releaseCommand({ choice: 'publish', share: 0, places: functions }, here)
        if (traffic === undefined) return undefined
        return releaseCommand(
          { choice: all ? 'everything' : 'canary', share: Number(traffic), places: functions },
          here,
        )
      }
      const keys = (/** @type {{ key: string }[]} */ some) => some.map(({ key }) => key).join(',')
      const publish = published.length === 0 ? undefined : `--publish=${all ? 'true' : keys(published)}`
      const share = traffic === undefined ? [] : ['--traffic', decimal(Number(traffic))]
      const at = where(functions[0], here)
      return { text: line('deploy', '--only', keys(functions), publish, ...share, ...at), uploads: true }
    }
    default:
      return undefined
  }
}

/** @param {Place[]} places */
const names = (places) => places.map(({ name }) => name)
