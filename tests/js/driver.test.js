import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { StoreError, TransportError, UnsafeJournalError } from '../../js/errors.js'
import { clock } from '../../js/runtime/clock.js'
import { drive } from '../../js/runtime/driver.js'
import { sleep } from '../../js/runtime/sleep.js'

/**
 * A machine that follows a script: each entry of `rounds` is a list of effects, handed out when all events of the
 * entries before have come.
 */
class Script {
  constructor(rounds) {
    this.rounds = rounds
    this.round = 0
    this.waiting = new Set()
    this.fed = []
    this.stops = []
  }
  take() {
    if (this.waiting.size > 0 || this.stops.length > 0 || this.round >= this.rounds.length) return []
    const effects = this.rounds[this.round++]
    for (const { id } of effects) if (id !== undefined) this.waiting.add(id)
    return effects
  }
  feed(id, event, ...times) {
    assert.ok(this.waiting.delete(id), `effect ${id} was fed without waiting for it`)
    this.fed.push([id, JSON.parse(event), times])
  }
  stop(...times) {
    this.stops.push(times)
  }
  get finished() {
    return this.waiting.size === 0 && (this.round >= this.rounds.length || this.stops.length > 0)
  }
  outcome() {
    return { fed: this.fed.map(([id, { kind }]) => `${id} ${kind}`), stopped: this.stops.length > 0 }
  }
}

const call = (id, writes = false) => ({ kind: 'call', id, writes, action: `A${id}` })
const pause = (id, ms) => ({ kind: 'sleep', id, ms })
const append = (id, line) => ({ kind: 'append', id, position: '0', lines: [line] })
const read = (id) => ({ kind: 'read', id, newest: 1 })
const show = (event) => ({ kind: 'show', event })

const performers = (more = {}) => ({
  call: async () => ({ status: 200, text: '{}' }),
  sleep: async () => {},
  read: async () => ({ text: '', position: '0' }),
  append: async () => ({ position: '1' }),
  alive: async () => true,
  show: () => {},
  ...more,
})

const held = () => {
  let settle
  const promise = new Promise((resolve, reject) => (settle = { resolve, reject }))
  return { promise, ...settle }
}

test('each effect is performed and its event fed, with the times of both clocks', async () => {
  const machine = new Script([[show({ n: 1 }), call(1), pause(2, 5), append(3, 'line')]])
  const seen = []
  const outcome = await drive(
    machine,
    performers({
      sleep: async (ms) => void seen.push(['sleep', ms]),
      append: async ({ lines }) => {
        seen.push(['append', ...lines])
        return { position: '1' }
      },
      show: (event) => void seen.push(['show', event.n]),
    }),
    { clock: { steady: () => 42, wall: () => 1042 } },
  )
  assert.deepEqual(seen, [
    ['show', 1],
    ['sleep', 5],
    ['append', 'line'],
  ])
  assert.deepEqual(outcome.fed.sort(), ['1 answered', '2 woke', '3 appended'])
  assert.deepEqual(
    machine.fed.find(([id]) => id === 1),
    [1, { kind: 'answered', status: 200, text: '{}' }, [42, 1042]],
  )
})

test('setting the wall clock does not move the clock that waits are counted on', (context) => {
  const before = clock.steady()
  const wall = Date.now()
  for (const hour of [3_600_000, -3_600_000]) {
    context.mock.method(Date, 'now', () => wall + hour)
    const passed = clock.steady() - before
    assert.ok(passed >= 0 && passed < 60_000, `${passed} ms`)
    context.mock.restoreAll()
  }
})

test('what the world refuses is an event, not a fault', async () => {
  const machine = new Script([[call(1), append(2, 'line')]])
  await drive(
    machine,
    performers({
      call: () => Promise.reject(new TransportError('connect ECONNREFUSED', { sent: false })),
      append: () => Promise.reject(new StoreError('the disk is full')),
    }),
  )
  assert.deepEqual(
    machine.fed.map(([, event]) => event),
    [
      { kind: 'lost', reason: 'connect ECONNREFUSED', sent: false },
      { kind: 'unstored', reason: 'the disk is full' },
    ],
  )
})

test('what a store answers is an event, whatever it is', async () => {
  for (const [append_, event] of [
    [async () => ({ position: '7', now: 5 }), { kind: 'appended', position: '7', now: 5 }],
    [async () => ({ conflict: true }), { kind: 'conflict' }],
    [() => Promise.reject(new StoreError('no answer', { unknown: true })), { kind: 'unknown', reason: 'no answer' }],
  ]) {
    const machine = new Script([[append(1, 'line')]])
    await drive(machine, performers({ append: append_ }))
    assert.deepEqual(machine.fed[0][1], event)
  }
  for (const [read_, event] of [
    [async () => ({ text: 'a\n', position: '2' }), { kind: 'text', text: 'a\n', position: '2' }],
    [() => Promise.reject(new StoreError('gone')), { kind: 'unread', reason: 'gone', unsafe: false }],
    [
      () => Promise.reject(new UnsafeJournalError('/a', 'is a link')),
      { kind: 'unread', reason: '/a is a link: the journal is neither read nor written there', unsafe: true },
    ],
  ]) {
    const machine = new Script([[read(1)]])
    await drive(machine, performers({ read: read_ }))
    assert.deepEqual(machine.fed[0][1], event)
  }
  const machine = new Script([[{ kind: 'probe', id: 1, process: 'p7' }]])
  await drive(machine, performers({ alive: async (process) => process === 'p7' }))
  assert.deepEqual(machine.fed[0][1], { kind: 'probed', alive: true })
})

test('effects run side by side, and answers are fed in the order in which they come', async () => {
  const first = held()
  const second = held()
  const machine = new Script([[call(1), call(2)], [show('last')]])
  const shown = held()
  const driven = drive(
    machine,
    performers({ call: ({ id }) => (id === 1 ? first : second).promise, show: shown.resolve }),
  )
  second.resolve({ status: 200, text: '' })
  await second.promise
  first.resolve({ status: 200, text: '' })
  assert.equal(await shown.promise, 'last')
  assert.deepEqual((await driven).fed, ['2 answered', '1 answered'])
})

test('aborting stops the machine once, ends sleeps and reads early, and lets writes finish', async () => {
  const controller = new AbortController()
  const write = held()
  const begun = held()
  const machine = new Script([[call(1, true), call(2), pause(3, 1e9)]])
  const driven = drive(
    machine,
    performers({
      sleep,
      call: ({ writes }, signal) => {
        if (writes) {
          assert.equal(signal, undefined)
          return write.promise
        }
        begun.resolve()
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new TransportError('cancelled', { sent: true })))
        })
      },
    }),
    { signal: controller.signal, clock: { steady: () => 7, wall: () => 1007 } },
  )
  await begun.promise
  controller.abort()
  setImmediate(() => write.resolve({ status: 200, text: '' }))
  const { fed } = await driven
  assert.deepEqual(fed.slice(0, 2).sort(), ['2 lost', '3 woke'])
  assert.deepEqual(fed.slice(2), ['1 answered'])
  assert.deepEqual(machine.stops, [[7, 1007]])
})

test('a firm sleep is slept to its end', async () => {
  const controller = new AbortController()
  const slept = []
  const machine = new Script([[pause(1, 5), { ...pause(2, 7), firm: true }, show('both are under way')]])
  const stopped = held()
  controller.signal.addEventListener('abort', stopped.resolve)
  await drive(
    machine,
    performers({
      show: () => controller.abort(),
      sleep: async (ms, signal) => {
        await stopped.promise
        slept.push([ms, signal?.aborted])
      },
    }),
    { signal: controller.signal },
  )
  assert.deepEqual(slept, [
    [5, true],
    [7, undefined],
  ])
})

test('a signal that was aborted before stops the machine before anything begins', async () => {
  const machine = new Script([[call(1)]])
  const outcome = await drive(machine, performers({ call: () => assert.fail('called') }), {
    signal: AbortSignal.abort(),
  })
  assert.deepEqual(outcome, { fed: [], stopped: true })
})

test('aborting inside onEvent is heard', async () => {
  const controller = new AbortController()
  const machine = new Script([[show(1), pause(1, 1e9)], [call(2)]])
  const outcome = await drive(machine, performers({ sleep, show: () => controller.abort() }), {
    signal: controller.signal,
  })
  assert.deepEqual(outcome, { fed: ['1 woke'], stopped: true })
})

test('a show that takes its time is awaited, also when the machine has finished, and leaves the others their time', async () => {
  const seen = []
  const outcome = await drive(
    new Script([[show({ n: 1 }), call(1)], [show({ n: 2 })]]),
    performers({
      show: async ({ n }) => {
        // A timer needs the event loop: it never fires while the driver turns around itself in microtasks.
        await sleep(20)
        seen.push(n)
      },
    }),
  )
  assert.deepEqual(seen, [1, 2])
  assert.deepEqual(outcome, { fed: ['1 answered'], stopped: false })
})

test('a refusal that the outcome throws arrives as a GrayscaleError', async () => {
  const machine = new Script([])
  machine.outcome = () => {
    throw { code: 'StalePlan', message: 'stale', class: 'refused' }
  }
  await assert.rejects(drive(machine, performers()), { name: 'GrayscaleError', code: 'StalePlan', exitCode: 3 })
})

test('a performer that breaks stops the run; what was in flight is awaited and fed, and the outcome is told', async () => {
  const write = held()
  const machine = new Script([[call(1, true), append(2, 'x'), append(3, 'y')], [call(4, true)]])
  const driven = drive(
    machine,
    performers({
      call: () => write.promise,
      append: ({ lines: [line] }) => {
        if (line === 'x') throw new RangeError('broken')
        return Promise.reject(new RangeError('broken'))
      },
    }),
  )
  setImmediate(() => write.resolve({ status: 200, text: '' }))
  await assert.rejects(driven, (error) => {
    assert.equal(error.code, 'InternalError')
    assert.match(error.message, /RangeError: broken/)
    assert.deepEqual(error.result, { fed: ['2 unknown', '3 unknown', '1 answered'], stopped: true })
    return true
  })
})

test('a machine that breaks rejects, after what was in flight has settled', async () => {
  const machine = new Script([[call(1), call(2, true)]])
  machine.feed = () => {
    throw new WebAssembly.RuntimeError('unreachable')
  }
  const write = held()
  let settled = false
  write.promise.then(() => (settled = true))
  const driven = drive(
    machine,
    performers({ call: ({ writes }) => (writes ? write.promise : Promise.resolve({ status: 200, text: '' })) }),
  )
  setImmediate(() => write.resolve({ status: 200, text: '' }))
  await assert.rejects(driven, /RuntimeError: unreachable/)
  assert.ok(settled)
})

test('a machine that is finished before its effects gets no more events, and its sleeps and reads end', async () => {
  const effects = [[call(1, true), call(2), pause(3, 1e9)]]
  const machine = {
    finished: false,
    take: () => effects.shift() ?? [],
    feed(id) {
      assert.equal(id, 1)
      this.finished = true
    },
    stop: () => assert.fail('stopped'),
    outcome: () => 'done',
  }
  const ended = []
  const until = (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve))
  const outcome = await drive(
    machine,
    performers({
      call: async ({ writes }, signal) => {
        if (!writes) await until(signal).then(() => ended.push('read'))
        return { status: 200, text: '' }
      },
      sleep: (_, signal) => until(signal).then(() => void ended.push('sleep')),
    }),
  )
  assert.equal(outcome, 'done')
  assert.deepEqual(ended.sort(), ['read', 'sleep'])
})

test('a performer and the machine break: both are told, the first first', async () => {
  const machine = new Script([[call(1), pause(2, 1e9)]])
  machine.stop = () => {
    throw new WebAssembly.RuntimeError('unreachable')
  }
  await assert.rejects(
    drive(machine, performers({ sleep, call: () => Promise.reject(new RangeError('broken')) })),
    (error) => {
      assert.match(error.message, /RangeError: broken/)
      assert.deepEqual(
        error.errors.map(({ cause }) => cause.message),
        ['unreachable'],
      )
      return true
    },
  )
})

test('a machine that waits for nothing is an error, not a hang', async () => {
  const machine = { take: () => [], feed() {}, stop() {}, finished: false, outcome: () => 'never' }
  await assert.rejects(drive(machine, performers()), /nothing is under way/)
})

test('in whatever order things settle, every effect is performed once and fed once', async () => {
  const effect = fc.constantFrom('call', 'write', 'sleep', 'append', 'show')
  const rounds = fc.array(fc.array(effect, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  const failing = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(
      rounds,
      failing,
      fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      fc.scheduler(),
      async (kinds, lost, abortAt, s) => {
        let id = 0
        const script = kinds.map((round) =>
          round.map((kind) => {
            id += 1
            if (kind === 'sleep') return pause(id, 1)
            if (kind === 'append') return append(id, `${id}`)
            return kind === 'show' ? show(id) : call(id, kind === 'write')
          }),
        )
        const machine = new Script(script)
        const begun = []
        const controller = new AbortController()
        const step = (id) => {
          begun.push(id)
          if (id === abortAt) controller.abort()
          return s.schedule(Promise.resolve(id), `effect ${id}`)
        }
        const driven = drive(
          machine,
          {
            call: async ({ id }) => {
              await step(id)
              if (lost.includes(id)) throw new TransportError('lost', { sent: true })
              return { status: 200, text: '' }
            },
            sleep: async () => void (await step('sleep')),
            read: async () => ({ text: '', position: '0' }),
            append: async ({ lines: [line] }) => {
              await step(Number(line))
              return { position: line }
            },
            alive: async () => undefined,
            show: step,
          },
          { signal: controller.signal },
        )
        await s.waitFor(driven)
        const taken = script.slice(0, machine.round).flat()
        assert.equal(begun.length, taken.length)
        assert.deepEqual(
          machine.fed.map(([id]) => id).sort((a, b) => a - b),
          taken.flatMap((effect) => ('id' in effect ? [effect.id] : [])),
        )
        assert.equal(machine.stops.length > 0, controller.signal.aborted && machine.stops.length === 1)
      },
    ),
    { numRuns: 300 },
  )
})

test('sleep ends by itself, or early when told', async () => {
  const from = performance.now()
  await sleep(20)
  assert.ok(performance.now() - from >= 18)
  const controller = new AbortController()
  const waiting = sleep(1e12, controller.signal)
  controller.abort()
  await waiting
  await sleep(1e12, controller.signal)
})
