// Completion, in real shells: what each of them offers, and what it leaves on the command line.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { promisify, stripVTControlCharacters } from 'node:util'
import { commands } from '../../../js/cli/commands.js'
import { missing } from '../../support/shells.js'
import { code, directory, emulator, ended, grayscale, main, project } from './harness.js'

const run = promisify(execFile)

/** An environment in which `grayscale` is found, and nothing else of the tests. */
function environment(t, env = {}) {
  const bin = directory(t, { grayscale: `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n` })
  chmodSync(join(bin, 'grayscale'), 0o755)
  const { PATH, HOME } = process.env
  return { PATH: `${bin}${delimiter}${PATH}`, HOME, TERM: 'xterm', LANG: 'C.UTF-8', ...env }
}

/** What each shell offers for a line that ends where Tab is pressed: a function of the line. */
const offers = {
  /** The words as bash itself cuts them: at white space, and around `=`. */
  bash: async (line, options) => {
    const words = line.split(/\s+|(?<==)|(?==)/)
    const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
    const script = `source <(grayscale completion bash)
      COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}
      _grayscale; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout } = await run('bash', ['--norc', '-c', script], options)
    return stdout.split('\n').filter(Boolean)
  },
  fish: async (line, options) => {
    const script = `grayscale completion fish | source; complete -C '${line.replaceAll("'", "\\'")}'`
    const { stdout } = await run('fish', ['--no-config', '-c', script], options)
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((one) => one.split('\t')[0].replace(/^\\/, ''))
  },
}

/** What is on the command line after Tab, in an interactive shell on a terminal of its own. */
async function afterTab(shell, line, { cwd, env }) {
  const start = {
    bash: {
      command: 'bash --norc --noprofile -i',
      lines: [`bind -x '"\\C-x": echo "LINE<\${READLINE_LINE}>"'`, 'source <(grayscale completion bash)'],
    },
    zsh: {
      command: 'zsh -f -i',
      lines: [
        'autoload -U compinit; compinit -u -D',
        'source <(grayscale completion zsh)',
        'show() { print -r -- "LINE<$BUFFER>" }; zle -N show; bindkey "^X" show',
      ],
    },
  }[shell]
  const child = spawn('script', ['-qefc', start.command, '/dev/null'], { cwd, env: { ...env, SHELL: '/bin/sh' } })
  let seen = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    seen += text
  })
  const until = async (pattern) => {
    for (let tries = 0; tries < 1000; tries++) {
      const found = pattern.exec(stripVTControlCharacters(seen))
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`${shell} never showed ${pattern}: ${JSON.stringify(seen)}`)
  }
  const ready = `echo rea''dy`
  child.stdin.write(`${[...start.lines, ready].join('\n')}\n`)
  await until(/^ready/m)
  child.stdin.write(`${line}\t\u0018`)
  const [, buffer] = await until(/LINE<(.*?)>[\r\n]/)
  child.stdin.end('\u0003exit\n')
  child.kill()
  return buffer.trimEnd()
}

const reasons = { bash: await missing('bash'), zsh: await missing('zsh'), fish: await missing('fish') }
const inShells = (names, title, body) => {
  for (const shell of names) {
    const skip = reasons[shell] ?? false
    test(`${shell}: ${title}`, { skip }, (t) => body(t, shell))
  }
}
const asked = Object.keys(offers)

inShells(asked, 'commands, flags, values of flags, and operands are offered', async (t, shell) => {
  const cwd = project(t, { '.env.prod': '', '.env.example': '' })
  const options = { cwd, env: environment(t) }
  const offered = (line) => offers[shell](line, options)
  assert.deepEqual(await offered('grayscale de'), ['deploy', 'demo'].sort(sorted(shell)))
  assert.deepEqual((await offered('grayscale ')).sort(), [...Object.keys(commands), '--help', '--version'].sort())
  assert.deepEqual(
    (await offered('grayscale deploy --')).sort(),
    Object.keys(commands.deploy.flags)
      .map((name) => `--${name}`)
      .sort(),
  )
  assert.deepEqual(await offered('grayscale deploy --group '), ['atomic', 'independent'])
  assert.deepEqual(await offered('grayscale deploy --protect t'), ['true'])
  assert.deepEqual(await offered('grayscale deploy '), ['fun01', 'fun02'])
  assert.deepEqual(await offered('grayscale deploy fun01 '), ['fun02'])
  assert.deepEqual(await offered('grayscale deploy --only fun01,'), ['fun01,fun02'])
  assert.deepEqual(await offered('grayscale plan --stage '), ['prod'])
  assert.deepEqual(await offered('grayscale alias '), ['list', 'create', 'update', 'delete'].sort(sorted(shell)))
  assert.deepEqual(await offered('grayscale completion '), ['bash', 'zsh', 'fish'].sort(sorted(shell)))
  assert.deepEqual(await offered('grayscale nothing '), [])
})

/** bash shows the order of the tables, fish sorts. */
function sorted(shell) {
  return shell === 'fish' ? undefined : () => 0
}

inShells(['bash', 'zsh', 'fish'], '--flag=value is completed behind the =', async (t, shell) => {
  const options = { cwd: project(t), env: environment(t) }
  if (shell === 'fish') assert.deepEqual(await offers.fish('grayscale deploy --drift=a', options), ['--drift=adopt'])
  else assert.equal(await afterTab(shell, 'grayscale deploy --drift=a', options), 'grayscale deploy --drift=adopt')
})

inShells(['bash', 'zsh'], 'a name is written out, and $ of an alias is quoted', async (t, shell) => {
  const options = { cwd: project(t), env: environment(t) }
  assert.equal(await afterTab(shell, 'grayscale rollb', options), 'grayscale rollback')
  assert.equal(await afterTab(shell, 'grayscale status --alias ', options), 'grayscale status --alias \\$default')
})

inShells(asked, 'files and directories are those of the shell', async (t, shell) => {
  const options = { cwd: directory(t, { 'release.plan': '', 'code/index.js': '' }), env: environment(t) }
  const files = await answers(['apply', ''], options)
  assert.deepEqual([files, await answers(['status', '--cwd', ''], options)], [['files'], ['directories']])
  if (shell !== 'fish') return
  assert.deepEqual(await offers.fish('grayscale apply rel', options), ['release.plan'])
  assert.deepEqual(await offers.fish('grayscale status --cwd co', options), ['code/'])
})

/** The answer to a shell itself. */
async function answers(words, { cwd, env, shell = 'zsh' }) {
  const { stdout } = await run(process.execPath, [main, '__complete', shell, ...words], { cwd, env })
  return stdout.trimEnd().split('\n')
}

test('versions, aliases and runs are those of the journal', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0'], { cwd, endpoint }), 0)
  writeFileSync(join(cwd, 'code', 'index.js'), code('two'))
  await ended(grayscale(['deploy', 'fun02', '--publish', '--traffic', '0', '--alias', 'blue'], { cwd, endpoint }), 0)
  const before = requests.length
  const options = { cwd, env: environment(t) }
  const names = async (...words) => (await answers(words, options)).slice(1).map((line) => line.split('\t')[0])
  assert.deepEqual(await names('rollback', 'fun01', '--to', ''), ['previous', 'left', '1'])
  assert.deepEqual(await names('rollback', 'fun02', '--to', ''), ['previous', 'left', '2', '1'])
  assert.deepEqual(await names('invoke', '--function', 'fun01', '--qualifier', ''), [
    '$default',
    'blue',
    '$latest',
    '1',
  ])
  assert.deepEqual(await names('status', '--alias', 'b'), ['blue'])
  const { runs } = JSON.parse((await ended(grayscale(['history', '--json'], { cwd, endpoint }), 0)).stdout)
  assert.deepEqual(
    await names('undo', ''),
    runs.map((one) => one.run),
  )
  assert.deepEqual(await names('undo', '--stage', 'prod', ''), [])
  assert.equal(requests.length, before, 'nothing is asked of the network')
})

test('the function of a component, and components of a file', async (t) => {
  const env = environment(t)
  const names = async (yml, ...words) =>
    (await answers(words, { cwd: directory(t, { 'serverless.yml': yml }), env })).slice(1)
  assert.deepEqual(await names('component: scf-grayscale\nname: menu\ninputs: { src: ./src }\n', 'deploy', ''), [
    'menu',
  ])
  const several = 'a: { component: scf-grayscale, inputs: { name: one } }\nb: { component: scf-grayscale }\n'
  assert.deepEqual(await names(several, 'deploy', '--component', 'b', ''), ['b'])
  assert.deepEqual(await names(several, 'deploy', '--component', 'a', ''), ['one'])
})

const hostile = ['$(touch pwned)', '`touch pwned`', 'x;touch pwned', "x'$(touch pwned)'", 'x\n touch pwned', '--evil']

inShells(['bash', 'zsh', 'fish'], 'nothing that a repository brings is run', async (t, shell) => {
  const functions = Object.fromEntries([...hostile, 'fun01'].map((name) => [name, {}]))
  const names = hostile.filter((name) => !/[\n/]/.test(name))
  const cwd = directory(t, {
    'grayscale.yml': JSON.stringify({ functions }),
    'serverless.js': "require('node:fs').writeFileSync('pwned', '')\n",
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`.env.${name}`, ''],
        [`.grayscale/${name}.journal`, '{"v":2}\n'],
      ]),
    ),
  })
  const options = { cwd, env: environment(t) }
  for (const line of ['deploy ', 'deploy --only ', 'deploy --stage ', 'undo ', 'rollback --to ']) {
    if (shell !== 'zsh') await offers[shell](`grayscale ${line}`, options)
    else await afterTab(shell, `grayscale ${line}`, options)
  }
  if (shell !== 'fish') assert.equal(await afterTab(shell, 'grayscale deploy ', options), 'grayscale deploy fun01')
  assert.deepEqual(
    readdirSync(cwd).filter((name) => name === 'pwned'),
    [],
  )
})

test('a project that is a program is not run, and a broken one is no error', async (t) => {
  const env = environment(t)
  const cwd = directory(t, { 'serverless.js': "require('node:fs').writeFileSync('pwned', '')\n" })
  assert.deepEqual(await answers(['deploy', ''], { cwd, env }), ['words'])
  assert.deepEqual(readdirSync(cwd), ['serverless.js'])
  const broken = directory(t, { 'serverless.yml': 'a: [\n', '.grayscale/dev.journal': '\0\0not a journal' })
  assert.deepEqual(await answers(['deploy', ''], { cwd: broken, env }), ['words'])
  assert.deepEqual(await answers(['undo', ''], { cwd: broken, env }), ['words'])
})

test('what is said of a word is in the language of the system', async (t) => {
  const cwd = directory(t)
  const [, said] = await answers(['pla'], { cwd, env: environment(t, { LANG: 'zh_CN.UTF-8' }) })
  assert.match(said, /^plan\t\p{Script=Han}/u)
})

test('words that flags take are those that the schema knows', () => {
  const schema = readFileSync(new URL('../../../schema.json', import.meta.url), 'utf8')
  for (const name of ['group', 'drift']) {
    assert.ok(schema.includes(`"${name}":{"anyOf":[{"enum":${JSON.stringify(commands.deploy.flags[name].of)}}`), name)
  }
})

test('every command whose operands are names says what they are', () => {
  for (const [name, { operands, takes }] of Object.entries(commands)) {
    assert.equal(takes !== undefined, operands !== undefined, name)
  }
})

test('completion names the shells that it knows', async (t) => {
  const cwd = directory(t)
  for (const [args, pattern] of [
    [['completion'], /UnknownShell.*\n.*bash, zsh, fish/],
    [['completion', 'bsh'], /UnknownShell.*\n.*did you mean bash\?/],
    [['completion', 'bash', 'zsh'], /UnexpectedValue/],
  ]) {
    assert.match((await ended(grayscale(args, { cwd }), 2)).stderr, pattern)
  }
})
