// @ts-check
// How much memory a process holds, seen from outside, so that a function that never yields is seen too.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

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

/** @param {number} pid @returns {Promise<number | undefined>} */
function residentBytesByPs(pid) {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, stdout) => {
      const kilobytes = Number.parseInt(stdout, 10)
      resolve(error || Number.isNaN(kilobytes) ? undefined : kilobytes * 1024)
    })
  })
}
