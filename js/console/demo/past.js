// @ts-check
/** @import { Emulator } from '../../../emulator/index.js' */
/** @import { Chapter, Story } from './shop.js' */

import { setTimeout as sleep } from 'node:timers/promises'
import { packageOf } from './package.js'
import { FILES, things } from './shop.js'

const MINUTE_MS = 60_000

/**
 * What was before: each function's releases at their times, and the invocations between them, all of them real. Only the
 * clock is not: it stands at each minute until that minute's work is done.
 *
 * @param {Emulator} emulator
 * @param {ReturnType<typeof import('./client.js').client>} caller
 * @param {Story[]} shop
 * @param {ReturnType<typeof import('./rollouts.js').rolloutsOf>} rollouts
 * @param {AbortSignal} signal that nobody wants it any more
 */
export async function makePast(emulator, caller, shop, rollouts, signal) {
  const now = Date.now()
  const at = (/** @type {number} */ minutesAgo) => {
    const ms = minutesAgo === 0 ? undefined : now - minutesAgo * MINUTE_MS
    emulator.setClock(ms)
    caller.at(ms)
  }
  const longest = Math.max(...shop.flatMap(({ chapters }) => chapters.map(({ minutesAgo }) => minutesAgo)))
  at(longest)
  await caller.call('CreateNamespace', { Namespace: 'payments', Description: 'Money' })
  for (let ago = longest; ago > 0 && !signal.aborted; ago--) {
    at(ago)
    await Promise.all(shop.map((story) => tell(emulator, caller, story, ago)))
    // only one is under way at a time
    for (const story of shop) {
      const chapter = story.chapters.find((one) => one.rollout !== undefined && one.minutesAgo === ago)
      if (chapter) await rollouts.start(story, chapter)
    }
    await Promise.all(shop.flatMap((story) => visits(caller, story)))
    await rollouts.tick()
  }
  at(0)
}

/**
 * @param {ReturnType<typeof import('./client.js').client>} caller
 * @param {Story} story
 */
function visits(caller, story) {
  const count = Math.round(story.perMinute * (0.6 + Math.random() * 0.8))
  return Array.from({ length: count }, () => caller.visit(story, things[Math.floor(Math.random() * things.length)]))
}

/**
 * @param {Emulator} emulator
 * @param {ReturnType<typeof import('./client.js').client>} caller
 * @param {Story} story
 * @param {number} ago
 */
async function tell(emulator, caller, { name, namespace, about, runtime, chapters }, ago) {
  const where = { FunctionName: name, Namespace: namespace }
  for (const [index, chapter] of chapters.entries()) {
    if (chapter.minutesAgo !== ago || chapter.rollout !== undefined) continue
    await deploy(emulator, caller, { where, about, runtime, chapter, first: index === 0 })
    const published = chapter.publish === undefined ? undefined : await publish(caller, where, chapter.publish)
    if (chapter.traffic === undefined) continue
    const last = published ?? String(chapters.slice(0, index).filter((one) => one.publish !== undefined).length)
    const rest = { Version: last, Weight: Number((1 - chapter.traffic).toFixed(4)) }
    await caller.call('UpdateAlias', {
      ...where,
      Name: '$DEFAULT',
      FunctionVersion: chapter.traffic === 0 ? last : '$LATEST',
      RoutingConfig: { AdditionalVersionWeights: chapter.traffic === 0 ? [] : [rest] },
    })
  }
}

/**
 * @param {Emulator} emulator
 * @param {ReturnType<typeof import('./client.js').client>} caller
 * @param {{ where: { FunctionName: string, Namespace: string }, about: string, runtime: Story['runtime'], chapter: Chapter,
 *   first: boolean }} what
 */
async function deploy(emulator, caller, { where, about, runtime, chapter, first }) {
  if (chapter.code === undefined) return
  const ZipFile = Buffer.from(packageOf(runtime, chapter.code)).toString('base64')
  const Handler = 'index.main_handler'
  if (first) {
    const settings = { Runtime: runtime, MemorySize: 128, Timeout: 10, Description: about }
    await caller.call('CreateFunction', { ...where, ...settings, Handler, Code: { ZipFile } })
  } else {
    if (chapter.fails) {
      emulator.failNext({
        transition: chapter.fails,
        functionName: where.FunctionName,
        reason: {
          ErrorCode: 'InvalidPackage',
          ErrorMessage: `The package has no file ${FILES[runtime]} with main_handler`,
        },
      })
    }
    await caller.call('UpdateFunctionCode', { ...where, Handler, ZipFile })
  }
  await settled(async () => (await caller.call('GetFunction', where)).Status)
}

/**
 * @param {ReturnType<typeof import('./client.js').client>} caller
 * @param {{ FunctionName: string, Namespace: string }} where
 * @param {string} description
 * @returns {Promise<string>} the version
 */
async function publish(caller, where, description) {
  const { FunctionVersion } = await caller.call('PublishVersion', { ...where, Description: description })
  await settled(async () => (await caller.call('GetFunction', { ...where, Qualifier: FunctionVersion })).Status)
  return FunctionVersion
}

/** @param {() => Promise<string>} look */
async function settled(look) {
  while ((await look()).endsWith('ing')) await sleep(5)
}
