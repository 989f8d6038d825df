// What this project created is noted as it happens, per service and stage; nothing else is ever removed.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answering } from '../sls/support/suite.js'
import { eachPluginCli, fun, service } from './support/suite.js'

eachPluginCli('state', (suite) => {
  test('each stage and each service of a directory removes its own', async () => {
    const project = suite.project({
      'serverless.yml': service(fun('mine')),
      'other.yml': service(fun('beside'), { service: 'other' }),
      'src/index.js': answering('one'),
    })
    for (const words of ['deploy', 'deploy --stage prod', 'deploy --config other.yml']) {
      const run = await project.sls(words)
      assert.equal(run.code, 0, run.text)
    }
    const all = ['mine-dev', 'mine-prod', 'beside-dev']
    assert.equal((await project.sls('remove')).code, 0)
    assert.deepEqual(await suite.existing(all), ['mine-prod', 'beside-dev'])
    assert.equal((await project.sls('remove -s prod')).code, 0)
    assert.deepEqual(await suite.existing(all), ['beside-dev'])
    assert.deepEqual(created(project), [])
    const other = await project.sls('remove -c other.yml')
    assert.equal(other.code, 0, other.text)
    assert.deepEqual(await suite.existing(all), [])
  })

  test('what was created is kept when the run fails half-way, and removed later', async () => {
    const project = suite.project({
      'serverless.yml': service(`${fun('good')}${fun('broken')}`),
      'src/index.js': answering('one'),
    })
    suite.emulator.failNext({ transition: 'create', functionName: 'broken-dev' })
    const run = await project.sls('deploy --inputs publish=true')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /FunctionFailed/)
    assert.match(run.text, /changed[^]*create the function/)
    assert.equal(run.text.match(/FunctionFailed/g)?.length, 1, 'once')
    assert.deepEqual(created(project).sort(), ['broken-dev', 'good-dev'])
    assert.equal((await project.sls('remove')).code, 0)
    assert.deepEqual(await suite.existing(['good-dev', 'broken-dev']), [])
  })

  test('a state that can not be read: nothing is changed', async () => {
    const project = suite.project({
      'serverless.yml': service(fun('unread')),
      'src/index.js': answering('one'),
      '.serverless': 'a file stands where the directory belongs',
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /StateUnreadable[^]*Nothing was\s+changed/)
    assert.deepEqual(await suite.existing(['unread-dev']), [])
  })

  test('a state that can not be saved: said with what was changed, and an exit code', async () => {
    // with what it is written beside, the name of its file is longer than a name may be
    const name = `s${'o'.repeat(215)}`
    const yml = service(fun('unsaved'), { service: name })
    const project = suite.project({ 'serverless.yml': yml, 'src/index.js': answering('one') })
    const run = await project.sls('deploy')
    assert.equal(run.code, 1, run.text)
    assert.match(run.text, /StateNotSaved[^]*changed +create the function/)
    assert.deepEqual(await suite.existing(['unsaved-dev']), ['unsaved-dev'])
  })

  test('a state behind a link is neither read nor written', async () => {
    const project = suite.project({ 'serverless.yml': service(fun('linked')), 'src/index.js': answering('one') })
    const outside = join(project.directory, 'outside')
    writeFileSync(outside, '{"created": []}')
    mkdirSync(join(project.directory, '.serverless'))
    symlinkSync(outside, join(project.directory, '.serverless', 'shop.grayscale.json'))
    const run = await project.sls('deploy')
    // refused, and nothing was changed
    assert.equal(run.code, 3, run.text)
    assert.match(run.text, /UnsafeJournal[^]*is\s+a\s+symbolic\s+link/)
    assert.equal(readFileSync(outside, 'utf8'), '{"created": []}')
    assert.deepEqual(await suite.existing(['linked-dev']), [])
  })
})

eachPluginCli(
  'interrupts',
  (suite) => {
    test('Ctrl-C ends with 130 and says what had been changed; what was created is noted', async () => {
      const project = suite.project({ 'serverless.yml': service(fun('slow')), 'src/index.js': answering('one') })
      const timer = setInterval(() => {
        const sent = suite.emulator.requests.some(({ action }) => action === 'GetFunction')
        const begun = suite.emulator.requests.some(({ action }) => action === 'CreateFunction')
        if (!sent || !begun) return
        clearInterval(timer)
        running?.kill('SIGINT')
      }, 50)
      /** @type {import('node:child_process').ChildProcess | undefined} */
      let running
      const run = await project.sls('deploy', {
        onText(_, child) {
          running = child
        },
      })
      clearInterval(timer)
      assert.equal(run.code, 130, run.text)
      assert.match(run.text, /Interrupted/)
      assert.match(run.text, /changed +create the function/)
      assert.ok(!/Uncaught|^ +at /m.test(run.text), run.text)
      assert.deepEqual(created(project), ['slow-dev'])
      assert.match(run.text, /`sls grayscale resume` continues it/)
      const status = await project.sls('grayscale status')
      assert.match(status.text, /the last run was stopped: deploy[^]*`sls grayscale resume` continues it/)
      const abort = await project.sls('grayscale abort')
      assert.equal(abort.code, 3, abort.text)
      assert.match(abort.text, /NothingToAbort[^]*`sls grayscale resume`/)
    })
  },
  // longer than any test: only an interrupt ends this wait
  { delays: { createMs: 3_600_000 } },
)

/** @param {{ directory: string }} project */
function created({ directory }) {
  const text = readFileSync(join(directory, '.serverless', 'shop.grayscale.json'), 'utf8')
  return JSON.parse(text).created.map((/** @type {{ name: string }} */ { name }) => name)
}
