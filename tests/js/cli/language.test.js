// The command line speaks English and Chinese: real processes. What the engine says has its own tests.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emulator, ended, grayscale, keys, project } from './harness.js'

/** A project of which a part of the traffic is on `$latest`, and a way to run commands in it. */
async function released(t) {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const run = (words, status = 0, env = {}) =>
    ended(grayscale(words, { cwd, endpoint, env: { ...keys, ...env } }), status)
  await run(['deploy', '--publish', '--traffic', '0'])
  return run
}

test('plan, deploy, status, list, history and an error in Chinese', async (t) => {
  const run = await released(t)
  const said = async (words, status) => {
    const { stdout, stderr } = await run([...words, '--lang', 'zh'], status)
    return stdout + stderr
  }
  const plan = await said(['plan', '--traffic', '0.1'])
  assert.match(plan, /账号/)
  assert.match(plan, /要原样执行此计划：grayscale apply [0-9a-f]{12} --traffic 0\.1 --lang zh/)
  assert.match(plan, / {4}之前 .*\n {4}之后 /)
  assert.doesNotMatch(plan, /^ *(account|endpoint|before|after) /m)

  const deployed = await said(['deploy', '--traffic', '0.1'])
  assert.match(deployed, /函数 +\$latest +最新版本 +之前 → 之后/)

  const status = await said(['status'])
  assert.match(status, /环境 +dev\n.*地域 +ap-guangzhou\n.*命名空间 +default/)
  assert.match(status, /版本 +状态 +发布时间/)
  assert.doesNotMatch(status, /\b(stage|region|namespace|status|last version|published)\b/)

  assert.match(await said(['list']), /2 个函数，其中 2 个需要查看。/)
  assert.match(await said(['history']), /执行者/)
  assert.match(await said(['plan', '--cwd', 'nowhere'], 2), /没有找到项目.*\n.*→ 请在 serverless\.yml/s)
})

test('help is Chinese, with commands and flags as they are typed', async () => {
  const { stdout } = await ended(grayscale(['rollback', '--help', '--lang=zh']), 0)
  assert.match(stdout, /^把全部流量退回已发布的代码/)
  assert.match(stdout, /用法：grayscale rollback \[functions…\] \[flags\]/)
  assert.match(stdout, / {2}--lang en\|zh +所有输出的语言/)
  for (const line of stdout.split('\n')) assert.ok([...line].length <= 80, line)
})

for (const [title, words, env] of [
  ['GRAYSCALE_LANG', ['history', '--nope'], { GRAYSCALE_LANG: 'zh' }],
  ['LC_ALL', ['history', '--nope'], { LC_ALL: 'zh_CN.UTF-8' }],
  ['LANG', ['history', '--nope'], { LANG: 'zh_CN.UTF-8' }],
  ['--lang over GRAYSCALE_LANG', ['history', '--nope', '--lang', 'zh'], { GRAYSCALE_LANG: 'en' }],
  ['--lang before the command', ['--lang', 'zh', 'help', 'pln'], {}],
]) {
  test(`the language is that of ${title}`, async () => {
    const { stderr } = await ended(grayscale(words, { env }), 2)
    assert.match(stderr, /未知的参数 --nope|grayscale 没有命令 "pln"/)
  })
}

test('the locale is overruled by --lang en', async () => {
  const { stderr } = await ended(grayscale(['plan', '--nope', '--lang', 'en'], { env: { LANG: 'zh_CN.UTF-8' } }), 2)
  assert.match(stderr, /unknown flag --nope/)
})

for (const [from, words, env] of [
  ['--lang', ['plan', '--lang', 'fr'], {}],
  ['GRAYSCALE_LANG', ['plan'], { GRAYSCALE_LANG: 'fr' }],
]) {
  test(`an unknown language in ${from} is an error that names the two`, async () => {
    const { stderr } = await ended(grayscale(words, { env }), 2)
    assert.match(stderr, new RegExp(`✖ UnknownLanguage {2}${from} is "fr".*\\n.*\\n? *→ write en or zh`))
  })
}

test('an unknown language is said in the language of the system', async () => {
  const { stderr } = await ended(grayscale(['plan', '--lang', 'fr'], { env: { LANG: 'zh_CN' } }), 2)
  assert.match(stderr, /不是支持的语言\n.*请写 en 或 zh/s)
})

test('--lang without a value is an error', async () => {
  const { stderr } = await ended(grayscale(['plan', '--lang']), 2)
  assert.match(stderr, /✖ MissingValue {2}--lang was given no value/)
})

/** JSON without what is for people, and without what differs from run to run. */
const facts = (text) =>
  JSON.parse(text, (key, value) => (['text', 'message', 'hint', 'asked', 'who'].includes(key) ? undefined : value))

for (const words of [['plan', '--traffic', '0.1'], ['status'], ['list'], ['history'], ['policy', 'deploy']]) {
  test(`${words.join(' ')} --json has the same facts in both languages`, async (t) => {
    const run = await released(t)
    const [en, zh] = [await run([...words, '--json', '--lang', 'en']), await run([...words, '--json', '--lang', 'zh'])]
    assert.deepEqual(facts(zh.stdout), facts(en.stdout))
  })
}

test('an error as JSON has the same facts in both languages, and other words', async () => {
  const json = async (lang) =>
    JSON.parse((await ended(grayscale(['plan', '--trafic', '--json', '--lang', lang]), 2)).stdout)
  const [en, zh] = [await json('en'), await json('zh')]
  assert.deepEqual(facts(JSON.stringify(zh)), facts(JSON.stringify(en)))
  assert.equal(en.error.params.near, '--traffic')
  assert.deepEqual([en.error.text, zh.error.text], ['unknown flag --trafic', '未知的参数 --trafic'])
})
