// @ts-check
/** @import { Command } from './commands.js' */
/** @import { Flag } from '../inputs/flags.js' */

import { pad, wrap } from '../render/text.js'
import { version } from '../version.js'
import { commands } from './commands.js'

const width = 80

/** All commands. */
export function overview() {
  const column = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).flatMap(([name, { about }]) =>
    wrap(about, { lead: `  ${pad(name, column)}  `, width }),
  )
  return `grayscale ${version}: grayscale releases of Tencent Cloud functions

Usage: grayscale <command> [flags]

${lines.join('\n')}

grayscale <command> --help shows its flags. The project is read from
serverless.yml, grayscale.yml or serverless.js; flags win over it.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 130 interrupted.
`
}

/**
 * @param {string} name
 * @param {Command} command
 */
export function helpOf(name, { about, operands, flags }) {
  const rows = Object.entries(flags).map(([flag, known]) => ({ left: left(flag, known), about: known.about }))
  const column = Math.min(26, Math.max(...rows.map((row) => row.left.length)))
  const lines = rows.flatMap(({ left, about }) =>
    left.length > column
      ? [`  ${left}`, ...wrap(about, { lead: ' '.repeat(column + 4), width })]
      : wrap(about, { lead: `  ${pad(left, column)}  `, width }),
  )
  return `${about}\n\nUsage: grayscale ${[name, operands, '[flags]'].filter(Boolean).join(' ')}\n\n${lines.join('\n')}\n`
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
