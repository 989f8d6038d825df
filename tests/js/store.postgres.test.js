// The shared store in PostgreSQL, on a real server.

import assert from 'node:assert/strict'
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect as dial } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { conformance } from '../../js/store/conformance.js'
import { postgresStore } from '../../js/store/postgres.js'
import { CLOSED_PORT } from '../support/nobody.js'
import { startPostgres } from '../support/postgres.js'

const run = promisify(execFile)

/** @type {import('../support/postgres.js').Server} */
let server
before(async () => {
  server = await startPostgres()
})
after(() => server?.stop())

let logs = 0
const freshLog = () => `app/dev-${++logs}`

/** A store that is closed with the test. */
function opened(t, given = {}) {
  const store = postgresStore({ url: server.url(), log: freshLog(), ...given })
  t.after(() => store.close())
  return store
}

/** A place in the middle that lets the test cut what goes through it. */
async function middle(t) {
  const sockets = new Set()
  const sides = { closed: false }
  /** What clients sent since it was last asked for. @type {Buffer[]} */
  let chunks = []
  const listener = createServer((socket) => {
    const to = dial(server.port, '127.0.0.1')
    for (const [from, into] of [
      [socket, to],
      [to, socket],
    ]) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => into.destroy())
      from.on('data', (bytes) => {
        if (from === to && sides.closed) return cut()
        if (from === socket) chunks.push(bytes)
        into.write(bytes)
      })
    }
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    cut()
    listener.close()
  })
  const url = server.url().replace(`:${server.port}/`, `:${listener.address().port}/`)
  const sent = () => {
    const all = Buffer.concat(chunks)
    chunks = []
    return messagesIn(all)
  }
  return { url, sides, sent }
}

/** Messages of a client: a letter and a length each; the first one has no letter. */
function messagesIn(bytes) {
  const messages = []
  for (let at = 0; at < bytes.length; ) {
    const isStartup = bytes[at] === 0
    const head = isStartup ? 0 : 1
    const length = bytes.readInt32BE(at + head)
    const text = bytes.subarray(at + head + 4, at + head + length).toString()
    messages.push({ type: isStartup ? 'startup' : String.fromCharCode(bytes[at]), text })
    at += head + length
  }
  return messages
}

describe('the contract', () => {
  for (const { name, run } of conformance({
    name: 'postgres',
    open: (log) => postgresStore({ url: server.url(), log: `suite/${log}` }),
  })) {
    test(name, run)
  }
})

describe('the table', () => {
  test('reading makes no table, and an empty log has a position', async (t) => {
    const store = opened(t, { table: 'never_made' })
    assert.deepEqual(await store.read(), { text: '', position: '0' })
    assert.deepEqual(await server.sql(`select to_regclass('never_made') as found`), [{ found: null }])
  })

  test('users who come first at once make it once, and one of them has the first line', async (t) => {
    for (let round = 0; round < 5; round += 1) {
      const table = `first_${round}`
      const stores = Array.from({ length: 6 }, () => opened(t, { table, log: 'app/dev' }))
      const answers = await Promise.all(stores.map((store, at) => store.append('0', [`line ${at}`])))
      assert.equal(answers.filter((answer) => 'position' in answer).length, 1)
      assert.equal((await server.sql(`select * from ${table}`)).length, 1)
    }
  })

  test('a row holds the lines of an append', async (t) => {
    const store = opened(t, { table: 'rows_of', log: 'app/dev' })
    const { position } = await store.append('0', ['a', 'b'])
    await store.append(position, ['c'])
    assert.deepEqual(await server.sql('select log, seq, lines from rows_of order by seq'), [
      { log: 'app/dev', seq: '1', lines: 'a\nb\n' },
      { log: 'app/dev', seq: '2', lines: 'c\n' },
    ])
  })

  test('a role needs select and insert on a table that is there', async (t) => {
    await opened(t, { table: 'granted', log: 'other/dev' }).append('0', ['makes the table'])
    await server.sql(`create role writer login password 'w'; grant select, insert on granted to writer`)
    const store = opened(t, { url: server.url({ user: 'writer', password: 'w' }), table: 'granted' })
    await store.append((await store.read()).position, ['line'])
    assert.equal((await store.read()).text, 'line\n')
  })

  test('a role that lacks a permission is told which one', async (t) => {
    await opened(t, { table: 'closed_off' }).append('0', ['makes the table'])
    await server.sql(`create role reader login password 'r'; grant select on closed_off to reader`)
    const url = server.url({ user: 'reader', password: 'r' })
    const store = opened(t, { url, table: 'closed_off' })
    await store.read()
    await assert.rejects(store.append('0', ['line']), { name: 'StoreError', unknown: false, message: /select, insert/ })
    await assert.rejects(opened(t, { url, table: 'not_there' }).append('0', ['line']), { message: /may not create/ })
  })

  test('a row that was deleted by hand does not start the log anew', async (t) => {
    const store = opened(t, { table: 'gone', log: 'app/dev' })
    const { position } = await store.append('0', ['a'])
    await server.sql('delete from gone')
    await assert.rejects(store.append(position, ['b']), { name: 'StoreError', message: /deleted/ })
    await assert.rejects(store.read(position), { name: 'StoreError', message: /deleted/ })
    assert.deepEqual(await server.sql('select * from gone'), [])
  })

  test('a log that is too large is refused, and its newest lines can be read', async (t) => {
    const store = opened(t, { table: 'large', log: 'app/dev' })
    await store.append('0', ['first'])
    await server.sql(`
      insert into large (log, seq, lines)
      select 'app/dev', number, repeat('灰', 349525) || E'\\n' from generate_series(2, 130) number`)
    await assert.rejects(store.read(), { name: 'StoreError', message: /more than 128 MB/ })
    const { text, position } = await store.read(undefined, { newest: 1000 })
    assert.deepEqual([text.length, position], [349526, '130'])
  })

  test('an address that is none is not repeated', () => {
    assert.throws(
      () => postgresStore({ url: 'postgres://u:sEcr3t@[half/x', log: 'app/dev' }),
      (error) => {
        assert.equal(error.code, 'InvalidStore')
        for (let at = error; at; at = at.cause)
          assert.ok(!`${at.stack} ${JSON.stringify(at)} ${at.input}`.includes('sEcr3t'))
        return true
      },
    )
  })

  test('the name of the table can be no statement', () => {
    for (const table of ['a; drop table b', 'A', '"a"', 'a.b.c', '']) {
      assert.throws(() => postgresStore({ url: server.url(), log: 'app/dev', table }), { code: 'InvalidStore' })
    }
  })
})

describe('the connection', () => {
  // what a pooler lets through that gives each transaction another connection: https://www.pgbouncer.org/features.html
  test('one statement an append, one a reading, and nothing of a session', async (t) => {
    const { url, sent } = await middle(t)
    const store = opened(t, { url })
    const { position } = await store.append('0', ['first'])
    const first = sent()
    await store.read(position)
    const read = sent()
    await store.append(position, ['second'])
    const append = sent()
    const startup = first.find(({ type }) => type === 'startup')
    const allowed = ['user', 'database', 'application_name', 'client_encoding']
    assert.deepEqual(
      startup.text
        .slice(4)
        .split('\0')
        .filter((_, at) => at % 2 === 0 && _ !== '')
        .filter((name) => !allowed.includes(name)),
      [],
    )
    for (const messages of [read, append]) {
      assert.equal(messages.filter(({ type }) => type === 'P' || type === 'Q').length, 1)
      assert.equal(messages.filter(({ type }) => type === 'S').length, 1)
      const [parse] = messages.filter(({ type }) => type === 'P')
      assert.equal(parse.text[0], '\0', 'the statement has a name')
    }
  })

  test('a connection that the server ended is made again', async (t) => {
    const store = opened(t)
    const { position } = await store.append('0', ['a'])
    await server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'scf-grayscale'`)
    assert.equal((await store.read()).text, 'a\n')
    const next = await store.append(position, ['b'])
    await server.restart()
    assert.equal((await store.read()).text, 'a\nb\n')
    await store.append(next.position, ['c'])
  })

  test('where the answer of an append is lost, nobody knows, and reading tells', async (t) => {
    const { url, sides } = await middle(t)
    const store = opened(t, { url })
    const { position } = await store.append('0', ['a'])
    sides.closed = true
    await assert.rejects(store.append(position, ['b']), { name: 'StoreError', unknown: true })
    sides.closed = false
    assert.equal((await store.read(position)).text, 'b\n')
  })

  test('nobody who listens is an error before anything was written', async (t) => {
    const url = server.url().replace(`:${server.port}/`, `:${CLOSED_PORT}/`)
    const store = opened(t, { url })
    await assert.rejects(store.append('0', ['a']), { name: 'StoreError', unknown: false, message: /ECONNREFUSED/ })
  })

  test('TLS: the certificate is checked where sslmode says so', async (t) => {
    const root = encodeURIComponent(server.certificate)
    const encrypted = async (query) => {
      const store = opened(t, { url: server.url({ query }) })
      await store.append('0', ['a'])
      const [row] = await server.sql(
        `select bool_and(ssl) as ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'scf-grayscale'`,
      )
      await store.close()
      return row.ssl
    }
    assert.equal(await encrypted('?sslmode=require'), true)
    assert.equal(await encrypted(`?sslmode=verify-full&sslrootcert=${root}`), true)
    const untrusted = opened(t, { url: server.url({ query: '?sslmode=verify-full' }) })
    await assert.rejects(untrusted.read(), { name: 'StoreError', message: /certificate/ })
  })
})

describe('secrets', () => {
  test('the password is in no error and no description', async (t) => {
    const secret = 'sEcr3t%2F@x'
    const seen = []
    for (const url of [
      server.url({ password: secret }),
      server.url({ password: secret, database: 'none' }),
      `postgres://u:${encodeURIComponent(secret)}@127.0.0.1:${CLOSED_PORT}/x`,
      `postgres://u:${encodeURIComponent(secret)}@no-such-host.invalid/x`,
      `postgres://u:${encodeURIComponent(secret)}@127.0.0.1:${server.port}/x?sslmode=verify-full&sslrootcert=/none`,
      `postgres://127.0.0.1:${server.port}/x?user=u&password=${encodeURIComponent(secret)}`,
    ]) {
      const store = opened(t, { url })
      const error = await store.append('0', ['a']).then(
        () => assert.fail('it was accepted'),
        (thrown) => thrown,
      )
      assert.equal(error.name, 'StoreError')
      seen.push(store.describe())
      for (let at = error; at; at = at.cause) seen.push(at.message, at.stack, JSON.stringify(at), String(at.input))
    }
    for (const text of seen) {
      for (const form of [secret, encodeURIComponent(secret), decodeURIComponent(secret)]) {
        assert.ok(!String(text).includes(form), `the password is in: ${text}`)
      }
    }
  })
})

test('the logs of a project and of its rollouts are one connection, and none once it is closed', async () => {
  const name = `app/one-${process.pid}`
  const store = postgresStore({ url: server.url(), log: name })
  const connections = async () => {
    const rows = await server.sql(`select pid from pg_stat_activity where application_name = 'scf-grayscale'`)
    return new Set(rows.map(({ pid }) => pid))
  }
  const before = await connections()
  const opened = async () => [...(await connections())].filter((pid) => !before.has(pid))
  const [one, two] = ['20260115-a1b2c3', '20260115-d4e5f6'].map((id) => store.rollout(id))
  await Promise.all([store.read(), one.read(), two.read()])
  assert.equal((await opened()).length, 1)
  await one.close()
  assert.deepEqual(await two.append('0', ['{"v":4}']).then(({ position }) => position), '1')
  assert.equal((await opened()).length, 1)
  await store.close()
  // the server takes its time to notice
  for (let tries = 0; (await opened()).length > 0; tries += 1) {
    assert.ok(tries < 100, 'a connection is open still')
    await sleep(50)
  }
})

test('two processes race, one after the other is killed, and no line is lost or there twice', async () => {
  const url = server.url()
  const worker = new URL('../support/store-worker.js', import.meta.url)
  const { raceWithKills } = await import('../support/store-race.js')
  const store = postgresStore({ url, log: 'race/dev' })
  try {
    await raceWithKills({ fork: (name) => fork(worker, ['postgres', url, 'race/dev', name]), store })
  } finally {
    await store.close()
  }
})

test('without the package pg, the error says how to get it', async () => {
  const program = `
    import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(\`
      export async function resolve(name, context, next) {
        if (name === 'pg') throw Object.assign(new Error("Cannot find package 'pg'"), { code: 'ERR_MODULE_NOT_FOUND' })
        return next(name, context)
      }\`))
    const { postgresStore } = await import(${JSON.stringify(new URL('../../js/store/postgres.js', import.meta.url).href)})
    const error = await postgresStore({ url: 'postgres://x@127.0.0.1/x', log: 'a/b' }).read().catch((e) => e)
    console.log(error.name, error.message)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program])
  assert.match(stdout, /^StoreError .*npm install pg/)
})
