// @ts-check
/**
 * Who did something, as the journal names them: `li.wei@laptop (pid 7)` on a command line, `li.wei@console (laptop)` on a page
 * like this one, `agent`.
 */

/**
 * @param {string | undefined} who
 * @returns {{ name: string, from: 'console' | 'commandLine' | 'agent' | 'page' | 'unknown', where?: string }}
 */
export function person(who) {
  if (!who) return { name: '–', from: 'unknown' }
  const [, name, host, where] = /^(.+?)@(\S+)(?: \((.+)\))?$/.exec(who) ?? []
  if (name === undefined) return { name: who, from: who === 'agent' ? 'agent' : 'page' }
  return host === 'console' ? { name, from: 'console', where } : { name, from: 'commandLine', where: host }
}
