// What the console's page weighs, gzipped: by what a browser fetches for it.

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../../js/console/dist/', import.meta.url)
/** The part of the engine that plans; the list does not wait for it. */
const REST = /scf_grayscale_rest/

/**
 * What the list of functions needs: all that is fetched until it stands whole, with what it does not wait for held back.
 * The relay's answers are no part of the page.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of a console that is signed in by itself
 * @returns {Promise<string[]>} files of js/console/dist
 */
export async function filesOfTheList(browser, url) {
  const page = await browser.newPage({ locale: 'en-US' })
  await page.route(REST, () => {})
  const seen = page.waitForRequest(REST)
  await page.goto(url)
  await page.getByText(/^as of /).waitFor({ timeout: 60_000 })
  await seen
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  await page.close()
  const assets = names.map((name) => name.match(/assets\/.+$/)?.[0]).filter((name) => name !== undefined)
  return [...new Set(['index.html', ...assets])]
}

/** Kilobytes, gzipped. @param {string[]} files of js/console/dist */
export function weightKb(files) {
  const sizes = files.map((name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length)
  return sizes.reduce((sum, size) => sum + size, 0) / 1000
}
