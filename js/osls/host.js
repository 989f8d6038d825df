// @ts-check
/** @import { Progress } from '../types/generated.js' */

import { GrayscaleError } from '../errors.js'
import { renderError } from '../render/index.js'
import { progress } from '../render/progress.js'
import { clean, plain } from '../render/text.js'
import { exitWith } from '../sls/exit.js'

/** Names our line among the framework's progress lines. */
const line = 'scf-grayscale'

/** The framework as the plugin sees it: where its service lies, and how things are said there. */
export class Host {
  /** @param {any} plugin an instance of the class in plugin.cjs */
  constructor({ serverless, options, writers, written }) {
    this.serverless = serverless
    /** @type {Record<string, any>} */
    this.options = options
    this.writers = writers
    /** Provider, functions and package as they stand in the file. */
    this.written = written
    /** @type {string} */
    this.dir = serverless.serviceDir
    this.noted = false
  }

  /** What is under way; the framework shows it on a terminal only. @param {string} text */
  status(text) {
    this.writers.progress.get(line).notice(clean(text))
  }

  /** Takes the progress line away. */
  end() {
    this.writers.progress.get(line).remove()
  }

  /** What a command came to, on stdout; a free line parts it from notes above. @param {string} text */
  say(text) {
    this.writers.writeText(`${this.noted ? '\n' : ''}${clean(text).trimEnd()}`)
    this.noted = false
  }

  /** Something to know meanwhile, on stderr. @param {string} text */
  note(text) {
    this.writers.log.notice(clean(text))
    this.noted = true
  }

  /** Tells each step that is over, in a line of its own. @returns {(event: Progress) => void} */
  steps() {
    const output = {
      live: false,
      messages: { paint: plain, width: Number.POSITIVE_INFINITY },
      tell: (/** @type {() => string} */ render) => this.note(render()),
    }
    return progress(/** @type {any} */ (output)).onEvent
  }

  /**
   * Whatever was thrown, as the framework shows errors of its users: once, and without a stack, which `--verbose` has.
   *
   * @param {unknown} thrown
   */
  failed(thrown) {
    const { Error: FrameworkError } = this.serverless.classes
    if (thrown instanceof FrameworkError) return thrown
    const error = GrayscaleError.from(thrown)
    exitWith(error.exitCode)
    this.writers.log.info(error.stack)
    const changes = error.class === 'failed' || error.class === 'interrupted'
    return new FrameworkError(renderError(error, { changes }).trimEnd(), error.code)
  }
}
