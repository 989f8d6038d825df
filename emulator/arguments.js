// @ts-check
// Reads what was typed after `scf-emulator`. What is unknown, lacks its value or is given twice is refused.

import { parseArgs } from 'node:util'
import { StartError } from './command.js'
import { meant } from './nearest.js'
import { emulatorOptions } from './options.js'

/** The flags that are about the command, beside those of the emulator. @type {Record<string, { short?: string, description: string }>} */
export const switches = {
  json: { description: 'One line of JSON on stdout with the address and the key; errors too' },
  version: { short: 'v', description: 'Print the version' },
  help: { short: 'h', description: 'Print this' },
}

const known = [...Object.keys(emulatorOptions), ...Object.keys(switches)].map((name) => `--${name}`)
/** A word that is a flag, and not a negative number. */
const flagWord = /^-(?![\d.])./

/**
 * @param {string[]} words
 * @returns {Record<string, string | true>} the flags by name
 * @throws {StartError}
 */
export function readArguments(words) {
  /** @type {Record<string, string | true>} */
  const flags = {}
  const { tokens } = parseArgs({ args: words, options: options(), strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    const word = words[token.index]
    if (token.kind === 'positional')
      throw wrong(
        'UnexpectedValue',
        `${JSON.stringify(word)} belongs to no flag`,
        'scf-emulator --help shows the flags',
      )
    const { name, rawName, value, inlineValue } = token
    const [written] = word.split('=')
    if (!known.includes(`--${name}`) || (rawName !== written && rawName !== `--${name}`)) {
      throw wrong('UnknownFlag', `${written} is not a flag of scf-emulator`, meant(written.replace(/^-+/, '--'), known))
    }
    if (Object.hasOwn(flags, name)) throw wrong('RepeatedFlag', `--${name} is given twice`, 'give it once')
    if (Object.hasOwn(switches, name)) {
      if (value !== undefined) throw wrong('UnexpectedValue', `--${name} takes no value`, `write --${name}`)
      flags[name] = true
      continue
    }
    // Node's parser takes the next word as the value, even if it is a flag.
    if (!value || (inlineValue === false && flagWord.test(value)))
      throw wrong('MissingValue', `--${name} has no value`, `write --${name} ${emulatorOptions[name].hint}`)
    flags[name] = value
  }
  return flags
}

/** @returns {Record<string, { type: 'string' | 'boolean', short?: string }>} */
function options() {
  const values = Object.keys(emulatorOptions).map((name) => [name, { type: 'string' }])
  const flags = Object.entries(switches).map(([name, { short }]) => [
    name,
    { type: 'boolean', ...(short && { short }) },
  ])
  return Object.fromEntries([...values, ...flags])
}

/** @param {string} code @param {string} message @param {string} hint */
const wrong = (code, message, hint) => new StartError({ code, class: 'usage', message, hint })
