// A real PostgreSQL for the tests: Debian's, as an unprivileged user, in a directory that goes with the tests. It listens on
// loopback alone, asks for a password (SCRAM), and has TLS with a certificate of its own where openssl is there.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { needs } from '../../emulator/tests/support/debian.js'
import { freePort } from './free-port.js'

const run = promisify(execFile)
const VERSIONS = '/usr/lib/postgresql'
/** Nobody: initdb and postgres refuse to run as root. */
const USER = 65534

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string} password of the role `postgres`
 * @property {string} certificate the path of the certificate that signed the server's
 * @property {(more?: { user?: string, password?: string, database?: string, query?: string }) => string} url
 * @property {(text: string) => Promise<any[]>} sql as an administrator
 * @property {() => Promise<void>} restart at once, as after a power cut
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ env?: Record<string, string> }} [options] of the server's process, beside this one's
 * @returns {Promise<Server>}
 */
export async function startPostgres({ env = {} } = {}) {
  // of the server's package; the client's alone has no server
  await needs('pg_lsclusters', '-h', 'postgresql')
  const version = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))[0] : undefined
  if (version === undefined) throw new Error('these tests need PostgreSQL: sudo apt-get install -y postgresql')
  const bin = join(VERSIONS, version, 'bin')
  const directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-postgres-'))
  const data = join(directory, 'data')
  const password = `p@ss:/${randomBytes(9).toString('hex')}`
  const passwordFile = join(directory, 'password')
  writeFileSync(passwordFile, password)
  const isRoot = process.getuid?.() === 0
  const own = (/** @type {string[]} */ ...paths) => {
    if (isRoot) for (const path of paths) chownSync(path, USER, USER)
  }
  own(directory, passwordFile)
  /** @param {string} program @param {string[]} args @returns {[string, string[]]} */
  const unprivileged = (program, args) =>
    isRoot
      ? [
          'setpriv',
          [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', 'env', ...more, join(bin, program), ...args],
        ]
      : ['env', [...more, join(bin, program), ...args]]
  const more = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const cwd = directory
  const settings = ['--no-sync', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'scram-sha-256']
  await run(...unprivileged('initdb', ['-D', data, ...settings, `--pwfile=${passwordFile}`]), { cwd })

  const certificate = join(directory, 'root.crt')
  await certify(directory, certificate)
  own(join(directory, 'server.key'), join(directory, 'server.crt'))
  const port = await freePort()
  appendFileSync(
    join(data, 'postgresql.conf'),
    [
      `listen_addresses = '127.0.0.1'`,
      `port = ${port}`,
      `unix_socket_directories = ''`,
      'fsync = off',
      'ssl = on',
      `ssl_cert_file = '${join(directory, 'server.crt')}'`,
      `ssl_key_file = '${join(directory, 'server.key')}'`,
      '',
    ].join('\n'),
  )

  /** @type {import('node:child_process').ChildProcess} */
  let server
  const start = async () => {
    server = spawn(...unprivileged('postgres', ['-D', data]), { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    server.stderr?.on('data', (text) => {
      said += text
    })
    const ended = new Promise((resolve) => server.once('exit', resolve))
    for (;;) {
      if (said.includes('ready to accept connections')) return
      if (server.exitCode !== null) assert.fail(`PostgreSQL did not start: ${said}`)
      await Promise.race([ended, sleep(20)])
    }
  }
  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }
  await start()

  /** @type {Server['url']} */
  const url = ({ user = 'postgres', password: given = password, database = 'postgres', query = '' } = {}) =>
    `postgres://${user}:${encodeURIComponent(given)}@127.0.0.1:${port}/${database}${query}`
  return {
    port,
    password,
    certificate,
    url,
    async sql(text) {
      const client = new pg.Client({ connectionString: url() })
      await client.connect()
      try {
        return (await client.query(text)).rows
      } finally {
        await client.end()
      }
    },
    async restart() {
      await end('SIGQUIT')
      await start()
    },
    async stop() {
      await end('SIGINT')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A certificate of the server for 127.0.0.1, and the one that signed it. @param {string} directory @param {string} root */
async function certify(directory, root) {
  const openssl = (/** @type {string[]} */ ...args) => run('openssl', args, { cwd: directory })
  const key = ['-newkey', 'rsa:2048', '-nodes']
  await openssl('req', '-x509', ...key, '-keyout', 'root.key', '-out', root, '-days', '2', '-subj', '/CN=test root')
  await openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1')
  writeFileSync(join(directory, 'names'), 'subjectAltName=IP:127.0.0.1\n')
  const signer = ['-CA', root, '-CAkey', 'root.key', '-CAcreateserial', '-extfile', 'names']
  await openssl('x509', '-req', '-in', 'server.csr', ...signer, '-out', 'server.crt', '-days', '2')
  chmodSync(join(directory, 'server.key'), 0o600)
  // nobody's server may not look into a directory of somebody else's, but reads this one
  chmodSync(directory, 0o755)
}
