// @ts-check
// How much memory a process holds, seen from outside, so that a function that never yields is seen too.

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

const PAGE_BYTES = 4096

/**
 * Resident bytes of a process; undefined when it is gone.
 * @param {number} pid
 * @returns {Promise<number | undefined>}
 */
export async function residentBytes(pid) {
  if (process.platform !== 'linux') return residentBytesByPs(pid)
  try {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8')
    return Number(statm.split(' ')[1]) * PAGE_BYTES
  } catch {
    return undefined // the process has ended between two looks
  }
}

/**
 * Resident bytes of all processes that a process started, and those started, and so on. What they share counts once for
 * each of them.
 * @param {number} pid
 * @returns {Promise<number>}
 */
export async function residentBytesBelow(pid) {
  if (process.platform !== 'linux') return residentBytesBelowByPs(pid)
  const each = (await childrenOf(pid)).map(
    async (child) => ((await residentBytes(child)) ?? 0) + (await residentBytesBelow(child)),
  )
  return (await Promise.all(each)).reduce((sum, bytes) => sum + bytes, 0)
}

/** @param {number} pid @returns {Promise<number[]>} */
async function childrenOf(pid) {
  try {
    const threads = await readdir(`/proc/${pid}/task`)
    const texts = await Promise.all(threads.map((id) => readFile(`/proc/${pid}/task/${id}/children`, 'utf8')))
    return texts.flatMap((text) => text.split(' ').filter(Boolean).map(Number))
  } catch {
    return [] // the process has ended between two looks
  }
}

/** @param {number} pid @returns {Promise<number>} */
async function residentBytesBelowByPs(pid) {
  const table = (await ps(['-A', '-o', 'pid=,ppid=,rss='])) ?? ''
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const below = new Set([pid])
  // a table is short, and its order is not by birth
  for (let before = 0; before < below.size; ) {
    before = below.size
    for (const [child, parent] of rows) if (below.has(parent)) below.add(child)
  }
  below.delete(pid)
  return rows.reduce((sum, [child, , kilobytes]) => sum + (below.has(child) ? kilobytes * 1024 : 0), 0)
}

/** @param {number} pid @returns {Promise<number | undefined>} */
async function residentBytesByPs(pid) {
  const kilobytes = Number.parseInt((await ps(['-o', 'rss=', '-p', String(pid)])) ?? '', 10)
  return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024
}

/** @param {string[]} args @returns {Promise<string | undefined>} */
function ps(args) {
  return new Promise((resolve) => {
    execFile('ps', args, (error, stdout) => resolve(error ? undefined : stdout))
  })
}
