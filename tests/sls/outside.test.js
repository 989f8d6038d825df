// A cloned project under sls: its code stays inside it, and the plan names what is left out.

import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answering, credentials, eachCli } from './support/suite.js'

const of = (/** @type {any} */ src) => {
  const functions = { outside: { src, runtime: 'Nodejs18.15' } }
  return { 'serverless.js': `module.exports = require('scf-grayscale').component(${JSON.stringify({ functions })})` }
}

eachCli('code outside of the project', (suite) => {
  /** Nothing is sent, and the reason is said. @param {any} project @param {RegExp} why */
  const refused = async (project, why) => {
    const actions = await suite.actions(async () => {
      const run = await project.sls('deploy')
      assert.equal(run.code, 2, run.text)
      assert.match(run.text, why)
    })
    assert.deepEqual(actions, [])
  }

  test('src that leads out of the project is refused', async () => {
    const project = suite.project(of('../..'))
    await refused(project, /outside of the\s+project/)
    project.write(of('/etc'))
    await refused(project, /outside of the\s+project/)
    project.write(of('./linked'))
    symlinkSync('/etc', join(project.directory, 'linked'))
    await refused(project, /outside of the\s+project/)
  })

  test('a link in src that leads out of the project is refused', async () => {
    const project = suite.project({ ...of('./src'), 'src/index.js': answering('one') })
    symlinkSync('/', join(project.directory, 'src', 'all'))
    await refused(project, /all can't be packed/)
  })

  test('allowOutside packs a shared directory, and the plan shows the path and what was left out', async () => {
    const project = suite.project(of({ src: '../shared', allowOutside: true }))
    const shared = join(project.directory, '..', 'shared')
    mkdirSync(shared, { recursive: true })
    writeFileSync(join(shared, 'index.js'), answering('shared'))
    writeFileSync(join(shared, 'key.pem'), '')
    const run = await project.sls('deploy')
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /packed from outside the project:\s+\.\.\/shared/)
    assert.match(run.text, /not in the package: key\.pem/)
  })

  test('a file with the secret key in use is refused', async () => {
    const project = suite.project({ ...of('./src'), 'src/index.js': `// ${credentials.secretKey}\n` })
    await refused(project, /holds the secret key/)
  })
})
