// @ts-check
/** Planning: many functions at once, and the time from a process's start to its first plan. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { planFrom } from '../js/index.js'
import { compare, finding, median } from './lib/measure.mjs'

/**
 * A project in the middle of a release: each function has two versions, and its traffic is to be moved.
 *
 * @param {number} count
 */
export function project(count) {
  const names = Array.from({ length: count }, (_, at) => `fun${String(at).padStart(5, '0')}`)
  const wanted = {
    stage: 'prod',
    region: 'ap-guangzhou',
    functions: names.map((key) => ({ key, name: key })),
    traffic: 0.2,
  }
  const observed = {
    functions: names.map((name) => ({
      region: 'ap-guangzhou',
      namespace: 'default',
      name,
      function: { FunctionName: name, Status: 'Active', Runtime: 'Nodejs18.15', Handler: 'index.main_handler' },
      aliases: [
        {
          Name: '$DEFAULT',
          FunctionVersion: '$LATEST',
          Description: '',
          RoutingConfig: { AdditionalVersionWeights: [{ Version: '2', Weight: 0.9 }], AddtionVersionMatchs: [] },
        },
      ],
      allAliases: true,
      versions: ['$LATEST', '1', '2'].map((Version) => ({ Version, Status: 'Active' })),
    })),
  }
  return { wanted, observed }
}

export function manyFunctions() {
  const [tenth, all] = [project(1000), project(10_000)]
  for (const { wanted, observed } of [tenth, all]) {
    const changed = planFrom(wanted, observed).functions.filter(({ steps }) => steps.length > 0).length
    if (changed !== wanted.functions.length) throw new Error(`the plan changes ${changed} functions`)
  }
  const times = compare(
    {
      tenth: () => planFrom(tenth.wanted, tenth.observed),
      all: () => planFrom(all.wanted, all.observed),
    },
    { rounds: 11, calls: 1 },
  )
  const [thousand, tenThousand] = [times.tenth / 1000, times.all / 1000]
  const growth = tenThousand / thousand
  return [
    finding('planning 10,000 functions', `${tenThousand.toFixed(0)} ms`, 'under 150 ms', tenThousand / 150),
    // twice the ideal leaves room for caches, and none for a square, which would take a hundred times as long
    finding('10,000 functions against 1,000', `${growth.toFixed(1)} times as long`, 'linear: within 20', growth / 20),
  ]
}

const programs = {
  empty: '',
  sdk: `require('tencentcloud-sdk-nodejs-scf')`,
  ours: `
    const { pathToFileURL } = require('node:url')
    import(pathToFileURL(${JSON.stringify(fileURLToPath(new URL('../js/index.js', import.meta.url)))}).href).then(({ planFrom }) => {
      const { wanted, observed } = ${JSON.stringify(project(1))}
      if (planFrom(wanted, observed).functions.length !== 1) process.exit(1)
    })`,
}

export function firstPlan() {
  /** @type {Record<string, number[]>} */
  const times = { empty: [], sdk: [], ours: [] }
  for (let round = 0; round < 15; round += 1) {
    for (const [name, program] of Object.entries(programs)) {
      const start = process.hrtime.bigint()
      const cwd = fileURLToPath(new URL('..', import.meta.url))
      const { status, stderr } = spawnSync(process.execPath, ['-e', program], { cwd, encoding: 'utf8' })
      if (status !== 0) throw new Error(`the program for ${name} failed: ${stderr}`)
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6)
    }
  }
  const empty = median(times.empty)
  const [ours, sdk] = [median(times.ours) - empty, median(times.sdk) - empty]
  const value = `${ours.toFixed(0)} ms against ${sdk.toFixed(0)} ms for requiring tencentcloud-sdk-nodejs-scf`
  return [finding('from start to the first plan, less an empty process', value, 'under half', (2 * ours) / sdk)]
}
