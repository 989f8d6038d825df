// docs/ci.md, tried: its files against the vendors' schemas, its shell lines and jobs against the emulator, each job in a fresh
// clone.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { directory, keys, server } from '../js/cli/harness.js'
import { makeBucket } from '../support/buckets.js'
import { runJob } from '../support/github.js'
import { npmInstalled } from '../support/installs.js'
import { blocksOf, passed, pipeline, root, shell } from '../support/pipeline.js'
import { schemaErrors } from '../support/workflow-schema.js'

const page = 'docs/ci.md'
const ymls = blocksOf(page, 'yaml')
const yml = (file) => ymls.find((block) => block.file === file).text
const workflows = ymls.filter(({ file }) => file.startsWith('.github/workflows/'))

test('every file of the page is one that is tried here', () => {
  assert.deepEqual(
    ymls.map(({ file }) => file),
    [
      '.github/workflows/release.yml',
      '.github/workflows/rollback.yml',
      '.gitlab-ci.yml',
      '.github/workflows/rollout.yml',
      'rollout-tick.yaml',
    ],
  )
  assert.equal(blocksOf(page, 'groovy').length, 1)
  assert.equal(blocksOf(page, 'sh').length, 4)
})

for (const { file, text } of workflows) {
  test(`${file} is a workflow by GitHub's own schema`, async () => {
    assert.deepEqual(await schemaErrors('workflow', file, text), [])
  })
}

test("action.yml is an action by GitHub's own schema", async () => {
  assert.deepEqual(await schemaErrors('action', 'action.yml', readFileSync(join(root, 'action.yml'), 'utf8')), [])
})

test('the schemas see a mistake', async () => {
  const [{ text }] = workflows
  assert.notDeepEqual(await schemaErrors('workflow', 'x.yml', text.replace('runs-on:', 'run-on:')), [])
  const action = readFileSync(join(root, 'action.yml'), 'utf8')
  assert.notDeepEqual(await schemaErrors('action', 'action.yml', action.replace('using: composite', 'using: x')), [])
})

/** gitlab-ci-local checks a file against GitLab's schema before it lists its jobs. */
async function gitlabList(t, text) {
  const cwd = directory(t, { '.gitlab-ci.yml': text })
  const git = (...args) => promisify(execFile)('git', args, { cwd })
  await git('init', '--quiet', '-b', 'main')
  await git('remote', 'add', 'origin', 'git@gitlab.example.com:shop/shop.git')
  const modules = await npmInstalled('ci')
  return promisify(execFile)(process.execPath, [join(modules, 'gitlab-ci-local/src/index.js'), '--list-json'], { cwd })
}

test(".gitlab-ci.yml is one by GitLab's own schema", async (t) => {
  const { stdout } = await gitlabList(t, yml('.gitlab-ci.yml'))
  assert.deepEqual(
    JSON.parse(stdout)
      .map(({ name }) => name)
      .sort(),
    ['apply', 'plan', 'rollback'],
  )
  await assert.rejects(gitlabList(t, yml('.gitlab-ci.yml').replace('resource_group: production', 'resource_group: 1')))
})

const gh = `#!/bin/sh
printf '%s\\n' "$@" > "$COMMENTED" && cp "$5" "$COMMENTED.md"
`
const secrets = {
  PLAN_SECRET_ID: keys.TENCENT_SECRET_ID,
  PLAN_SECRET_KEY: keys.TENCENT_SECRET_KEY,
  RELEASE_SECRET_ID: keys.TENCENT_SECRET_ID,
  RELEASE_SECRET_KEY: keys.TENCENT_SECRET_KEY,
}

test('GitHub: plan on a pull request, apply on merge, rollback', async (t) => {
  const { clone, traffic, env: all, requests } = await pipeline(t, { gh })
  const { TENCENT_SECRET_ID: _, TENCENT_SECRET_KEY: __, ...env } = all
  const commented = join(directory(t), 'comment')
  const on = { secrets, clone, env: { ...env, COMMENTED: commented } }
  const release = parse(yml('.github/workflows/release.yml'))
  const repository = 'shop/shop'
  const pullRequest = (full_name) => ({
    event_name: 'pull_request',
    repository,
    token: 'token',
    event: { pull_request: { number: 7, head: { repo: { full_name } } } },
  })

  const fork = await runJob(release, 'plan', { ...on, github: pullRequest('stranger/shop') })
  assert.equal(fork.ran, false)

  const before = requests.length
  const plan = await runJob(release, 'plan', { ...on, github: pullRequest(repository) })
  assert.deepEqual(
    requests.slice(before).filter(({ action }) => !/^(Get|List|Head)/.test(action)),
    [],
  )
  assert.deepEqual(readFileSync(commented, 'utf8').split('\n').slice(0, 4), ['pr', 'comment', '7', '--body-file'])
  const comment = readFileSync(`${commented}.md`, 'utf8')
  assert.equal(comment.trim(), plan.summary.trim())
  assert.match(comment, new RegExp(`<code>${plan.outputs.fingerprint}</code>`))
  assert.ok(!comment.includes(keys.TENCENT_SECRET_KEY) && !comment.includes(keys.TENCENT_SECRET_ID))
  const ofPull = await runJob(release, 'apply', { ...on, github: pullRequest(repository), needs: { plan } })
  assert.equal(ofPull.ran, false)

  const push = { event_name: 'push', repository, token: 'token', event: {} }
  const merged = await runJob(release, 'plan', { ...on, github: push })
  assert.deepEqual(merged.outputs, { changes: 'true', fingerprint: plan.outputs.fingerprint })
  await runJob(release, 'apply', { ...on, github: push, needs: { plan: merged } })
  assert.deepEqual(await traffic(), { latest: 0.1, version: '1' })

  const again = await runJob(release, 'plan', { ...on, github: push })
  assert.equal(again.outputs.changes, 'false')
  assert.equal((await runJob(release, 'apply', { ...on, github: push, needs: { plan: again } })).ran, false)

  const back = await runJob(parse(yml('.github/workflows/rollback.yml')), 'rollback', { ...on, github: push })
  assert.match(back.summary, /shop/)
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

test('GitLab: plan with a note, apply from the plan file, rollback', async (t) => {
  const { clone, traffic, env } = await pipeline(t)
  const { default: common, ...file } = parse(yml('.gitlab-ci.yml'))
  const job = async (name, artifacts = {}, more = {}) => {
    const cwd = await clone()
    for (const [path, text] of Object.entries(artifacts)) writeFileSync(join(cwd, path), text)
    const lines = [...common.before_script, ...file[name].script].join('\n')
    await passed(lines, { cwd, env: { ...env, ...more } })
    const kept = (file[name].artifacts?.paths ?? []).map((path) => [path, readFileSync(join(cwd, path), 'utf8')])
    return Object.fromEntries(kept)
  }
  const notes = []
  const url = await server(t, (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text) => {
      body += text
    })
    request.on('end', () => {
      notes.push({ path: request.url, method: request.method, token: request.headers['private-token'], body })
      response.writeHead(201, http.STATUS_CODES[201]).end('{}')
    })
  })
  const ofMergeRequest = { CI_MERGE_REQUEST_IID: '7', NOTES_TOKEN: 'note', CI_API_V4_URL: url, CI_PROJECT_ID: '5' }
  const { 'plan.md': shown } = await job('plan', {}, ofMergeRequest)
  const [{ path, method, token, body }, ...others] = notes
  assert.deepEqual([path, method, token, others.length], ['/projects/5/merge_requests/7/notes', 'POST', 'note', 0])
  assert.ok(body.replaceAll('\r\n', '\n').includes(shown.trim()))

  const artifacts = await job('plan')
  assert.equal(notes.length, 1)
  await job('apply', artifacts)
  assert.deepEqual(await traffic(), { latest: 0.1, version: '1' })
  await job('rollback')
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

test('CODING: the shell lines of the Jenkinsfile', async (t) => {
  const { clone, traffic, env } = await pipeline(t)
  const [{ text }] = blocksOf(page, 'groovy')
  const lines = [...text.matchAll(/\bsh '([^']*)'/g)].map(([, line]) => line)
  assert.equal(lines.length, text.match(/\bsh\b/g).length, 'every sh line is in single quotes')
  const [install, plan, apply, rollback] = lines
  const cwd = await clone()
  for (const line of [install, plan, apply]) await passed(line, { cwd, env, shell: ['sh', '-xe'] })
  assert.match(readFileSync(join(cwd, 'plan.md'), 'utf8'), /此计划的指纹/)
  assert.deepEqual(await traffic(), { latest: 0.1, version: '1' })
  const other = await clone()
  for (const line of [install, rollback]) await passed(line, { cwd: other, env, shell: ['sh', '-xe'] })
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

const [planLines, applyLines, byFingerprint, rollbackLines] = blocksOf(page, 'sh').map(({ text }) => text)

test('plain shell: plan in one checkout, apply the file in another, roll back in a third', async (t) => {
  const { clone, traffic, env } = await pipeline(t)
  const [first, second, third] = [await clone(), await clone(), await clone()]
  await passed(planLines, { cwd: first, env })
  writeFileSync(join(second, 'release.plan'), readFileSync(join(first, 'release.plan')))
  await passed(applyLines, { cwd: second, env })
  assert.deepEqual(await traffic(), { latest: 0.1, version: '1' })
  await passed(rollbackLines, { cwd: third, env })
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

test('plain shell: by fingerprint, and nothing the second time', async (t) => {
  const { clone, traffic, env } = await pipeline(t)
  await passed(byFingerprint, { cwd: await clone(), env })
  assert.deepEqual(await traffic(), { latest: 0.1, version: '1' })
  assert.match((await passed(byFingerprint, { cwd: await clone(), env })).stdout, /^nothing to change$/m)
})

test('a plan that is out of date is not applied: other code, or other traffic since', async (t) => {
  const { clone, traffic, env, origin, commit } = await pipeline(t)
  const first = await clone()
  await passed(planLines, { cwd: first, env })
  const plan = readFileSync(join(first, 'release.plan'))
  writeFileSync(join(origin, 'src', 'index.js'), 'exports.main_handler = async () => 3\n')
  await commit()
  const second = await clone()
  writeFileSync(join(second, 'release.plan'), plan)
  const { status, stderr } = await shell(applyLines, { cwd: second, env })
  assert.equal(status, 3, stderr)
  assert.match(stderr, /StalePlan/)
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

test('each job runs under the policy that the page names for its key, and the one of pull requests only reads', async (t) => {
  const text = readFileSync(join(root, page), 'utf8')
  const { clone, env, setPolicy, traffic } = await pipeline(t)
  const cwd = await clone()
  const policy = async (command) => {
    assert.ok(text.includes(`\`${command}\``), command)
    return JSON.parse((await passed(`npm ci\nnpx ${command} --stage prod`, { cwd, env })).stdout)
  }
  const forPlans = await policy('grayscale policy plan')
  const forReleases = await policy('grayscale policy apply rollback')
  const actions = forPlans.statement.flatMap(({ action }) => action)
  assert.deepEqual(
    actions.filter((action) => !/:(Get|List|Head)/.test(action)),
    [],
  )
  setPolicy(forPlans)
  await passed(planLines, { cwd, env })
  assert.notEqual((await shell(applyLines, { cwd, env })).status, 0)
  setPolicy(forReleases)
  await passed(applyLines, { cwd, env })
  await passed(rollbackLines, { cwd: await clone(), env })
  setPolicy(undefined)
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

// Each machine of its own ticks on a store that all of them share.
test('a schedule ticks: the workflow, and the command of the CronJob', async (t) => {
  const { clone, env: all } = await pipeline(t)
  const { TENCENT_SECRET_ID, TENCENT_SECRET_KEY, ...env } = all
  await makeBucket(env.GRAYSCALE_ENDPOINT, 'releases-1250000000')
  const GRAYSCALE_STORE = 'cos://releases-1250000000/grayscale?region=ap-guangzhou'
  const key = { TENCENT_SECRET_ID, TENCENT_SECRET_KEY, GRAYSCALE_STORE }

  const workflow = parse(yml('.github/workflows/rollout.yml'))
  const push = { event_name: 'schedule', repository: 'shop/shop', token: 'token', event: {} }
  const on = { secrets, vars: { GRAYSCALE_STORE }, clone, env, github: push }
  const idle = await runJob(workflow, 'tick', on)
  assert.ok(idle.ran, 'nothing is under way, and that is no failure')

  const cwd = await clone()
  await passed('npm ci\nnpx grayscale rollout start --rollout manual --stage prod --force', {
    cwd,
    env: { ...env, ...key },
  })
  const cron = parse(yml('rollout-tick.yaml'))
  assert.deepEqual([cron.apiVersion, cron.kind, cron.spec.concurrencyPolicy], ['batch/v1', 'CronJob', 'Forbid'])
  const { containers, restartPolicy } = cron.spec.jobTemplate.spec.template.spec
  // a Job takes these two alone: https://kubernetes.io/docs/concepts/workloads/controllers/job/
  assert.ok(['Never', 'OnFailure'].includes(restartPolicy))
  const other = await clone()
  const command = containers[0].command.join(' ')
  const { stdout } = await passed(`npm ci\n${command} --json`, { cwd: other, env: { ...env, ...key } })
  const ticked = JSON.parse(stdout.slice(stdout.indexOf('{')))
  assert.deepEqual([ticked.step, ticked.ended], [1, false])
})
