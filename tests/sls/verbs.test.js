// The verbs about functions that are there already, as the documentation writes them, in both spellings.

import assert from 'node:assert/strict'
import { called } from '../js/call.js'
import { cell } from '../support/compatibility.js'
import { answering, eachCli, outputsIn } from './support/suite.js'

const definition = (/** @type {string} */ functions) => `
const src = './src'
module.exports = require('scf-grayscale').component({ runtime: 'Nodejs18.15', functions: { ${functions} } })
`

/** @param {{ code: number | null, text: string }} ended @param {number} [code] */
const ended = ({ code, text }, expected = 0) => {
  assert.equal(code, expected, text)
  return text
}

eachCli('the documented verbs', (suite, row) => {
  /** @param {string} verb @param {() => Promise<void>} body */
  const verb = (verb, body) => cell('cli', row, verb, body)

  /** A project that is deployed, `one` as version 1, `two` as version 2. @param {string} key */
  const twoVersions = async (key) => {
    const project = suite.project({ 'serverless.js': definition(`${key}: { src }`), 'src/index.js': answering('one') })
    ended(await project.sls('deploy --inputs publish=true traffic=0'))
    project.write({ 'src/index.js': answering('two') })
    ended(await project.sls('deploy --inputs publish=true traffic=0'))
    return project
  }

  verb('publish-ver', async () => {
    const project = suite.project({
      'serverless.js': definition('pub1: { src }, pub2: { src }'),
      'src/index.js': answering('one'),
    })
    ended(await project.sls('deploy --inputs.traffic=1'))
    const before = await suite.alias('pub1-dev')
    const actions = await suite.actions(async () => {
      const text = ended(await project.sls('publish-ver --inputs function=pub1-dev'))
      assert.equal(outputsIn(text).lastVersion, '1')
    })
    assert.deepEqual(
      actions.filter((action) => !/^(Get|List)/.test(action)),
      ['PublishVersion'],
    )
    assert.deepEqual([await suite.versions('pub1-dev'), await suite.versions('pub2-dev')], [['1'], []])
    assert.deepEqual(await suite.alias('pub1-dev'), before)
    ended(await project.sls('publish_ver --inputs.function=pub2'))
    assert.deepEqual(await suite.versions('pub2-dev'), ['1'])
    // left out after a deploy: all of them
    ended(await project.sls('publish-ver'))
    assert.deepEqual(
      [await suite.versions('pub1-dev'), await suite.versions('pub2-dev')],
      [
        ['1', '2'],
        ['1', '2'],
      ],
    )
    assert.match(ended(await project.sls('publish-ver --inputs function=pub3'), 2), /it has:\s+pub1, pub2/)
    assert.match(ended(await project.sls('publish-ver --inputs functoin=pub1'), 2), /did you mean function\?/)
  })

  verb('prune', async () => {
    const project = await twoVersions('old')
    for (let times = 0; times < 2; times++) ended(await project.sls('publish-ver'))
    // 2 has the traffic, 1 is where rollback --to previous goes
    const text = ended(await project.sls('prune --inputs keep=1 function=old'))
    assert.match(text, /delete v3/)
    assert.deepEqual(await suite.versions('old-dev'), ['1', '2', '4'])
    assert.match(ended(await project.sls('prune --inputs.keep=1')), /Nothing had to be changed/)
    assert.match(ended(await project.sls('prune --inputs keeep=1'), 2), /did you mean keep\?/)
  })

  verb('create-alias', async () => {
    const project = await twoVersions('made')
    const config = '{"weights":{"2":0.5}}'
    const text = ended(await project.sls(`create-alias --inputs name=A function=made-dev version=1 config=${config}`))
    assert.match(text, /create alias A: 1 50% · 2 50%/)
    const additional = [{ Version: '2', Weight: 0.5 }]
    assert.deepEqual(await suite.alias('made-dev', 'A'), { main: '1', additional })
    await routes(suite, 'made-dev', { two: 0.5 })
    ended(await project.sls(`create_alias --inputs.name=B --inputs.version=2`))
    assert.deepEqual(await suite.alias('made-dev', 'B'), { main: '2', additional: [] })
    const refused = ended(await project.sls('create-alias --inputs name=C function=made version=9'), 3)
    assert.match(refused, /VersionNotFound[\s\S]*usable versions: 2, 1/)
    assert.match(ended(await project.sls('create-alias --inputs name=A version=2'), 3), /AliasExists/)
  })

  verb('update-alias', async () => {
    const project = await twoVersions('moved')
    ended(await project.sls('create-alias --inputs name=A version=1'))
    const config = '{"weights":{"2":0.9}}'
    const words = `--inputs name=A function=moved-dev version=1 config=${config}`
    assert.match(ended(await project.sls(`update-alias ${words}`)), /1 100% → 1 10% · 2 90%/)
    await routes(suite, 'moved-dev', { two: 0.9 })
    assert.match(ended(await project.sls(`update_alias ${words}`)), /Nothing had to be changed/)
    assert.match(ended(await project.sls('update-alias --inputs name=B version=1'), 1), /AliasNotFound[\s\S]*create/)
  })

  verb('list-alias', async () => {
    const project = await twoVersions('listed')
    ended(await project.sls('create-alias --inputs name=A version=1 config={"weights":{"2":0.33333}}'))
    for (const words of ['list-alias --inputs function=listed-dev', 'list_alias']) {
      const text = ended(await project.sls(words))
      assert.match(text, /\$default +░+ +2 100%/)
      assert.match(text, /A +[░▒]+ +1 66\.667% · 2 33\.333%/)
    }
  })

  verb('delete-alias', async () => {
    const project = await twoVersions('gone')
    ended(await project.sls('create-alias --inputs name=A version=1'))
    ended(await project.sls('create-alias --inputs name=B version=1'))
    ended(await project.sls('delete-alias --inputs name=A function=gone-dev'))
    ended(await project.sls('delete_alias --inputs.name=B'))
    const [{ aliases }] = await suite.gray.aliases.list({ function: 'gone-dev' })
    assert.deepEqual(
      aliases.map(({ name }) => name),
      ['$default'],
    )
    assert.match(ended(await project.sls('delete-alias --inputs name=$default'), 3), /\$default can't be deleted/)
    assert.match(ended(await project.sls('delete-alias'), 2), /MissingAlias/)
  })

  verb('invoke', async () => {
    const project = suite.project({
      'serverless.js': definition('called: { src }'),
      'src/index.js':
        "exports.main_handler = async (event) => { console.log('seen', event.n); if (event.fail) throw new Error('asked to'); return { got: event.n } }\n",
    })
    ended(await project.sls('deploy'))
    const text = ended(await project.sls('invoke --inputs function=called-dev event={"n":7}'))
    assert.match(text, /✔ called-dev \(\$default\) .*RequestId/)
    assert.match(text, /seen 7\n/)
    assert.match(text, /\{"got":7\}/)
    assert.match(ended(await project.sls('invoke')), /\{\}/)
    const failed = ended(await project.sls('invoke --inputs.event={"fail":true}'), 1)
    assert.match(failed, /FunctionError[\s\S]*asked to/)
    assert.match(ended(await project.sls('invoke --inputs event={n'), 2), /InvalidEvent/)
  })

  verb('log', async () => {
    const project = suite.project({
      'serverless.js': definition('logged: { src }'),
      'src/index.js':
        "exports.main_handler = async (event) => { console.log('seen', event.n); if (event.fail) throw new Error('asked to') }\n",
    })
    ended(await project.sls('deploy --inputs publish=true traffic=0'))
    ended(await project.sls('deploy --inputs traffic=0.1'))
    const call = (/** @type {any} */ event, /** @type {string} */ qualifier) =>
      called(suite.gray, { function: 'logged-dev', event, qualifier })
    await call({ n: 1 }, '1')
    const { FunctionRequestId } = await call({ n: 2, fail: true }, '$LATEST')
    const text = ended(await project.sls('log --inputs function=logged-dev'))
    assert.match(text, /✔ .* 1 .* ms .* MB\n +seen 1\n/)
    assert.match(text, new RegExp(`✖ .*\\$latest +${FunctionRequestId}.*\\n +failed: .*asked to\\n +seen 2\\n`))
    assert.match(text, /Errors by message\n +\$latest +1 × .*asked to/)
    const errors = ended(await project.sls('log --inputs errors=true interval=600'))
    assert.doesNotMatch(errors, /seen 1/)
    assert.match(ended(await project.sls('log --inputs function=none'), 2), /UnknownFunction/)
  })

  verb('metric', async () => {
    const project = suite.project({
      'serverless.js': definition('measured: { src }'),
      'src/index.js': "exports.main_handler = async (event) => { if (event.fail) throw new Error('asked to') }\n",
    })
    ended(await project.sls('deploy --inputs publish=true traffic=0'))
    ended(await project.sls('deploy --inputs traffic=0.1'))
    const call = (/** @type {any} */ event, /** @type {string} */ qualifier) =>
      called(suite.gray, { function: 'measured-dev', event, qualifier })
    // the minute that runs is not counted
    suite.emulator.setClock(Date.now() - 3 * 60_000)
    for (const fail of [true, false, false, false]) await call({ fail }, '$LATEST')
    await call({}, '1')
    suite.emulator.setClock(undefined)
    const words = 'metric --inputs function=measured-dev period=60 interval=3600'
    for (const text of [ended(await project.sls(words)), ended(await project.sls('metric'))]) {
      assert.match(text, /traffic now +10% +90%\n +invocations +4 +1\n +errors +1 \(25%\) +0\n/)
    }
    assert.match(ended(await project.sls('metric --inputs period=7'), 2), /InvalidPeriod/)
    assert.match(ended(await project.sls('metric --inputs maxErrorRate=25%')), /✔ gate: passed/)
    assert.match(ended(await project.sls('metric --inputs maxErrorRate=24%'), 1), /GateNotPassed/)
    assert.match(ended(await project.sls('metric --inputs maxErrorRate=24% version=9'), 3), /VersionNotFound/)
    assert.match(ended(await project.sls('metric --inputs maxErrorRate=24% interval=60'), 1), /GateNotKnown/)
  })
})

/**
 * The alias A gives each answer its share, within three deviations.
 *
 * @param {import('./support/suite.js').Suite} suite
 * @param {string} name
 * @param {Record<string, number>} shares
 */
async function routes(suite, name, shares) {
  const times = 1000
  /** @type {Record<string, number>} */
  const counts = {}
  for (let call = 0; call < times; call++) {
    const { returned } = await suite.gray.invoke({ function: name, qualifier: 'A' })
    counts[JSON.parse(returned)] = (counts[JSON.parse(returned)] ?? 0) + 1
  }
  for (const [text, share] of Object.entries(shares)) {
    const deviation = Math.sqrt(times * share * (1 - share))
    assert.ok(Math.abs((counts[text] ?? 0) - times * share) <= 3 * deviation, JSON.stringify(counts))
  }
}
