// @ts-check
/** @import { Command } from './commands.js' */

/**
 * The name that a command has in the table, whichever of its names was typed.
 *
 * @param {Record<string, Command>} commands
 * @param {string} typed
 */
export function nameOf(commands, typed) {
  return Object.keys(commands).find((name) => commands[name].also === typed) ?? typed
}
