// @ts-check
/** @import { History, HistoryRun } from '../../../types.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { sleep } from '../../../sleep.js'
import { gray, store } from '../session.js'

/** How often it is looked whether a tab is at work still. */
const AGAIN_MS = 500

/** @type {import('@preact/signals').Signal<History | undefined>} */
export const history = signal(undefined)
/** @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const failure = signal(undefined)
/** The last run, where it broke off and nobody goes on with it. @type {import('@preact/signals').Signal<HistoryRun | undefined>} */
export const unfinished = signal(undefined)

/** @param {{ verify?: boolean }} [asked] */
export async function read(asked = {}) {
  try {
    history.value = await gray().history({ limit: 200, ...asked })
    failure.value = undefined
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    failure.value = error
    history.value = /** @type {History | undefined} */ (error.result) ?? history.value
  }
}

/** @type {Promise<void> | undefined} */
let looking

/** Whether a tab was closed in the middle of a run. One that a tab works on still is none: it is waited for. */
export function lookForUnfinished() {
  looking ??= look().finally(() => {
    looking = undefined
  })
  return looking
}

async function look() {
  try {
    while (await store().busy()) await sleep(AGAIN_MS)
    const { runs } = await gray().history({ limit: 1 })
    unfinished.value = runs[0]?.how === 'unfinished' ? runs[0] : undefined
  } catch {
    // what is wrong with the journal is said where it is shown, and by whatever wants to write
    unfinished.value = undefined
  }
}
