// Unpacks what CLIs upload.

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

/** On Node 20, serverless 1.83.3 notes neither length nor checksum of the one file that it adds itself, handler.js. */
const knownFlaw = /handler\.js +bad CRC [0-9a-f]{8} +\(should be 0{8}\)/

/**
 * @param {Uint8Array} zip
 * @param {string} directory
 */
export function unzip(zip, directory) {
  mkdirSync(directory, { recursive: true })
  writeFileSync(`${directory}.zip`, zip)
  const { stdout, stderr } = spawnSync('unzip', ['-qo', `${directory}.zip`, '-d', directory], { encoding: 'utf8' })
  const complaints = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !knownFlaw.test(line))
  if (complaints.length > 0) throw new Error(`a package can't be unpacked: ${complaints.join('; ')}`)
}
