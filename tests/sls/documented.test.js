// Projects as the established component's documentation writes them, of which only the `component:` line was changed:
// in the nested form on engine A, in the platform's form on engine B.

import assert from 'node:assert/strict'
import { cell } from '../support/compatibility.js'
import { creations, documented, handler, returnedBy, spokenOf, writes } from '../support/documented.js'
import { eachPlatformCli } from './support/platform-suite.js'
import { eachCli } from './support/suite.js'

const column = 'projects of tencent-scf'

/**
 * Deploys what lies there, then again.
 *
 * @param {import('./support/suite.js').Suite} suite
 * @param {() => Promise<{ code: number | null, text: string }>} deploy
 * @param {string[]} names of the functions, in the order of the documented projects
 */
async function unchanged(suite, deploy, names) {
  const sent = async () => {
    const actions = await suite.actions(async () => {
      const run = await deploy()
      assert.equal(run.code, 0, run.text)
    })
    return writes(actions)
  }
  // instances may be deployed side by side
  assert.deepEqual((await sent()).sort(), documented.flatMap(creations).sort())
  for (const [index, name] of names.entries()) {
    const { shown, triggers = [] } = documented[index]
    const { Triggers } = await suite.gray.request('ListTriggers', {
      FunctionName: name,
      OrderBy: 'add_time',
      Order: 'ASC',
    })
    assert.deepEqual(
      Triggers.map((/** @type {any} */ { Type, Qualifier }) => [Type, Qualifier]),
      triggers.map((kind) => [kind, '$DEFAULT']),
    )
    assert.deepEqual(spokenOf(await suite.gray.request('GetFunction', { FunctionName: name }), shown), shown)
    assert.equal(await returnedBy(suite.gray, name, shown), '"Hello Serverless"')
  }
  assert.deepEqual(await sent(), [])
}

const names = documented.map((_, index) => `documented${index + 1}`)

eachCli('documented projects', (suite, row) => {
  cell('cli', row, column, async () => {
    const instances = documented.map(({ inputs }, index) => {
      const indented = inputs.replace('NAME', names[index]).replaceAll('\n', '\n  ')
      return `function${index + 1}:\n  component: "@serverless/tencent-scf"\n  inputs:${indented}\n`
    })
    const yml = instances.join('\n').replaceAll('"@serverless/tencent-scf"', './node_modules/scf-grayscale')
    const project = suite.project({ 'serverless.yml': yml, 'src/index.js': handler })
    await unchanged(suite, () => project.sls(''), names)
  })
})

eachPlatformCli('documented projects', (suite) => {
  cell('cli', `${suite.name} engine B`, column, async () => {
    const files = documented.flatMap(({ inputs }, index) => {
      const yml = `component: scf\nname: ${names[index]}\napp: shop\n\ninputs:${inputs.replace('NAME', '${name}')}`
      return [
        [`${names[index]}/serverless.yml`, yml.replace('component: scf\n', 'component: scf-grayscale\n')],
        [`${names[index]}/src/index.js`, handler],
      ]
    })
    const project = suite.project(Object.fromEntries(files))
    await unchanged(suite, () => project.sls('deploy'), names)
  })
})
