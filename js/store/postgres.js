// @ts-check
/**
 * A shared log in PostgreSQL: a row for each append, with the primary key (log, seq). Of two that insert the same number the
 * second violates the key. One statement an append and one a reading, none of which leaves anything in a session: so it works
 * behind a pooler that gives each transaction another connection.
 */
/** @import { Store } from '../types.js' */
import { StoreError, usageError } from '../errors.js'
import { words } from '../words/index.js'
import { describeAddress, logName, postgresUrl } from './address.js'
import { numberOf, requireLines, requireRollout } from './lines.js'
import { PostgresConnection } from './postgres/connection.js'

/** Bytes of a log that are read whole. */
const MOST_BYTES = 128 << 20

const UNDEFINED_TABLE = '42P01'
const UNIQUE_VIOLATION = '23505'
const DUPLICATE_TABLE = '42P07'
/** The type of a table's rows, which is made with it. */
const DUPLICATE_OBJECT = '42710'
const DENIED = '42501'
const READ_ONLY = '25006'

const now = '(extract(epoch from clock_timestamp()) * 1000)::float8'

/**
 * @param {object} options
 * @param {string} options.url `postgres://<user>@<host>/<database>`; a password in it, in `PGPASSWORD`, or in `~/.pgpass`
 * @param {string} options.log such as `project/stage`; logs of its rollouts use the same connection
 * @param {string} [options.table] `grayscale_log` by default; made at the first append where it does not exist
 * @returns {Store}
 * @throws {import('../errors.js').GrayscaleError} `InvalidStore`
 */
export function postgresStore({ url, log, table = 'grayscale_log' }) {
  if (!/^(?:[a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}$/.test(table)) {
    throw usageError('InvalidStore', { why: 'table', said: words().store.wrong.table() })
  }
  const where = describeAddress(url)
  const connection = new PostgresConnection(postgresUrl(url), where)
  return { ...logOn(connection, { where, table, log }), close: () => connection.close() }
}

/**
 * A log of a connection that others use as well: whoever made it closes it.
 *
 * @param {PostgresConnection} connection
 * @param {{ where: string, table: string, log: string }} options `where`: the address for people
 * @returns {Store}
 */
function logOn(connection, { where, table, log }) {
  logName(log)
  const described = `${where} (${log})`

  /** @param {unknown} error what the server said @returns {StoreError} */
  const refused = (error) => {
    const { code, message } = /** @type {{ code: string, message: string }} */ (error)
    const said = words().store.postgres
    if (code === DENIED) return new StoreError(said.denied(where, table))
    if (code === READ_ONLY) return new StoreError(said.readOnly(where))
    return new StoreError(said.failed(where, `${message} (${code})`))
  }

  const makeTable = async () => {
    const text =
      `create table if not exists ${table} (log text not null, seq bigint not null, lines text not null, ` +
      'at timestamptz not null default now(), primary key (log, seq))'
    const made = await connection.ask(text, [], { writes: false })
    // another user may be quicker, whatever "if not exists" says
    if ('rows' in made || [UNIQUE_VIOLATION, DUPLICATE_TABLE, DUPLICATE_OBJECT].includes(made.refused.code)) return
    if (made.refused.code === DENIED) throw new StoreError(words().store.postgres.noCreate(where, table))
    throw refused(made.refused)
  }

  return {
    async read(from = '0', { newest = MOST_BYTES + 1 } = {}) {
      const start = numberOf(from)
      if (start === undefined) throw new StoreError(words().runtime.journal.noPosition(described))
      // the row of `from` has to be there; of the others the newest ones, by the sum of their bytes
      const text =
        `select t.now, t.there, t.last, r.lines, r.sum from (select ${now} as now, ` +
        `exists (select from ${table} where log = $1 and seq = $2) as there, ` +
        `(select max(seq) from ${table} where log = $1) as last) t left join (` +
        'select seq, lines, octet_length(lines) as size, sum(octet_length(lines)) over (order by seq desc) as sum ' +
        `from ${table} where log = $1 and seq > $2) r on r.sum - r.size < $3 and r.seq <= t.last order by r.seq`
      const answer = await connection.ask(text, [log, start, Math.min(newest, MOST_BYTES + 1)], { writes: false })
      if ('refused' in answer) {
        if (answer.refused.code !== UNDEFINED_TABLE) throw refused(answer.refused)
        if (start > 0) throw new StoreError(words().store.gone(described))
        return { text: '', position: '0' }
      }
      const [first] = answer.rows
      if (start > 0 && !first.there) throw new StoreError(words().store.gone(described))
      if (newest > MOST_BYTES && Number(first.sum) > MOST_BYTES) {
        throw new StoreError(words().store.tooLarge(described, MOST_BYTES >> 20))
      }
      return { text: answer.rows.map((row) => row.lines ?? '').join(''), position: first.last ?? '0', now: first.now }
    },

    async append(position, lines) {
      requireLines(lines)
      const start = numberOf(position)
      if (start === undefined) return { conflict: true }
      const next = String(start + 1)
      const statement =
        `insert into ${table} (log, seq, lines) select $1, $2::bigint, $3 ` +
        `where $2::bigint = 1 or exists (select from ${table} where log = $1 and seq = $2::bigint - 1) returning ${now} as now`
      const insert = () =>
        connection.ask(statement, [log, next, lines.map((line) => `${line}\n`).join('')], { writes: true })
      let answer = await insert()
      if ('refused' in answer && answer.refused.code === UNDEFINED_TABLE && start === 0) {
        await makeTable()
        answer = await insert()
      }
      if ('rows' in answer) {
        if (answer.rows.length === 0) throw new StoreError(words().store.gone(described))
        return { position: next, now: answer.rows[0].now }
      }
      if (answer.refused.code === UNIQUE_VIOLATION) return { conflict: true }
      if (answer.refused.code === UNDEFINED_TABLE) throw new StoreError(words().store.gone(described))
      throw refused(answer.refused)
    },

    rollout: (id) => logOn(connection, { where, table, log: `${log}/rollout/${requireRollout(id)}` }),
    shared: true,
    describe: () => described,
    close: async () => {},
  }
}
