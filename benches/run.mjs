// @ts-check
/**
 * `npm run bench`: everything the README claims about speed and size, measured in one run beside what it is compared
 * with. `--json` prints one document; names of benches run only those. A missed goal is said, and is no failure: times
 * belong to the machine they were taken on.
 */
import { parseArgs } from 'node:util'
import { consolePage } from './console.mjs'
import { firstPlan, manyFunctions } from './plan.mjs'
import { besideToolkit, manyReleases, thousands } from './release.mjs'
import { decisions, rehearsals } from './rollout.mjs'
import { firstScreen } from './screen.mjs'
import { largeBody, smallRequest } from './sign.mjs'
import { wasmSize } from './size.mjs'

const benches = {
  sign: smallRequest,
  body: largeBody,
  plan: manyFunctions,
  start: firstPlan,
  size: wasmSize,
  toolkit: besideToolkit,
  many: manyReleases,
  thousands,
  console: consolePage,
  screen: firstScreen,
  decide: decisions,
  replay: rehearsals,
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}

/** @type {import('./lib/measure.mjs').Finding[]} */
const findings = []
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  for (const found of await bench()) {
    findings.push(found)
    if (!values.json) console.log(line(found))
  }
}
if (values.json) console.log(JSON.stringify({ node: process.version, arch: process.arch, findings }, undefined, 2))
else
  console.log(`\n${findings.filter(({ met }) => met).length} of ${findings.length} goals met (Node ${process.version})`)

/** @param {import('./lib/measure.mjs').Finding} found */
function line({ what, value, goal, ratio, met }) {
  return `${met ? '✔ met   ' : '✖ missed'} ${what}\n           ${value}; goal: ${goal} (at ${(100 * ratio).toFixed(0)} % of what it allows)`
}
