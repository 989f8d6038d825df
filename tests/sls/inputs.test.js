// Both ways to type inputs, on every CLI and engine: what reaches the component, and what is done where it is lost. Each
// deployment starts from all traffic on the last published version.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { clis } from '../support/installs.js'
import { PlatformSuite, ymlOf } from './support/platform-suite.js'
import { answering, Suite } from './support/suite.js'

const wanted = (/** @type {string} */ version) => ({ main: '$LATEST', additional: [{ Version: version, Weight: 1 }] })

const definition = `
module.exports = require('scf-grayscale').component({ functions: { fun: { src: './src', runtime: 'Nodejs18.15' } } })
`
const nested =
  'gray:\n  component: ./node_modules/scf-grayscale\n  inputs: { name: fun-dev, src: ./src, runtime: Nodejs18.15 }\n'

/** What is typed, by the column it stands in. The command comes first. */
const forms = {
  '`--inputs.k=v`': '--inputs.publish=true --inputs.traffic=0',
  '`--inputs k=v k2=v2`': '--inputs publish=true traffic=0',
  '`--inputs k=v --inputs k2=v2`': '--inputs publish=true --inputs traffic=0',
  '`---inputs.k=v`': '---inputs.publish=true ---inputs.traffic=0',
  '`---inputs k=v`': '---inputs publish=true traffic=0',
  '`--inputs.k=v --inputs.k=w`': '--inputs.traffic=0.1 --inputs.traffic=0.2',
  '`--inputs k=v k=w`': '--inputs traffic=0.1 traffic=0.2',
  '`--inputs.k=v --inputs k2=v2`': '--inputs.publish=true --inputs traffic=0',
  '`--inputs k=v --inputs.k2=v2`': '--inputs publish=true --inputs.traffic=0',
  '`--inputs.k=` (empty)': '--inputs.traffic=',
  '`--inputs k=` (empty)': '--inputs traffic=',
}

/**
 * How a deployment ends: `done` as typed; `refused` with an error that matches, before anything is sent; `dropped`, so
 * that it deploys without; `last`, so that of an input given twice the last one counts; `zero`, so that nothing means 0.
 *
 * @typedef {'done' | 'dropped' | 'last' | 'zero' | [exit: number, says: RegExp]} Outcome
 */

/** All CLIs read the line by minimist first, which can't put an input into a text. */
const broken = /** @type {Outcome} */ ([
  1,
  /Cannot create property|must export plain object|"service" property is missing/,
])

const localForms = /** @type {Record<string, Outcome>} */ ({
  '`--inputs.k=v`': 'done',
  '`--inputs k=v k2=v2`': 'done',
  '`--inputs k=v --inputs k2=v2`': 'done',
  '`---inputs.k=v`': [2, /Did you mean --inputs\.publish=true/],
  '`---inputs k=v`': [2, /Did you mean --inputs\.|with two dashes/],
  '`--inputs.k=v --inputs.k=w`': [2, /InvalidTraffic/],
  '`--inputs k=v k=w`': [2, /InvalidTraffic/],
  '`--inputs.k=v --inputs k2=v2`': 'done',
  '`--inputs k=v --inputs.k2=v2`': broken,
  '`--inputs.k=` (empty)': [2, /InvalidTraffic/],
  '`--inputs k=` (empty)': [2, /InvalidTraffic/],
})

/** @type {Record<string, Record<string, Outcome>>} */
const platformForms = {
  'serverless-1': {
    '`--inputs.k=v`': 'done',
    '`--inputs k=v k2=v2`': [1, /InvalidCommandLine[^]*Type --inputs\.publish=true, and likewise/],
    '`--inputs k=v --inputs k2=v2`': [1, /Type --inputs\.publish=true --inputs\.traffic=0, and likewise/],
    '`---inputs.k=v`': 'dropped',
    '`---inputs k=v`': 'dropped',
    '`--inputs.k=v --inputs.k=w`': [1, /InvalidTraffic/],
    '`--inputs k=v k=w`': [1, /InvalidCommandLine/],
    '`--inputs.k=v --inputs k2=v2`': [1, /InvalidCommandLine/],
    '`--inputs k=v --inputs.k2=v2`': broken,
    '`--inputs.k=` (empty)': [1, /InvalidTraffic/],
    '`--inputs k=` (empty)': [1, /InvalidCommandLine/],
  },
  'serverless-2': {
    '`--inputs.k=v`': 'dropped',
    '`--inputs k=v k2=v2`': 'done',
    '`--inputs k=v --inputs k2=v2`': 'done',
    '`---inputs.k=v`': 'dropped',
    '`---inputs k=v`': 'dropped',
    '`--inputs.k=v --inputs.k=w`': 'dropped',
    '`--inputs k=v k=w`': 'last',
    '`--inputs.k=v --inputs k2=v2`': 'done',
    '`--inputs k=v --inputs.k2=v2`': broken,
    '`--inputs.k=` (empty)': 'dropped',
    '`--inputs k=` (empty)': 'zero',
  },
}

const texts = {
  done: 'yes',
  dropped: 'dropped by the CLI: deploys without, and says that neither arrived',
  last: 'the last one counts',
  zero: 'the CLI makes it 0',
}

describe('inputs', { concurrency: 2 }, () => {
  for (const { name, lock } of clis.filter(({ lock }) => lock in platformForms)) {
    const flavours = [
      {
        row: 'engine A, `serverless.js`',
        Kind: Suite,
        file: 'serverless.js',
        text: definition,
        deployed: 'fun-dev',
        expected: localForms,
      },
      {
        row: 'engine A, `serverless.yml`',
        Kind: Suite,
        file: 'serverless.yml',
        text: nested,
        deployed: 'fun-dev',
        more: '--component=gray ',
        expected: localForms,
      },
      {
        row: 'engine B',
        Kind: PlatformSuite,
        file: 'serverless.yml',
        text: ymlOf('fun'),
        deployed: 'fun-dev-shop',
        expected: platformForms[lock],
      },
    ]
    for (const { row, Kind, file, text, deployed, more = '', expected } of flavours) {
      describe(`${name} ${row}`, { concurrency: 1 }, () => {
        const suite = new Kind(lock)
        /** @type {ReturnType<Suite['project']>} */
        let project
        before(
          async () => {
            await suite.start()
            project = suite.project({ [file]: text, 'src/index.js': answering('one') })
          },
          { timeout: 600_000 },
        )
        after(() => suite.stop())

        for (const [column, words] of Object.entries(forms)) {
          cell('inputs', `${name} ${row}`, column, async () => {
            await settle(suite, project, deployed)
            const outcome = expected[column]
            const versions = await suite.versions(deployed)
            const sent = await suite.actions(async () => {
              const run = await project.sls(`deploy ${more}${words}`)
              const exit = Array.isArray(outcome) ? outcome[0] : 0
              assert.equal(run.code, exit, `sls deploy ${more}${words}: ${run.text}`)
              if (outcome === 'dropped') assert.match(run.text, /Neither publish nor traffic arrived here/)
              if (outcome === 'zero') assert.match(run.text, /traffic +0 \(\$latest 0%\)/)
              if (Array.isArray(outcome)) assert.match(run.text.replaceAll(/\s+/g, ' '), outcome[1])
            })
            const last = String(versions.length + 1)
            const [alias, now] = [await suite.alias(deployed), await suite.versions(deployed)]
            if (outcome === 'done') assert.deepEqual([alias, now.length], [wanted(last), versions.length + 1])
            else if (outcome === 'last') assert.deepEqual(alias.additional[0].Weight, 0.8)
            else if (outcome === 'dropped') assert.deepEqual([alias.additional[0].Weight, now], [1, versions])
            else if (outcome === 'zero') assert.deepEqual(alias.additional[0].Weight, 1)
            else assert.deepEqual(sent, [])
            if (outcome === broken) return 'the CLI breaks off, exits with 1'
            return Array.isArray(outcome) ? `error, exits with ${outcome[0]}` : texts[outcome]
          })
        }
      })
    }
  }
})

describe('serverless 2.72.4 engine B takes each word with "=" for an input', () => {
  const suite = new PlatformSuite('serverless-2')
  before(() => suite.start(), { timeout: 600_000 })
  after(() => suite.stop())

  test('the older form and flags of the CLI are understood beside --inputs, a mistyped one is refused', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('mixed'), 'src/index.js': answering('one') })
    const mixed = await project.sls('deploy --stage=prod --inputs.traffic=0 --inputs publish=true')
    assert.equal(mixed.code, 0, mixed.text)
    assert.deepEqual((await suite.alias('mixed-prod-shop')).additional, [{ Version: '1', Weight: 1 }])
    const sent = await suite.actions(async () => {
      for (const [words, says] of /** @type {[string, RegExp][]} */ ([
        ['--inputs publish=true ---inputs.traffic=0', /Did you mean --inputs traffic=0\?/],
        ['--inputs publish=true --traffic=0', /Did you mean --inputs traffic=0\?/],
        ['--inputs.traffic=0.2 --inputs traffic=0.1', /Type it once: --inputs traffic=/],
        ['--inputs traffic=012', /InvalidTraffic/],
      ])) {
        const run = await project.sls(`deploy --stage=prod ${words}`)
        assert.equal(run.code, 1, run.text)
        assert.match(run.text, says)
      }
    })
    assert.deepEqual(sent, [])
  })
})

/**
 * The function, with all traffic on its last published version.
 *
 * @param {Suite} suite
 * @param {{ directory: string }} project
 * @param {string} name
 */
async function settle({ gray }, { directory }, name) {
  const versions = await gray.request('ListVersionByFunction', { FunctionName: name }).catch(() => undefined)
  const published = (versions?.Versions.length ?? 0) > 1
  const functions = { fun: { name, src: `${directory}/src`, runtime: 'Nodejs18.15' } }
  await gray.deploy({ functions, publish: !published, traffic: 0 })
}
