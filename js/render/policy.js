// @ts-check
/** @import { Look } from './text.js' */
import { words } from '../words/index.js'
import { percent } from './split.js'
import { clean, pairs, plain } from './text.js'

/**
 * What a policy of a rollout means, step by step.
 *
 * @param {Record<string, any>} policy as `rolloutPolicy` gives it
 * @param {Look} [look]
 * @returns {string}
 */
export function renderPolicy(policy, { paint = plain, width = 80 } = {}) {
  const said = words().render.policy
  const { steps, route, canary, guard, insufficient, outage, limits } = policy
  const version = canary === 'version'
  /** @type {[string, string][]} */
  const rows = [
    [said.preset(), policy.preset ?? said.own()],
    ...(version ? [/** @type {[string, string]} */ ([said.canary(), said.version()])] : []),
    ...(route === undefined ? [] : [/** @type {[string, string]} */ ([said.users(), said.buckets(route)])]),
    ...steps.map((/** @type {any} */ step, /** @type {number} */ at) => [
      said.step(at + 1),
      said.held({ callers: callersOf(step, route), version, hold: time(step.for), gate: step.gate }),
    ]),
    [said.end(), version ? said.same() : policy.finish === 'publish' ? said.publish() : said.latest()],
    [said.guard(), steps.length === 0 ? said.unguarded() : said.compared({ ...guard, alpha: percent(guard.alpha) })],
    [said.unhealthy(), said.follows(policy.unhealthy)],
    [said.insufficient(), said.extended({ extend: insufficient.extend, next: said.follows(insufficient.then) })],
    [said.outage(), said.holds({ hold: time(outage.hold), next: said.follows(outage.then) })],
  ]
  if (limits.errors !== undefined || limits.duration !== undefined) {
    const shown = [limits.errors === undefined ? undefined : percent(limits.errors), limits.duration]
    rows.push([said.limits(), shown.filter((one) => one !== undefined).join(', ')])
  }
  rows.push([said.timeout(), time(policy.timeout)])
  const cleaned = rows.map(([name, value]) => /** @type {[string, string]} */ ([clean(name), clean(value)]))
  return `${pairs(cleaned, { paint, indent: '', width }).join('\n')}\n`
}

/**
 * Who gets the canary at a step: `5%`, `x-canary=yes`, `5% (x-bucket=[0,50))`.
 *
 * @param {any} step
 * @param {{ header: string, buckets: number }} [route]
 */
function callersOf(step, route) {
  if (step.route !== undefined) return `${step.route.header}=${step.route.exact}`
  const share = percent(step.traffic)
  return route === undefined ? share : `${share} (${route.header}=[0,${Math.round(step.traffic * route.buckets)}))`
}

/** `300s` as `5 min`. @param {string} text of a policy */
function time(text) {
  const seconds = Number.parseInt(text, 10)
  if (seconds >= 7200 && seconds % 3600 === 0) return `${seconds / 3600} h`
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}
