// A rollout that a page looks at: functions whose code decides which calls fail, a clock that moves by the minute, a project's
// store that page and command line share.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startConsole } from '../../js/console/serve/index.js'
import { fileStore } from '../../js/store/file.js'
import { world } from '../rollouts/world.js'
import { browse } from './harness.js'

/** Whom runs of the page are by. */
export const WHO = 'ann@console (laptop)'

/**
 * A function with a published version that was called for ten minutes, new code on `$latest`, and a console before it.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ names?: string[], failing?: number, changed?: boolean }} [options] `failing`: the part of calls that fails on the new
 *   code; `changed`: whether there is new code
 */
export async function project(t, { names = ['pricing'], failing = 0, changed = true } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-rollout-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const journal = () => fileStore(join(directory, 'dev.journal'))
  const there = await world({ names, open: async () => journal() })
  t.after(() => there.close())
  for (const name of names) there.code(name, 'one')
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < 10; minute += 1) await there.minute(60)
  for (const name of names) there.code(name, 'two', failing)
  if (changed) await there.gray.deploy({ ...there.inputs })
  const served = await startConsole({
    endpoint: there.emulator.url,
    demo: there.emulator.credential,
    journal: { store: journal(), stage: 'dev', shared: false, who: WHO },
  })
  t.after(() => served.close())
  return { there, served }
}

/**
 * The same with a rollout under way, and a page that looks at it.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ policy?: unknown, names?: string[], failing?: number, visit?: (url: string) => Promise<import('playwright-core').Page> }} [options]
 */
export async function rollout(t, { policy = 'canary', ...options } = {}) {
  const { there, served } = await project(t, options)
  const { id } = await there.gray.rollouts.start(there.inputs, { policy })
  const { context, page: visit, complaints } = await browse(t)
  const page = await look(there, await visit('about:blank'), `${served.url}#/rollout/${id}`)
  return { there, served, id, context, page, complaints }
}

/** The page's clock is that of the world. */
export async function look(there, page, url) {
  await page.clock.install({ time: there.now })
  await page.goto(url)
  await page.locator('.rail').waitFor()
  return page
}

/** Minutes of calls, each with a look by somebody else, until this holds. `page`: one whose clock goes on with it. */
export async function minutes(there, page, holds, { calls = 60, most = 40 } = {}) {
  for (let minute = 0; minute < most; minute += 1) {
    await there.minute(calls)
    const state = await there.gray.rollouts.tick()
    await page?.clock.setSystemTime(there.now)
    if (holds(state)) return state
  }
  return assert.fail('it did not happen')
}

/** What the alias gives the canary, as the API says. */
export const canaryShare = (there, name = 'pricing') => there.shares(name, '$LATEST').at(-1)

/** Where the rollout stands, as the page says. @param {import('playwright-core').Page} page @param {string} text */
export const stands = (page, text) => page.locator('.rollout-bar .standing', { hasText: text }).waitFor()

/** What became of the last order of the page. @param {import('playwright-core').Page} page @param {string | RegExp} text */
export const told = (page, text) => page.locator('.last-order').getByText(text).waitFor()
