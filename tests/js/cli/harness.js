import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KEY, startEmulator } from '../../support/emulator.js'

export const main = fileURLToPath(new URL('../../../js/cli/main.js', import.meta.url))
/** What the emulators of this file answer to: for a program of the tests, and in a command's environment. */
export const credentials = KEY
export const keys = { TENCENT_SECRET_ID: KEY.secretId, TENCENT_SECRET_KEY: KEY.secretKey }
const atOnce = { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0 }

export const yml = `functions:
  fun01: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler }
  fun02: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler, environment: { variables: { A: hidden-value } } }
`

/** A directory with files in it, as long as the test. */
export function directory(t, files = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'grayscale-cli-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return dir
}

export const code = (text) => `exports.main_handler = async () => ${JSON.stringify(text)}\n`

/** A project of two functions. */
export const project = (t, files = {}) => directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one'), ...files })

/** An emulator, as long as the test. */
export async function emulator(t, options = {}) {
  const emu = await startEmulator({ seed: 'cli', rate: 0, delays: atOnce, ...options })
  t.after(() => emu.close())
  return emu
}

/** Starts the real program. Nothing of the environment of the tests reaches it but what it needs to run. */
export function start(args, { cwd, endpoint, env, stdin } = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: environment(endpoint, env),
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  child.stdin?.end(stdin)
  return followed(child)
}

/**
 * Starts it on a terminal of its own, 80 columns wide: `script` (of every Debian and Fedora) makes one. What is written
 * to `child.stdin` is typed; stdout and stderr come together.
 */
export function startOnTerminal(args, { cwd, endpoint, env } = {}) {
  const command = [process.execPath, main, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const child = spawn('script', ['-qefc', `stty cols 80 rows 24 && exec ${command}`, '/dev/null'], {
    cwd,
    env: { ...environment(endpoint, env), TERM: 'xterm', SHELL: '/bin/sh' },
  })
  return followed(child)
}

function environment(endpoint, env = keys) {
  const { PATH, HOME, SystemRoot } = process.env
  return { PATH, HOME, SystemRoot, GRAYSCALE_ENDPOINT: endpoint ?? '', ...env }
}

function followed(child) {
  const seen = { stdout: '', stderr: '' }
  const waiting = []
  const hear = (name) => (chunk) => {
    seen[name] += chunk
    for (const one of waiting) if (seen[one.name].includes(one.text)) one.resolve()
  }
  child.stdout.setEncoding('utf8').on('data', hear('stdout'))
  child.stderr.setEncoding('utf8').on('data', hear('stderr'))
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...seen }))
  })
  return {
    child,
    ended,
    seen,
    /** Until the program has said this; fails where it ends without. */
    said: (text, name = 'stderr') =>
      new Promise((resolve, reject) => {
        if (seen[name].includes(text)) return resolve()
        waiting.push({ name, text, resolve })
        ended.then(() => reject(new Error(`it never said ${text}: ${seen.stdout}${seen.stderr}`)), reject)
      }),
  }
}

export const grayscale = (args, options) => start(args, options).ended

/** A server that answers every request by `answer(request, response)`. */
export async function server(t, answer) {
  const listening = http.createServer(answer)
  await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    listening.closeAllConnections()
    return new Promise((resolve) => listening.close(resolve))
  })
  return `http://127.0.0.1:${listening.address().port}`
}

/** A way to an API that keeps back the answers to one action. `held` is fulfilled when the first one is. */
export async function holding(t, url, action) {
  let hold
  const held = new Promise((resolve) => {
    hold = resolve
  })
  const endpoint = await server(t, (request, response) => {
    const forward = http.request(url, { method: request.method, headers: request.headers }, (answer) => {
      if (request.headers['x-tc-action'] === action) return answer.resume().on('end', hold)
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    request.pipe(forward)
  })
  return { endpoint, held }
}

/** What a command printed, which must have ended with this status. */
export const ended = async (call, status) => {
  const result = await call
  assert.equal(result.status, status, result.stdout + result.stderr)
  return result
}

/** A project with a release behind it and half of its traffic on `$latest`, and a canary that waits for its upload. */
export async function uploading(t, { updateMs }) {
  const { url: endpoint, requests } = await emulator(t, {
    delays: { createMs: 0, updateMs, publishMs: 0, deleteMs: 0 },
  })
  const cwd = project(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0.5'], { cwd, endpoint }), 0)
  writeFileSync(join(cwd, 'code', 'index.js'), code('two'))
  const run = start(['deploy', '--traffic', '0.1', '--yes'], { cwd, endpoint })
  const since = requests.length
  const uploads = () => requests.slice(since).filter(({ action }) => action === 'UpdateFunctionCode')
  while (uploads().length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  return { cwd, endpoint, requests, uploads, run }
}
