// biome-ignore-all lint/suspicious/noTemplateCurlyInString: yml has them
// What goes wrong with sls by itself: exit codes, interrupts, what its parser loses. One project, never deployed unless
// said so: everything here must leave the cloud alone.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { answering, credentials, eachCli } from './support/suite.js'

const yml = (/** @type {string} */ line) =>
  `gray:\n  component: ./node_modules/scf-grayscale\n  inputs: { name: fun-dev, src: ./src, runtime: Nodejs18.15, ${line} }\n`
const definition = (/** @type {string} */ key, more = '') => `
module.exports = require('scf-grayscale').component({ functions: { ${key}: { src: './src', runtime: 'Nodejs18.15' } }, ${more} })
`

eachCli('mistyped commands', (suite, row) => {
  /** What is typed, and what the error must say. @type {[typed: string, code: number, says: RegExp][]} */
  const mistyped = [
    ['deploy ---inputs.traffic=0.2', 2, /InvalidCommandLine.*[^]*Did you mean --inputs\.traffic=0\.2/],
    ['deploy --input.traffic=0.2', 2, /Did you mean --inputs\.traffic=0\.2/],
    ['deploy --traffic=0.2', 2, /Did you mean --inputs\.traffic=0\.2/],
    ['deploy \u2014inputs.publish', 2, /Did you mean --inputs\.publish/],
    ['deploy inputs.publish', 2, /does not take the word\s+inputs\.publish/],
    ['--inputs.publish deploy', 2, /Type the command first: sls deploy --inputs\.publish/],
    ['--inputs publish=true traffic=0', 2, /Type the command first: sls deploy --inputs publish=true\s+traffic=0/],
    ['deploy --inputs.public', 2, /UnknownInput[^]*did you mean publish/],
    ['deploy --inputs.traffic=012', 2, /InvalidTraffic[^]*0\.12 or 12%/],
    ['deploy --inputs.traffic=0.1 --inputs.traffic=0.2', 2, /InvalidTraffic/],
    ['deploy --inputs.traffic', 2, /InvalidTraffic/],
    ['depoly', 2, /UnknownCommand[^]*sls deploy/],
    ['publish-version --inputs.function=fun', 2, /UnknownCommand/],
    ['--version', 2, /--version is not a flag/],
    ['rollback --inputs.to=latest', 2, /InvalidTarget/],
    ['undo --inputs.only=fun', 2, /UnknownInput[^]*`sls undo --inputs run=RUN`/],
    ['abort --inputs.only=fun', 2, /UnknownInput[^]*`sls\s+abort`/],
    ['abort --inputs.only=fun --inputs.lang=zh', 2, /UnknownInput[^]*不接受输入\s*only[^]*`sls\s+abort`/],
    ['deploy --inputs.lang=fr', 2, /UnknownLanguage[^]*en or zh/],
  ]

  test('each says what is wrong, ends with 2, and sends nothing', async () => {
    const project = suite.project({ 'serverless.js': definition('fun'), 'src/index.js': answering('one') })
    const sent = await suite.actions(async () => {
      for (const [typed, code, says] of mistyped) {
        // --version asks 2.72.4 itself, which answers
        if (typed === '--version' && suite.lock === 'serverless-2') continue
        const run = await project.sls(typed)
        assert.equal(run.code, code, `sls ${typed}: ${run.text}`)
        assert.match(run.text, says, `sls ${typed}`)
      }
    })
    assert.deepEqual(sent, [])
  })

  test('lang=zh makes what is printed Chinese, and is no input of the project', async () => {
    const project = suite.project({ 'serverless.js': definition('spoken'), 'src/index.js': answering('one') })
    const run = await project.sls('plan --inputs.lang=zh')
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /账号/)
  })

  test('publish=false publishes nothing, though it arrives as text', async () => {
    const project = suite.project({ 'serverless.js': definition('unpublished'), 'src/index.js': answering('one') })
    const run = await project.sls('deploy --inputs.publish=false')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await suite.versions('unpublished-dev'), [])
  })

  test('a project that can not be read: exit code, no call, no secret', async () => {
    const cases = {
      UnknownInput: { 'serverless.js': definition('fun', 'trafic: 1') },
      InvalidProject: { 'serverless.js': "module.exports = require('scf-grayscale').component()" },
      InvalidYaml: {
        'serverless.js': "module.exports = require('scf-grayscale')",
        'grayscale.yml': 'functions:\n  fun01: { src: ./src\n',
      },
      MissingCredentials: { 'serverless.js': definition('fun'), '.env': '' },
      'KeyInInputs[^]*asks for a credential': { 'serverless.yml': yml('description: "${env.TENCENT_SECRET_KEY}"') },
      // filled in by the engine, since there are outputs of others to fill in
      'KeyInInputs[^]*TENCENT_TOKEN': {
        'serverless.yml': yml('role: "${env.TENCENT_TOKEN}", description: "${gray.name}"'),
      },
      'KeyInInputs[^]*contains': {
        'serverless.js': definition('fun', "name: 'x' + process.env.TENCENT_SECRET_KEY"),
      },
      StateUnreadable: { 'serverless.js': definition('fun'), '.serverless/ScfGrayscale.json': '{"created": [' },
    }
    const sent = await suite.actions(async () => {
      for (const [code, files] of Object.entries(cases)) {
        const typed = 'serverless.yml' in files ? 'deploy --component=gray' : 'deploy'
        const run = await suite.project({ 'src/index.js': answering('one'), ...files }).sls(typed)
        assert.ok(run.code !== 0, `${code}: ${run.text}`)
        assert.match(run.text, new RegExp(code))
        assert.ok(!run.text.includes(credentials.secretKey))
      }
    })
    assert.deepEqual(sent, [])
  })

  // of the API: its code, its RequestId, the function, a non-zero exit
  cell('cli', row, 'errors', async () => {
    const project = suite.project({
      'serverless.js': definition('refused'),
      'src/index.js': answering('one'),
      '.env': 'TENCENT_SECRET_ID=AKIDANOTHER\nTENCENT_SECRET_KEY=anotherEXAMPLEsecret\n',
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /AuthFailure/)
    assert.match(run.text, /RequestId +[0-9a-f-]{36}/)
    assert.ok(!run.text.includes('anotherEXAMPLEsecret'))
  })

  test('grayscale.yml serves where serverless.js defines nothing', async () => {
    const project = suite.project({
      'serverless.js': "module.exports = require('scf-grayscale')",
      'grayscale.yml': 'functions:\n  inyml: { src: ./src, runtime: Nodejs18.15 }\n',
      'src/index.js': answering('one'),
    })
    const run = await project.sls('')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await suite.existing(['inyml-dev']), ['inyml-dev'])
  })
})

eachCli('state and stages', (suite, row) => {
  // deletes what this project created, lists the rest, and knows its stage
  cell('cli', row, 'remove', async () => {
    const project = suite.project({
      'serverless.js': `
const src = './src'
module.exports = require('scf-grayscale').component({ runtime: 'Nodejs18.15', functions: { mine: { src }, theirs: { src } } })
`,
      'src/index.js': answering('one'),
    })
    // "theirs" is made by somebody else before
    await suite.gray.deploy({
      functions: { theirs: { name: 'theirs-dev', runtime: 'Nodejs18.15', src: join(project.directory, 'src') } },
    })
    assert.equal((await project.sls('deploy')).code, 0)
    assert.equal((await project.sls('deploy --stage prod')).code, 0)
    assert.deepEqual(
      state(project)
        .created.map(({ stage, name }) => `${stage} ${name}`)
        .sort(),
      ['dev mine-dev', 'prod mine-prod', 'prod theirs-prod'],
    )

    const removed = await project.sls('remove')
    assert.equal(removed.code, 0, removed.text)
    assert.match(removed.text, /theirs-dev is not deleted/)
    const all = ['mine-dev', 'theirs-dev', 'mine-prod', 'theirs-prod']
    assert.deepEqual(await suite.existing(all), ['theirs-dev', 'mine-prod', 'theirs-prod'])

    // One that is no longer named is removed too, having been created here.
    project.write({ 'serverless.js': definition('mine') })
    const prod = await project.sls('remove --stage prod')
    assert.equal(prod.code, 0, prod.text)
    assert.deepEqual(await suite.existing(all), ['theirs-dev'])
    assert.deepEqual(state(project).created, [])
  })

  test('what was created is kept when the run fails half-way, and removed later', async () => {
    const project = suite.project({
      'serverless.js': `
const src = './src'
module.exports = require('scf-grayscale').component({ runtime: 'Nodejs18.15', functions: { good: { src }, broken: { src } } })
`,
      'src/index.js': answering('one'),
    })
    suite.emulator.failNext({ transition: 'create', functionName: 'broken-dev' })
    const run = await project.sls('deploy --inputs.publish')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /FunctionFailed/)
    assert.match(run.text, /changed[^]*create the function/)
    assert.deepEqual(
      state(project)
        .created.map(({ name }) => name)
        .sort(),
      ['broken-dev', 'good-dev'],
    )
    assert.equal((await project.sls('remove')).code, 0)
    assert.deepEqual(await suite.existing(['good-dev', 'broken-dev']), [])
  })

  test('a state that can not be saved: said with what was changed, and an exit code', async () => {
    const project = suite.project({
      'serverless.js': definition('unsaved'),
      'src/index.js': answering('one'),
      '.serverless/ScfGrayscale.json/in-the-way': '',
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /StateNotSaved[^]*changed +create the function/)
  })

  // from STAGE, its own env file is read, and the CLI's own choice of .env.dev does not leak in
  cell('cli', row, 'stage', async () => {
    const { secretId, secretKey } = credentials
    const project = suite.project({
      'serverless.js': `
module.exports = require('scf-grayscale').component({
  functions: { staged: { src: './src', runtime: 'Nodejs18.15', environment: { variables: { FROM: process.env.FROM } } } },
})
`,
      'src/index.js': 'exports.main_handler = async () => process.env.FROM\n',
      '.env': '',
      '.env.dev': 'FROM=dev\nTENCENT_SECRET_ID=AKIDOFDEV\nTENCENT_SECRET_KEY=EXAMPLEofDEV\n',
      '.env.prod': `FROM=prod\nTENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\n`,
    })
    const run = await project.sls('deploy', { env: { STAGE: 'prod' } })
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /stage +prod/)
    const { returned } = await suite.gray.invoke({ function: 'staged-prod' })
    assert.equal(returned, '"prod"')

    const conflict = await project.sls('deploy --inputs.stage=testing --stage=prod')
    assert.equal(conflict.code, 2)
    assert.match(conflict.text, /StageConflict/)

    const exported = { STAGE: 'prod', TENCENT_SECRET_ID: 'AKIDEXPORTED', TENCENT_SECRET_KEY: 'EXAMPLEexported' }
    const other = await project.sls('info', { env: exported })
    assert.equal(other.code, 1)
    assert.match(other.text, /AuthFailure/, 'exported credentials win over files')
  })

  test('no secret in the state, the journal, or anything printed', async () => {
    const project = suite.project({
      'serverless.js': `
module.exports = require('scf-grayscale').component({
  functions: { secretive: { src: './src', runtime: 'Nodejs18.15', environment: { variables: { PASSWORD: 'EXAMPLEvalue0123' } } } },
})
`,
      'src/index.js': answering('one'),
    })
    const runs = []
    for (const words of [
      'plan',
      'deploy --debug --inputs.publish',
      'info',
      'deploy --inputs.trafic=1',
      'rollback --debug',
      'remove',
    ]) {
      runs.push((await project.sls(words)).text)
    }
    for (const directory of ['.serverless', '.grayscale']) {
      const path = join(project.directory, directory)
      runs.push(...readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8')))
    }
    assert.ok(runs.length >= 9)
    for (const text of runs) {
      assert.ok(!text.includes(credentials.secretKey), text)
      assert.ok(!text.includes('EXAMPLEvalue0123'), text)
    }
  })
})

eachCli(
  'interrupts',
  (suite) => {
    test('Ctrl-C ends with 130 and says what had been changed; what was created is noted', async () => {
      const project = suite.project({ 'serverless.js': definition('slow'), 'src/index.js': answering('one') })
      let stopped = false
      const run = await project.sls('deploy', {
        onText(text, child) {
          // The status line is drawn ten times a second, so this is asked again until the call has arrived.
          const sent = suite.emulator.requests.some(({ action }) => action === 'CreateFunction')
          if (stopped || !sent || !text.includes('slow: create the function')) return
          stopped = true
          child.kill('SIGINT')
        },
      })
      assert.equal(run.code, 130, run.text)
      assert.match(run.text, /Interrupted/)
      assert.match(run.text, /changed +create the function/)
      assert.deepEqual(
        state(project).created.map(({ name }) => name),
        ['slow-dev'],
      )
      assert.match(run.text, /`sls resume`\s+continues it/)
      const status = await project.sls('status')
      assert.match(status.text, /the last run was stopped: deploy[^]*`sls resume`\s+continues it/)
      const abort = await project.sls('abort')
      assert.equal(abort.code, 3, abort.text)
      assert.match(abort.text, /NothingToAbort[^]*`sls resume`/)
    })
  },
  // longer than any test: only an interrupt ends this wait
  { delays: { createMs: 3_600_000 } },
)

eachCli(
  'temporary credentials',
  (suite) => {
    test('the token is sent, from exported variables and from an env file', async () => {
      const { secretId, secretKey } = credentials
      const project = suite.project({ 'serverless.js': definition('tokened'), 'src/index.js': answering('one') })
      const without = await project.sls('deploy')
      assert.equal(without.code, 1, without.text)
      assert.match(without.text, /AuthFailure/)

      // The same pair as in .env: the token that stands beside it in the environment belongs to it all the same.
      const env = { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey, TENCENT_TOKEN: 'EXAMPLEtoken' }
      const exported = await project.sls('deploy', { env })
      assert.equal(exported.code, 0, exported.text)
      project.write({
        '.env': Object.entries(env)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      })
      const written = await project.sls('info')
      assert.equal(written.code, 0, written.text)
      assert.ok(!`${exported.text}${written.text}`.includes('EXAMPLEtoken'))
    })
  },
  { token: 'EXAMPLEtoken' },
)

/** @param {{ directory: string }} project */
function state({ directory }) {
  return JSON.parse(readFileSync(join(directory, '.serverless', 'ScfGrayscale.json'), 'utf8'))
}
