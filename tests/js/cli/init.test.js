// `grayscale init`, run as a program: what it writes, what it leaves alone, and that its project deploys.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { Ajv } from 'ajv'
import { parse } from 'yaml'
import { runsHere } from '../../../emulator/index.js'
import { directory, emulator, ended, grayscale, keys, startOnTerminal } from './harness.js'

const read = (...path) => readFileSync(join(...path), 'utf8')
const all = (dir) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()
const schema = JSON.parse(read(import.meta.dirname, '../../../schema.json'))
const valid = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema)
const json = async (args, cwd) => JSON.parse((await ended(grayscale([...args, '--json'], { cwd }), 0)).stdout)

for (const runtime of ['Nodejs18.15', 'Python3.10', 'Php8.0']) {
  const runs = await runsHere(runtime)
  test(`an empty directory becomes a project that deploys${runs ? ' and answers' : ''}: ${runtime}`, async (t) => {
    const { url: endpoint } = await emulator(t)
    const cwd = directory(t)
    const { stdout } = await ended(grayscale(['init', '--name', 'shop', '--runtime', runtime], { cwd }), 0)
    assert.match(
      stdout,
      /Next:\n {2}cp \.env\.example \.env +then fill in the key\n {2}grayscale plan .*\n {2}grayscale deploy /,
    )
    const source = { Nodejs: 'index.js', Python: 'index.py', Php: 'index.php' }[runtime.replace(/[\d.]+/, '')]
    assert.deepEqual(all(cwd), ['.env.example', '.gitignore', 'serverless.yml', 'src', `src/${source}`])
    const yml = parse(read(cwd, 'serverless.yml'))
    assert.equal(valid(yml), true, JSON.stringify(valid.errors))
    assert.equal(yml.component, 'scf-grayscale')

    // the next steps, as they were said
    const example = read(cwd, '.env.example')
    writeFileSync(
      join(cwd, '.env'),
      example.replaceAll(/^(TENCENT_\w+)=$/gm, (_, name) => `${name}=${keys[name]}`),
      { mode: 0o600 },
    )
    const options = { cwd, endpoint, env: {} }
    await ended(grayscale(['plan', '--detailed-exitcode'], options), 4)
    await ended(grayscale(['deploy'], options), 0)
    if (runs) assert.match((await ended(grayscale(['invoke'], options), 0)).stdout, /Hello from shop/)
    await ended(grayscale(['plan', '--detailed-exitcode'], options), 0)
  })
}

test('the name is that of the directory, as far as a function may have it', async (t) => {
  const cwd = directory(t)
  for (const [dir, name] of [
    ['My Shop! 2', 'My-Shop-2'],
    ['1', 'hello'],
    ['商店', 'hello'],
    ['true', 'true'],
  ]) {
    await json(['init', '--cwd', dir], cwd)
    assert.equal(parse(read(cwd, dir, 'serverless.yml')).name, name)
  }
})

test('a second time nothing is written, and every file is listed as left', async (t) => {
  const cwd = directory(t)
  await json(['init'], cwd)
  const before = all(cwd).map((name) => [name, name === 'src' ? '' : read(cwd, name)])
  const { files } = await json(['init', '--name', 'other'], cwd)
  assert.deepEqual(
    files.map(({ name, state }) => [name, state]),
    ['serverless.yml', '.env.example', '.gitignore'].map((name) => [name, 'left']),
  )
  assert.deepEqual(
    all(cwd).map((name) => [name, name === 'src' ? '' : read(cwd, name)]),
    before,
  )
})

for (const name of ['serverless.yml', 'serverless.js', 'grayscale.yml']) {
  test(`a project is left as it is: ${name}`, async (t) => {
    const cwd = directory(t, { [name]: 'mine: 1\n', '.env.example': 'MINE=\n' })
    const { files } = await json(['init'], cwd)
    assert.deepEqual(files, [
      { name, state: 'left' },
      { name: '.env.example', state: 'left' },
      { name: '.gitignore', state: 'added', lines: ['.grayscale/', '.env', '.env.*', '!.env.example'] },
    ])
    assert.deepEqual(all(cwd), ['.env.example', '.gitignore', name].sort())
    assert.equal(read(cwd, name), 'mine: 1\n')
    assert.equal(read(cwd, '.env.example'), 'MINE=\n')
  })
}

test('code that is there already stays the only code', async (t) => {
  const cwd = directory(t, { 'src/main.js': '' })
  const { files } = await json(['init'], cwd)
  assert.deepEqual(
    files.slice(0, 2).map(({ name, state }) => [name, state]),
    [
      ['src', 'left'],
      ['serverless.yml', 'written'],
    ],
  )
  assert.deepEqual(readdirSync(join(cwd, 'src')), ['main.js'])
})

test('.gitignore gets the lines that it lacks, and git then ignores keys and journal but not the example', async (t) => {
  for (const [before, after] of [
    ['dist', 'dist\n.grayscale/\n.env\n.env.*\n!.env.example\n'],
    ['dist\r\n', 'dist\r\n.grayscale/\r\n.env\r\n.env.*\r\n!.env.example\r\n'],
    ['/.grayscale\n.env\n', '/.grayscale\n.env\n.env.*\n!.env.example\n'],
    ['!.env.example\n.env\n.grayscale/\n', '!.env.example\n.env\n.grayscale/\n.env.*\n!.env.example\n'],
    ['.env\n.env.*\n!.env.example\n.grayscale/\n', '.env\n.env.*\n!.env.example\n.grayscale/\n'],
  ]) {
    const cwd = directory(t, { '.gitignore': before })
    await json(['init'], cwd)
    assert.equal(read(cwd, '.gitignore'), after)
    const git = (...args) => execFileSync('git', args, { cwd, encoding: 'utf8' })
    git('init', '--quiet')
    const names = ['.env', '.env.prod', '.env.example', '.grayscale/dev.journal', 'serverless.yml']
    mkdirSync(join(cwd, '.grayscale'))
    for (const name of [names[0], names[1], names[3]]) writeFileSync(join(cwd, name), '')
    const seen = git('ls-files', '--others', '--exclude-standard').trim().split('\n').sort()
    assert.deepEqual(seen, ['.env.example', '.gitignore', 'serverless.yml', 'src/index.js'])
  }
})

test('nothing is written through links that a repository brings', async (t) => {
  const outside = directory(t, { victim: 'victim\n' })
  const cwd = directory(t)
  const victim = join(outside, 'victim')
  symlinkSync(victim, join(cwd, '.gitignore'))
  symlinkSync(join(outside, 'new'), join(cwd, '.env.example'))
  symlinkSync(outside, join(cwd, 'src'))
  const { files } = await json(['init'], cwd)
  assert.deepEqual(
    files.map(({ name, state }) => [name, state]),
    [
      ['src', 'left'],
      ['serverless.yml', 'written'],
      ['.env.example', 'left'],
      ['.gitignore', 'left'],
    ],
  )
  const other = directory(t)
  linkSync(victim, join(other, '.gitignore'))
  await json(['init'], other)
  assert.deepEqual(all(outside), ['victim'])
  assert.equal(read(victim), 'victim\n')
})

test('flags that can not be meant are refused before anything is written', async (t) => {
  for (const [args, code] of [
    [['--runtime', 'Java11'], 'InvalidFlag'],
    [['--name', '$(id)'], 'InvalidName'],
    [['--region', 'a b'], 'InvalidInput'],
    [['there'], 'UnexpectedValue'],
    [['--stage', 'prod'], 'UnknownFlag'],
  ]) {
    const cwd = directory(t)
    const { stdout } = await ended(grayscale(['init', ...args, '--json'], { cwd }), 2)
    assert.equal(JSON.parse(stdout).error.code, code)
    assert.deepEqual(all(cwd), [])
  }
})

test('on a terminal it asks for three things, and takes what is typed', async (t) => {
  const cwd = directory(t)
  const running = startOnTerminal(['init'], { cwd })
  await running.said('What is the project called?', 'stdout')
  running.child.stdin.write('1x\r')
  await running.said('invalid function name', 'stdout')
  running.child.stdin.write('\u007f\u007fshop\r')
  await running.said('Which runtime?', 'stdout')
  running.child.stdin.write('\r')
  await running.said('In which region?', 'stdout')
  running.child.stdin.write('\r')
  const { status, stdout } = await running.ended
  assert.equal(status, 0, stripVTControlCharacters(stdout))
  const { name, inputs } = parse(read(cwd, 'serverless.yml'))
  assert.deepEqual([name, inputs.runtime, inputs.region], ['shop', 'Nodejs18.15', 'ap-guangzhou'])
})

test('Ctrl-C at a question writes nothing', async (t) => {
  const cwd = directory(t)
  const running = startOnTerminal(['init'], { cwd })
  await running.said('What is the project called?', 'stdout')
  running.child.stdin.write('\u0003')
  assert.equal((await running.ended).status, 130)
  assert.deepEqual(all(cwd), [])
})

test('with --yes, or a project that is there, a terminal is asked nothing', async (t) => {
  const cwd = directory(t)
  for (const args of [['init', '--yes'], ['init']]) {
    const { status, stdout } = await startOnTerminal(args, { cwd }).ended
    assert.equal(status, 0, stdout)
    assert.doesNotMatch(stdout, /◆/)
  }
})
