// Projects of a serverless.yml with nested components: what the engine lets through, and what it does by itself.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answering, eachCli, outputsIn } from './support/suite.js'

const component = (/** @type {string} */ alias, /** @type {string} */ inputs) => `
${alias}:
  component: ./node_modules/scf-grayscale
  inputs:
    runtime: Nodejs18.15
    src: ./src
    ${inputs}
`

/** A component with an output of its own. */
const other = `
const { Component } = require('node:module').createRequire(process.argv[1])('@serverless/core')
module.exports = class Other extends Component {
  async default() { return { text: 'of the other' } }
}
`

eachCli('a yml project', (suite) => {
  test('sls with inputs, custom methods with --component, and sls remove', async () => {
    const project = suite.project({
      'serverless.yml': component(
        'gray',
        'name: yml-${env.SUFFIX}\n    environment: { variables: { SUFFIX: "${env.SUFFIX}" } }',
      ),
      'src/index.js': answering('one'),
    })
    project.write({ '.env': `${readFileSync(join(project.directory, '.env'), 'utf8')}SUFFIX=one\n` })
    const mark = await project.sls('--inputs.publish --inputs.traffic=0')
    assert.equal(mark.code, 0, mark.text)
    assert.equal(outputsIn(mark.text).lastVersion, '1')
    assert.deepEqual(await suite.versions('yml-one'), ['1'])

    project.write({ 'src/index.js': answering('two') })
    const shift = await project.sls('--inputs.traffic=0.2')
    assert.equal(shift.code, 0, shift.text)
    assert.deepEqual(await suite.alias('yml-one'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.8 }] })

    // The engine hands a custom method nothing of the yml.
    const named = await project.sls('deploy --component=gray --inputs.traffic=0.1')
    assert.equal(named.code, 0, named.text)
    assert.deepEqual(await suite.alias('yml-one'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.9 }] })
    const newer = await project.sls('deploy --component gray --inputs publish=false traffic=0.3')
    assert.equal(newer.code, 0, newer.text)
    assert.deepEqual(await suite.alias('yml-one'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.7 }] })

    const planned = await suite.actions(async () => {
      const plan = await project.sls('plan --component=gray --inputs.traffic=1')
      assert.equal(plan.code, 0, plan.text)
      assert.match(plan.text, /→ \$latest 100%/)
    })
    assert.deepEqual(
      planned.filter((action) => !/^(Get|List)/.test(action)),
      [],
    )
    const info = await project.sls('info --component=gray')
    assert.equal(outputsIn(info.text).traffic, '0.3', info.text)
    const back = await project.sls('rollback --component=gray')
    assert.equal(back.code, 0, back.text)
    assert.deepEqual(await suite.alias('yml-one'), { main: '1', additional: [] })

    const removed = await project.sls('remove')
    assert.equal(removed.code, 0, removed.text)
    assert.deepEqual(await suite.existing(['yml-one']), [])
  })

  test('errors end with an exit code, in sls itself and in custom methods', async () => {
    const project = suite.project({
      'serverless.yml': component('gray', 'name: yml-errors'),
      'src/index.js': answering('one'),
    })
    const sent = await suite.actions(async () => {
      for (const words of [
        '--inputs.trafic=0.1',
        'deploy --component=gray --inputs.trafic=0.1',
        'depoly --component=gray',
      ]) {
        const run = await project.sls(words)
        assert.equal(run.code, 2, `sls ${words}: ${run.text}`)
        assert.match(run.text, /UnknownInput|UnknownCommand/)
      }
      // Two things that end before any code of ours is loaded, both with exit code 0. docs/sls.md warns of them.
      const without = await project.sls('deploy --inputs.traffic=0.1')
      assert.match(without.text, /"component" input is required to run custom methods/)
      const nobody = await project.sls('deploy --component=grey --inputs.traffic=0.1')
      assert.equal(nobody.code, 0)
    })
    assert.deepEqual(sent, [])
  })

  test('a renamed alias does not delete: refused with the reason, and the way out works', async () => {
    const project = suite.project({
      'serverless.yml': component('gray', 'name: yml-renamed'),
      'src/index.js': answering('one'),
    })
    assert.equal((await project.sls('')).code, 0)
    project.write({ 'serverless.yml': component('release', 'name: yml-renamed') })
    const renamed = await project.sls('')
    assert.equal(renamed.code, 3, renamed.text)
    assert.match(renamed.text, /RemoveNotTyped[^]*gray[^]*no longer in the\s+yml/)
    assert.deepEqual(await suite.existing(['yml-renamed']), ['yml-renamed'])

    const [from, to] = ['gray', 'release'].map((alias) => join('.serverless', `Template.${alias}.json`))
    const text = (/** @type {string} */ file) => readFileSync(join(project.directory, file), 'utf8')
    const template = text('.serverless/Template.json').replace('"gray"', '"release"')
    project.write({ [to]: text(from), [from]: undefined, '.serverless/Template.json': template })
    const carried = await project.sls('')
    assert.equal(carried.code, 0, carried.text)
    assert.equal((await project.sls('remove')).code, 0)
    assert.deepEqual(await suite.existing(['yml-renamed']), [])
  })

  test('two components: one that fails does not end the other half-way, and none runs unasked', async () => {
    const project = suite.project({
      'serverless.yml': component('good', 'name: yml-good') + component('bad', 'name: yml-bad'),
      'src/index.js': answering('one'),
    })
    suite.emulator.failNext({ transition: 'create', functionName: 'yml-bad' })
    const run = await project.sls('--inputs.publish --inputs.traffic=0')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /FunctionFailed/)
    assert.deepEqual(await suite.alias('yml-good'), { main: '$LATEST', additional: [{ Version: '1', Weight: 1 }] })

    for (const words of ['--component=good --inputs.traffic=1', 'remove --component=good']) {
      const sent = await suite.actions(async () => {
        const both = await project.sls(words)
        assert.equal(both.code, 2, both.text)
        assert.match(both.text, /runs all components of the\s+yml/)
      })
      assert.deepEqual(sent, [])
    }
    assert.equal((await project.sls('remove')).code, 0)
    assert.deepEqual(await suite.existing(['yml-good', 'yml-bad']), [])
    assert.ok(existsSync(join(project.directory, '.serverless', 'Template.good.json')))
  })

  test("inputs may hold another component's outputs", async () => {
    const project = suite.project({
      'serverless.yml': `
other:
  component: ./other
${component('gray', 'name: yml-refers\n    environment: { variables: { FROM: "${other.text}" } }')}
`,
      'other/serverless.js': other,
      'src/index.js': 'exports.main_handler = async () => process.env.FROM\n',
    })
    const run = await project.sls('')
    assert.equal(run.code, 0, run.text)
    const { returned } = await suite.gray.invoke({ function: 'yml-refers' })
    assert.equal(returned, '"of the other"')
  })

  test("a function without a name has the app in it, also where it holds another component's outputs", async () => {
    const project = suite.project({
      'serverless.yml': `
app: tavern
other:
  component: ./other
${component('menu', 'environment: { variables: { FROM: "${other.text}" } }')}
`,
      'other/serverless.js': other,
      'src/index.js': answering('one'),
    })
    const run = await project.sls('')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await suite.existing(['menu-dev', 'menu-dev-menu', 'menu-dev-tavern']), ['menu-dev-tavern'])
  })

  test('a component may be loaded by another one, which then speaks for it', async () => {
    const project = suite.project({
      'serverless.js': `
const { Component } = require('node:module').createRequire(process.argv[1])('@serverless/core')
module.exports = class Own extends Component {
  async default() {
    this.context.status('Deploying')
    const gray = await this.load('./node_modules/scf-grayscale', 'gray')
    const { traffic } = await gray({ name: 'loaded', src: './src', runtime: 'Nodejs18.15', publish: true, traffic: 0 })
    return { traffic }
  }
  async remove() {
    this.context.status('Removing')
    await (await this.load('./node_modules/scf-grayscale', 'gray')).remove()
  }
}
`,
      'src/index.js': answering('one'),
    })
    const run = await project.sls('--anything=goes')
    assert.equal(run.code, 0, run.text)
    assert.equal(outputsIn(run.text).traffic, '0')
    assert.deepEqual(await suite.alias('loaded'), { main: '$LATEST', additional: [{ Version: '1', Weight: 1 }] })
    const removed = await project.sls('remove')
    assert.equal(removed.code, 0, removed.text)
    assert.deepEqual(await suite.existing(['loaded']), [])
  })
})
