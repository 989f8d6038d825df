// One project, four places: sls on one machine, the command line on another one, the console, and the history of them all.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { journalOf } from '../../js/cli/console-journal.js'
import { openProject } from '../../js/cli/session.js'
import { startConsole } from '../../js/console/serve/index.js'
import { listed, newContext, rollBack, ended as settled } from '../browser/harness.js'
import { ended, grayscale } from '../js/cli/harness.js'
import { openBrowser } from '../support/browser.js'
import { makeBucket } from '../support/buckets.js'
import { built } from '../support/built.js'
import { until } from '../support/emulator.js'
import { answering, credentials, eachCli } from './support/suite.js'

const BUCKET = 'journal-1250000000'
const { secretId, secretKey } = credentials
const keys = { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey, TENCENT_APP_ID: '1250000000' }
const env = Object.entries(keys).map(([name, value]) => `${name}=${value}\n`)

const definition = (functions, name) => `
module.exports = require('scf-grayscale').component({
  runtime: 'Nodejs18.15',
  store: { url: 'cos://${BUCKET}/team?region=ap-guangzhou', project: '${name}' },
  functions: ${functions},
})
`

before(() => built('console:build'))

eachCli('a store that everyone shares', (suite) => {
  /** A machine with a checkout of the project, and nothing else. */
  const checkout = (text, functions = "{ shared: { src: './src' } }", name = 'shop') => {
    const files = {
      'serverless.js': definition(functions, name),
      'src/index.js': answering(text),
      '.env': env.join(''),
    }
    const machine = suite.project(files)
    const cli = (args, status = 0) =>
      ended(grayscale(args, { cwd: machine.directory, endpoint: suite.emulator.url, env: keys }), status)
    return { machine, cli }
  }
  before(() => makeBucket(suite.emulator.url, BUCKET))

  test('a release begun by sls is resumed by the command line elsewhere, rolled back by the console, and told with all three names', async (t) => {
    const laptop = checkout('one')
    const first = await laptop.machine.sls('deploy --inputs.publish --inputs.traffic=0')
    assert.equal(first.code, 0, first.text)
    laptop.machine.write({ 'src/index.js': answering('two') })

    suite.emulator.setDelays({ updateMs: 2000 })
    const since = suite.emulator.requests.length
    let child
    const begun = laptop.machine.sls('deploy --inputs.traffic=0.3', {
      onText: (_, running) => {
        child = running
      },
    })
    const sent = () => suite.emulator.requests.slice(since).some(({ action }) => action === 'UpdateFunctionCode')
    await until(sent, Boolean, 60_000)
    child.kill('SIGKILL')
    await begun
    suite.emulator.setDelays({ updateMs: 0 })

    const pipeline = checkout('two')
    const refused = await pipeline.cli(['resume', '--yes'], 3)
    assert.match(refused.stderr, /Locked[^]*if its machine is gone, run this again in \d+ s/)
    // the turn of a machine that is gone is over two minutes after its last line, by the clock of the store
    suite.emulator.setClock(Date.now() + 125_000)
    t.after(() => suite.emulator.setClock(undefined))
    await pipeline.cli(['resume', '--yes'])
    assert.deepEqual(await suite.alias('shared-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.7 }] })

    const desk = checkout('two').machine.directory
    const project = await openProject({ parsed: { flags: {}, inputs: {}, operands: [] }, env: keys, cwd: desk })
    const journal = journalOf(project, { env: keys, endpoint: suite.emulator.url, insecure: false })
    const served = await startConsole({ endpoint: suite.emulator.url, demo: { secretId, secretKey }, journal })
    t.after(() => served.close())
    const browser = await openBrowser()
    t.after(() => browser.close())
    const { page: visit } = await newContext(browser)
    const page = await visit(served.url)
    await listed(page, 1)
    await rollBack(page, 'shared-dev', 1).click()
    await settled(page, /Rollback shared-dev/)
    assert.deepEqual(await suite.alias('shared-dev'), { main: '1', additional: [] })

    const { runs } = JSON.parse((await laptop.cli(['history', '--verify', '--json'])).stdout)
    assert.deepEqual(
      runs.map(({ kind, how }) => [kind, how]),
      [
        ['rollback', 'done'],
        ['deploy', 'done'],
        ['deploy', 'unfinished'],
        ['deploy', 'done'],
      ],
    )
    const [console_, cli, sls] = runs.map(({ who }) => who)
    assert.match(console_, /^\S+@console \(.+\)$/)
    assert.match(cli, /^\S+@\S+ \(pid \d+\)$/)
    assert.match(sls, new RegExp(`\\(pid ${child.pid}\\)$`))
    assert.notEqual(cli, sls)
    await page.getByRole('link', { name: 'History' }).click()
    // the cell says the name and where from, its title all of it
    for (const who of [console_, cli, sls]) await page.getByRole('cell').getByTitle(who, { exact: true }).waitFor()
  })

  test('a fresh checkout removes what the project’s runs made, and nothing else', async () => {
    const names = ['made-dev', 'forgotten-dev', 'before-dev']
    const theirs = suite.project({
      'serverless.js': `
module.exports = require('scf-grayscale').component({
  runtime: 'Nodejs18.15', functions: { before: { src: './src' } },
})
`,
      'src/index.js': answering('theirs'),
    })
    assert.equal((await theirs.sls('deploy')).code, 0)
    const all = "{ made: { src: './src' }, forgotten: { src: './src' }, before: { src: './src' } }"
    const laptop = checkout('one', all, 'removed')
    const deployed = await laptop.machine.sls('deploy --inputs.publish --inputs.traffic=0')
    assert.equal(deployed.code, 0, deployed.text)
    assert.deepEqual((await suite.existing(names)).sort(), [...names].sort())

    const fresh = checkout('one', "{ made: { src: './src' }, before: { src: './src' } }", 'removed')
    const info = await fresh.machine.sls('info')
    assert.equal(info.code, 0, info.text)
    assert.match(info.text, /This project created forgotten-dev \(ap-guangzhou, default\), and no longer names it/)
    const removed = await fresh.machine.sls('remove')
    assert.equal(removed.code, 0, removed.text)
    assert.match(removed.text, /before-dev is not deleted/)
    assert.deepEqual(await suite.existing(names), ['before-dev'])

    // the state of the first machine still names them: what another one deleted is theirs no longer
    await theirs.sls('remove')
    const stranger = suite.project({
      'serverless.js': `
module.exports = require('scf-grayscale').component({
  runtime: 'Nodejs18.15', functions: { made: { src: './src' } },
})
`,
      'src/index.js': answering('theirs'),
    })
    assert.equal((await stranger.sls('deploy')).code, 0)
    const again = await laptop.machine.sls('remove')
    assert.equal(again.code, 0, again.text)
    assert.match(again.text, /made-dev is not deleted/)
    assert.deepEqual(await suite.existing(names), ['made-dev'])
  })
})
