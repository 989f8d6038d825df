// One journal for all who release a project, who take turns at it: what sls did, the command line knows.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileStore } from '../../js/store/file.js'
import { thisMark } from '../../js/store/process.js'
import { grayscale } from '../js/cli/harness.js'
import { atWork } from '../support/at-work.js'
import { answering, eachCli } from './support/suite.js'

const project = `
module.exports = require('scf-grayscale').component({ functions: { shared: { src: './src', runtime: 'Nodejs18.15' } } })
`

eachCli('a journal that sls and the command line share', (suite) => {
  test('history tells what sls did, also without its state; while one is at work the other is refused', async () => {
    const shared = suite.project({ 'serverless.js': project, 'src/index.js': answering('one') })
    const cwd = shared.directory
    const deployed = await shared.sls('deploy --inputs.publish --inputs.traffic=0')
    assert.equal(deployed.code, 0, deployed.text)

    // which people delete to start afresh
    assert.ok(existsSync(join(cwd, '.serverless', 'ScfGrayscale.json')))
    shared.write({ '.serverless/ScfGrayscale.json': undefined })
    const history = await grayscale(['history', '--verify'], { cwd })
    assert.equal(history.status, 0, history.stderr)
    assert.match(history.stdout, /deploy .* done\n[^]*shared +created\n +published v1\n/)

    const store = fileStore(join(cwd, '.grayscale', 'dev.journal'))
    const ends = await atWork(store, { who: 'someone', process: thisMark() })
    const refused = await shared.sls('deploy --inputs.traffic=1')
    assert.equal(refused.code, 3, refused.text)
    assert.match(refused.text, /another run is under way: deploy by someone/)
    assert.deepEqual(await suite.alias('shared-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 1 }] })

    await ends()
    const after = await shared.sls('deploy --inputs.traffic=1')
    assert.equal(after.code, 0, after.text)
  })
})
