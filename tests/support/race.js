// A race of two machines that share a store and nothing else: two checkouts and two home directories, the real command as
// processes, an emulator, and a clock of their own. libfaketime gives all processes of a race the same clock, which a test
// sets forward: so nobody waits for two minutes until a turn is over, and what a suspended process sees is what it would see.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { code, keys, start } from '../js/cli/harness.js'
import { makeBucket } from './buckets.js'
import { AT_ONCE, Client, create, startEmulator, telling, zip } from './emulator.js'
import { httpWay, postgresWay } from './race-way.js'

const BUCKET = 'journal-1250000000'
const LIBRARIES = '/usr/lib'
/** The turn of a run that is gone is over after this, and what it had sent can't arrive any more. */
export const OVER_MS = 152_000
/** Calls that were sent before a rollback took over can't arrive any more. */
const LATE_CALLS_MS = 31_000
const LEASE_MS = 120_000
/** Nothing of a race takes so long. */
const MOST_MS = 120_000
const NAME = 'fun01'

/** Sets a clock that libfaketime reads. @param {string} file @param {number} ms */
export function setClock(file, ms) {
  writeFileSync(`${file}.new`, `+${(ms / 1000).toFixed(3)}`)
  renameSync(`${file}.new`, file)
}

/** A process's environment for such a clock; Debian keeps the library in a directory of the architecture. @param {string} file */
export function clocked(file) {
  const libraries = readdirSync(LIBRARIES).map((part) => join(LIBRARIES, part, 'faketime/libfaketime.so.1'))
  const library = libraries.find((path) => existsSync(path))
  if (!library) throw new Error('these tests need libfaketime: sudo apt-get install -y faketime')
  return { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' }
}

/** What the second machine is asked for. */
export const ORDERS = {
  deploy: { args: ['deploy', NAME, '--traffic', '0.6'], version: '$LATEST', share: 0.6 },
  rollback: { args: ['rollback', NAME], version: '2', share: 1 },
  alias: {
    args: ['alias', 'update', '--function', NAME, '--name', '$DEFAULT', '--version', '1'],
    version: '1',
    share: 1,
  },
}
/** What the first one is asked for. */
export const FIRST = { args: ['deploy', NAME, '--traffic', '0.3'], version: '$LATEST', share: 0.3 }
const LAST = { args: ['deploy', NAME, '--traffic', '0.1'], version: '$LATEST', share: 0.1 }

export class Race {
  #dir = mkdtempSync(join(tmpdir(), 'grayscale-race-'))
  #offset = 0
  /** @type {(() => unknown)[]} */
  #closing = []
  /** What happened, in order. @type {{ machine: string, what: string, kind?: string, at: number }[]} */
  events = []
  /** @type {string[]} */
  problems = []
  /** Codes of errors, by machine. @type {Record<string, string>} */
  ends = {}
  /** Rollbacks that went on without the store, since it gave no answer for 5 s, and said so. @type {Set<string>} */
  unnoted = new Set()

  /**
   * @param {{ store: 'append' | 'numbered' | 'postgres', name: string, postgres?: { port: number, url: string, clock: string } }} how
   */
  constructor(how) {
    this.how = how
    this.clock = join(this.#dir, 'clock')
    setClock(this.clock, 0)
  }

  /** Versions 1 and 2 of a function, and users on 2 and what is on `$LATEST`, half and half. */
  async prepare() {
    this.emu = await startEmulator({ seed: this.how.name, rate: 0, delays: AT_ONCE })
    this.#closing.push(() => this.emu.close())
    const client = new Client(this.emu.url)
    if (this.how.store !== 'postgres') {
      await makeBucket(this.emu.url, BUCKET, { multiAz: this.how.store === 'numbered' })
    }
    await create(client, NAME, telling('one'))
    await client.call('PublishVersion', { FunctionName: NAME })
    await client.call('UpdateFunctionCode', { FunctionName: NAME, ZipFile: zip(telling('two')) })
    await client.call('PublishVersion', { FunctionName: NAME })
    const RoutingConfig = { AdditionalVersionWeights: [{ Version: '2', Weight: 0.5 }] }
    await client.call('UpdateAlias', {
      FunctionName: NAME,
      Name: '$DEFAULT',
      FunctionVersion: '$LATEST',
      RoutingConfig,
    })
    const ticking = setInterval(() => this.#offset > 0 && this.emu.setClock(this.now()), 20)
    this.#closing.push(() => clearInterval(ticking))
  }

  now() {
    return Date.now() + this.#offset
  }

  /** Time passes for everybody. @param {number} ms */
  passes(ms) {
    this.#offset += ms
    this.emu.setClock(this.now())
    if (this.how.postgres) setClock(this.how.postgres.clock, this.#offset)
    setClock(this.clock, this.#offset)
  }

  /**
   * A machine with a checkout.
   *
   * @param {string} machine
   * @param {Partial<import('./race-way.js').Watcher>} [watcher]
   */
  async machine(machine, watcher = {}) {
    const [cwd, home] = ['checkout', 'home'].map((part) => join(this.#dir, machine, part))
    mkdirSync(join(cwd, 'code'), { recursive: true })
    mkdirSync(home, { recursive: true })
    writeFileSync(join(cwd, 'code/index.js'), code(`code of ${machine}`))
    const settings = 'src: ./code, runtime: Nodejs18.15, handler: index.main_handler'
    writeFileSync(
      join(cwd, 'grayscale.yml'),
      `functions:\n  ${NAME}: { name: ${NAME}, ${settings} }\nstore: { project: ${this.how.name} }\n`,
    )
    const seen = {
      asks: async (/** @type {import('./race-way.js').Passing} */ passing) => {
        if (passing.kind === 'write') this.events.push({ machine, what: 'write', at: this.now() })
        return (await watcher.asks?.(passing)) ?? 'pass'
      },
      answers: watcher.answers,
      done: (/** @type {import('./race-way.js').Passing} */ passing, /** @type {boolean} */ ok) => {
        if (passing.kind !== 'append' || !ok) return
        for (const phase of passing.phases) {
          const [what, kind] = phase.split(' ')
          this.events.push({ machine, what, kind, at: this.now() })
        }
      },
    }
    const way = await httpWay(this.emu.url, /** @type {any} */ (seen))
    this.#closing.push(() => way.close())
    let address = `cos://${BUCKET}/team?region=ap-guangzhou`
    if (this.how.postgres) {
      const there = await postgresWay(this.how.postgres.port, /** @type {any} */ (seen))
      this.#closing.push(() => there.close())
      address = this.how.postgres.url.replace(`:${this.how.postgres.port}/`, `:${there.port}/`)
    }
    const env = { ...keys, ...clocked(this.clock), GRAYSCALE_STORE: address, HOME: home, XDG_CONFIG_HOME: home }
    /** @param {string[]} args */
    const begin = (args) => {
      const started = start(args, { cwd, endpoint: `http://127.0.0.1:${way.port}`, env })
      started.said('checking again').then(
        () => this.passes(LATE_CALLS_MS),
        () => {},
      )
      const timer = setTimeout(() => {
        this.problems.push(`${machine} hangs: ${started.seen.stderr}`)
        started.child.kill('SIGKILL')
      }, MOST_MS)
      const ended = started.ended.then((end) => {
        clearTimeout(timer)
        if (/could not be written afterwards|continues without it/.test(end.stdout + end.stderr))
          this.unnoted.add(machine)
        this.ends[machine] = end.status === null ? 'killed' : (/^ *(?:✖ )?([A-Z]\w+) {2}/m.exec(end.stderr)?.[1] ?? '')
        return { ...end, code: end.status === 0 ? 'done' : this.ends[machine] }
      })
      return { ...started, ended }
    }
    return { name: machine, begin }
  }

  /** @param {string} version */
  share(version) {
    const last = this.emu.history.findLast((entry) => entry.function === NAME && entry.alias === '$DEFAULT')
    const others = last.additional.reduce((sum, { Weight }) => sum + Weight, 0)
    if (last.main === version) return 1 - others
    return last.additional.find(({ Version }) => Version === version)?.Weight ?? 0
  }

  /** @param {{ version: string, share: number }} order @param {string} when */
  expect({ version, share }, when) {
    const is = this.share(version)
    if (Math.abs(is - share) > 1e-9) this.problems.push(`${when}: ${version} has ${is}, not ${share}`)
  }

  /** Never two at once; only a rollback overtakes a run that may be at work. */
  judge() {
    /** @type {{ machine: string, kind?: string, last: number } | undefined} */
    let holder
    for (const { machine, what, kind, at } of this.events) {
      const others = holder && holder.machine !== machine
      if (what === 'begin') {
        const over = holder && at >= holder.last + LEASE_MS
        if (others && !over && kind !== 'rollback')
          this.problems.push(`${machine} began while ${holder.machine} was at work`)
        holder = { machine, kind, last: at }
      } else if (what === 'write') {
        if (this.unnoted.has(machine)) continue
        if (!holder) this.problems.push(`${machine} wrote without a turn`)
        else if (others && holder.kind !== 'rollback')
          this.problems.push(`${machine} wrote in the turn of ${holder.machine}`)
      } else if (others) {
        this.problems.push(`${machine} appended "${what}" in the turn of ${holder.machine}`)
      } else if (what === 'end') {
        holder = undefined
      } else if (holder) {
        holder.last = at
      }
    }
  }

  /** Whoever comes when all is over is let in, and the log is whole. */
  async settles() {
    this.passes(OVER_MS)
    const last = await this.machine('c')
    const deployed = await last.begin(LAST.args).ended
    if (deployed.status !== 0) this.problems.push(`whoever came last was not let in: ${deployed.stderr}`)
    else this.expect(LAST, 'at the end')
    const verified = await last.begin(['history', '--verify']).ended
    if (verified.status !== 0) this.problems.push(`the log: ${verified.stdout}${verified.stderr}`)
  }

  async close() {
    for (const close of this.#closing.reverse()) await close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
