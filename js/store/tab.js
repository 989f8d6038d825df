// @ts-check
/**
 * What process.js is in Node: a tab, or a worker, so that whoever reads its lines can tell whether it is there still. It
 * holds a lock of the browser's that is named after it, and that the browser lets go when it is closed.
 */

const MARK = /^tab\/[0-9a-f]{32}$/
/** Hosts that have no such locks can't tell. */
const locks = globalThis.navigator?.locks

/** @type {string | undefined} */
let own
/** @type {Promise<void> | undefined} */
let holding

/** This tab, as its lines in a journal name it: `tab/` and 32 digits. Not made at once: some hosts give no random numbers while they load. */
export function thisMark() {
  own ??= `tab/${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  return own
}

/** Makes others see that this tab is there. */
export function showMark() {
  holding ??= locks ? hold(nameOf(thisMark())) : Promise.resolve()
  return holding
}

/**
 * Whether the tab is there still that a line names; `undefined` where that can't be told from here, or it is no mark.
 *
 * @param {unknown} mark
 * @returns {Promise<boolean | undefined>}
 */
export async function alive(mark) {
  if (typeof mark !== 'string' || !MARK.test(mark)) return undefined
  if (mark === own) return true
  if (!locks) return undefined
  const { held = [] } = await locks.query()
  return held.some(({ name }) => name === nameOf(mark))
}

/** @param {string} mark */
const nameOf = (mark) => `scf-grayscale ${mark}`

/** Until this tab is gone. @param {string} name @returns {Promise<void>} */
function hold(name) {
  return new Promise((resolve, reject) => {
    const held = () => {
      resolve()
      return new Promise(() => {})
    }
    locks.request(name, held).catch(reject)
  })
}
