// @ts-check
/** @import { History, HistoryRun, Pending } from '../../../types.js' */
/** @import { Words } from '../words/en.js' */

import { signal } from '@preact/signals'
import { GrayscaleError, StoreError } from '../../../errors.js'
import { Grayscale } from '../../../grayscale.js'
import { sleep } from '../../../runtime/sleep.js'
import { memoryStore } from '../../../store/memory.js'
import { gray, replaceJournal, store } from '../session.js'
import { say } from '../words/index.js'
import { Made } from './made.js'
import { forgetRollouts } from './rollout.js'

/** How often it is looked whether somebody is at work still. */
const AGAIN_MS = 2000
/** How often the history is read again where it is shown. */
const FOLLOW_MS = 5000

/** @type {import('@preact/signals').Signal<History | undefined>} */
export const history = signal(undefined)
/** @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const failure = signal(undefined)
/** The last run, where it broke off and nobody goes on with it. @type {import('@preact/signals').Signal<HistoryRun | undefined>} */
export const unfinished = signal(undefined)

/** The run that is at work, by whomever: what it is, who runs it, and since when. @type {import('@preact/signals').Signal<Pending | undefined>} */
export const atWork = signal(undefined)

/**
 * Reads it, and again every few seconds while the page is seen: others write to the same journal. What was read once stays in
 * the page's memory.
 *
 * @returns {() => void} ends it
 */
export function follow() {
  const ending = new AbortController()
  const { signal: over } = ending
  const go = async () => {
    while (!over.aborted) {
      if (document.visibilityState === 'visible') await readAgain()
      await sleep(FOLLOW_MS, over)
    }
  }
  go()
  return () => ending.abort()
}

/** Runs that are shown. */
const MOST = 200

/** With and without verifying. @type {Made<boolean, History>} */
const taken = new Made()

/** The journal's runs, the same object as long as nothing is new. @param {boolean} verify */
async function runsOf(verify) {
  const { text } = await store()
    .read()
    .catch(() => ({ text: undefined }))
  const read = () => gray().history({ limit: MOST, verify })
  return text === undefined ? read() : taken.of(verify, text, read)
}

/** Why it could not be read. @type {GrayscaleError | undefined} */
let unreadable

/** Whoever verified it sees whether that still holds. */
export const readAgain = () => read({ verify: history.value?.verified !== undefined })

/** @param {{ verify?: boolean }} [asked] */
export async function read({ verify = false } = {}) {
  try {
    history.value = await runsOf(verify)
    // why a file was not imported is said until something else is done
    if (failure.value === unreadable) failure.value = undefined
    unreadable = undefined
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    failure.value = error
    unreadable = error
    history.value = /** @type {History | undefined} */ (error.result) ?? history.value
  }
}

/** How each entry begins, those that were cut off too. */
const BEGINNING = '{"v":'
/** All runs that a journal may have. */
const ALL = 0xffffffff

/**
 * What a journal holds: how many runs, begun from when to when.
 *
 * @typedef {{ runs: number, from?: number, to?: number }} Span
 */

/** @param {History} history @returns {Span} */
const spanOf = ({ total, runs }) => ({ runs: total, from: runs.at(-1)?.began, to: runs[0]?.began })

/**
 * A journal that is to take the place of this one: its lines are consistent. Else `failure` says why not.
 *
 * @param {File} file
 * @returns {Promise<{ name: string, text: string, brings: Span, takes: Span } | undefined>}
 */
export async function examine(file) {
  const { name } = file
  failure.value = undefined
  const none = (/** @type {keyof Words['noJournal']} */ code, /** @type {number | undefined} */ line = undefined) =>
    new GrayscaleError({ code: `NoJournal.${code}`, message: say().noJournal[code](name, line) })
  try {
    const text = await file.text()
    if (text.trim() === '') throw none('Empty')
    const found = await new Grayscale({ store: memoryStore(text) })
      .history({ verify: true, limit: ALL })
      .catch((error) => {
        // it is not that a line was changed: none was ever one
        if (error.result?.total !== 0) throw error
        return /** @type {History} */ (error.result)
      })
    if (found.total === 0) throw none('NoEntry')
    // a crash cuts lines off, and leaves their beginning; whatever else is no entry was not written by a run
    const lines = text.split('\n')
    const other = found.verified?.torn.find((line) => !lines[line - 1].startsWith(BEGINNING))
    if (other) throw none('Line', other)
    // one that can't be read is replaced all the same
    const here = await gray()
      .history({ limit: ALL })
      .catch(() => ({ total: 0, runs: [] }))
    return { name, text, brings: spanOf(found), takes: spanOf(here) }
  } catch (thrown) {
    failure.value = GrayscaleError.from(thrown)
  }
}

/**
 * Puts a journal that was examined in the place of this one, where no run is under way. Else this one stays, and `failure`
 * says why.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether it was
 */
export async function replace(text) {
  try {
    const at = await underWay()
    if (at) throw new GrayscaleError({ code: 'Locked', message: at.text, hint: at.hint, class: 'refused' })
    await replaceJournal(text)
    forgetRollouts()
  } catch (thrown) {
    failure.value = thrown instanceof StoreError ? unkept(thrown) : GrayscaleError.from(thrown)
    return false
  }
  failure.value = undefined
  await read({ verify: true })
  // a run of another machine may be at work for two minutes more
  lookForUnfinished()
  return true
}

/** The run that is at work, in this tab or elsewhere. */
async function underWay() {
  const pending = await gray().pending()
  atWork.value = pending?.state === 'underWay' ? pending : undefined
  return atWork.value
}

/** @param {StoreError} cause */
function unkept(cause) {
  return new GrayscaleError({ code: 'JournalFailed', message: cause.reason }, { cause })
}

/** @type {Promise<void> | undefined} */
let looking

/**
 * Whether a run broke off, such as that of a tab that was closed. One that somebody is at work on is waited for, as long as
 * the page is seen: it looks again when it is seen again.
 */
export function lookForUnfinished() {
  looking ??= look().finally(() => {
    looking = undefined
  })
  return looking
}

/** Whether it is there still, and nobody goes on with it: another tab may have. @param {HistoryRun} run */
export async function isUnfinished({ run }) {
  if (await underWay()) {
    lookForUnfinished()
    return false
  }
  await lookForUnfinished()
  return unfinished.value?.run === run
}

async function look() {
  try {
    while (await underWay()) {
      // whoever is at work may be going on with it
      unfinished.value = undefined
      await sleep(AGAIN_MS)
      if (document.visibilityState !== 'visible') return
    }
    const { runs } = await runsOf(false)
    unfinished.value = runs[0]?.how === 'unfinished' ? runs[0] : undefined
  } catch {
    // what is wrong with the journal is said where it is shown, and by whatever wants to write
    unfinished.value = undefined
  }
}
