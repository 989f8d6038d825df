// A certificate authority that lives as long as the test run, and one certificate for all hosts that the CLIs talk to.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} directory
 * @param {string[]} hosts
 * @returns {{ authority: string, key: string, cert: string }} the authority's file, for NODE_EXTRA_CA_CERTS
 */
export function certificates(directory, hosts) {
  const path = (/** @type {string} */ name) => join(directory, name)
  const openssl = (/** @type {string[]} */ ...words) =>
    execFileSync('openssl', words, { cwd: directory, stdio: 'pipe' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj']
  writeFileSync(path('names.cnf'), `subjectAltName = ${hosts.map((host) => `DNS:${host}`).join(', ')}\n`)
  openssl('req', '-x509', ...fresh, '/CN=scf-grayscale tests', '-keyout', 'authority.key', '-out', 'authority.pem')
  openssl('req', ...fresh, '/CN=platform', '-keyout', 'platform.key', '-out', 'platform.csr')
  const signed = ['-req', '-in', 'platform.csr', '-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial']
  openssl('x509', ...signed, '-extfile', 'names.cnf', '-out', 'platform.pem')
  return {
    authority: path('authority.pem'),
    key: readFileSync(path('platform.key'), 'utf8'),
    cert: readFileSync(path('platform.pem'), 'utf8'),
  }
}
