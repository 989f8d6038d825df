// The documented release, as typed in the documentation, in a project of a serverless.js.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { answering, answers, eachCli, outputsIn } from './support/suite.js'

const single = (/** @type {string} */ key) => `
module.exports = require('scf-grayscale').component({ functions: { ${key}: { src: './src', runtime: 'Nodejs18.15' } } })
`

eachCli('the documented release', (suite, row) => {
  // four steps: no version, the first mark, a grayscale share, the next mark
  cell('cli', row, ['deploy', 'publish and traffic'], async () => {
    const project = suite.project({ 'serverless.js': single('four'), 'src/index.js': answering('one') })

    const first = await project.sls('deploy --inputs.traffic=0.1')
    assert.equal(first.code, 0, first.text)
    assert.match(first.text, /no published version yet, so traffic can't be split/)
    assert.deepEqual(await suite.alias('four-dev'), { main: '$LATEST', additional: [] })

    const mark = await project.sls('deploy --inputs.publish --inputs.traffic=0')
    assert.equal(mark.code, 0, mark.text)
    assert.deepEqual(outputsIn(mark.text), {
      functionName: 'four-dev',
      region: 'ap-guangzhou',
      namespace: 'default',
      status: 'done',
      traffic: '0',
      lastVersion: '1',
      configTrafficVersion: '1',
    })
    assert.deepEqual(await answers(suite, 'four-dev', 20), { one: 20 })

    project.write({ 'src/index.js': answering('two') })
    const shift = await project.sls('deploy --inputs.traffic=0.1')
    assert.equal(shift.code, 0, shift.text)
    assert.match(shift.text, /1 100% → \$latest 10% · 1 90%/)
    assert.deepEqual(await suite.alias('four-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.9 }] })
    const { one, two } = await answers(suite, 'four-dev', 10_000)
    assert.equal(one + two, 10_000)
    const deviation = Math.sqrt(10_000 * 0.1 * 0.9)
    assert.ok(Math.abs(two - 1000) <= 3 * deviation, `${two} of 10,000 met the new code`)

    const next = await project.sls('deploy --inputs.publish --inputs.traffic=0')
    assert.equal(next.code, 0, next.text)
    assert.equal(outputsIn(next.text).lastVersion, '2')
    assert.deepEqual(await answers(suite, 'four-dev', 20), { two: 20 })

    const full = await project.sls('deploy --inputs.traffic=1.0')
    assert.equal(full.code, 0, full.text)
    assert.equal(outputsIn(full.text).traffic, '1')
    assert.equal(outputsIn(full.text).configTrafficVersion, undefined)

    const unchanged = await suite.actions(async () => {
      const again = await project.sls('deploy --inputs.traffic=1')
      assert.match(again.text, /Nothing had to be changed/)
    })
    assert.deepEqual(
      unchanged.filter((action) => !/^(Get|List)/.test(action)),
      [],
    )
  })

  // in the newer form of inputs
  cell('cli', row, ['plan', 'info', 'rollback'], async () => {
    const project = suite.project({ 'serverless.js': single('newer'), 'src/index.js': answering('one') })
    const deployed = await project.sls('deploy --inputs publish=true traffic=0')
    assert.equal(deployed.code, 0, deployed.text)
    assert.deepEqual(await suite.versions('newer-dev'), ['1'])

    project.write({ 'src/index.js': answering('two') })
    const planned = await suite.actions(async () => {
      const plan = await project.sls('plan --inputs traffic=0.2')
      assert.equal(plan.code, 0, plan.text)
      assert.match(plan.text, /upload code to \$latest/)
      assert.match(plan.text, /1 100% → \$latest 20% · 1 80%/)
      assert.match(plan.text, /stage +dev/)
    })
    assert.deepEqual(
      planned.filter((action) => !/^(Get|List)/.test(action)),
      [],
    )
    assert.deepEqual(await answers(suite, 'newer-dev', 10), { one: 10 })

    await project.sls('deploy --inputs publish=false traffic=0.2')
    assert.deepEqual(await suite.versions('newer-dev'), ['1'])
    const info = await project.sls('info')
    assert.equal(info.code, 0, info.text)
    assert.match(info.text, /\$latest 20% · 1 80%/)
    assert.equal(outputsIn(info.text).traffic, '0.2')

    const back = await project.sls('rollback')
    assert.equal(back.code, 0, back.text)
    assert.deepEqual(await suite.alias('newer-dev'), { main: '1', additional: [] })
    await project.sls('deploy --inputs.publish')
    const named = await project.sls('rollback --inputs.to=1')
    assert.equal(named.code, 0, named.text)
    assert.deepEqual(await suite.alias('newer-dev'), { main: '1', additional: [] })
  })

  cell('cli', row, 'undo', async () => {
    const project = suite.project({ 'serverless.js': single('undone'), 'src/index.js': answering('one') })
    await project.sls('deploy --inputs publish=true traffic=0')
    project.write({ 'src/index.js': answering('two') })
    const canary = await project.sls('deploy --inputs traffic=0.1')
    assert.equal(canary.code, 0, canary.text)
    const shared = await suite.alias('undone-dev')
    assert.deepEqual(shared, { main: '$LATEST', additional: [{ Version: '1', Weight: 0.9 }] })

    const sent = await suite.actions(async () => {
      const undone = await project.sls('undo')
      assert.equal(undone.code, 0, undone.text)
    })
    assert.deepEqual(
      sent.filter((action) => !/^(Get|List)/.test(action)),
      ['UpdateAlias'],
    )
    assert.deepEqual(await answers(suite, 'undone-dev', 20), { one: 20 })

    // an undo is taken back by its name alone
    const twice = await project.sls('undo')
    assert.equal(twice.code, 3, twice.text)
    const [, run] = /NothingToUndo.*`sls undo --inputs run=(\S+)`/.exec(twice.text.replaceAll(/\s+/g, ' ')) ?? []
    assert.ok(run, twice.text)
    const named = await project.sls(`undo --inputs.run=${run}`)
    assert.equal(named.code, 0, named.text)
    assert.deepEqual(await suite.alias('undone-dev'), shared)
  })

  // publish by name, narrowed by only, outputs per function
  cell('cli', row, 'several functions', async () => {
    const project = suite.project({
      'serverless.js': `
const src = './src'
module.exports = require('scf-grayscale').component({ runtime: 'Nodejs18.15', functions: { fun01: { src }, fun02: { src }, fun03: { src } } })
`,
      'src/index.js': answering('one'),
    })
    const some = await project.sls('deploy --inputs.publish=fun01,fun02')
    assert.equal(some.code, 0, some.text)
    assert.deepEqual(await suite.versions('fun01-dev'), ['1'])
    assert.deepEqual(await suite.versions('fun02-dev'), ['1'])
    assert.deepEqual(await suite.versions('fun03-dev'), [])
    assert.match(some.text, /fun02: *\n +functionName: fun02-dev/)

    const all = await project.sls('deploy --inputs.publish --inputs.only=fun03,fun01')
    assert.equal(all.code, 0, all.text)
    assert.deepEqual(await suite.versions('fun01-dev'), ['1', '2'])
    assert.deepEqual(await suite.versions('fun02-dev'), ['1'])
    assert.deepEqual(await suite.versions('fun03-dev'), ['1'])

    const unknown = await project.sls('deploy --inputs.publish=fun04')
    assert.equal(unknown.code, 2)
    assert.match(unknown.text, /it has:\s+fun01, fun02, fun03/)
  })

  test('provisionedNum: the published version has its instances before the traffic', async () => {
    const project = suite.project({
      'serverless.js': `
module.exports = require('scf-grayscale').component({
  runtime: 'Nodejs18.15', functions: { warm: { src: './src', provisionedNum: 2 } },
})
`,
      'src/index.js': answering('one'),
    })
    const sent = await suite.actions(async () => {
      const deployed = await project.sls('deploy --inputs.publish --inputs.traffic=0')
      assert.equal(deployed.code, 0, deployed.text)
      assert.match(deployed.text, /set provisioned concurrency of v1 \(new\): 0 → 2/)
    })
    assert.ok(sent.indexOf('PutProvisionedConcurrencyConfig') < sent.indexOf('UpdateAlias'), `${sent}`)
    const { Allocated } = await suite.gray.request('GetProvisionedConcurrencyConfig', { FunctionName: 'warm-dev' })
    assert.deepEqual([Allocated[0].Qualifier, Allocated[0].Status], ['1', 'Done'])
  })
})
