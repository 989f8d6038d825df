// On a terminal the framework's own progress line says what is under way, and Ctrl-C is typed.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answering } from '../sls/support/suite.js'
import { eachPluginCli, fun, service } from './support/suite.js'

eachPluginCli(
  'on a terminal',
  (suite) => {
    test('the progress line follows the steps; Ctrl-C ends with 130 and says what had been changed', async () => {
      const project = suite.project({ 'serverless.yml': service(fun('watched')), 'src/index.js': answering('one') })
      let typed = false
      const run = await project.sls('deploy', {
        terminal: true,
        onText(text, child) {
          // The line is drawn again and again, so this is asked until the call has arrived.
          const sent = suite.emulator.requests.some(({ action }) => action === 'CreateFunction')
          if (typed || !sent || !/[\u2800-\u28ff]\S* watched: /.test(text)) return
          typed = true
          child.stdin?.write('\u0003')
        },
      })
      assert.equal(run.code, 130, run.text)
      assert.match(run.text, /Interrupted/)
      assert.match(run.text, /changed +create the function/)
      assert.ok(!/Uncaught|^ +at /m.test(run.text), run.text)
      const state = readFileSync(join(project.directory, '.serverless', 'shop.grayscale.json'), 'utf8')
      assert.deepEqual(JSON.parse(state).created[0].name, 'watched-dev')
    })
  },
  // longer than any test: only an interrupt ends this wait
  { delays: { createMs: 3_600_000 } },
)
