// The documented release, as typed for framework 3, checked at the API and by calling the functions.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, answers, outputsIn } from '../sls/support/suite.js'
import { cell } from '../support/compatibility.js'
import { eachPluginCli, fun, service, writes } from './support/suite.js'

eachPluginCli('the documented release', (suite, name) => {
  cell('cli', name, 'publish and traffic', async () => {
    const project = suite.project({ 'serverless.yml': service(fun('four')), 'src/index.js': answering('one') })

    const first = await project.sls('deploy --inputs traffic=0.1')
    assert.equal(first.code, 0, first.text)
    assert.match(first.text, /no published version yet, so traffic can't be split/)
    assert.deepEqual(await suite.alias('four-dev'), { main: '$LATEST', additional: [] })

    const mark = await project.sls('deploy --inputs publish=true --inputs traffic=0')
    assert.equal(mark.code, 0, mark.text)
    assert.deepEqual(outputsIn(mark.text.replaceAll(/^(\w+:)/gm, '  $1')), {
      functionName: 'four-dev',
      region: 'ap-guangzhou',
      namespace: 'default',
      status: 'done',
      traffic: '0',
      lastVersion: '"1"',
      configTrafficVersion: '"1"',
    })
    assert.deepEqual(await answers(suite, 'four-dev', 20), { one: 20 })

    project.write({ 'src/index.js': answering('two') })
    const shift = await project.sls('deploy --inputs traffic=0.1')
    assert.equal(shift.code, 0, shift.text)
    assert.match(shift.text, /1 100% → \$latest 10% · 1 90%/)
    assert.deepEqual(await suite.alias('four-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.9 }] })
    const { one, two } = await answers(suite, 'four-dev', 2000)
    assert.equal(one + two, 2000)
    const deviation = Math.sqrt(2000 * 0.1 * 0.9)
    assert.ok(Math.abs(two - 200) <= 3 * deviation, `${two} of 2,000 met the new code`)

    const next = await project.sls('deploy --inputs publish=true --inputs traffic=0')
    assert.equal(next.code, 0, next.text)
    assert.deepEqual(await suite.versions('four-dev'), ['1', '2'])
    assert.deepEqual(await answers(suite, 'four-dev', 20), { two: 20 })

    const unchanged = await suite.actions(async () => {
      const again = await project.sls('deploy --inputs traffic=0')
      assert.match(again.text, /Nothing had to be changed/)
    })
    assert.deepEqual(writes(unchanged), [])
    return '`sls deploy --inputs traffic=0.1`, then `sls deploy --inputs publish=true --inputs traffic=0`'
  })

  /** @type {ReturnType<typeof suite.project>} */
  let project

  cell('cli', name, 'deploy', async () => {
    project = suite.project({
      'serverless.yml': service(`${fun('fun01')}${fun('fun02')}`),
      'src/index.js': answering('one'),
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await answers(suite, 'fun01-dev', 5), { one: 5 })
    assert.deepEqual(await answers(suite, 'fun02-dev', 5), { one: 5 })
    return '`sls deploy`'
  })

  cell('cli', name, 'several functions', async () => {
    const run = await project.sls('deploy --inputs publish=fun02 --inputs traffic=0')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await suite.versions('fun01-dev'), [])
    assert.deepEqual(await suite.versions('fun02-dev'), ['1'])
    assert.match(run.text, /fun02:\n {2}functionName: fun02-dev/)
    // a line for each step that is over, since nobody watches a line that changes
    assert.match(run.text, /✔ fun02 2\/2 {2}shift \$default.*\n/)
    return '`--inputs publish=fun02`, `--inputs only=fun02`'
  })

  cell('cli', name, 'plan', async () => {
    project.write({ 'src/index.js': answering('two') })
    const sent = await suite.actions(async () => {
      const plan = await project.sls('grayscale plan --inputs traffic=0.2 --inputs only=fun02')
      assert.equal(plan.code, 0, plan.text)
      assert.match(plan.text, /upload code to \$latest/)
      assert.match(plan.text, /1 100% → \$latest 20% · 1 80%/)
      assert.match(plan.text, /stage +dev/)
    })
    assert.deepEqual(writes(sent), [])
    assert.deepEqual(await answers(suite, 'fun02-dev', 10), { one: 10 })
    return '`sls grayscale plan`'
  })

  cell('cli', name, 'status', async () => {
    assert.equal((await project.sls('deploy --inputs traffic=0.2')).code, 0)
    const status = await project.sls('grayscale status')
    assert.equal(status.code, 0, status.text)
    assert.match(status.text, /\$latest 20% · 1 80%/)
    return '`sls grayscale status`'
  })

  cell('cli', name, 'info', async () => {
    for (const words of ['info --inputs only=fun02', 'grayscale info --inputs only=fun02']) {
      const info = await project.sls(words)
      assert.equal(info.code, 0, info.text)
      assert.match(info.text, /\$latest 20% · 1 80%/)
      assert.match(info.text, /^traffic: 0.2$/m)
    }
    return '`sls info`'
  })

  cell('cli', name, 'rollback', async () => {
    const sent = await suite.actions(async () => {
      const back = await project.sls('grayscale rollback --inputs only=fun02')
      assert.equal(back.code, 0, back.text)
    })
    assert.deepEqual(writes(sent), ['UpdateAlias'])
    assert.deepEqual(await suite.alias('fun02-dev'), { main: '1', additional: [] })
    await project.sls('deploy --inputs publish=fun02 --inputs traffic=0')
    const named = await project.sls('grayscale rollback --inputs only=fun02 --inputs to=1')
    assert.equal(named.code, 0, named.text)
    assert.deepEqual(await suite.alias('fun02-dev'), { main: '1', additional: [] })
    const previous = await project.sls('grayscale rollback --inputs only=fun02 --inputs to=previous')
    assert.equal(previous.code, 0, previous.text)
    assert.deepEqual(await answers(suite, 'fun02-dev', 5), { two: 5 })
    return '`sls grayscale rollback`'
  })

  cell('cli', name, 'log', async () => {
    const handler =
      "exports.main_handler = async (event) => { console.log('seen', event.n); if (event.fail) throw new Error('asked to') }\n"
    const project = suite.project({ 'serverless.yml': service(fun('logged')), 'src/index.js': handler })
    assert.equal((await project.sls('deploy')).code, 0)
    await suite.gray.invoke({ function: 'logged-dev', event: { n: 5 } })
    await assert.rejects(suite.gray.invoke({ function: 'logged-dev', event: { n: 6, fail: true } }))
    const all = await project.sls('grayscale logs --inputs function=logged')
    assert.equal(all.code, 0, all.text)
    assert.match(all.text, /✔ [^]*seen 5\n[^]*✖ [^]*asked to[^]*Errors by message\n/)
    const errors = await project.sls('grayscale logs --inputs errors=true --inputs interval=600')
    assert.doesNotMatch(errors.text, /seen 5/)
    assert.equal((await project.sls('grayscale logs --inputs intervall=600')).code, 2)
    return '`sls grayscale logs`'
  })

  cell('cli', name, 'undo', async () => {
    const project = suite.project({ 'serverless.yml': service(fun('undone')), 'src/index.js': answering('one') })
    await project.sls('deploy --inputs publish=true --inputs traffic=0')
    project.write({ 'src/index.js': answering('two') })
    const canary = await project.sls('deploy --inputs traffic=0.1')
    assert.equal(canary.code, 0, canary.text)
    const shared = await suite.alias('undone-dev')
    assert.deepEqual(shared, { main: '$LATEST', additional: [{ Version: '1', Weight: 0.9 }] })

    const sent = await suite.actions(async () => {
      const undone = await project.sls('grayscale undo')
      assert.equal(undone.code, 0, undone.text)
    })
    assert.deepEqual(writes(sent), ['UpdateAlias'])
    assert.deepEqual(await answers(suite, 'undone-dev', 20), { one: 20 })

    // an undo is taken back by its name alone
    const twice = await project.sls('grayscale undo')
    assert.equal(twice.code, 3, twice.text)
    const hint = /NothingToUndo.*`sls grayscale undo --inputs run=(\S+)`/
    const [, run] = hint.exec(twice.text.replaceAll(/\s+/g, ' ')) ?? []
    assert.ok(run, twice.text)
    const named = await project.sls(`grayscale undo --inputs run=${run}`)
    assert.equal(named.code, 0, named.text)
    assert.deepEqual(await suite.alias('undone-dev'), shared)
    return '`sls grayscale undo`'
  })

  cell('cli', name, 'remove', async () => {
    await suite.gray.deploy({
      functions: { theirs: { name: 'theirs-dev', runtime: 'Nodejs18.15', src: `${project.directory}/src` } },
    })
    project.write({ 'serverless.yml': service(`${fun('fun01')}${fun('theirs')}`) })
    const info = await project.sls('info')
    assert.equal(info.code, 0, info.text)
    assert.match(info.text, /This project created fun02-dev \(ap-guangzhou, default\), and no longer names it/)
    const run = await project.sls('remove')
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /theirs-dev is not deleted/)
    // fun02 is no longer named, but was created here
    assert.deepEqual(await suite.existing(['fun01-dev', 'fun02-dev', 'theirs-dev']), ['theirs-dev'])
    return '`sls remove`'
  })

  test('settings of the provider and of a function, its own name, and what a function leaves unsaid', async () => {
    const project = suite.project({
      'serverless.yml': service(
        `  named: { name: own-name, memorySize: 256 }
  unsaid:
`,
        {
          provider: `  src: ./src
  timeout: 7
  namespace: spring
  environment: { variables: { GREETING: hello } }
`,
        },
      ),
      'src/index.js': 'exports.main_handler = async () => process.env.GREETING\n',
    })
    await suite.gray.request('CreateNamespace', { Namespace: 'spring' })
    const run = await project.sls('deploy --inputs functions.unsaid.timeout=9')
    assert.equal(run.code, 0, run.text)
    assert.doesNotMatch(run.text, /warning|configuration/i, 'nothing is wrong with the file')
    const settings = async (/** @type {string} */ FunctionName) => {
      const { MemorySize, Timeout } = await suite.gray.request('GetFunction', { FunctionName, Namespace: 'spring' })
      return [MemorySize, Timeout]
    }
    assert.deepEqual(await settings('own-name'), [256, 7])
    assert.deepEqual(await settings('unsaid-dev'), [128, 9])
    const { returned } = await suite.gray.invoke({ function: 'own-name', namespace: 'spring' })
    assert.equal(returned, '"hello"')
  })

  test('provisionedNum: the published version has its instances before the traffic', async () => {
    const warm = '  warm: { src: ./src, provisionedNum: 2 }\n'
    const project = suite.project({ 'serverless.yml': service(warm), 'src/index.js': answering('one') })
    const sent = await suite.actions(async () => {
      const deployed = await project.sls('deploy --inputs publish=true --inputs traffic=0')
      assert.equal(deployed.code, 0, deployed.text)
      assert.doesNotMatch(deployed.text, /warning|configuration/i, 'nothing is wrong with the file')
    })
    assert.ok(sent.indexOf('PutProvisionedConcurrencyConfig') < sent.indexOf('UpdateAlias'), `${sent}`)
    const { Allocated } = await suite.gray.request('GetProvisionedConcurrencyConfig', { FunctionName: 'warm-dev' })
    assert.deepEqual([Allocated[0].Qualifier, Allocated[0].Status], ['1', 'Done'])
  })
})
