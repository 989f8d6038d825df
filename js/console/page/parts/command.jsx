// @ts-check
/** @import { Command } from '../model/command.js' */
import { say } from '../words/index.js'
import { Copy } from './copy.jsx'

/**
 * Copies the lines of the command line that give the same order. Where they do more than this page, that is said beside them.
 *
 * @param {{ command: Command | undefined, small?: boolean }} props
 */
export function CopyCommand({ command, small = false }) {
  const words = say().commands
  if (!command) return null
  if (small) return <Copy small sign="command" text={command.text} label={words.copyOf(command.text)} />
  return (
    <span class="command" title={command.text}>
      <Copy text={command.text} label={words.copy} />
      {command.uploads && <span class="hint">{words.uploads}</span>}
    </span>
  )
}
