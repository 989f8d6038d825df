// What a pipeline's jobs have: a repository, fresh clones of it, a shell as their runner has it, and functions in the cloud.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Grayscale } from '../../js/index.js'
import { code, credentials, directory, emulator, ended, grayscale, keys, main } from '../js/cli/harness.js'

const run = promisify(execFile)
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Programs of a runner that do no work of ours. `npm ci` puts the package into node_modules, here by a link to this checkout. */
const programs = {
  npm: `#!/bin/sh
[ "$1" = ci ] || { echo "npm $*: not here" >&2; exit 1; }
mkdir -p node_modules/.bin && ln -sf '${main}' node_modules/.bin/grayscale
`,
}

/**
 * A project whose users are on version 1, and a commit with new code that nobody has yet.
 *
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} [more] programs of the runner, by name
 */
export async function pipeline(t, more = {}) {
  const { url: endpoint, requests, setPolicy } = await emulator(t)
  const origin = directory(t, {
    'serverless.yml':
      'component: scf-grayscale\nname: shop\ninputs:\n  name: shop-${stage}\n  src: ./src\n  handler: index.main_handler\n  runtime: Nodejs18.15\n',
    'src/index.js': code('one'),
    '.gitignore': '.grayscale/\n.env\nnode_modules/\nrelease.plan\nplan.md\nplan.json\n',
  })
  const git = (...args) => run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: origin })
  const commit = async () => {
    await git('add', '-A')
    await git('commit', '--quiet', '-m', 'a change')
  }
  await git('init', '--quiet', '-b', 'main')
  await ended(
    grayscale(['deploy', '--stage', 'prod', '--publish', '--traffic', '0', '--yes'], { cwd: origin, endpoint }),
    0,
  )
  writeFileSync(join(origin, 'src', 'index.js'), code('two'))
  await commit()

  const bin = directory(t, { ...programs, ...more })
  for (const name of Object.keys({ ...programs, ...more })) chmodSync(join(bin, name), 0o755)
  const { PATH, HOME } = process.env
  const env = {
    PATH: `${bin}${delimiter}${dirname(process.execPath)}${delimiter}${PATH}`,
    HOME,
    LANG: 'C.UTF-8',
    GRAYSCALE_ENDPOINT: endpoint,
    ...keys,
  }
  const gray = new Grayscale({ endpoint, credentials })
  t.after(() => gray.close())
  return {
    endpoint,
    requests,
    setPolicy,
    env,
    origin,
    commit,
    /** A checkout that no job used before. */
    clone: async () => {
      const cwd = directory(t)
      await run('git', ['clone', '--quiet', origin, '.'], { cwd })
      return cwd
    },
    /** The share of `$LATEST`, and the version that has the rest. */
    traffic: async () => {
      const { RoutingConfig, FunctionVersion } = await gray.request('GetAlias', {
        FunctionName: 'shop-prod',
        Name: '$DEFAULT',
      })
      const [{ Version, Weight } = { Version: FunctionVersion, Weight: 1 }] =
        RoutingConfig?.AdditionalVersionWeights ?? []
      if (FunctionVersion !== '$LATEST') return { latest: 0, version: FunctionVersion }
      return { latest: Number((1 - Weight).toFixed(4)), version: Version }
    },
  }
}

/**
 * Runs lines as a runner does: a file of them, ended by the first one that fails.
 *
 * @param {string} script
 * @param {{ cwd: string, env: Record<string, string | undefined>, shell?: string[] }} options
 */
export async function shell(script, { cwd, env, shell: [program, ...args] = ['bash', '-e', '-o', 'pipefail'] }) {
  mkdirSync(join(cwd, '.git'), { recursive: true })
  const file = join(cwd, '.git', 'script.sh')
  writeFileSync(file, script)
  try {
    return { status: 0, ...(await run(program, [...args, file], { cwd, env, maxBuffer: 64 << 20 })) }
  } catch (error) {
    const { code, stdout, stderr } = /** @type {any} */ (error)
    return { status: code, stdout, stderr }
  }
}

/** The same where it must end well. */
export async function passed(script, options) {
  const result = await shell(script, options)
  assert.equal(result.status, 0, `${script}\n${result.stdout}${result.stderr}`)
  return result
}

/** The code blocks of a page in a language, with the file that the line before each names. */
export function blocksOf(page, language) {
  const text = readFileSync(join(root, page), 'utf8')
  const found = text.matchAll(new RegExp(`(?:\`([^\`\\n]+)\`:\\n\\n)?\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))
  return [...found].map(([, file, block]) => ({ file, text: block }))
}
