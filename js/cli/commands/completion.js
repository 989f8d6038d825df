// @ts-check
/** @import { Call } from '../commands.js' */
import { usageError } from '../../errors.js'
import { nearest } from '../../inputs/nearest.js'
import { scripts } from '../completion/scripts.js'
import { shells } from '../completion/shells.js'

/** @param {Call} call */
export async function run({ parsed, output }) {
  const [shell, second] = parsed.operands
  if (shell === undefined) throw usageError('UnknownShell.none', { known: shells })
  if (!shells.includes(shell)) throw usageError('UnknownShell.unknown', { word: shell, ...nearest(shell, shells) })
  if (second !== undefined) throw usageError('UnexpectedValue.noFlag', { word: second, command: 'completion' })
  output.show(() => scripts[shell])
  output.document({ shell, script: scripts[shell] })
  return 0
}
