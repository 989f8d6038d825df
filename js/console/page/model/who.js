// @ts-check
/**
 * Who did something, as the journal names them: `li.wei@laptop (pid 7)` on a command line, `li.wei@console (laptop)` on a page
 * like this one, `li.wei@ci` as a pipeline may call itself, `agent`.
 */

/**
 * @param {string | undefined} who
 * @returns {{ name: string, from: 'console' | 'commandLine' | 'ci' | 'agent' | 'page' | 'unknown', where?: string }}
 */
export function person(who) {
  if (!who) return { name: '–', from: 'unknown' }
  const [, name, host, where] = /^(.+?)@(\S+)(?: \((.+)\))?$/.exec(who) ?? []
  if (name === undefined) return { name: who, from: who === 'agent' ? 'agent' : 'page' }
  if (host === 'console') return { name, from: 'console', where }
  return host === 'ci' ? { name, from: 'ci' } : { name, from: 'commandLine', where: host }
}
