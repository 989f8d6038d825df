// @ts-check
/** For whoever does not look at the page: the tab's title and icon, and notifications where they were asked for. */
/** @import { Moving } from './now.js' */
import { computed, effect, signal } from '@preact/signals'
import { keep, kept } from '../kept.js'
import { go } from '../route.js'
import { account } from '../session.js'
import { say } from '../words/index.js'
import { guarding } from './health.js'
import { all, swept, unhealthy } from './now.js'

/** Events that this browser remembers to have told of. */
const MOST_TOLD = 100
/** One tab of the browser notifies, and looks while nobody sees it: the one that holds this lock. */
const LOCK = 'scf-grayscale night'

/** Whether the browser can notify at all. */
export const able = 'Notification' in globalThis && 'locks' in navigator
const granted = () => able && Notification.permission === 'granted'

/** Whether the person asked for notifications, and the browser allows them. */
export const notifies = signal(kept('notify') === 'on' && granted())
/** Whether the browser refused them. */
export const refused = signal(false)

const icons = {
  well: new URL('../icon.svg', import.meta.url).href,
  unhealthy: new URL('../icon-unhealthy.svg', import.meta.url).href,
}

/** What stands before the title of the tab. */
export const alarm = computed(() =>
  unhealthy.value.length === 0 ? '' : `● ${say().night.unhealthy(unhealthy.value.length)} · `,
)

effect(() => {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel=icon]'))
  const icon = unhealthy.value.length === 0 ? icons.well : icons.unhealthy
  if (link && link.href !== icon) link.href = icon
})

/** Turns notifications on, where the browser lets the person, or off. */
export async function toggle() {
  if (!notifies.value) {
    refused.value = (await Notification.requestPermission()) !== 'granted'
    if (refused.value) return
    // what there is already is on the screen
    remember(events.peek().map(({ id }) => id))
  }
  notifies.value = !notifies.value
  keep('notify', notifies.value ? 'on' : 'off')
}

/** What happened that somebody is to be told of: once each, however often it is looked at. */
const events = computed(() =>
  all.value
    .filter(({ mood }) => mood === 'unhealthy' || mood === 'back')
    .map((moving) => ({
      // that it is unhealthy, and that it went back, are two
      id: `${moving.key} ${moving.rollout ? moving.mood : (moving.since ?? moving.parts[0].row?.modified)}`,
      moving,
    })),
)

const told = () => (kept('told') ?? '').split('\n').filter(Boolean)

/** @param {string[]} ids */
function remember(ids) {
  keep('told', [...new Set([...ids, ...told()])].slice(0, MOST_TOLD).join('\n'))
}

/** Gives the lock back. @type {(() => void) | undefined} */
let release

// the lock is free again when this tab is closed
effect(() => {
  if (notifies.value && account.value && !release) {
    const over = new Promise((resolve) => {
      release = () => resolve(undefined)
    })
    navigator.locks.request(LOCK, () => {
      guarding.value = true
      return over
    })
  } else if (!notifies.value && release) {
    release()
    release = undefined
    guarding.value = false
  }
})

effect(() => {
  if (!guarding.value || !swept.value) return
  const known = new Set(told())
  const news = events.value.filter(({ id }) => !known.has(id))
  if (news.length === 0) return
  remember(news.map(({ id }) => id))
  for (const { moving } of news) notify(moving)
})

/** What is told later of the same takes its place. @param {Moving} moving */
function notify(moving) {
  const words = say().night
  const [{ place, figures }] = moving.parts
  const name = moving.parts.map((part) => part.place.name).join(', ')
  const body =
    moving.rollout && moving.rollout.decisions.length > 0
      ? (moving.report ?? moving.rollout).decisions.at(-1)?.why.text
      : figures && words.numbers(figures)
  const shown = new Notification(moving.mood === 'back' ? words.back(name) : words.title(name), {
    body,
    tag: moving.key,
  })
  shown.onclick = () => {
    window.focus()
    if (moving.rollout) go('rollout', moving.key)
    else go('function', place.region, place.namespace, place.name)
    shown.close()
  }
}
