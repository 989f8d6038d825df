// @ts-check
/** @import { Bar, Progress, RunResult } from '../../../types/generated.js' */
/** @import { ProgressOf } from '../../../types.js' */
/** @import { Place } from './functions.js' */
import { computed, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { inputsOf, keyOf, learn, refresh } from './functions.js'
import { lookForUnfinished } from './history.js'

/**
 * How one function fares in a run.
 *
 * @typedef {object} Fare
 * @property {string} key
 * @property {string} of its place
 * @property {Bar[]} [wanted] as it was planned
 * @property {Bar[]} [before] as it was when it was planned
 * @property {Bar[]} [actual] as it was read back
 * @property {{ number: number, text: string, state: 'started' | 'done' | 'failed' }[]} steps
 * @property {number} total how many steps there are
 * @property {string} [waiting] for what
 */

/**
 * @typedef {object} Run
 * @property {number} id
 * @property {'deploy' | 'rollback' | 'resume' | 'abort' | 'undo'} kind
 * @property {string[]} names
 * @property {number} began in milliseconds since 1970
 * @property {boolean} running
 * @property {number} [over] when it was over
 * @property {boolean} stopping
 * @property {Map<string, Fare>} fares
 * @property {string[]} notes
 * @property {RunResult} [result]
 * @property {GrayscaleError} [error]
 * @property {AbortController} ending
 */

/** The runs of this tab, the newest first. @type {import('@preact/signals').Signal<Run[]>} */
export const runs = signal([])
export const running = computed(() => runs.value.some((run) => run.running))

addEventListener('beforeunload', (event) => {
  if (running.value) event.preventDefault()
})

/** @param {number} id @param {Partial<Run>} news */
function change(id, news) {
  runs.value = runs.value.map((run) => (run.id === id ? { ...run, ...news } : run))
}

let last = 0

/**
 * Carries something out and follows it.
 *
 * @param {Run['kind']} kind
 * @param {Place[]} places
 * @param {(options: { signal: AbortSignal, onEvent: (event: Progress) => void }) => Promise<RunResult>} work
 * @returns {Promise<Run>}
 */
export async function follow(kind, places, work) {
  last += 1
  const id = last
  const ending = new AbortController()
  /** @type {Run} */
  const run = {
    id,
    kind,
    names: places.map(({ name }) => name),
    began: Date.now(),
    running: true,
    stopping: false,
    // so that it is seen of whom it is, before it is planned
    fares: new Map(
      inputsOf(places).map(({ key, ...place }) => {
        const named = key ?? place.name
        return [named, { key: named, of: keyOf(place), steps: [], total: 0 }]
      }),
    ),
    notes: [],
    ending,
  }
  runs.value = [run, ...runs.value]
  const now = () => /** @type {Run} */ (runs.value.find((one) => one.id === id))
  const onEvent = (/** @type {Progress} */ event) => {
    change(id, heard(now(), event))
    if (event.type === 'step') teach(now().fares.get(event.function), event)
  }
  try {
    const result = await work({ signal: ending.signal, onEvent })
    change(id, { running: false, over: Date.now(), result })
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    change(id, { running: false, over: Date.now(), error, result: /** @type {RunResult | undefined} */ (error.result) })
  }
  refresh()
  lookForUnfinished()
  return now()
}

/** @param {number} id */
export function stop(id) {
  runs.value.find((run) => run.id === id)?.ending.abort()
  change(id, { stopping: true })
}

/** As the engine judges what it lists: `$latest` shares the traffic. @param {Bar[]} [split] */
const shares = (split = []) => split.length > 1 && split.some(({ version }) => version === '$latest')

/**
 * What a step says about a function goes into its row on the list.
 *
 * @param {Fare | undefined} fare
 * @param {ProgressOf<'step'>} event
 */
function teach(fare, { split, traffic, standing, urgency, releasing, state, step }) {
  if (!fare) return
  if (split) learn(fare.of, { split, traffic, standing, urgency, releasing })
  // a shift that was sent may have arrived: a rollback must be in reach even if no answer comes
  else if (state === 'started' && step === fare.total && shares(fare.wanted)) learn(fare.of, { releasing: true })
}

/**
 * What an event of the engine says about the functions of a run.
 *
 * @param {Run} run
 * @param {Progress} event
 * @returns {Partial<Run>}
 */
function heard({ fares, notes }, event) {
  switch (event.type) {
    case 'planned':
      return { fares: planned(event.lines) }
    case 'step': {
      const { function: key, step, steps, text, state, split } = event
      const fare = fares.get(key)
      if (!fare) return {}
      const others = fare.steps.filter(({ number }) => number !== step)
      const changed = {
        ...fare,
        total: Math.max(fare.total, steps),
        steps: [...others, { number: step, text, state }].sort((one, other) => one.number - other.number),
        actual: split ?? fare.actual,
        waiting: undefined,
      }
      return { fares: new Map(fares).set(key, changed) }
    }
    case 'waiting': {
      const fare = fares.get(event.function)
      return fare ? { fares: new Map(fares).set(fare.key, { ...fare, waiting: event.text }) } : {}
    }
    case 'noted':
      return { notes: [...notes, event.text] }
    default:
      return {}
  }
}

/**
 * @param {import('../../../types/generated.js').Line[]} lines
 * @returns {Map<string, Fare>}
 */
function planned(lines) {
  /** @type {Map<string, Fare>} */
  const fares = new Map()
  /** @type {Fare | undefined} */
  let fare
  for (const line of lines) {
    if (line.role === 'function') {
      fare = { key: line.key, of: `${line.place}/${line.name}`, steps: [], total: 0 }
      fares.set(line.key, fare)
    }
    if (line.role === 'split' && fare) {
      fare.wanted = line.after
      fare.before = line.before
      fare.actual = line.before
    }
    if (line.role === 'step' && fare) fare.total = line.number
  }
  return fares
}
