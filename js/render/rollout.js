// @ts-check
/** @import { RolloutState } from '../rollouts.js' */
/** @import { UndeliveredNotice } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { variableOf } from '../runtime/variable.js'
import { words } from '../words/index.js'
import { percent } from './split.js'
import { clean, pairs, plain, table, wrap } from './text.js'
import { timeText } from './units.js'

const signs = { left: '✓', held: '◉', ahead: '○', ended: '✖' }

/** @typedef {'scheduled' | 'holding' | 'extended' | 'warming' | 'gate' | 'paused' | 'interrupted' | 'advancing' | 'rollingBack' | 'done' | 'rolledBack' | 'aborted'} Stand */

/**
 * A rollout on one screen: what it is, how far it is, what is decided and why, and the figures of each function.
 *
 * @param {RolloutState} rollout
 * @param {Look} [look]
 * @returns {string}
 */
export function renderRollout(rollout, { paint = plain, width = 80 } = {}) {
  const said = words().render.rollout
  const { id, preset, who, began, last, decision, another, lacks = [], undelivered } = rollout
  /** @type {[string, string][]} */
  const rows = [
    [said.rollout(), preset === undefined ? id : `${id}  ${preset}`],
    [said.began(), `${timeText(began)}  ${who}`],
    ...(last === undefined ? [] : [/** @type {[string, string]} */ ([said.last(), timeText(last)])]),
    [said.steps(), rail(rollout)],
    [said.state(), said.states[stateOf(rollout)]()],
  ]
  const shown = rows.map(([name, value]) => /** @type {[string, string]} */ ([name, clean(value)]))
  const blocks = [
    pairs(shown, { paint, indent: '', width }),
    wrap(clean(decision.why.text), { lead: `${signOf(rollout, paint)} `, width }),
    ...(another === true ? [wrap(said.another(), { lead: '· ', width })] : []),
    ...lacks.map(({ text }) => wrap(clean(said.recorded({ why: text })), { lead: '· ', width })),
    undelivered.flatMap((notice) => wrap(clean(undeliveredText(notice)), { lead: `${paint.yellow('⚠')} `, width })),
    figures(rollout, paint),
    earlier(rollout, width),
    next(rollout).flatMap((text) => wrap(clean(text), { width })),
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** A notice that did not arrive, and why. @param {UndeliveredNotice} notice */
export function undeliveredText({ to: receiver, event, tries, givenUp, status, code, missing }) {
  const said = words().render.rollout.notice
  if (missing !== undefined) {
    const variable = variableOf(missing)
    return variable === undefined ? said.unknown({ receiver, event }) : said.unset({ receiver, event, variable })
  }
  const then = givenUp ? said.givenUp : said.again
  return then({ receiver, event, tries: String(tries), answer: answerText(status, code) })
}

/** @param {number} [status] @param {string} [code] */
function answerText(status, code) {
  const said = words().render.rollout.notice
  if (status === undefined) return said.noAnswer()
  return code === undefined ? said.answer({ status: String(status) }) : said.code({ status: String(status), code })
}

/** @param {RolloutState} rollout */
function stateOf({ state }) {
  return /** @type {Stand} */ (state)
}

/** @param {RolloutState} rollout @param {Paint} paint */
function signOf({ state, ended, waits }, paint) {
  if (ended) return state === 'done' ? paint.green('✔') : paint.red('✖')
  return waits ? paint.yellow('⚠') : '·'
}

/**
 * `✓ 5%  ◉ 25%  ○ 50%  ○ publish`
 *
 * @param {RolloutState} rollout
 */
function rail({ steps, step, state, ended, canary, finish }) {
  const said = words().render.rollout
  const here = ended ? signs.ended : signs.held
  const signAt = (/** @type {number} */ number) => {
    if (state === 'done' || number < step) return signs.left
    return number === step ? here : signs.ahead
  }
  const all = steps.map(({ share, staff, gate }, index) => {
    const text = `${signAt(index + 1)} ${staff === undefined ? percent(share) : callersText(staff)}`
    return gate === undefined ? text : said.gated(text, gate)
  })
  const end = canary === 'version' ? percent(1) : finish === 'publish' ? said.publish() : said.latest()
  return [...all, `${state === 'done' ? signs.left : signs.ahead} ${end}`].join('  ')
}

/** As it is typed: `x-canary=yes`. @param {import('../types/generated.js').ChosenCallers} callers */
function callersText(callers) {
  return `${callers.header}=${'exact' in callers ? callers.exact : ''}`
}

/**
 * A row for each function and metric: calls of both versions in the same minutes, and what all of them prove together.
 *
 * @param {RolloutState} rollout
 * @param {Paint} paint
 */
function figures({ decision, functions }, paint) {
  const said = words().render.rollout
  const versions = new Map(functions.map(({ key, canary, stable }) => [key, { canary, stable }]))
  const rows = decision.functions.flatMap(({ key, metrics, phi }) =>
    metrics.map(({ metric, calls, bad, stableCalls, stableBad, lnE }) => {
      const { canary, stable } = versions.get(key) ?? { canary: '', stable: '' }
      const cell = (/** @type {number} */ all, /** @type {number} */ some) => {
        if (all === 0) return '–'
        return metric === 'means' ? said.mean(all, some) : said.bad(all, some, rate(some, all))
      }
      const ours = `${versionText(canary)}  ${cell(calls, bad)}`
      const theirs = `${versionText(stable)}  ${cell(stableCalls, stableBad)}`
      return [key, said.metric(metric), ours, theirs, short(phi), short(lnE)].map(clean)
    }),
  )
  if (rows.length === 0) return []
  const headings = [said.function(), said.counted(), said.canary(), said.stable(), 'φ', 'ln E']
  const lines = table(headings, rows, { paint, indent: '' })
  const { lnE, limit } = decision
  if (lnE === undefined || limit === undefined) return lines
  return [...lines, '', gauge(Number(lnE), Number(limit), paint), said.evidence(short(lnE), short(limit))]
}

/** How many cells the gauge has. */
const CELLS = 32

/**
 * How far the evidence against the canary is on its way to where it goes back. Below 0 it speaks for the canary.
 *
 * @param {number} lnE
 * @param {number} limit
 * @param {Paint} paint
 */
function gauge(lnE, limit, paint) {
  const { clear, back } = words().render.rollout
  const way = Math.min(1, Math.max(0, lnE / limit))
  const full = Math.round((Number.isNaN(way) ? 0 : way) * CELLS)
  const bar = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)}`
  return `${clear()} ${full * 2 > CELLS ? paint.red(bar) : paint.green(bar)} ${back()}`
}

/**
 * The decisions before the one that is shown.
 *
 * @param {RolloutState} rollout
 * @param {number} width
 */
function earlier({ decisions = [] }, width) {
  const said = words().render.rollout
  const lines = decisions.flatMap(({ at, state, why }) =>
    wrap(clean(`${said.states[/** @type {Stand} */ (state)]()}: ${why.text}`), { lead: `${timeText(at)}  `, width }),
  )
  return lines.length === 0 ? [] : [said.decisions(), ...lines]
}

/** As it is typed, not as the API names it. @param {string} version */
function versionText(version) {
  return version === '$LATEST' ? '$latest' : version
}

/** @param {number} bad @param {number} calls */
function rate(bad, calls) {
  return percent(Number((bad / calls).toFixed(4)))
}

/** A figure of twelve digits, with three. @param {string} figure */
function short(figure) {
  const number = Number(figure)
  return Number.isFinite(number) ? String(Number(number.toPrecision(3))) : figure
}

/**
 * What a person can do, where the rollout waits for one.
 *
 * @param {RolloutState} rollout
 */
function next({ state, step, steps, ended, id }) {
  const said = words().render.rollout.next
  if (ended) return []
  switch (state) {
    case 'gate': {
      const gate = steps[step - 1]?.gate
      return gate === undefined ? [] : [said.gate({ id, gate, step: String(step) })]
    }
    case 'paused':
      return [said.paused({ id })]
    case 'interrupted':
      return [said.interrupted({ id })]
    default:
      return []
  }
}
