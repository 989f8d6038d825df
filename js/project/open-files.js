// @ts-check
/** @import { EnvFile } from './env.js' */
import { words } from '../words/index.js'

/** Files that were warned of: a run may read them more than once. @type {Set<string>} */
const told = new Set()

/**
 * Warns, once and on stderr, of env files that hold a secret key and that other people on this machine may read.
 *
 * @param {EnvFile[]} files
 */
export function warnOfOpenFiles(files) {
  for (const { path, open, values } of files) {
    const keys = [values.TENCENT_SECRET_KEY, values.TENCENTCLOUD_SECRET_KEY].filter(Boolean)
    if (!open || keys.length === 0 || told.has(path)) continue
    told.add(path)
    process.stderr.write(`${words().project.openFile(path)}\n`)
  }
}
