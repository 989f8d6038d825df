// @ts-check
/** @import { Command } from './commands.js' */
/** @import { Flag } from '../inputs/flags.js' */

import { pad, wrap } from '../render/text.js'
import { version } from '../version.js'
import { words } from '../words/index.js'
import { currentReader } from '../words/reader.js'
import { commands } from './commands.js'
import { zh } from './words/zh.js'

const width = 80

/** All commands. */
export function overview() {
  const column = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).flatMap(([name, command]) =>
    wrap(aboutCommand(name, command), { lead: `  ${pad(name, column)}  `, width }),
  )
  return words().cli.overview(version, lines.join('\n'))
}

/**
 * @param {string} name
 * @param {Command} command
 */
export function aboutCommand(name, { about }) {
  return currentReader().language === 'zh' ? zh.commands[name] : about
}

/**
 * @param {string} command
 * @param {string} name
 * @param {Flag} flag
 */
export function aboutFlag(command, name, { about }) {
  return currentReader().language === 'zh' ? (zh.of[command]?.[name] ?? zh.flags[name]) : about
}

/**
 * @param {string} name
 * @param {Command} command
 */
export function helpOf(name, command) {
  const { operands, flags } = command
  const rows = Object.entries(flags).map(([flag, known]) => ({
    left: left(flag, known),
    about: aboutFlag(name, flag, known),
  }))
  const column = Math.min(26, Math.max(...rows.map((row) => row.left.length)))
  const lines = rows.flatMap(({ left, about }) =>
    left.length > column
      ? [`  ${left}`, ...wrap(about, { lead: ' '.repeat(column + 4), width })]
      : wrap(about, { lead: `  ${pad(left, column)}  `, width }),
  )
  const usage = words().cli.usage(['grayscale', name, operands, '[flags]'].filter(Boolean).join(' '))
  return `${aboutCommand(name, command)}\n\n${wrap(usage, { width }).join('\n')}\n\n${lines.join('\n')}\n`
}

/**
 * A flag as it is typed.
 *
 * @param {string} name
 * @param {Flag} flag
 */
export function left(name, { value, hint, short }) {
  const values = {
    none: '',
    one: ` ${hint}`,
    any: ` ${hint}`,
    optional: `[=${hint}]`,
    truth: `[=${hint}]`,
    pairs: ` ${hint}`,
  }
  return `${short === undefined ? '' : `-${short}, `}--${name}${values[value]}`
}
