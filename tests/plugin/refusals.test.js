// biome-ignore-all lint/suspicious/noTemplateCurlyInString: yml has them
// What can't be meant: said in whole, once, with its exit code, before anything is packed or sent. And how inputs can be
// typed: what these CLIs themselves refuse, and what they would drop in silence.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answering, credentials } from '../sls/support/suite.js'
import { cell } from '../support/compatibility.js'
import { eachPluginCli, fun, service, writes } from './support/suite.js'

eachPluginCli('how inputs can be typed', (suite, name) => {
  /** @type {ReturnType<typeof suite.project>} */
  let project
  const typed = async (/** @type {string} */ words) => {
    project ??= suite.project({ 'serverless.yml': service(fun('typed')), 'src/index.js': answering('one') })
    /** @type {{ code: number | null, text: string }} */
    let run = { code: null, text: '' }
    const sent = await suite.actions(async () => {
      run = await project.sls(words)
    })
    return { ...run, sent }
  }

  cell('inputs', name, '`--inputs k=v --inputs k2=v2`', async () => {
    const { code, text } = await typed('deploy --inputs publish=true --inputs traffic=0')
    assert.equal(code, 0, text)
    assert.deepEqual(await suite.alias('typed-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 1 }] })
  })

  cell('inputs', name, '`--inputs k=v k2=v2`', async () => {
    const { code, text } = await typed('deploy --inputs publish=true traffic=0')
    assert.equal(code, 0, text)
    assert.deepEqual(await suite.versions('typed-dev'), ['1', '2'])
    assert.deepEqual(await suite.alias('typed-dev'), { main: '$LATEST', additional: [{ Version: '2', Weight: 1 }] })
  })

  cell('inputs', name, '`--inputs k=v`', async () => {
    const { code, text } = await typed('deploy --inputs=traffic=0.3 --verbose')
    assert.equal(code, 0, text)
    assert.deepEqual(await suite.alias('typed-dev'), { main: '$LATEST', additional: [{ Version: '2', Weight: 0.7 }] })
  })

  cell('inputs', name, '`--inputs.k=v`', async () => {
    const first = await typed('deploy --inputs.traffic=0.1')
    assert.equal(first.code, 1, first.text)
    assert.match(first.text, /command "deploy --inputs.traffic=0.1" not found/)
    // behind another option these CLIs drop it; then it is we who refuse
    const behind = await typed('deploy --stage dev --inputs.traffic=0.1')
    assert.equal(behind.code, 2, behind.text)
    assert.match(behind.text, /InvalidCommandLine[^]*Did you mean --inputs traffic=0\.1\?/)
    assert.deepEqual([...first.sent, ...behind.sent], [])
    return 'error, exits with 1; behind another option, with 2'
  })

  cell('inputs', name, '`---inputs.k=v`', async () => {
    const first = await typed('deploy ---inputs.traffic=0.1')
    assert.equal(first.code, 1, first.text)
    const behind = await typed('deploy -s dev ---inputs.traffic=0.1')
    assert.equal(behind.code, 2, behind.text)
    assert.match(behind.text, /Did you mean --inputs traffic=0\.1\?/)
    assert.deepEqual([...first.sent, ...behind.sent], [])
    return 'error, exits with 1; behind another option, with 2'
  })

  /** What is typed, and what the error must say. @type {[typed: string, code: number, says: RegExp][]} */
  const mistyped = [
    ['deploy --inputs traffic=10', 2, /InvalidTraffic[^]*did you mean 0\.1 or 10%\?/],
    ['deploy --inputs trafic=0.1', 2, /UnknownInput[^]*did you mean traffic\?/],
    ['deploy --inputs publish=fun04', 2, /UnknownFunction[^]*it has: typed/],
    ['deploy --inputs publish', 2, /InvalidCommandLine[^]*--inputs publish=true/],
    ['deploy --inputs lang=fr', 2, /UnknownLanguage[^]*en or zh/],
    ['deploy --inputs lang=zh typed', 2, /InvalidCommandLine[^]*typed 不是该框架认识的内容/],
    ['deploy --inputs traffic=0.1 typed', 2, /typed is not known to the framework/],
    ['deploy --force', 2, /UnsupportedOption[^]*unchanged code need not be/],
    ['grayscale rollback --inputs to=latest', 2, /InvalidTarget/],
    [
      'grayscale undo --inputs only=typed',
      2,
      /UnknownInput[^]*`sls grayscale undo`, or `sls grayscale undo --inputs run=RUN`/,
    ],
    ['grayscale abort --inputs only=typed', 2, /UnknownInput[^]*`sls grayscale abort`/],
    // by the CLIs themselves
    ['deploy --traffic 0.1', 1, /unrecognized CLI options: "--traffic"/],
    ['rollback', 1, /command "rollback" not found/],
    ['deploy --function typed', 1, /command "deploy function" not found/],
  ]

  test('each says what is wrong, once, sends nothing, and has an exit code', async () => {
    for (const [words, code, says] of mistyped) {
      const run = await typed(words)
      assert.equal(run.code, code, `sls ${words}: ${run.text}`)
      assert.match(run.text, says, `sls ${words}`)
      assert.equal(run.text.match(/^Error:/gm)?.length, 1, run.text)
      assert.equal(run.text.match(/✖/g)?.length ?? 0, code === 2 ? 1 : 0, run.text)
      assert.ok(!/^ +at /m.test(run.text), run.text)
      assert.deepEqual(run.sent, [], `sls ${words}`)
    }
    const verbose = await typed('deploy --inputs traffic=10 --verbose')
    assert.match(verbose.text, /^ +at /m, 'a stack, where --verbose asks for it')
  })
})

eachPluginCli('files that can not be meant', (suite, name) => {
  /** @type {Record<string, Record<string, string>>} */
  const cases = {
    'UnknownInput[^]*did you mean\\s+memorySize': {
      'serverless.yml': service('  fun: { handler: src/index.main_handler, memorysize: 128 }\n'),
    },
    'UnknownInput[^]*did you mean\\s+timeout': {
      'serverless.yml': service(fun('fun'), { provider: '  timeuot: 3\n' }),
    },
    'UnsupportedInput[^]*functions.fun.package[^]*src: {src, exclude}': {
      'serverless.yml': service("  fun: { src: ./src, package: { patterns: ['a/**'] } }\n"),
    },
    'UnsupportedInput[^]*provider.credentials[^]*TENCENT_SECRET_ID': {
      'serverless.yml': service(fun('fun'), { provider: '  credentials: ~/credentials\n' }),
    },
    'InvalidProject[^]*its provider is\\s+google': {
      'serverless.yml': service(fun('fun')).replace('name: tencent', 'name: google'),
    },
    // the framework fills in what is asked for, so it is found by its name in the file, and by its value
    'KeyInInputs[^]*asks for a credential': {
      'serverless.yml': service('  fun: { src: ./src, description: "${env:TENCENT_SECRET_KEY}" }\n', {
        more: 'useDotenv: true\n',
      }),
    },
    'KeyInInputs[^]*input\\s+functions\\.fun\\.role\\s+contains': {
      'serverless.yml': service('  fun: { src: ./src, role: "x${env:MY_COPY}" }\n', { more: 'useDotenv: true\n' }),
      '.env': `MY_COPY=${credentials.secretKey}\nTENCENT_SECRET_ID=${credentials.secretId}\nTENCENT_SECRET_KEY=${credentials.secretKey}\n`,
    },
    MissingCredentials: { 'serverless.yml': service(fun('fun')), '.env': '' },
    StateUnreadable: { 'serverless.yml': service(fun('fun')), '.serverless/shop.grayscale.json': '{"created": [' },
  }

  test('each is said, with an exit code, and nothing is sent', async () => {
    for (const [says, files] of Object.entries(cases)) {
      const project = suite.project({ 'src/index.js': answering('one'), ...files })
      const sent = await suite.actions(async () => {
        const run = await project.sls('deploy')
        assert.ok(run.code !== 0, `${says}: ${run.text}`)
        assert.match(run.text, new RegExp(says))
        assert.ok(!run.text.includes(credentials.secretKey))
        assert.ok(!existsSync(join(project.directory, '.serverless', 'shop.zip')), 'nothing was packed')
      })
      assert.deepEqual(sent, [])
    }
  })

  cell('cli', name, 'errors', async () => {
    const project = suite.project({
      'serverless.yml': service(fun('denied')),
      'src/index.js': answering('one'),
      '.env': 'TENCENT_SECRET_ID=AKIDANOTHER\nTENCENT_SECRET_KEY=anotherEXAMPLEsecret\n',
    })
    const sent = await suite.actions(async () => {
      const run = await project.sls('deploy')
      assert.equal(run.code, 1, run.text)
      assert.match(run.text, /AuthFailure/)
      assert.match(run.text, /RequestId +[0-9a-f-]{36}/)
      assert.ok(!run.text.includes('anotherEXAMPLEsecret'))
    })
    assert.deepEqual(writes(sent), [])
    return 'exit 1'
  })

  test('no secret in the state, the journal, the package, or anything printed', async () => {
    const project = suite.project({
      'serverless.yml': service(`  fun: { src: ./src, environment: { variables: { PASSWORD: EXAMPLEvalue0123 } } }\n`),
      'src/index.js': answering('one'),
    })
    const texts = []
    for (const words of [
      'grayscale plan',
      'deploy --verbose --inputs publish=true',
      'info',
      'deploy --inputs trafic=1 --verbose',
      'remove',
    ]) {
      texts.push((await project.sls(words)).text)
    }
    for (const directory of ['.serverless', '.grayscale']) {
      const path = join(project.directory, directory)
      texts.push(...readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8')))
    }
    assert.ok(texts.length >= 7)
    for (const text of texts) {
      assert.ok(!text.includes(credentials.secretKey), text)
      assert.ok(!text.includes('EXAMPLEvalue0123'), text)
    }
  })
})
