// @ts-check
/** @import { Output } from '../cli/output.js' */
/** @import { Progress } from '../types/generated.js' */
import { clean, clip, wrap } from './text.js'

/**
 * Tells what happens while a run goes on: a line for each step that is over, and on a terminal what is under way.
 *
 * @param {Output} output
 * @returns {{ onEvent: (event: Progress) => void, end: () => void }}
 */
export function progress(output) {
  const { paint, width } = output.messages
  const columns = width - 1
  let passing = ''
  let begun = false
  /** On a terminal a free line parts it from the plan above. */
  const begin = () => {
    if (!begun && output.live) output.say('')
    begun = true
  }
  const erase = () => {
    if (passing !== '') output.stderr.write('\r\u001b[K')
    passing = ''
  }
  /**
   * @param {string} lead what the lines behind the first stand under
   * @param {string} text
   */
  const say = (lead, text) => {
    begin()
    erase()
    output.tell(() => wrap(text, { lead, width }).join('\n'))
  }
  /** @param {string} text what is true only now: the next line takes its place */
  const pass = (text) => {
    if (!output.live) return
    begin()
    erase()
    passing = clip(text, columns)
    output.stderr.write(paint.dim(passing))
  }
  /** @type {Map<string, number>} */
  const began = new Map()

  return {
    end: erase,
    onEvent(event) {
      switch (event.type) {
        case 'step': {
          const step = `${event.function} ${event.step}/${event.steps}`
          if (event.state === 'started') {
            began.set(step, performance.now())
            pass(`◌ ${step}  ${clean(event.text)}`)
          } else {
            const seconds = ((performance.now() - (began.get(step) ?? performance.now())) / 1000).toFixed(1)
            const sign = event.state === 'done' ? paint.green('✔') : paint.red('✖')
            say(`${sign} ${step}  `, `${clean(event.text)} ${paint.dim(`(${seconds} s)`)}`)
          }
          break
        }
        case 'waiting':
          if (output.live) pass(`◷ ${event.function}  ${clean(event.text)}`)
          else say(`◷ ${event.function}  `, clean(event.text))
          break
        case 'upload':
          pass(`↑ ${event.function}  ${bar(event.bytes / event.of)}  ${sizes(event)}`)
          break
        case 'noted':
          say('! ', clean(event.text))
          break
        default:
      }
    },
  }
}

/** How many cells a bar has. */
const CELLS = 24

/** @param {number} share 0 to 1 */
function bar(share) {
  const full = Math.round(share * CELLS)
  return `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${Math.floor(share * 100)} %`
}

/** @param {{ bytes: number, of: number }} upload */
function sizes({ bytes, of }) {
  return `${(bytes / 1e6).toFixed(1)} / ${(of / 1e6).toFixed(1)} MB`
}

/**
 * Looks at something, and tells on the way what takes longer.
 *
 * @template T
 * @param {Output} output
 * @param {(onEvent: (event: Progress) => void) => Promise<T>} look
 * @returns {Promise<T>}
 */
export async function watched(output, look) {
  const { onEvent, end } = progress(output)
  try {
    return await look(onEvent)
  } finally {
    end()
  }
}
