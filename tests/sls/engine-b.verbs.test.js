// The documented verbs about functions that are there already, on engine B.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { eachPlatformCli, ymlOf } from './support/platform-suite.js'
import { answering } from './support/suite.js'

/** @param {{ code: number | null, text: string }} run @param {number} [code] */
const ended = ({ code, text }, expected = 0) => {
  assert.equal(code, expected, text)
  return text.replaceAll(/[\s-]+/g, ' ')
}

eachPlatformCli('the documented verbs', (suite) => {
  const row = `${suite.name} engine B`

  /** A project that is deployed, `one` as version 1, `two` as version 2; with a name of its own in the yml. @param {string} key */
  const twoVersions = async (key) => {
    const yml = ymlOf(key, { name: `${key}-own`, timeout: 5 })
    const project = suite.project({ 'serverless.yml': yml, 'src/index.js': answering('one') })
    ended(await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`))
    project.write({ 'src/index.js': answering('two') })
    ended(await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`))
    return project
  }

  cell('cli', row, 'publish-ver', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('pub'), 'src/index.js': answering('one') })
    assert.match(ended(await project.sls('publish-ver'), 1), /NotDeployed.*Type sls deploy first/)
    ended(await project.sls('deploy'))
    const sent = await suite.actions(async () => {
      ended(await project.sls(`publish-ver ${suite.inputs({ function: 'pub-dev-shop' })}`))
    })
    assert.deepEqual(
      sent.filter((action) => !/^(Get|List)/.test(action)),
      ['PublishVersion'],
    )
    ended(await project.sls('publish_ver'))
    assert.deepEqual(await suite.versions('pub-dev-shop'), ['1', '2'])
    const words = suite.inputs({ functoin: 'pub' })
    assert.match(ended(await project.sls(`publish-ver ${words}`), 1), /did you mean function\?/)
  })

  cell('cli', row, 'prune', async () => {
    const project = await twoVersions('old')
    for (let times = 0; times < 2; times++) ended(await project.sls('publish-ver'))
    // 2 has the traffic, 1 is where a rollback to the previous routing goes
    assert.match(ended(await project.sls(`prune ${suite.inputs({ keep: '1' })}`)), /delete v3/)
    assert.deepEqual(await suite.versions('old-own'), ['1', '2', '4'])
    assert.match(ended(await project.sls(`prune ${suite.inputs({ keeep: '1' })}`), 1), /did you mean keep\?/)
  })

  cell('cli', row, 'create-alias', async () => {
    const project = await twoVersions('made')
    const typed = { name: 'A', function: 'made-own', version: '1', config: '{"weights":{"2":0.5}}' }
    assert.match(ended(await project.sls(`create-alias ${suite.inputs(typed)}`)), /create alias A: 1 50% · 2 50%/)
    const additional = [{ Version: '2', Weight: 0.5 }]
    assert.deepEqual(await suite.alias('made-own', 'A'), { main: '1', additional })
    const without = ended(await project.sls(`create-alias ${suite.inputs({ version: '1' })}`), 1)
    assert.match(without, /MissingAlias/, "the yml's name is the function's, not an alias's")
  })

  cell('cli', row, 'update-alias', async () => {
    const project = await twoVersions('moved')
    ended(await project.sls(`create-alias ${suite.inputs({ name: 'A', version: '1' })}`))
    const typed = { name: 'A', function: 'moved-own', version: '1', config: '{"weights":{"2":0.9}}' }
    assert.match(ended(await project.sls(`update-alias ${suite.inputs(typed)}`)), /1 100% → 1 10% · 2 90%/)
    const additional = [{ Version: '2', Weight: 0.9 }]
    assert.deepEqual(await suite.alias('moved-own', 'A'), { main: '1', additional })
    const again = ended(await project.sls(`update_alias ${suite.inputs(typed)}`))
    assert.match(again, /Nothing had to be changed/)
  })

  cell('cli', row, 'list-alias', async () => {
    const project = await twoVersions('listed')
    ended(await project.sls(`create-alias ${suite.inputs({ name: 'A', version: '1' })}`))
    assert.match(ended(await project.sls('list-alias')), /\$default ░+ 2 100%.* A ▒+ 1 100%/)
  })

  cell('cli', row, 'delete-alias', async () => {
    const project = await twoVersions('gone')
    ended(await project.sls(`create-alias ${suite.inputs({ name: 'A', version: '1' })}`))
    ended(await project.sls(`delete-alias ${suite.inputs({ name: 'A', function: 'gone-own' })}`))
    const [{ aliases }] = await suite.gray.aliases.list({ function: 'gone-own' })
    assert.deepEqual(
      aliases.map(({ name }) => name),
      ['$default'],
    )
  })

  cell('cli', row, 'invoke', async () => {
    const handler =
      "exports.main_handler = async (event) => { if (event.fail) throw new Error('asked to'); return { got: event.n } }\n"
    const project = suite.project({ 'serverless.yml': ymlOf('called'), 'src/index.js': handler })
    ended(await project.sls('deploy'))
    if (suite.lock === 'serverless-2') {
      const text = ended(await project.sls(`invoke ${suite.inputs({ event: '{"n":7}' })}`), 1)
      assert.match(text, /InvokeInstance is not known here/)
      return 'the CLI asks its platform, no component'
    }
    const text = ended(await project.sls(`invoke ${suite.inputs({ function: 'called-dev-shop', event: '{"n":7}' })}`))
    assert.match(text, /✔ called.dev.shop \(\$default\).*\{"got":7\}/)
    const failed = ended(await project.sls(`invoke ${suite.inputs({ event: '{"fail":true}' })}`), 1)
    assert.match(failed, /FunctionError.*asked to/)
  })

  cell('cli', row, 'log', async () => {
    const handler = "exports.main_handler = async (event) => { console.log('seen', event.n) }\n"
    const project = suite.project({ 'serverless.yml': ymlOf('logged'), 'src/index.js': handler })
    ended(await project.sls('deploy'))
    await suite.gray.invoke({ function: 'logged-dev-shop', event: { n: 5 } })
    assert.match(ended(await project.sls(`log ${suite.inputs({ function: 'logged-dev-shop' })}`)), /✔ .*seen 5/)
    assert.match(ended(await project.sls('log')), /seen 5/)
  })

  cell('cli', row, 'metric', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('measured'), 'src/index.js': answering('one') })
    ended(await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`))
    ended(await project.sls(`deploy ${suite.inputs({ traffic: '0.1' })}`))
    // the minute that runs is not counted
    suite.emulator.setClock(Date.now() - 2 * 60_000)
    await suite.gray.invoke({ function: 'measured-dev-shop', qualifier: '$LATEST' })
    suite.emulator.setClock(undefined)
    const words = suite.inputs({ function: 'measured-dev-shop', period: '60', interval: '3600' })
    for (const typed of [`metric ${words}`, 'metric']) {
      assert.match(ended(await project.sls(typed)), /traffic now +10% +90% +invocations +1 +–/)
    }
  })

  test('orders of the yml are not taken for typed ones', async () => {
    const yml = ymlOf('ordered', { traffic: 1, region: 'ap-guangzhou' })
    const project = suite.project({ 'serverless.yml': yml, 'src/index.js': answering('one') })
    ended(await project.sls('deploy'))
    ended(await project.sls('publish-ver'))
    assert.deepEqual(await suite.versions('ordered-dev-shop'), ['1'])
  })
})
