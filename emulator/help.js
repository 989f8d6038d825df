// @ts-check
import { switches } from './arguments.js'
import { emulatorOptions } from './options.js'

const WIDTH = 80
const COLUMN = 26

/** What `scf-emulator --help` prints. */
export function help() {
  const rows = [
    ...Object.entries(emulatorOptions).map(([name, { hint, description }]) => row(`--${name} ${hint}`, description)),
    ...Object.entries(switches).map(([name, { short, description }]) =>
      row(`${short ? `-${short}, ` : ''}--${name}`, description),
    ),
  ]
  return `Runs a local SCF on 127.0.0.1. It runs Node.js functions, as you and without a
sandbox: do not give it code that you would not run yourself.

Usage: scf-emulator [flags]

${rows.join('\n')}

Ctrl-C stops it. Exit codes: 0 stopped, 1 it can't start, 2 wrong usage.
`
}

/** @param {string} flag @param {string} description */
function row(flag, description) {
  const [first, ...rest] = wrap(description, WIDTH - COLUMN - 4)
  const left = flag.length > COLUMN ? `  ${flag}\n${' '.repeat(COLUMN + 4)}` : `  ${flag.padEnd(COLUMN)}  `
  return [left + first, ...rest.map((line) => ' '.repeat(COLUMN + 4) + line)].join('\n')
}

/** @param {string} text @param {number} width */
function wrap(text, width) {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}
