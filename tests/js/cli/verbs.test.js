import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directory, emulator, ended, grayscale, project, start } from './harness.js'

/** A project of two functions that is deployed, each with version 1, and the command line in it. */
async function deployed(t) {
  const emu = await emulator(t)
  const cwd = project(t)
  const run = (args, status = 0) => ended(grayscale(args.split(' '), { cwd, endpoint: emu.url }), status)
  const json = async (args, status) => JSON.parse((await run(`${args} --json`, status)).stdout)
  await run('deploy --publish --traffic 0')
  return { emu, endpoint: emu.url, run, json }
}

test('publish: all functions, or those that are named', async (t) => {
  const { run, json } = await deployed(t)
  const plan = await run('publish --plan')
  assert.match(plan.stdout, /1 ▲ publish \$latest as a new version \(expected: 2\)/)
  const all = await run('publish')
  assert.match(all.stdout, /✔ fun01 +0% +2 +2 +1 100% \(as before\)/)
  assert.match(all.stdout, /✔ fun02 +0% +2 +2/)
  const one = await json('publish fun02', 0)
  assert.deepEqual([one.functions.length, one.lastVersion], [1, '3'])
  assert.match((await run('publish fun03', 2)).stderr, /✖ UnknownFunction[\s\S]*did you mean fun0[12]\?/)
  assert.match((await run('publish --trafic 1', 2)).stderr, /UnknownFlag/)
})

test('prune: the plan is shown, or carried out', async (t) => {
  const { run, json, emu } = await deployed(t)
  for (let times = 0; times < 6; times++) await run('publish fun01')
  const plan = await run('prune fun01 --keep 2 --plan')
  assert.match(
    plan.stdout,
    /1 - delete versions 2-5\n[\s\S]*kept as well: v1 \(alias \$default\)[\s\S]*Plan: 1 to prune\./,
  )
  assert.ok(!emu.requests.some(({ action }) => action === 'DeleteFunctionVersion'))
  const done = await run('prune --keep 2')
  assert.match(done.stdout, /✔ fun01 +0% +7 +2, 3, 4, 5 +1 100% \(as before\)/)
  assert.match(done.stdout, /= fun02 +0% +1 +– /)
  const again = await json('prune --function fun01 --inputs.keep=2', 0)
  assert.deepEqual([again.kind, again.unchanged], ['prune', true])
  assert.match((await run('prune --keep 0', 2)).stderr, /InvalidInput {2}keep must be a whole number from 1/)
})

test('alias: create, update, list, delete', async (t) => {
  const { run, json, emu } = await deployed(t)
  await run('publish fun01')
  const preview = await run('alias create blue --function fun01 --version 1 --weights 2=0.5 --plan')
  assert.match(preview.stdout, /create alias blue: 1 50% · 2 50%/)
  assert.ok(!emu.requests.some(({ action }) => action === 'CreateAlias'))
  const made = await run('alias create blue --function fun01 --version 1 --weights 2=0.5')
  assert.match(made.stdout, /✔ fun01 .*\(nothing\) → 1 50% · 2 50%/)
  const moved = await run('alias update blue --inputs function=fun01 version=1 config={"weights":{"2":0.9}}')
  assert.match(moved.stdout, /1 50% · 2 50% → 1 10% · 2 90%/)
  const same = await run('alias update --name blue --function fun01 --weights 2=90%')
  assert.match(same.stdout, /Nothing had to be changed\./)

  const listed = await run('alias list')
  assert.match(listed.stdout, /^fun01 {2}fun01-dev\n +\$default {2}░{20} {2}1 100%\n +blue .* 1 10% · 2 90%\n\nfun02/)
  const document = await json('alias list fun01', 0)
  assert.deepEqual(
    document.functions[0].aliases[1].split.map(({ version, share }) => [version, share]),
    [
      ['1', 0.1],
      ['2', 0.9],
    ],
  )
  const gone = await json('alias delete blue --function fun01', 0)
  assert.deepEqual([gone.kind, gone.functions[0].status], ['delete-alias', 'done'])
  assert.match((await run('alias delete blue --function fun01')).stdout, /fun01-dev has no alias blue/)
})

test('alias says what it can not do, and what to type', async (t) => {
  const { run, json } = await deployed(t)
  assert.match((await run('alias', 2)).stderr, /✖ UnknownCommand {2}alias is followed by no action\n.*\n.*list, create/)
  assert.match((await run('alias crate blue', 2)).stderr, /did you mean create\?/)
  assert.match((await run('alias create blue fun01', 2)).stderr, /--function fun01/)
  assert.match(
    (await run('alias create blue --version 1', 2)).stderr,
    /✖ MissingFunction[\s\S]*name one: --function fun01/,
  )
  assert.match((await run('alias create blue --function fun01', 2)).stderr, /✖ MissingVersion/)
  const refused = await json('alias create blue --function fun01 --version 7', 3)
  assert.deepEqual([refused.error.code, refused.error.hint], ['VersionNotFound', 'usable versions: 1'])
  assert.equal((await json('alias update blue --function fun01 --version 1', 1)).error.code, 'AliasNotFound')
  assert.equal((await json('alias delete $default --function fun01', 3)).error.code, 'DefaultAlias')
})

test('without a project, functions have the names that the cloud has', async (t) => {
  const { endpoint } = await deployed(t)
  const cwd = directory(t)
  const run = (args, status) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)
  assert.match((await run('publish fun01-dev', 0)).stdout, /✔ fun01-dev .* 2 +1 100%/)
  assert.match((await run('alias list fun01-dev', 0)).stdout, /^fun01-dev\n +\$default/)
  assert.match((await run('publish', 2)).stderr, /✖ MissingFunction {2}no function is named, and there is no project/)
})

const handler = `exports.main_handler = async (event) => {
  console.log('got', JSON.stringify(event))
  if (event.fail) throw new Error('asked to')
  return { got: event }
}
`

test('invoke: the answer on stdout, the rest on stderr', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t, { 'code/index.js': handler, 'event.json': '{"from":"a file"}' })
  const run = (args, status = 0) => ended(grayscale(args, { cwd, endpoint }), status)
  await run(['deploy'])
  const typed = await run(['invoke', 'fun01', '--event', '{"a": 1}'])
  assert.equal(typed.stdout, '{"got":{"a":1}}\n')
  assert.match(
    typed.stderr,
    /^✔ fun01-dev \(\$default\) {2}[\d.]+ ms {2}billed \d+ ms {2}[\d.]+ MB {2}RequestId \S{36}\n/,
  )
  assert.match(typed.stderr, /\n {2}got \{"a":1\}\n/)
  assert.equal((await run(['invoke', 'fun01', '--event', '@event.json'])).stdout, '{"got":{"from":"a file"}}\n')
  const document = JSON.parse((await run(['invoke', '--function', 'fun01', '--qualifier', '$latest', '--json'])).stdout)
  assert.deepEqual([document.ok, document.qualifier, document.returned], [true, '$latest', '{"got":{}}'])

  const failed = await run(['invoke', 'fun01', '--event', '{"fail":true}'], 1)
  assert.equal(failed.stdout, '')
  assert.match(failed.stderr, /✖ fun01-dev .*\n[\s\S]*✖ FunctionError {2}fun01-dev failed: .*asked to/)
  const error = JSON.parse((await run(['invoke', 'fun01', '--event', '{"fail":true}', '--json'], 1)).stdout).error
  assert.deepEqual([error.code, error.result.fault.blame], ['FunctionError', 'function'])
  assert.match(error.result.log, /got \{"fail":true\}/)

  assert.match((await run(['invoke', 'fun01', '--event', 'text'], 2)).stderr, /✖ InvalidEvent/)
  assert.match((await run(['invoke', 'fun01', '--event', '@none.json'], 2)).stderr, /✖ UnreadableFile/)
  assert.match((await run(['invoke'], 2)).stderr, /✖ MissingFunction/)
})

test('invoke takes its event from stdin', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t, { 'code/index.js': handler })
  await ended(grayscale(['deploy'], { cwd, endpoint }), 0)
  const running = start(['invoke', 'fun01', '--event', '-'], { cwd, endpoint, stdin: '{"from":"stdin"}' })
  assert.equal((await ended(running.ended, 0)).stdout, '{"got":{"from":"stdin"}}\n')
})
