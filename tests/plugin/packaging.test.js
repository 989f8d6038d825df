// Who packs what: a function with src is packed by us, any other by the framework, by its own rules.

import assert from 'node:assert/strict'
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { credentials } from '../sls/support/suite.js'
import { cell } from '../support/compatibility.js'
import { eachPluginCli, service, writes } from './support/suite.js'

const { secretId, secretKey } = credentials
/** Answers with the files of its package. */
const listing = `
const { readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')
const top = join(__dirname, '..')
exports.main_handler = async () => readdirSync(top, { recursive: true }).filter((f) => statSync(join(top, f)).isFile()).sort()
`

eachPluginCli('packages', (suite, name) => {
  const files = async (/** @type {string} */ name) => JSON.parse((await suite.gray.invoke({ function: name })).returned)

  cell('cli', name, 'packaged by the framework', async () => {
    const project = suite.project({
      'serverless.yml': service('  packed: { handler: src/index.main_handler }\n', {
        more: "package: { patterns: ['!node_modules/**', '!docs/**', 'docs/kept.md', '.env'] }\n",
      }),
      'src/index.js': listing,
      'docs/kept.md': 'kept',
      'docs/left.md': 'left out',
      'deeper/.env.prod': 'SECRET=EXAMPLE',
    })
    const run = await project.sls('deploy --inputs publish=true --inputs traffic=0')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await files('packed-dev'), ['docs/kept.md', 'src/index.js'], 'no .env, though it was asked for')
    const again = await suite.actions(async () => {
      assert.match((await project.sls('deploy')).text, /Nothing had to be changed/)
    })
    assert.deepEqual(writes(again), [], 'unchanged code is recognised')
    project.write({ 'docs/kept.md': 'changed' })
    assert.match((await project.sls('grayscale plan')).text, /upload code to \$latest/)
    const disabled = '  packed: { handler: src/index.main_handler, package: { disable: true } }\n'
    project.write({ 'serverless.yml': service(disabled) })
    assert.match((await project.sls('deploy')).text, /Nothing had to be changed/, 'what is not packed is left alone')
    return '`package.patterns`'
  })

  test('individually, with patterns of its own, beside a function with src; and by an artifact', async () => {
    const alone =
      "  alone: { handler: src/index.main_handler, package: { individually: true, patterns: ['!docs/**', '.env'] } }\n"
    const ours = '  ours: { src: ./ours, handler: deep/index.main_handler }\n'
    const made = '  made: { handler: src/index.main_handler, package: { artifact: .serverless/alone.zip } }\n'
    const project = suite.project({
      'serverless.yml': service(`${alone}${ours}`, {
        more: "package: { patterns: ['!node_modules/**', '!ours/**'] }\n",
      }),
      'src/index.js': listing,
      'ours/deep/index.js': listing,
      'docs/left.md': 'left out',
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 0, run.text)
    assert.deepEqual(await files('alone-dev'), ['src/index.js'])
    assert.deepEqual(await files('ours-dev'), ['deep/index.js'])
    assert.ok(!existsSync(join(project.directory, '.serverless', 'shop.zip')), 'nothing is packed that nobody needs')

    project.write({ 'serverless.yml': service(made) })
    assert.equal((await project.sls('deploy')).code, 0)
    assert.deepEqual(await files('made-dev'), ['src/index.js'])
    project.write({ '.serverless/alone.zip': undefined })
    const missing = await project.sls('deploy')
    assert.equal(missing.code, 1, missing.text)
    assert.match(missing.text, /alone\.zip/)
  })

  test('the framework packs no credentials, in any letter case, unless a pattern names them', async () => {
    const named = "['!node_modules/**', keys/dev.pem, '.npmrc', 'ssh/id_*']"
    const key = '-----BEGIN PRIVATE KEY-----'
    const project = suite.project({
      'serverless.yml': service(
        "  guarded: { handler: src/index.main_handler }\n  own: { handler: src/index.main_handler, package: { individually: true, patterns: ['!docs/**'] } }\n",
        { more: "package: { patterns: ['!node_modules/**'] }\n" },
      ),
      'src/index.js': listing,
      'src/id_generator.js': '',
      'src/cacert.pem': '-----BEGIN CERTIFICATE-----',
      'keys/dev.pem': key,
      'keys/PROD.PEM': key,
      '.npmrc': '',
      '.AWS/credentials': '',
      'ssh/id_rsa': '',
      'ssh/id_rsa.PUB': '',
      'x/.git/config': '',
    })
    assert.equal((await project.sls('deploy')).code, 0)
    const always = ['src/cacert.pem', 'src/id_generator.js', 'src/index.js']
    assert.deepEqual(await files('guarded-dev'), always)
    assert.deepEqual(await files('own-dev'), always)

    const others = `  named: { handler: src/index.main_handler }\n  too: { handler: src/index.main_handler, package: { individually: true, patterns: ['!x/**'] } }\n`
    project.write({ 'serverless.yml': service(others, { more: `package: { patterns: ${named} }\n` }) })
    const run = await project.sls('deploy')
    assert.equal(run.code, 0, run.text)
    const all = ['.npmrc', 'keys/dev.pem', ...always, 'ssh/id_rsa', 'ssh/id_rsa.PUB']
    assert.deepEqual(await files('named-dev'), all)
    assert.deepEqual(await files('too-dev'), all)
    const plan = await project.sls('grayscale plan')
    assert.doesNotMatch(plan.text, /may hold credentials/, 'nothing is uploaded')
    assert.match(run.text, /may hold credentials: \.npmrc, keys\/dev\.pem,\s+ssh\/id_rsa/)
  })

  test('a package of the framework that holds the secret key is refused', async () => {
    const project = suite.project({
      'serverless.yml': service('  leaky: { handler: src/index.main_handler }\n', {
        more: "package: { patterns: ['!node_modules/**'] }\n",
      }),
      'src/index.js': listing,
      'src/config.json': JSON.stringify({ key: secretKey }),
    })
    const run = await project.sls('deploy')
    assert.equal(run.code, 2, run.text)
    assert.match(run.text, /secret key .* in src\/config\.json/s)
    assert.match(run.text, /package\.patterns/)
    assert.ok(!run.text.includes(secretKey))
  })

  test('a function with src of its own: a link out of the service is refused', async () => {
    const project = suite.project({
      'serverless.yml': service('  linked: { src: ./linked, handler: index.main_handler }\n'),
    })
    symlinkSync('/etc', join(project.directory, 'linked'))
    const run = await project.sls('deploy')
    assert.equal(run.code, 2, run.text)
    assert.match(run.text, /SourceOutside|outside of the project/)
  })

  test('code in object storage: the framework packs nothing', async () => {
    const project = suite.project({
      'serverless.yml': service(
        '  stored: { handler: src/index.main_handler, cosBucketName: code, cosObjectName: a.zip }\n',
      ),
      '.env': `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\n`,
    })
    const run = await project.sls('grayscale plan')
    assert.equal(run.code, 0, run.text)
    assert.match(run.text, /create the function/)
    assert.ok(!existsSync(join(project.directory, '.serverless', 'shop.zip')))
  })
})
