// @ts-check
/**
 * What every store must do, as a list of cases for any test runner: `conformance({ open })` gives them, each with a name and
 * a `run` that rejects with a readable error where the store does something else. Nothing here needs Node.
 *
 * @module
 */
/** @import { Store, StoreAppended, StoreText } from '../types.js' */

/**
 * The store that is looked at.
 *
 * @typedef {object} Candidate
 * @property {(log: string) => Promise<Store> | Store} open a handle on the log of this name (lower case letters, digits and
 *   hyphens). Each call gives another handle; a name that was never used before is an empty log
 * @property {string} [name] of the store, in the names of the cases
 * @property {string} [mark] of this process, as it stands in lines: `alive` is asked for it
 */

/** @typedef {{ name: string, run: () => Promise<void> }} Case */

/** @typedef {(open: () => Promise<Store>, mark: string | undefined) => Promise<void>} Work */

/** Racing appends: so many, by so many handles. */
const RACING = 50
const RACERS = 5
/** So often one of them may find that another was quicker: far more than it takes. */
const MOST_TRIES = 20 * RACING
/** What `now` may go back by between two answers: clocks are corrected now and then. */
const CLOCK_MS = 2000

/**
 * The cases for one store. They may run one after the other or side by side: each has a log of its own, and closes the
 * handles that it opened. What lies in the logs afterwards is for the caller to remove.
 *
 * @param {Candidate} candidate
 * @returns {Case[]}
 */
export function conformance({ open, name = 'store', mark }) {
  // logs that an earlier run left must not be found again
  const run = Math.random().toString(36).slice(2, 10)
  return Object.entries(cases).map(([title, work], index) => ({
    name: `${name}: ${title}`,
    async run() {
      const log = `conformance-${run}-${index + 1}`
      /** @type {Store[]} */
      const opened = []
      const another = async () => {
        const store = await open(log)
        opened.push(store)
        return store
      }
      try {
        await work(another, mark)
      } finally {
        await Promise.all(opened.map((store) => store.close()))
      }
    },
  }))
}

/** @type {Record<string, Work>} */
const cases = {
  async 'an empty log has no lines, and a position to append at'(open) {
    const store = await open()
    const { text, position } = checked(await store.read())
    same(linesOf(text), [], 'the lines of a log that nobody wrote to')
    same(linesOf(checked(await store.read(position)).text), [], 'what lies behind the start of an empty log')
    await add(store, position, ['first'])
    same(await all(store), ['first'], 'the log after its first line')
  },

  async 'lines are read in the order in which they were appended'(open) {
    const store = await open()
    const lines = numbered('line', 20)
    let { position } = await store.read()
    // each behind the position that the append before gave, without reading in between
    for (const line of lines) position = (await add(store, position, [line])).position
    same(await all(store), lines, 'the log')
    same(await all(await open()), lines, 'the log, by a handle that was opened afterwards')
  },

  async 'a handle sees at once what another one appended'(open) {
    const [one, two] = [await open(), await open()]
    const start = await two.read()
    const { position } = await add(one, (await one.read()).position, ['from one'])
    const seen = checked(await two.read(start.position))
    same(linesOf(seen.text), ['from one'], 'what the other handle reads behind its position')
    await add(two, seen.position, ['from two'])
    same(linesOf(checked(await one.read(position)).text), ['from two'], 'what the first handle reads then')
  },

  async 'several lines of one append are all there, side by side'(open) {
    const store = await open()
    const { position } = await add(store, (await store.read()).position, ['a', 'b', 'c'])
    await add(store, position, ['d', 'e'])
    same(await all(await open()), ['a', 'b', 'c', 'd', 'e'], 'the log')
  },

  async 'an append behind a stale position is a conflict, and none of its lines is there'(open) {
    const [one, two] = [await open(), await open()]
    const start = await two.read()
    const { position } = await add(one, start.position, ['first'])
    await conflict(two, start.position, ['lost', 'lost too'], 'another handle, from the start of the log')
    await conflict(one, start.position, ['lost'], 'the same handle, from the start of the log')
    await add(two, position, ['second'])
    await conflict(one, position, ['lost'], 'the first handle, behind its own line')
    same(await all(one), ['first', 'second'], 'the log')
  },

  async 'after a conflict, the lines that were missed lie behind the position'(open) {
    const [one, two] = [await open(), await open()]
    const start = await two.read()
    const first = await add(one, start.position, ['a'])
    await add(one, first.position, ['b'])
    await conflict(two, start.position, ['c'], 'a handle that missed two lines')
    const missed = checked(await two.read(start.position))
    same(linesOf(missed.text), ['a', 'b'], 'what it missed')
    await add(two, missed.position, ['c'])
    same(await all(one), ['a', 'b', 'c'], 'the log')
  },

  async 'of two appends behind the same position at once, one is there'(open) {
    for (const same_ of [true, false]) {
      const one = await open()
      const two = same_ ? one : await open()
      const { text, position } = await one.read()
      const before = linesOf(text)
      const lines = ['1', '2'].map((number) => `${same_ ? 'one handle' : 'two handles'} ${number}`)
      const answers = await Promise.all([tried(one, position, [lines[0]]), tried(two, position, [lines[1]])])
      const there = lines.filter((_, index) => answers[index])
      same(there.length, 1, 'how many of two appends behind the same position were accepted')
      same(await all(one), [...before, ...there], 'the log after two appends behind the same position')
    }
  },

  async 'racing appends of several handles: each line once, one behind the other'(open) {
    const handles = await Promise.all(Array.from({ length: RACERS }, open))
    const { position: start } = await handles[0].read()
    /** @type {Map<string, string>} by line, the position that it was appended behind */
    const behind = new Map()
    await Promise.all(
      handles.map(async (store, racer) => {
        let position = start
        for (let number = 0; number < RACING / RACERS; number++) {
          const line = JSON.stringify({ racer, number })
          for (let tries = 1; ; tries++) {
            const answer = await tried(store, position, [line])
            if (answer) {
              behind.set(line, position)
              position = answer.position
              break
            }
            if (tries >= MOST_TRIES) fail(`an append found a conflict ${tries} times in a row`)
            position = checked(await store.read(position)).position
          }
        }
      }),
    )
    const lines = await all(await open())
    same([...lines].sort(), [...behind.keys()].sort(), 'the lines of the log, each once')
    for (const [racer] of handles.entries()) {
      const own = lines.map((line) => JSON.parse(line)).filter((line) => line.racer === racer)
      same(
        own.map(({ number }) => number),
        own.map((_, index) => index),
        `the order of the lines of handle ${racer}`,
      )
    }
    same(new Set(behind.values()).size, lines.length, 'how many positions had an append behind them')
    for (const [index, line] of lines.entries()) {
      const { text } = checked(await handles[0].read(behind.get(line)))
      same(linesOf(text), lines.slice(index), `what lies behind the position that line ${index + 1} was appended at`)
    }
  },

  async 'what lies behind a position can be read, also after more was appended'(open) {
    const store = await open()
    const lines = numbered('line', 10)
    const positions = [(await store.read()).position]
    for (const line of lines) positions.push((await add(store, positions[positions.length - 1], [line])).position)
    const other = await open()
    for (const [index, position] of positions.entries()) {
      for (const handle of [store, other]) {
        const { text } = checked(await handle.read(position))
        same(linesOf(text), lines.slice(index), `what lies behind line ${index}`)
      }
    }
  },

  async 'text comes back letter by letter'(open) {
    const lines = [
      '{"text":"灰度发布 🚀 ё é"}',
      ' spaces at both ends ',
      'a\rcarriage return, and at the end too\r',
      '\ttabs\t"quotes" \'and\' \\backslashes\\ \\n',
      'separators of lines: \u2028 \u2029 \u0085',
      '{"after":0,"bytes":1}',
      '0',
      'null',
    ]
    const store = await open()
    let { position } = await store.read()
    for (const line of lines) position = (await add(store, position, [line])).position
    same(await all(await open()), lines, 'the log')
    await add(store, position, lines)
    same(linesOf((await store.read(position)).text), lines, 'the same lines in one append')
  },

  async 'a line of 64 KB, and an append of many lines'(open) {
    const store = await open()
    if (store.trims) return
    const long = `${'灰'.repeat(1000)}${'x'.repeat(64 * 1024 - 3000)}`
    const many = numbered('one of many lines', 500)
    const { position } = await add(store, (await store.read()).position, [long])
    await add(store, position, many)
    same(await all(await open()), [long, ...many], 'the log')
  },

  async 'a line that holds a line feed is refused with a TypeError, and nothing is written'(open) {
    const store = await open()
    const { position } = await add(store, (await store.read()).position, ['kept'])
    for (const lines of [['a\nb'], ['a\n'], ['whole', '\n']]) {
      const error = await store.append(position, lines).then(
        () => undefined,
        (thrown) => thrown,
      )
      if (!(error instanceof TypeError)) {
        fail(`append(position, ${shown(lines)}) must reject with a TypeError, and ${outcome(error)}`)
      }
    }
    same(await all(await open()), ['kept'], 'the log')
    await add(store, position, ['next'])
  },

  async 'a store that was closed may be used again'(open) {
    const [store, other] = [await open(), await open()]
    const { position } = await add(store, (await store.read()).position, ['before'])
    await store.close()
    await store.close()
    same(await all(store), ['before'], 'the log, read after close')
    await store.close()
    const next = await add(store, position, ['after'])
    await add(other, next.position, ['by another handle'])
    same(await all(store), ['before', 'after', 'by another handle'], 'the log')
  },

  async 'of a long log, the newest lines are whole'(open) {
    const store = await open()
    const lines = numbered(`${'x'.repeat(80)} 灰度`, 40)
    let { position } = await store.read()
    for (let at = 0; at < lines.length; at += 2) {
      position = (await add(store, position, lines.slice(at, at + 2))).position
    }
    for (const handle of [store, await open()]) {
      for (const newest of [1, 95, 1000, 1e6]) {
        const answer = checked(await handle.read(undefined, { newest }))
        const got = linesOf(answer.text)
        same(got, lines.slice(lines.length - got.length), `the lines of read(undefined, { newest: ${newest} })`)
        if (newest >= 1000 && got.length === 0) fail(`read(undefined, { newest: ${newest} }) gave no line`)
        same(
          linesOf((await handle.read(answer.position)).text),
          [],
          'what lies behind the position of the newest lines',
        )
      }
    }
    const { position: end } = await store.read(undefined, { newest: 1000 })
    await add(await open(), end, ['one more'])
    same(linesOf((await store.read(position)).text), ['one more'], 'what lies behind the long log then')
  },

  async "the store's own clock, if it tells, goes on"(open) {
    const store = await open()
    let last = 0
    let { position, now } = checked(await store.read())
    for (let number = 0; number < 5; number++) {
      if (store.shared && number > 0 && now === undefined)
        fail('now is missing, and machines that share a store differ in their clocks')
      if (now !== undefined && now < last - CLOCK_MS) fail(`now went back from ${last} to ${now}`)
      last = Math.max(last, now ?? 0)
      ;({ position, now } = await add(store, position, [String(number)]))
    }
  },

  async 'a process that is there is not told to be gone'(open, mark) {
    const store = await open()
    if (store.alive === undefined) return
    // a process may be known by what it does while it writes
    await add(store, (await store.read()).position, ['line'])
    if (mark !== undefined && (await store.alive(mark)) === false) {
      fail(`alive(${shown(mark)}) is false for the process that runs this`)
    }
    for (const forged of ['', 'nobody', '-1', '0/x', '{"pid":-1}', 'x'.repeat(100_000), '\u0000\n/../']) {
      const answer = await store.alive(forged)
      if (answer === true) fail(`alive(${shown(forged)}) is true, and no process wrote that`)
    }
  },

  async 'the log of a rollout and that of the stage do not see each other'(open) {
    const [store, other] = [await open(), await open()]
    const [rollout, again] = [store.rollout('r-1'), other.rollout('r-1')]
    const [next, unused] = [store.rollout('r-2'), other.rollout('R_3')]
    try {
      const stage = await add(store, (await store.read()).position, ['of the stage'])
      same(await all(rollout), [], 'the log of a rollout that nobody wrote to')
      const first = await add(rollout, (await rollout.read()).position, ['of the rollout'])
      await add(store, stage.position, ['of the stage too'])
      await add(again, first.position, ['of the rollout too'])
      await conflict(rollout, first.position, ['lost'], 'a rollout, by a handle that did not read')
      await add(next, (await next.read()).position, ['of the next rollout'])
      same(await all(await open()), ['of the stage', 'of the stage too'], 'the log of the stage')
      same(await all(rollout), ['of the rollout', 'of the rollout too'], 'the log of the rollout')
      same(await all(next), ['of the next rollout'], 'the log of the next rollout')
      same(await all(unused), [], 'the log of a rollout that nobody wrote to, beside others')
    } finally {
      await Promise.all([rollout, again, next, unused].map((one) => one.close()))
    }
  },

  async 'it can be described to people'(open) {
    const text = (await open()).describe()
    if (typeof text !== 'string' || text.trim() === '') fail(`describe() must give a text, and gave ${shown(text)}`)
    if (/\p{C}/u.test(text)) fail(`describe() has letters in it that a terminal may act on: ${shown(text)}`)
    if (text.length > 2000) fail(`describe() is ${text.length} letters long`)
  },

  async 'behind a position that the store never gave nothing is written'(open) {
    const store = await open()
    const { position } = await add(store, (await store.read()).position, ['kept', 'kept too'])
    const nonsense = ['', ' ', 'nonsense', '-1', '1e1', '0.5', '9'.repeat(30), '../x', '\u0000', `${position}0`]
    for (const wrong of [...nonsense, `${position} `, `-${position}`, position.slice(0, -1)]) {
      const answer = await store.append(wrong, ['must not be there']).catch(() => undefined)
      if (answer && !('conflict' in answer)) fail(`append(${shown(wrong)}, …) was accepted`)
      // whatever it answers
      await store.read(wrong).catch(() => undefined)
    }
    same(await all(await open()), ['kept', 'kept too'], 'the log')
    await add(store, position, ['next'])
    same(await all(store), ['kept', 'kept too', 'next'], 'the log')
  },
}

/** @param {string} what @param {number} count */
const numbered = (what, count) => Array.from({ length: count }, (_, index) => `${what} ${index + 1}`)

/** Lines of a text; empty ones mean nothing. @param {string} text */
const linesOf = (text) => text.split('\n').filter((line) => line !== '')

/** @param {Store} store */
async function all(store) {
  return linesOf(checked(await store.read()).text)
}

/**
 * An append that must be accepted.
 *
 * @param {Store} store
 * @param {string} position
 * @param {string[]} lines
 */
async function add(store, position, lines) {
  const answer = await tried(store, position, lines)
  if (!answer) fail(`append(${shown(position)}, ${shown(lines)}) found a conflict at the end of the log`)
  return /** @type {StoreAppended} */ (answer)
}

/**
 * An append; `undefined` where that is a conflict. Where nobody knows whether it was done, the log tells: the lines of these
 * cases differ.
 *
 * @param {Store} store
 * @param {string} position
 * @param {string[]} lines
 * @returns {Promise<StoreAppended | undefined>}
 */
async function tried(store, position, lines) {
  try {
    const answer = await store.append(position, lines)
    if (typeof answer !== 'object' || answer === null) fail(`append gave ${shown(answer)}`)
    if (!('conflict' in answer)) return timed(placed(answer))
    if (answer.conflict !== true) fail(`append gave ${shown(answer)}, and conflict is true or absent`)
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || !('unknown' in error) || error.unknown !== true) throw error
    const { text, ...rest } = checked(await store.read(position))
    const found = linesOf(text)
    if (found.length === lines.length && found.every((line, index) => line === lines[index])) return rest
    if (found.length > 0) return undefined
    throw error
  }
}

/**
 * @param {Store} store
 * @param {string} position
 * @param {string[]} lines
 * @param {string} who
 */
async function conflict(store, position, lines, who) {
  if (await tried(store, position, lines)) fail(`${who}: append behind a stale position was accepted`)
}

/** @template {StoreText} T @param {T} answer @returns {T} */
function checked(answer) {
  if (typeof answer?.text !== 'string') fail(`read gave ${shown(answer)}, and text must be a string`)
  if (answer.text !== '' && !answer.text.endsWith('\n')) fail('the last line of a text must end with a line feed')
  return timed(placed(answer))
}

/** @template {{ position: string }} T @param {T} answer @returns {T} */
function placed(answer) {
  if (typeof answer.position !== 'string') fail(`position must be a string, and is ${shown(answer.position)}`)
  return answer
}

/** @template {{ now?: number }} T @param {T} answer @returns {T} */
function timed(answer) {
  const { now } = answer
  // seconds, or microseconds, are no milliseconds of this century
  if (now !== undefined && !(Number.isFinite(now) && now > 1e12 && now < 1e13)) {
    fail(`now must be in milliseconds since 1970, and is ${shown(now)}`)
  }
  return answer
}

/** @param {unknown} found @param {unknown} expected @param {string} what */
function same(found, expected, what) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    fail(`${what} should be ${shown(expected)}, and is ${shown(found)}`)
  }
}

/** @param {string} message @returns {never} */
function fail(message) {
  throw new Error(message)
}

/** @param {unknown} error */
const outcome = (error) => (error === undefined ? 'was accepted' : `rejected with ${String(error)}`)

/** @param {unknown} value */
function shown(value) {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 500 ? `${text.slice(0, 300)} … ${text.slice(-150)}` : text
}
