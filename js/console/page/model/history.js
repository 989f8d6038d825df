// @ts-check
/** @import { History, HistoryRun } from '../../../types.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { gray, store } from '../session.js'

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

/** Whether a tab was closed in the middle of a run. One that another tab works on is none. */
export async function lookForUnfinished() {
  try {
    if (await store().busy()) return
    const { runs } = await gray().history({ limit: 1 })
    unfinished.value = runs[0]?.how === 'unfinished' ? runs[0] : undefined
  } catch {
    // what is wrong with the journal is said where it is shown, and by whatever wants to write
    unfinished.value = undefined
  }
}
