// @ts-check
/** The console's first screen with 200 functions: how soon what one looks for is there, on a line of 40 ms. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../emulator/index.js'
import { startConsole } from '../js/console/serve/index.js'
import { Grayscale, memoryStore } from '../js/index.js'
import { openBrowser } from '../tests/support/browser.js'
import { createFunctions, publish } from './lib/functions.mjs'
import { finding, median } from './lib/measure.mjs'

const FUNCTIONS = 200
const ROUNDS = 5
const LINE_MS = 40
/** The one that the journal has in release: not among the first of any list. */
const RELEASED = 'fun187'
const root = fileURLToPath(new URL('..', import.meta.url))
const goals = { row: 1, names: 3, release: 5, sweep: 60 }

export async function firstScreen() {
  execFileSync('npm', ['run', '--silent', 'console:build'], { cwd: root })
  const emulator = await startEmulator({
    rate: 0,
    quotas: { functions: FUNCTIONS },
    delays: { createMs: 0, publishMs: 0, updateMs: 0 },
    log: () => {},
  })
  const store = memoryStore()
  const { secretId, secretKey } = emulator.credential
  const gray = new Grayscale({ credentials: { secretId, secretKey }, endpoint: emulator.url, store })
  const browser = await openBrowser()
  try {
    await createFunctions(gray, FUNCTIONS)
    await publish(gray, RELEASED)
    await gray.deploy({ functions: [{ name: RELEASED }], traffic: 0.1 })
    emulator.setFaults([{ action: '*', fault: 'late', ms: LINE_MS }])
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) {
      const last = round === ROUNDS - 1
      const journal = { store, stage: 'dev', shared: false, who: 'bench@console' }
      const served = await startConsole({ endpoint: emulator.url, demo: { secretId, secretKey }, journal })
      rounds.push(await visit(browser, served.url, { sweep: last }))
      await served.close()
    }
    const { sweep = Number.NaN } = rounds[ROUNDS - 1]
    const of = (/** @type {'row' | 'names' | 'release'} */ name) => median(rounds.map((round) => round[name]))
    const said = (/** @type {string} */ what, /** @type {number} */ seconds, /** @type {number} */ goal) =>
      finding(
        `the first screen with ${FUNCTIONS} functions on a line of ${LINE_MS} ms: ${what}`,
        `${seconds.toFixed(2)} s (${seconds === sweep ? 'once' : `median of ${ROUNDS}`})`,
        `under ${goal} s`,
        seconds / goal,
      )
    return [
      said('its first row', of('row'), goals.row),
      said('names and status of all', of('names'), goals.names),
      said('the split of what the journal has in release', of('release'), goals.release),
      said('the splits of all', sweep, goals.sweep),
    ]
  } finally {
    await browser.close()
    await gray.close()
    await emulator.close()
  }
}

/**
 * Seconds from the visit to the frame that shows something, by the page's own clock: what the browser's driver takes to notice it
 * is no part of it.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{ sweep: boolean }} options `sweep`: stays until all were read
 * @returns {Promise<{ row: number, names: number, release: number, sweep?: number }>}
 */
async function visit(browser, url, { sweep }) {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'commit' })
    const [row, names, release] = await Promise.all([
      shown(page, 'tbody tr', 1),
      shown(page, 'tbody tr', FUNCTIONS),
      shown(page, `button[aria-label="Roll back to v1: ${RELEASED}"]`, 1),
    ])
    if (!sweep) return { row, names, release }
    await page.getByText(/^as of /).waitFor({ timeout: 120_000 })
    return { row, names, release, sweep: (await page.evaluate(() => performance.now())) / 1000 }
  } finally {
    await context.close()
  }
}

/**
 * When so many elements were on the screen, in seconds since the visit.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @param {number} count
 * @returns {Promise<number>}
 */
function shown(page, selector, count) {
  return page.evaluate(
    ({ selector, count }) =>
      new Promise((resolve) => {
        const observer = new MutationObserver(look)
        observer.observe(document, { childList: true, subtree: true, attributes: true })
        look()
        function look() {
          if (document.querySelectorAll(selector).length < count) return
          observer.disconnect()
          // a frame is on the screen when the next one begins
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() / 1000)))
        }
      }),
    { selector, count },
  )
}
