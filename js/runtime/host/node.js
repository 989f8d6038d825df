// @ts-check

/** The most of a command's output that is kept. */
const MOST_BYTES = 64 * 1024

/** What `${env:NAME}` of a policy stands for. @returns {Record<string, string | undefined>} */
export const variables = () => process.env

/**
 * Runs a command without a shell: its words are what spaces divide.
 *
 * @type {import('./web.js').RunCommand}
 */
export const runCommand = (command, { input, timeoutMs, signal, cwd }) =>
  new Promise((resolve) => {
    // loaded when it is needed: most programs run no command
    const { spawn } = process.getBuiltinModule('node:child_process')
    const [program = '', ...args] = command.trim().split(/\s+/)
    const child = spawn(program, args, { cwd, shell: false, stdio: ['pipe', 'pipe', 'inherit'] })
    const stop = () => child.kill('SIGKILL')
    const timer = setTimeout(stop, timeoutMs)
    signal?.addEventListener('abort', stop, { once: true })
    const over = (/** @type {{ exit?: number, text?: string }} */ came) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      resolve(came)
    }
    let text = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (chunk) => {
      text = (text + chunk).slice(-MOST_BYTES)
    })
    // a program that reads nothing closes its input before all of it is written
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', () => over({}))
    child.on('close', (exit) => over(exit === null ? {} : { exit, text }))
  })
