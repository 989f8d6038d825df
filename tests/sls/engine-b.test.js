// The documented yml layout on engine B, the vendor's platform: `component: scf-grayscale`, published by the CLI itself.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import { ended, grayscale } from '../js/cli/harness.js'
import { cell } from '../support/compatibility.js'
import { BucketClient } from '../support/emulator.js'
import { eachPlatformCli, temporary, ymlOf } from './support/platform-suite.js'
import { answering, answers, credentials, outputsIn } from './support/suite.js'

eachPlatformCli('the documented release', (suite) => {
  const row = `${suite.name} engine B`
  const latest = (/** @type {number} */ rest) => ({ main: '$LATEST', additional: [{ Version: '1', Weight: rest }] })

  const store = 'cos://journal-1250000000/team?region=ap-guangzhou'
  const withBucket = async () => {
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token } = temporary
    const bucket = new BucketClient(suite.emulator.url, { bucket: 'journal-1250000000', key: { secretId, secretKey } })
    await bucket.put('', '', { 'x-cos-security-token': Token })
  }

  cell('cli', row, 'deploy', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('first'), 'src/index.js': answering('one') })
    const run = await project.sls(`deploy ${suite.inputs({ traffic: '0.1' })}`)
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /no published version yet, so traffic can't be split/)
    assert.match(run.text, /Runs are not locked here: no store is named/)
    assert.deepEqual(await suite.alias('first-dev-shop'), { main: '$LATEST', additional: [] })
    assert.deepEqual(await answers(suite, 'first-dev-shop', 5), { one: 5 })

    const again = await suite.actions(async () => {
      const same = await project.sls('deploy')
      assert.equal(same.code, 0, same.text)
      assert.match(same.text, /Nothing had to be changed/)
    })
    assert.deepEqual(
      again.filter((action) => !/^(Get|List)/.test(action)),
      [],
      'code that is uploaded to the platform again is known for the same',
    )
    assert.deepEqual([...suite.platform.strays], [], 'no other host is needed')
  })

  cell('cli', row, 'publish and traffic', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('four'), 'src/index.js': answering('one') })
    const mark = await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    assert.equal(mark.code, 0, mark.text)
    assert.deepEqual(outputsIn(mark.text.replaceAll(/^(?=\w)/gm, '  ')), {
      functionName: 'four-dev-shop',
      region: 'ap-guangzhou',
      namespace: 'default',
      status: 'done',
      traffic: '0',
      lastVersion: '1',
      configTrafficVersion: '1',
    })
    assert.deepEqual(await answers(suite, 'four-dev-shop', 20), { one: 20 })

    project.write({ 'src/index.js': answering('two') })
    const shift = await project.sls(`deploy ${suite.inputs({ traffic: '0.1' })}`)
    assert.equal(shift.code, 0, shift.text)
    assert.deepEqual(await suite.alias('four-dev-shop'), latest(0.9))
    const { one, two } = await answers(suite, 'four-dev-shop', 2000)
    assert.equal(one + two, 2000)
    assert.ok(Math.abs(two - 200) <= 3 * Math.sqrt(2000 * 0.1 * 0.9), `${two} of 2,000 met the new code`)

    const raised = await project.sls(`deploy ${suite.inputs({ traffic: '1.0' })}`)
    assert.equal(raised.code, 0, raised.text)
    assert.deepEqual(await answers(suite, 'four-dev-shop', 20), { two: 20 })
    const next = await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    assert.equal(next.code, 0, next.text)
    assert.deepEqual(await suite.versions('four-dev-shop'), ['1', '2'])
    assert.deepEqual(await suite.alias('four-dev-shop'), {
      main: '$LATEST',
      additional: [{ Version: '2', Weight: 1 }],
    })
  })

  cell('cli', row, 'info', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('informed'), 'src/index.js': answering('one') })
    await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    await project.sls(`deploy ${suite.inputs({ traffic: '0.3' })}`)
    const sent = await suite.actions(async () => {
      const info = await project.sls('info')
      assert.equal(info.code, 0, info.text)
      const { traffic, lastVersion } = outputsIn(info.text.replaceAll(/^(?=\w)/gm, '  '))
      assert.deepEqual({ traffic, lastVersion }, { traffic: '0.3', lastVersion: '1' })
      assert.ok(!info.text.includes('Plan:'), 'what was told once is not told again')
    })
    assert.deepEqual(sent, [])
    return 'of the last deployment'
  })

  cell('cli', row, 'plan', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('planned'), 'src/index.js': answering('one') })
    await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    const sent = await suite.actions(async () => {
      const plan = await project.sls(`plan ${suite.inputs({ traffic: '0.5' })}`)
      assert.equal(plan.code, 0, plan.text)
      assert.match(plan.text, /shift \$default: 1 100% → \$latest 50% · 1 50%/)
      assert.match(plan.text, /Not looked at: (the code|code and configuration), which/)
    })
    assert.deepEqual(
      sent.filter((action) => !/^(Get|List)/.test(action)),
      [],
    )
    return 'without code'
  })

  cell('cli', row, 'status', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('looked-at'), 'src/index.js': answering('one') })
    await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    await project.sls(`deploy ${suite.inputs({ traffic: '0.2' })}`)
    const status = await project.sls('status')
    assert.equal(status.code, 0, status.text)
    assert.match(status.text, /\$latest 20% · 1 80%/)
  })

  cell('cli', row, 'rollback', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('back'), 'src/index.js': answering('one') })
    await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    await project.sls(`deploy ${suite.inputs({ traffic: '0.2' })}`)
    const back = await project.sls('rollback')
    assert.equal(back.code, 0, back.text)
    assert.deepEqual(await suite.alias('back-dev-shop'), { main: '1', additional: [] })
    const previous = await project.sls(`rollback ${suite.inputs({ to: 'previous' })}`)
    assert.equal(previous.code, 1, previous.text)
    assert.match(previous.text, /StoreNeeded[^]*store: cos:/)
    assert.deepEqual(await suite.alias('back-dev-shop'), { main: '1', additional: [] })
    return '`previous` with `store`'
  })

  cell('cli', row, 'undo', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('undone'), 'src/index.js': answering('one') })
    await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    await project.sls(`deploy ${suite.inputs({ traffic: '0.1' })}`)
    assert.deepEqual(await suite.alias('undone-dev-shop'), latest(0.9))
    for (const verb of ['undo', 'resume', 'abort']) {
      const refused = await project.sls(verb)
      assert.equal(refused.code, 1, refused.text)
      assert.match(refused.text, /StoreNeeded[^]*nothing was changed/)
    }
    assert.deepEqual(await suite.alias('undone-dev-shop'), latest(0.9))

    await withBucket()
    const stored = suite.project({ 'serverless.yml': ymlOf('kept', { store }), 'src/index.js': answering('one') })
    await stored.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`)
    const shift = await stored.sls(`deploy ${suite.inputs({ traffic: '0.1' })}`)
    assert.doesNotMatch(shift.text, /not locked/)
    const undone = await stored.sls('undo')
    assert.equal(undone.code, 0, undone.text)
    assert.deepEqual(await suite.alias('kept-dev-shop'), latest(1))
    const previous = await stored.sls(`rollback ${suite.inputs({ to: 'previous' })}`)
    assert.equal(previous.code, 0, previous.text)
    assert.deepEqual(await suite.alias('kept-dev-shop'), latest(0.9))
    assert.equal(suite.state('kept').journal, undefined, 'the journal is in the bucket')
    return 'with `store`'
  })

  test('with a store the command line knows what the platform did; a store of others is refused', async () => {
    await withBucket()
    const yml = ymlOf('shared', { store, name: 'shared-b' })
    const project = suite.project({ 'serverless.yml': yml, 'src/index.js': answering('one') })
    const deployed = await project.sls('deploy')
    assert.equal(deployed.code, 0, deployed.text)
    const { TmpSecretId, TmpSecretKey, Token, appId } = temporary
    const env = { TENCENT_SECRET_ID: TmpSecretId, TENCENT_SECRET_KEY: TmpSecretKey, TENCENT_TOKEN: Token }
    const told = await ended(
      grayscale(['history', '--json'], {
        cwd: project.directory,
        endpoint: suite.emulator.url,
        env: { ...env, TENCENT_APP_ID: appId },
      }),
      0,
    )
    const { runs } = JSON.parse(told.stdout)
    assert.ok(runs.some(({ functions }) => functions.some(({ name }) => name === 'shared-b')))
    const foreign = store.replace('1250000000', '1250000001')
    project.write({ 'serverless.yml': ymlOf('shared', { store: foreign, name: 'shared-b' }) })
    const refused = await project.sls('deploy')
    assert.equal(refused.code, 1, refused.text)
    assert.match(refused.text, /UntrustedHost/)
  })

  cell('cli', row, 'remove', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('removed'), 'src/index.js': answering('one') })
    await project.sls('deploy')
    const theirs = suite.project({
      'serverless.yml': ymlOf('theirs', { name: 'removed-dev-shop' }),
      'src/index.js': '1',
    })
    const refused = await theirs.sls('remove')
    assert.equal(refused.code, 0, refused.text)
    assert.deepEqual(
      await suite.existing(['removed-dev-shop']),
      ['removed-dev-shop'],
      'another instance has created it',
    )
    const run = await project.sls('remove')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await suite.existing(['removed-dev-shop']), [])
    assert.deepEqual(suite.state('removed').created, [])
  })

  cell('cli', row, 'errors', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('wrong'), 'src/index.js': answering('one') })
    const sent = await suite.actions(async () => {
      for (const verb of ['deploy', 'plan']) {
        const run = await project.sls(`${verb} ${suite.inputs({ trafic: '0.1' })}`)
        assert.equal(run.code, 1, run.text)
        assert.match(run.text, /UnknownInput +unknown input trafic[^]*did\s+you\s+mean\s+traffic\?/)
      }
    })
    assert.deepEqual(sent, [])

    suite.emulator.failNext({ transition: 'create', functionName: 'wrong-dev-shop' })
    const failed = await project.sls('deploy')
    assert.equal(failed.code, 1, failed.text)
    assert.match(failed.text, /FunctionFailed[^]*function +wrong-dev-shop[^]*changed +create the function/)
    assert.deepEqual(
      suite.state('wrong').created.map(({ name }) => name),
      ['wrong-dev-shop'],
      'kept, though the run failed',
    )

    const unknown = await project.sls('depoly')
    assert.equal(unknown.code, 1, unknown.text)
    assert.match(unknown.text, /method "depoly" does not exist/)
    return 'exit 1'
  })

  cell('cli', row, 'stage', async () => {
    const { secretId, secretKey } = credentials
    const env = `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\nSTAGE=prod\n`
    const yml = ymlOf('staged', { environment: { variables: { FROM: '${stage}' } } })
    const project = suite.project({
      'serverless.yml': `stage: \${env:STAGE}\n${yml}`,
      'src/index.js': 'exports.main_handler = async () => process.env.FROM\n',
      '.env': env,
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 0, run.text)
    const { returned } = await suite.gray.invoke({ function: 'staged-prod-shop' })
    assert.equal(returned, '"prod"')
    const conflict = await project.sls(`deploy ${suite.inputs({ stage: 'testing' })}`)
    assert.equal(conflict.code, 1)
    assert.match(conflict.text, /StageConflict/)
  })

  cell('cli', row, 'several functions', async () => {
    const functions = { fun01: { src: 'one' }, fun02: { src: './two' } }
    const project = suite.project({
      'serverless.yml': ymlOf('many', { src: './code', functions }),
      'code/one/index.js': answering('one'),
      'code/two/index.js': answering('two'),
    })
    const run = await project.sls(`deploy ${suite.inputs({ publish: 'fun01,fun02', traffic: '0' })}`)
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await answers(suite, 'fun01-dev', 3), { one: 3 })
    assert.deepEqual(await answers(suite, 'fun02-dev', 3), { two: 3 })
    const one = await project.sls(`deploy ${suite.inputs({ publish: 'fun02', only: 'fun02' })}`)
    assert.equal(one.code, 0, one.text)
    assert.deepEqual([await suite.versions('fun01-dev'), await suite.versions('fun02-dev')], [['1'], ['1', '2']])
    const status = await project.sls('status')
    assert.match(status.text, /fun01-dev[^]*fun02-dev/, 'both are still known')

    project.write({ 'serverless.yml': ymlOf('many', { src: './code', functions: { fun01: { src: '../one' } } }) })
    const outside = await project.sls('deploy')
    assert.equal(outside.code, 1)
    assert.match(outside.text, /src \.\.\/one of fun01 leads out of what sls uploads/)
    return '`src` of each inside `inputs.src`'
  })

  cell('cli', row, 'instances in subdirectories', async () => {
    const project = suite.project({
      'fun01/serverless.yml': ymlOf('sub01'),
      'fun01/src/index.js': answering('one'),
      'fun02/serverless.yml': ymlOf('sub02'),
      'fun02/src/index.js': answering('two'),
    })
    const run = await project.sls(`deploy ${suite.inputs({ publish: 'true' })}`)
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await answers(suite, 'sub01-dev-shop', 2), { one: 2 })
    assert.deepEqual(await answers(suite, 'sub02-dev-shop', 2), { two: 2 })
    const versions = [await suite.versions('sub01-dev-shop'), await suite.versions('sub02-dev-shop')]
    const target = await project.sls(`deploy --target fun01 ${suite.inputs({ publish: 'true' })}`)
    assert.equal(target.code, 0, target.text)
    assert.equal((await suite.versions('sub01-dev-shop')).length, versions[0].length + 1)
    assert.deepEqual(await suite.versions('sub02-dev-shop'), versions[1])

    project.write({ 'fun02/serverless.yml': ymlOf('sub02', { trafic: 1 }) })
    const wrong = await project.sls('deploy')
    assert.match(wrong.text, /sub02: UnknownInput/)
    project.write({ 'fun02/serverless.yml': ymlOf('sub02') })
    const removed = await project.sls('remove')
    assert.equal(removed.code, 0, removed.text)
    assert.deepEqual(await suite.existing(['sub01-dev-shop', 'sub02-dev-shop']), [])
    assert.deepEqual([versions[0].length, wrong.code], suite.lock === 'serverless-1' ? [0, 0] : [1, 1], wrong.text)
    const reached = versions[0].length === 0 ? '`--inputs` reaches none' : '`--inputs` reaches all'
    return `yes; ${reached}, with \`--target fun01\` that one; an error exits with ${wrong.code}`
  })

  cell('cli', row, 'bare `sls`', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('bare'), 'src/index.js': answering('one') })
    const run = await project.sls('')
    const there = await suite.existing(['bare-dev-shop'])
    assert.deepEqual([run.code, there], suite.lock === 'serverless-1' ? [0, ['bare-dev-shop']] : [1, []], run.text)
    return there.length > 0 ? 'deploys' : 'refused by the CLI, exits with 1'
  })

  cell('cli', row, '`sls publish`', async () => {
    assert.equal(suite.published.code, 0, suite.published.text)
    const [{ definition, zip }] = suite.platform.registry.published.values()
    assert.equal(definition.name, 'scf-grayscale')
    assert.ok(zip.length < 1_300_000, `${zip.length} bytes`)
    const names = Object.keys(unzipSync(zip)).sort()
    assert.deepEqual(names, ['LICENSE', 'handler.js', 'scf_grayscale_bg.wasm', 'serverless.js'])
  })

  test('no secret in outputs, states, or anything printed', async () => {
    const environment = { variables: { PASSWORD: 'EXAMPLEvalue0123' } }
    const project = suite.project({
      'serverless.yml': ymlOf('secretive', { environment }),
      'src/index.js': answering('one'),
    })
    const texts = []
    for (const words of ['deploy', 'status', `deploy ${suite.inputs({ trafic: '1' })}`, 'info', 'remove']) {
      texts.push((await project.sls(words)).text)
    }
    texts.push(JSON.stringify(suite.state('secretive')))
    for (const text of texts) {
      for (const secret of [temporary.TmpSecretKey, temporary.Token, credentials.secretKey, 'EXAMPLEvalue0123']) {
        assert.ok(!text.includes(secret), text)
      }
    }
  })

  test('a state that can not be saved stops the run before it writes', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('unsaved'), 'src/index.js': answering('one') })
    suite.platform.instances.unsaveable = 'the table is full'
    try {
      const run = await project.sls('deploy')
      assert.equal(run.code, 1, run.text)
      assert.match(run.text, /the platform did not save the journal[^]*the table is full/)
      assert.deepEqual(await suite.existing(['unsaved-dev-shop']), [])
    } finally {
      suite.platform.instances.unsaveable = undefined
    }
  })

  test('the code comes as whatever the engine makes of it', async () => {
    try {
      for (const form of /** @type {const} */ (['zip', 'address'])) {
        suite.platform.instances.sourceForm = form
        const project = suite.project({ 'serverless.yml': ymlOf(`as-${form}`), 'src/index.js': answering(form) })
        const run = await project.sls('deploy')
        assert.equal(run.code, 0, run.text)
        assert.deepEqual(await answers(suite, `as-${form}-dev-shop`, 2), { [form]: 2 })
        const again = await project.sls('deploy')
        assert.match(again.text, /Nothing had to be changed/)
      }
    } finally {
      suite.platform.instances.sourceForm = 'directory'
    }
  })
})
