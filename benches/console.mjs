// @ts-check
/** The release console in a real browser: what it weighs, how soon there is a list, and a plan, how smooth a share is dragged. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../emulator/index.js'
import { startConsole } from '../js/console/serve/index.js'
import { Grayscale } from '../js/index.js'
import { openBrowser } from '../tests/support/browser.js'
import { createFunctions, publish } from './lib/functions.mjs'
import { finding, median } from './lib/measure.mjs'

const FUNCTIONS = 200
const root = fileURLToPath(new URL('..', import.meta.url))
const goals = { demoMs: 5000, planMs: 200, frameMs: 1000 / 60 }

export async function consolePage() {
  execFileSync('npm', ['run', '--silent', 'console:build'], { cwd: root })
  const emulator = await startEmulator({
    rate: 0,
    quotas: { functions: FUNCTIONS },
    delays: { createMs: 0, publishMs: 0 },
    log: () => {},
  })
  const { secretId, secretKey } = emulator.credential
  const served = await startConsole({ endpoint: emulator.url, demo: { secretId, secretKey } })
  const browser = await openBrowser()
  try {
    await fill(new Grayscale({ credentials: { secretId, secretKey }, endpoint: emulator.url }))
    const demos = []
    for (let round = 0; round < 5; round++) demos.push(await demo(browser))
    const plans = []
    for (let round = 0; round < 7; round++) plans.push(await firstPlan(browser, served.url))
    const { frames, worst, long } = await drag(browser, served.url)
    const list = median(demos.map(({ listed }) => listed))
    const address = median(demos.map(({ printed }) => printed))
    const plan = median(plans)
    const frame = median(frames)
    return [
      finding(
        'from the start of `grayscale console --demo` to its list of functions in a browser that runs',
        `${(list / 1000).toFixed(1)} s; to the address ${(address / 1000).toFixed(1)} s (medians of ${demos.length})`,
        `under ${goals.demoMs / 1000} s`,
        list / goals.demoMs,
      ),
      finding(
        'from the list of functions to the first plan on the page, looking included',
        `${plan.toFixed(0)} ms (median of ${plans.length})`,
        `under ${goals.planMs} ms`,
        plan / goals.planMs,
      ),
      finding(
        `a frame while a share is dragged over ${FUNCTIONS} functions, by the browser’s own trace`,
        `${frame.toFixed(1)} ms (${(1000 / frame).toFixed(0)} a second); the longest ${worst.toFixed(0)} ms, ${long} of ${frames.length} over 25 ms`,
        '60 a second',
        frame / (goals.frameMs * 1.05),
      ),
    ]
  } finally {
    await browser.close()
    await served.close()
    await emulator.close()
  }
}

/** @param {Grayscale} gray */
async function fill(gray) {
  for (const name of await createFunctions(gray, FUNCTIONS)) await publish(gray, name)
  await gray.close()
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
async function listed(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
  await page.goto(url)
  await page.getByText(/^as of /).waitFor({ timeout: 60_000 })
  return page
}

/**
 * The demo as somebody starts it who has the package: milliseconds to its address, and to the list of its shop.
 *
 * @param {import('playwright-core').Browser} browser
 */
async function demo(browser) {
  const state = mkdtempSync(join(tmpdir(), 'grayscale-bench-'))
  const began = performance.now()
  const child = spawn(process.execPath, [join(root, 'js/cli/main.js'), 'console', '--demo', '--no-open', '--json'], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    const printed = performance.now() - began
    const page = await listed(browser, JSON.parse(line).url)
    const shown = performance.now() - began
    await page.close()
    return { printed, listed: shown }
  } finally {
    child.kill('SIGINT')
    await once(child, 'exit')
    rmSync(state, { recursive: true })
  }
}

/**
 * From the click that asks for a plan to the plan on the page, by the page's own clock.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
async function firstPlan(browser, url) {
  const page = await listed(browser, url)
  await page.getByRole('checkbox', { name: 'Choose fun000' }).check()
  const ms = await page.evaluate(async () => {
    const began = performance.now()
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Release…')
    button?.click()
    while (!document.querySelector('.plan .summary')) await new Promise(requestAnimationFrame)
    return performance.now() - began
  })
  await page.close()
  return ms
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
async function drag(browser, url) {
  const page = await listed(browser, url)
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.locator('.plan .summary').waitFor({ timeout: 60_000 })
  const slider = page.getByRole('slider')
  const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (await slider.boundingBox())
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + 20, y)
  await page.mouse.down()
  await browser.startTracing(page, { categories: ['devtools.timeline.frame', 'devtools.timeline'] })
  for (let step = 0; step <= 150; step++) {
    const part = 0.5 - 0.5 * Math.cos((step / 150) * 2 * Math.PI)
    await page.mouse.move(box.x + 20 + part * (box.width - 40), y)
    await page.waitForTimeout(10)
  }
  const trace = JSON.parse((await browser.stopTracing()).toString())
  await page.mouse.up()
  await page.close()
  /** @type {number[]} */
  const drawn = trace.traceEvents
    .filter((/** @type {{ name: string }} */ { name }) => name === 'AnimationFrame::Presentation')
    .map((/** @type {{ ts: number }} */ { ts }) => ts / 1000)
    .sort((/** @type {number} */ one, /** @type {number} */ other) => one - other)
  const frames = drawn.slice(1).map((at, index) => at - drawn[index])
  return { frames, worst: Math.max(...frames), long: frames.filter((ms) => ms > 25).length }
}
