// biome-ignore-all lint/suspicious/noTemplateCurlyInString: yml has them
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { GrayscaleError } from '../../js/errors.js'
import { journalPath, readProject } from '../../js/project/index.js'

function project(t, files) {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'scf-grayscale-project-')))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  return dir
}

/** A simple judge: the first source wins, and two that disagree are refused, as plain data like the module's. */
function resolveStage(sources) {
  const names = [...new Set(sources.map(({ stage }) => stage))]
  if (names.length > 1) throw { code: 'StageConflict', message: `stages ${names.join(' and ')}`, class: 'usage' }
  return names[0] ?? 'dev'
}

const read = (cwd, more = {}) => readProject({ cwd, env: {}, resolveStage, ...more })

const usage =
  (code, ...patterns) =>
  (error) => {
    assert.ok(error instanceof GrayscaleError, String(error?.stack ?? error))
    assert.deepEqual([error.code, error.exitCode], [code, 2], error.message)
    for (const pattern of patterns) assert.match(`${error.message}\n${error.hint}`, pattern)
    return true
  }

test('the platform’s layout', async (t) => {
  const dir = project(t, {
    'serverless.yml': `
component: scf-grayscale
name: shop
app: market
org: acme
stage: prod
inputs:
  name: \${stage}-\${app}-\${name}-\${org}
  traffic: 0.1
`,
  })
  const { env, ...found } = await read(dir)
  assert.deepEqual(found, {
    dir,
    file: join(dir, 'serverless.yml'),
    form: 'component-platform',
    alias: undefined,
    component: 'scf-grayscale',
    // the other projects of the app write to the same journal
    alone: false,
    app: 'market',
    org: 'acme',
    name: 'shop',
    instance: { name: 'shop', app: 'market' },
    inputs: { name: 'prod-market-shop-acme', traffic: 0.1 },
    stage: 'prod',
    stages: [{ from: 'serverless.yml', stage: 'prod' }],
    passedOver: [],
  })
  assert.deepEqual(
    env.files.map(({ name, found }) => [name, found]),
    [
      ['.env.prod', false],
      ['.env', false],
    ],
  )
})

// As the CLI of the platform reads them: the file one directory up overrides, and env files are looked for up to two up.
test('app, stage and org of the directory above override those of the file', async (t) => {
  const dir = project(t, {
    'serverless.yml': 'app: tavern\nstage: test\norg: guild\n',
    'menu/serverless.yml':
      'component: scf\nname: menu\napp: own\nstage: own\ninputs:\n  where: ${org}/${app}/${stage}/${name}\n',
  })
  const { app, org, stage, stages, instance, inputs } = await read(join(dir, 'menu'))
  assert.deepEqual({ app, org, stage }, { app: 'tavern', org: 'guild', stage: 'test' })
  assert.deepEqual(stages, [{ from: '../serverless.yml', stage: 'test' }])
  assert.deepEqual(instance, { name: 'menu', app: 'tavern' })
  assert.equal(inputs.where, 'guild/tavern/test/menu')
})

test('another framework’s file in the directory above says nothing', async (t) => {
  const dir = project(t, {
    'serverless.yml': 'service: other\napp: tavern\nprovider:\n  stage: test\n',
    'menu/serverless.yml': 'component: scf\nname: menu\ninputs: {}\n',
  })
  assert.equal((await read(join(dir, 'menu'))).app, undefined)
})

test('env files of one or two directories above are read where the project has none', async (t) => {
  const yml = 'component: scf\nname: menu\ninputs:\n  role: ${env:ROLE}\n'
  const dir = project(t, { '.env': 'ROLE=top\n', 'a/b/serverless.yml': yml, 'a/c/serverless.yml': yml })
  const of = async (name, more) => {
    const { inputs, env } = await read(join(dir, 'a', name), more)
    return [
      inputs.role,
      env.files
        .filter(({ found }) => found)
        .map((file) => file.name)
        .join(),
    ]
  }
  assert.deepEqual(await of('b'), ['top', '../../.env'])
  writeFileSync(join(dir, 'a/.env.prod'), 'ROLE=middle\n')
  assert.deepEqual(await of('b', { stage: 'prod' }), ['middle', '../.env.prod'])
  writeFileSync(join(dir, 'a/c/.env'), 'ROLE=own\n')
  assert.deepEqual(await of('c', { stage: 'prod' }), ['own', '.env'])
})

test('without a project no env file above is read', async (t) => {
  const dir = project(t, { '.env': 'ROLE=top\n', 'a/README.md': '' })
  assert.deepEqual((await read(join(dir, 'a'))).env.values, {})
})

test('an instance without app is its own app', async (t) => {
  const dir = project(t, { 'serverless.yml': 'component: scf\nname: menu\ninputs: {}\n' })
  assert.deepEqual((await read(dir)).instance, { name: 'menu', app: undefined })
})

test('what another instance puts out is refused by name', async (t) => {
  const role = '${output:${stage}:${app}:roles.name}'
  const dir = project(t, { 'serverless.yml': `component: scf\nname: menu\ninputs:\n  role: ${role}\n` })
  await assert.rejects(read(dir), usage('UnknownVariable', /serverless\.yml:4: \$\{output:…\}/))
})

test('a nested component, by name or by path', async (t) => {
  for (const component of ['scf-grayscale', './node_modules/scf-grayscale', '../..', '/opt/gray', 'scf']) {
    const dir = project(t, {
      'serverless.yaml': `name: shop\ngray:\n  component: ${component}\n  inputs: {memorySize: 128, stage: testing}\n`,
    })
    const found = await read(dir)
    assert.deepEqual(
      [found.form, found.alias, found.component, found.name, found.inputs],
      ['component-nested', 'gray', component, 'shop', { memorySize: 128, stage: 'testing' }],
    )
    assert.deepEqual(found.stages, [{ from: 'serverless.yaml (inputs)', stage: 'testing' }])
  }
})

test('mistyped inputs of a component are not passed over', async (t) => {
  for (const text of [
    'component: scf-grayscale\nname: fun01\ninput: {memorySize: 128}\n',
    'gray:\n  component: scf-grayscale\n  Inputs: {}\n',
  ]) {
    const refused = read(project(t, { 'serverless.yml': text }))
    await assert.rejects(refused, {
      code: 'InvalidProject',
      message: /says "(input|Inputs):"/,
      hint: 'Write "inputs:".',
    })
  }
})

test('several nested components: ours by name is taken, else one must be chosen', async (t) => {
  const two =
    'layer:\n  component: ./layer\ngray:\n  component: ./node_modules/scf-grayscale\n  inputs: {name: b}\nsite:\n  component: "@serverless/website"\n'
  assert.equal((await read(project(t, { 'serverless.yml': two }))).alias, 'gray')
  const same =
    'a:\n  component: scf-grayscale\n  inputs: {name: "${cos.bucket}"}\nb:\n  component: scf-grayscale\n  inputs: {name: bee}\n'
  const dir = project(t, { 'serverless.yml': same })
  await assert.rejects(
    read(dir),
    usage('AmbiguousComponent', /serverless\.yml holds several components: a, b/, /--component/),
  )
  assert.deepEqual((await read(dir, { component: 'b' })).inputs, { name: 'bee' })
  await assert.rejects(read(dir, { component: 'c' }), usage('UnknownComponent', /no component c/, /a, b/))
})

test('grayscale.yml is the inputs themselves', async (t) => {
  const dir = project(t, { 'grayscale.yml': 'stage: prod\nfunctions:\n  fun01: {src: ./fun01}\n' })
  const found = await read(dir)
  assert.deepEqual(
    [found.form, found.stage, found.inputs],
    ['grayscale', 'prod', { stage: 'prod', functions: { fun01: { src: './fun01' } } }],
  )
  const other = await read(dir, { cwd: '/', file: join(dir, 'grayscale.yml') })
  assert.equal(other.dir, dir)
})

test('json is read too', async (t) => {
  const dir = project(t, {
    'serverless.json': '{"component": "scf-grayscale", "name": "x", "inputs": {"a": [1, true]}}',
  })
  assert.deepEqual((await read(dir)).inputs, { a: [1, true] })
})

test('files that are not ours are passed over, and said', async (t) => {
  const dir = project(t, { 'serverless.yml': 'provider: {name: aws}\nservice: x\n' })
  const none = await read(dir)
  assert.deepEqual([none.form, none.inputs, none.file], ['none', {}, undefined])
  assert.deepEqual(none.passedOver, [
    { file: join(dir, 'serverless.yml'), why: 'it has no "component:" of scf-grayscale' },
  ])
  await assert.rejects(
    read(dir, { file: 'serverless.yml' }),
    usage('ProjectNotFound', /serverless\.yml is not a project of scf-grayscale/),
  )
  await assert.rejects(
    read(dir, { file: 'missing.yml' }),
    usage('ProjectNotFound', /missing\.yml does not exist/, /grayscale\.yml/),
  )
  writeFileSync(join(dir, 'grayscale.yml'), 'functions: {}\n')
  assert.equal((await read(dir)).form, 'grayscale')
  assert.match(
    (await read(project(t, { 'serverless.yml': 'component: website\n' }))).passedOver[0].why,
    /component website/,
  )
  assert.match((await read(project(t, { 'serverless.yml': '' }))).passedOver[0].why, /empty/)
  const service = project(t, {
    'serverless.yml': 'service: shop\nprovider: tencent\nplugins: [scf-grayscale/plugin]\n',
  })
  assert.match((await read(service)).passedOver[0].why, /type sls grayscale/)
  assert.equal((await read(project(t, {}))).form, 'none')
})

const component = 'module.exports = class Shop { static definition = '

test('serverless.js: the class carries its definition, and sees the env files as under sls', async (t) => {
  const dir = project(t, {
    'serverless.js': `${component} { stage: 'prod', functions: { fun01: { environment: { A: process.env.ONLY_IN_FILE } } } } }`,
    '.env': 'ONLY_IN_FILE=yes\n',
  })
  const found = await read(dir)
  assert.deepEqual([found.form, found.stage], ['serverless.js', 'prod'])
  assert.equal(found.inputs.functions.fun01.environment.A, 'yes')
  assert.equal(process.env.ONLY_IN_FILE, undefined)
  writeFileSync(join(dir, 'serverless.js'), `${component} { functions: {} } }`)
  assert.deepEqual((await read(dir)).inputs, { functions: {} })
})

test('serverless.js without a definition reads grayscale.yml beside it', async (t) => {
  const dir = project(t, { 'serverless.js': `${component} undefined }` })
  await assert.rejects(read(dir), usage('InvalidProject', /names no functions, and no grayscale\.yml/))
  writeFileSync(join(dir, 'grayscale.yml'), 'functions: {a: {}}\n')
  assert.deepEqual((await read(dir, { file: 'serverless.js' })).inputs, { functions: { a: {} } })
})

test('a serverless.js that does not load, or is none of ours', async (t) => {
  const broken = project(t, { 'serverless.js': 'module.exports = {{' })
  await assert.rejects(read(broken), usage('InvalidProject', /serverless\.js could not be loaded: SyntaxError/))
  const throwing = project(t, { 'serverless.js': 'throw new Error("no config today")' })
  await assert.rejects(read(throwing), usage('InvalidProject', /no config today/))
  const odd = project(t, { 'serverless.js': `${component} [] }` })
  await assert.rejects(read(odd), usage('InvalidProject', /not an object/))
  const other = project(t, { 'serverless.js': 'module.exports = class Other {}' })
  assert.match((await read(other)).passedOver[0].why, /exports no class/)
})

test('yml that cannot be read says file, line and column, and shows the line', async (t) => {
  for (const [text, ...patterns] of [
    ['component: scf-grayscale\ninputs:\n  a: [1, 2\n', /serverless\.yml:3:11: /, /a: \[1, 2/],
    ['component: scf-grayscale\nname: x\nname: y\n', /serverless\.yml:3:1: Map keys must be unique/, /name: y/],
    ['component: scf-grayscale\n\tname: x\n', /serverless\.yml:2:1/],
    [
      'component: scf-grayscale\ninputs: !!js/function "function () {}"\n',
      /serverless\.yml:2:9: Unresolved tag/,
      /inputs: !!js/,
    ],
    ['component: scf-grayscale\ninputs: !Secret x\n', /Unresolved tag/],
    ['a: 1\n---\nb: 2\n', /multiple documents/i],
    ['component: scf-grayscale\ninputs: *missing\n', /alias.*missing/i],
  ]) {
    const dir = project(t, { 'serverless.yml': text })
    await assert.rejects(read(dir), usage('InvalidYaml', ...patterns), text)
  }
  await assert.rejects(read(project(t, { 'grayscale.yml': '- a\n' })), usage('InvalidProject', /no mapping/))
  await assert.rejects(
    read(project(t, { 'serverless.yml': 'component: scf-grayscale\ninputs: [1]\n' })),
    usage('InvalidProject', /serverless\.yml:2: "inputs" is not a mapping/),
  )
  const bytes = project(t, { 'serverless.yml': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]) })
  await assert.rejects(read(bytes), usage('UnreadableFile', /not UTF-8/))
  const directory = project(t, { 'serverless.yml/x': '' })
  await assert.rejects(read(directory), usage('UnreadableFile', /it is a directory/))
})

test('the line that an error shows covers what may be a secret', async (t) => {
  for (const text of [
    'component: scf-grayscale\ninputs:\n  secretKey: "hunter2\n',
    'component: scf-grayscale\ninputs:\n  environment:\n    variables:\n\n      A: 1\n      DB: "hunter2" x\n',
    'component: scf-grayscale\ninputs:\n  environment:\n    variables:\n      - {key: hunter2, value: [}\n',
    'component: scf-grayscale\ninputs: {environment: {variables: {A: hunter2}}, b: [}\n',
    'component: scf-grayscale\ninputs:\n  db_password: hunter2\n  db_password: hunter2\n',
  ]) {
    await assert.rejects(read(project(t, { 'serverless.yml': text })), (error) => {
      assert.doesNotMatch(`${error.message}${error.hint}`, /hunter2/, text)
      return usage('InvalidYaml', /not shown/)(error)
    })
  }
})

test('variables come from what is exported, then .env.<stage>, then .env', async (t) => {
  const dir = project(t, {
    'grayscale.yml':
      'a: ${env.A}\nb: ${env:B}\nlist: [x, "${env.C}-${stage}", {deep: "${ env.C }"}]\nbase: &base {c: "${env.C}"}\nmerged: {<<: *base, d: 1}\nagain: *base\n',
    '.env.prod': 'A=stage\nB=stage\n',
    '.env': 'A=file\nB=file\nC=${env.A}\n',
  })
  const { inputs, env } = await read(dir, { env: { A: 'exported', STAGE: 'prod' } })
  const c = '${env.A}'
  assert.deepEqual(inputs, {
    a: 'exported',
    b: 'stage',
    list: ['x', `${c}-prod`, { deep: c }],
    base: { c },
    merged: { c, d: 1 },
    again: { c },
  })
  assert.deepEqual(env.values, { A: 'stage', B: 'stage', C: c })
  assert.deepEqual(
    env.files.map(({ name, values }) => [name, values.A]),
    [
      ['.env.prod', 'stage'],
      ['.env', 'file'],
    ],
  )
})

test('hooks and notices of a rollout keep the names of their variables', async (t) => {
  const dir = project(t, {
    'grayscale.yml': `functions: { a: { role: '\${env.A}' } }
rollout:
  steps: [{ traffic: '\${env.A}', for: 5m }]
  hooks: { before: [{ http: '\${env:HOOK}', secret: '\${env.SECRET}' }, { function: 'smoke-\${stage}' }] }
  notify: [{ slack: '\${env:CHAT}', on: ['\${env.A}'] }]
`,
  })
  const { inputs } = await read(dir, { env: { A: '5%' } })
  assert.deepEqual(inputs, {
    functions: { a: { role: '5%' } },
    rollout: {
      steps: [{ traffic: '5%', for: '5m' }],
      hooks: { before: [{ http: '${env:HOOK}', secret: '${env.SECRET}' }, { function: 'smoke-dev' }] },
      notify: [{ slack: '${env:CHAT}', on: ['${env.A}'] }],
    },
  })
})

test('a variable that is set nowhere names itself, file and line', async (t) => {
  const dir = project(t, { 'grayscale.yml': 'functions:\n  a:\n    role: ${env.ROLE}\n' })
  await assert.rejects(
    read(dir),
    usage(
      'UnknownVariable',
      /grayscale\.yml:3: \$\{env\.ROLE\} is not set/,
      /Export ROLE, or put it into \.env\.dev or \.env/,
    ),
  )
  const app = project(t, { 'serverless.yml': 'component: scf-grayscale\ninputs:\n  a: ${app}\n' })
  await assert.rejects(read(app), usage('UnknownVariable', /serverless\.yml:3: \$\{app\} is not set in this file/))
  const odd = project(t, { 'grayscale.yml': 'a: ${output:x.y}\n' })
  await assert.rejects(
    read(odd),
    usage('UnknownVariable', /grayscale\.yml:1: \$\{output:…\} is what another instance put out/, /\$\{env:NAME\}/),
  )
})

test('the stage: every source is told, and its env file is read', async (t) => {
  const yml = { 'grayscale.yml': 'stage: ${env.STAGE}\nfunctions: {}\n' }
  const cases = [
    [{ ...yml, '.env': 'STAGE=prod\n', '.env.prod': 'X=1\n' }, {}, ['grayscale.yml', '.env']],
    [{ ...yml, '.env.prod': 'X=1\nSTAGE=prod\n' }, { stage: 'prod' }, ['grayscale.yml', '--stage', '.env.prod']],
    [{ ...yml, '.env.prod': 'X=1\n' }, { env: { STAGE: 'prod' } }, ['grayscale.yml', 'STAGE']],
    [{ '.env.prod': 'X=1\n', 'grayscale.yml': 'stage: prod\n' }, {}, ['grayscale.yml']],
    [{ '.env.prod': 'X=1\n' }, { stage: 'prod' }, ['--stage']],
  ]
  for (const [files, options, sources] of cases) {
    const found = await read(project(t, files), options)
    assert.equal(found.stage, 'prod')
    assert.deepEqual(
      found.stages,
      sources.map((from) => ({ from, stage: 'prod' })),
    )
    assert.equal(found.env.values.X, '1')
  }
  assert.equal((await read(project(t, { 'grayscale.yml': 'a: 1\n', '.env.dev': 'X=1\n' }))).env.values.X, '1')
  await assert.rejects(read(project(t, yml)), usage('UnknownVariable', /env\.STAGE/))
})

test('stages that disagree are refused by the judge, with all sources before it', async (t) => {
  const dir = project(t, { 'grayscale.yml': 'stage: prod\n', '.env': 'STAGE=dev\n' })
  await assert.rejects(read(dir), usage('StageConflict', /stages prod and dev/))
  const other = project(t, { 'grayscale.yml': 'stage: prod\n', '.env.prod': 'STAGE=testing\n' })
  await assert.rejects(read(other), usage('StageConflict', /stages prod and testing/))
  // A judge that takes the last source would be led in a circle here.
  await assert.rejects(
    readProject({ cwd: other, env: {}, resolveStage: (sources) => sources.at(-1).stage }),
    usage('StageConflict', /\.env\.prod is read for the stage prod, but names the stage testing/),
  )
})

test('a stage never leads to another directory', async (t) => {
  const dir = project(t, { 'grayscale.yml': 'a: 1\n' })
  for (const stage of ['../../etc', 'a/b', '', '.', 'a b']) {
    await assert.rejects(read(dir, { stage }), usage('InvalidStage', /can't be the name of a stage/))
    assert.throws(() => journalPath(dir, stage), usage('InvalidStage'))
  }
  assert.equal(journalPath(dir, 'prod'), join(dir, '.grayscale', 'prod.journal'))
})

test('env files: quotes, comments, several lines, CRLF and a byte order mark', async (t) => {
  const dir = project(t, {
    '.env':
      '\uFEFF# comment\r\nA=1\r\nexport B = two words \r\nC="x # y"\r\nD=\'it\'\r\nE="one\r\ntwo"\r\n\r\nF=\r\nG=x # note\r\n',
  })
  assert.deepEqual((await read(dir)).env.values, {
    A: '1',
    B: 'two words',
    C: 'x # y',
    D: 'it',
    E: 'one\ntwo',
    F: '',
    G: 'x',
  })
})

test('a line of an env file that says nothing is an error that does not show it', async (t) => {
  for (const [text, line] of [
    ['A=1\nTENCENT_SECRET_KEY hunter2\n', 2],
    ['# x\n\nA="one\ntwo"\nhunter2\n', 5],
    ['TENCENT_SECRET_KEY: hunter2\n', 1],
  ]) {
    const dir = project(t, { '.env': text })
    await assert.rejects(read(dir), (error) => {
      assert.doesNotMatch(`${error.message}${error.hint}`, /hunter2/)
      return usage('InvalidEnvFile', new RegExp(`\\.env:${line}: this line is neither`))(error)
    })
  }
  await assert.rejects(
    read(project(t, { '.env/x': '' })),
    usage('UnreadableFile', /\.env could not be read: it is a directory/),
  )
})
