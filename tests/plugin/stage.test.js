// Which stage it is, whose credentials count, and what the framework's own reading of .env files (useDotenv) does to both.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, credentials } from '../sls/support/suite.js'
import { cell } from '../support/compatibility.js'
import { eachPluginCli, fun, service } from './support/suite.js'

const { secretId, secretKey } = credentials
const pair = `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\n`
const another = 'TENCENT_SECRET_ID=AKIDANOTHER\nTENCENT_SECRET_KEY=EXAMPLEofANOTHER\n'
const dotenv = 'useDotenv: true\n'

eachPluginCli('stages', (suite, name) => {
  const project = (/** @type {Record<string, string>} */ files) =>
    suite.project({ 'src/index.js': answering('one'), ...files })

  cell('cli', name, 'stage', async () => {
    const { sls } = shortcut(project({ 'serverless.yml': service(fun('staged')) }))
    assert.match((await sls('deploy --stage prod')).text, /stage +prod/)
    assert.match((await sls('deploy', { STAGE: 'testing' })).text, /stage +testing/)
    assert.deepEqual(await suite.existing(['staged-dev', 'staged-testing', 'staged-prod']), [
      'staged-testing',
      'staged-prod',
    ])
    return '`--stage`, `STAGE`'
  })

  test('two that disagree: refused, with both named', async () => {
    const { sls } = shortcut(project({ 'serverless.yml': service(fun('torn'), { provider: '  stage: dev\n' }) }))
    const conflict = await sls('deploy', { STAGE: 'prod' })
    assert.equal(conflict.code, 2, conflict.text)
    assert.match(
      conflict.text,
      /StageConflict[^]*provider in serverless.yml sets stage dev, but STAGE sets stage\s+prod/,
    )
    assert.match((await sls('deploy --stage prod', { STAGE: 'dev' })).text, /stage +prod/, '--stage wins')
    assert.deepEqual(await suite.existing(['torn-dev', 'torn-prod']), ['torn-prod'])
  })

  test('a service file that is a program: whether it names dev can not be told, so nothing is guessed', async () => {
    const { sls } = shortcut(
      project({
        'serverless.js': `module.exports = { service: 'shop', provider: { name: 'tencent' }, plugins: ['scf-grayscale/plugin'],
  functions: { computed: { src: './src', timeout: undefined } } }\n`,
      }),
    )
    assert.match((await sls('deploy')).text, /stage +dev/)
    const torn = await sls('deploy', { STAGE: 'prod' })
    assert.equal(torn.code, 2, torn.text)
    assert.match(torn.text, /StageConflict[^]*add\s+--stage/)
    assert.match((await sls('deploy --stage prod', { STAGE: 'prod' })).text, /stage +prod/)
  })

  test('STAGE in .env: its own env file is read, and .env.dev is not, though the framework loads it', async () => {
    const { sls } = shortcut(
      project({
        'serverless.yml': service(fun('filed'), { more: dotenv }),
        '.env': 'STAGE=prod\n',
        '.env.dev': another,
        '.env.prod': pair,
      }),
    )
    const run = await sls('deploy')
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /stage +prod/)
  })

  test('what the framework filled in for another stage is refused; --stage mends it', async () => {
    const told = (/** @type {string} */ value) =>
      service(`  told: { src: ./src, environment: { variables: { TOLD: '${value}' } } }\n`, { more: dotenv })
    const { sls, write } = shortcut(
      project({
        'serverless.yml': told('${sls:stage}'),
        '.env': `STAGE=prod\n${pair}`,
        '.env.prod': `FROM=prod\n${pair}`,
        'src/index.js': 'exports.main_handler = async () => process.env.TOLD\n',
      }),
    )
    for (const value of ['${sls:stage}', '${opt:stage, "dev"}', '${param:place, "here"}', '${env:FROM, "nowhere"}']) {
      write({ 'serverless.yml': told(value) })
      const sent = await suite.actions(async () => {
        const run = await sls('deploy')
        assert.equal(run.code, 2, `${value}: ${run.text}`)
        assert.match(run.text, /StageConflict[^]*Type --stage prod/, value)
      })
      assert.deepEqual(sent, [])
    }
    const run = await sls('deploy --stage prod')
    assert.equal(run.code, 0, run.text)
    assert.equal((await suite.gray.invoke({ function: 'told-prod' })).returned, '"prod"')
  })

  cell('cli', name, '`stage: ${env:STAGE}`, STAGE in `.env`', async () => {
    const { sls, write } = shortcut(project({ 'serverless.yml': '', '.env': `STAGE=prod\n${pair}` }))
    // The CLI needs the stage to choose the file that it would take the stage from.
    for (const [written, says] of /** @type {[string, RegExp][]} */ ([
      ['${env:STAGE}', /Value not found at "env" source/],
      ["${env:STAGE, 'dev'}", /DOTENV_ENV_VAR_RESOLUTION_CONFLICT/],
    ])) {
      write({ 'serverless.yml': service(fun('asked'), { more: dotenv, provider: `  stage: ${written}\n` }) })
      const run = await sls('deploy')
      assert.equal(run.code, 1, run.text)
      assert.match(run.text, says)
      assert.match(
        (await sls('grayscale status', { STAGE: 'prod' })).text,
        /asked-prod/,
        'exported it is known in time',
      )
    }
    write({ 'serverless.yml': service(fun('asked'), { more: dotenv }) })
    assert.match((await sls('deploy')).text, /stage +prod/, 'without that line it is taken from .env')
    return 'refused by the CLI: leave the line out'
  })
})

eachPluginCli('credentials', (suite) => {
  const files = { 'serverless.yml': service(fun('held')), 'src/index.js': answering('one') }

  test('exported, then .env.<stage>, then .env; the framework need not load them', async () => {
    const { sls, write } = shortcut(suite.project({ ...files, '.env': another, '.env.dev': pair }))
    assert.equal((await sls('deploy')).code, 0)
    write({ '.env.dev': undefined })
    assert.match((await sls('info')).text, /AuthFailure/)
    const exported = await sls('info', { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey })
    assert.equal(exported.code, 0, exported.text)
  })

  test('with useDotenv the same ones count, and an endpoint must be exported', async () => {
    const { sls, write } = shortcut(
      suite.project({ ...files, 'serverless.yml': service(fun('held'), { more: dotenv }), '.env.dev': pair }),
    )
    assert.equal((await sls('deploy')).code, 0)
    const other = { TENCENT_SECRET_ID: 'AKIDANOTHER', TENCENT_SECRET_KEY: 'EXAMPLEofANOTHER' }
    assert.match((await sls('info', other)).text, /AuthFailure/)
    write({ '.env.dev': `${pair}GRAYSCALE_ENDPOINT=${suite.emulator.url}\n` })
    // from a file it does not count: the cloud itself is asked, which ends a run of this suite
    const run = await sls('deploy --inputs traffic=0.1', { GRAYSCALE_ENDPOINT: undefined })
    assert.match(run.text, /a connection to scf\.tencentcloudapi\.com was begun/)
    assert.equal(run.code, 99)
  })
})

eachPluginCli(
  'temporary credentials',
  (suite) => {
    test('the token is sent', async () => {
      const { sls, write } = shortcut(
        suite.project({ 'serverless.yml': service(fun('tokened')), 'src/index.js': answering('one') }),
      )
      assert.match((await sls('info')).text, /AuthFailure/)
      write({ '.env': `${pair}TENCENT_TOKEN=EXAMPLEtoken\n` })
      const run = await sls('deploy')
      assert.equal(run.code, 0, run.text)
      assert.ok(!run.text.includes('EXAMPLEtoken'))
    })
  },
  { token: 'EXAMPLEtoken' },
)

/** @param {ReturnType<import('../sls/support/suite.js').Suite['project']>} project */
function shortcut(project) {
  return {
    sls: (/** @type {string} */ words, /** @type {Record<string, string | undefined>} */ env = {}) =>
      project.sls(words, { env }),
    write: (/** @type {Record<string, string | undefined>} */ files) => project.write(files),
  }
}
