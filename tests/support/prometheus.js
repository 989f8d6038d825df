// A real Prometheus for the tests: Debian's, on loopback, with counters that are known beforehand.
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { needs } from '../../emulator/tests/support/debian.js'
import { freePort } from './free-port.js'

const run = promisify(execFile)
const SCRAPE_S = 15
const MINUTE_S = 60

/**
 * Counters of a function's calls.
 *
 * @typedef {object} Counters
 * @property {string} name of the function
 * @property {string} version label of the series
 * @property {number} from the beginning of the first minute, in seconds since 1970
 * @property {(minute: number) => { calls: number, bad: number }} minute what came in each of them, counted from 0
 * @property {number} minutes how many
 * @property {boolean} [failing] whether there is a series of bad calls at all
 */

/**
 * As OpenMetrics has them: https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 *
 * @param {Counters[]} all
 */
function openMetrics(all) {
  const lines = ['# TYPE requests counter']
  for (const { name, version, from, minute, minutes, failing = true } of all) {
    for (const code of failing ? ['200', '500'] : ['200']) {
      let sum = 0
      const labels = `{function="${name}",version="${version}",code="${code}"}`
      lines.push(`requests_total${labels} 0 ${from}`)
      for (let at = 0; at < minutes; at += 1) {
        const { calls, bad } = minute(at)
        const more = code === '500' ? bad : calls - bad
        for (let part = SCRAPE_S; part <= MINUTE_S; part += SCRAPE_S) {
          lines.push(
            `requests_total${labels} ${sum + Math.floor((more * part) / MINUTE_S)} ${from + at * MINUTE_S + part}`,
          )
        }
        sum += more
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`
}

/**
 * @param {Counters[]} counters
 * @param {{ hash?: string }} [options] `hash`: bcrypt's, of the password of the user `grayscale`, without which nobody is answered
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPrometheus(counters, { hash } = {}) {
  await needs('prometheus', '--version', 'prometheus')
  const directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-prometheus-'))
  const path = (/** @type {string} */ file) => join(directory, file)
  writeFileSync(path('metrics.txt'), openMetrics(counters))
  writeFileSync(path('prometheus.yml'), '')
  writeFileSync(path('web.yml'), hash === undefined ? '' : `basic_auth_users:\n  grayscale: ${hash}\n`)
  await run('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', path('metrics.txt'), path('data')])
  const port = await freePort()
  const server = spawn(
    'prometheus',
    [
      `--config.file=${path('prometheus.yml')}`,
      `--web.config.file=${path('web.yml')}`,
      `--storage.tsdb.path=${path('data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    server.kill('SIGKILL')
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/-/ready`).catch(() => undefined)
    if (ready?.ok || ready?.status === 401) break
    if (tries > 300 || server.exitCode !== null) {
      await stop()
      throw new Error('Prometheus did not start')
    }
    await sleep(100)
  }
  return { url, stop }
}
