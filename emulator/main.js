#!/usr/bin/env node
// @ts-check
// The command `scf-emulator`.

import { readFileSync } from 'node:fs'
import { readArguments } from './arguments.js'
import { StartError, serve } from './command.js'
import { help } from './help.js'

const words = process.argv.slice(2)
// Read before anything else, so that errors about the flags come as JSON too.
const json = words.includes('--json')

const ending = new AbortController()
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(name, () => {
    if (ending.signal.aborted) process.exit(130)
    ending.abort()
  })
}

/** @param {string} text */
const show = (text) => void (json || process.stdout.write(text))
/** @param {object} value */
const document = (value) => void (json && process.stdout.write(`${JSON.stringify(value)}\n`))
/** @param {string} line */
const say = (line) => void process.stderr.write(`${line}\n`)

try {
  const flags = readArguments(words)
  if (flags.help) {
    show(help())
    document({ help: help() })
  } else if (flags.version) {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    show(`${version}\n`)
    document({ version })
  } else await serve(flags, { show, document, say, signal: ending.signal })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  const { code, message, hint } = error
  say(`✖ ${code}  ${message}\n  ${hint}`)
  document({ error: { code, class: error.class, message, hint } })
  process.exitCode = error.class === 'usage' ? 2 : 1
}
