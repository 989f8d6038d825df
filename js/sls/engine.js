// @ts-check
import { inspect } from 'node:util'
import { GrayscaleError } from '../errors.js'
import { renderError } from '../render/index.js'
import { clean } from '../render/text.js'
import { exitWith } from './exit.js'

/** The engine indents by two columns. */
const width = 78

/**
 * The engine as a component sees it: where it stands in the project, and how things are said.
 *
 * A component is the project's own class (`root`), stands under an alias of a yml (`template`), or was loaded by another
 * component (`child`), which then speaks for it.
 */
export class Engine {
  /** @param {any} component an instance of the class in serverless.js */
  constructor(component) {
    this.component = component
    /** @type {string} */
    this.id = component.id
    this.instance = component.context.instance
    const [parent, ...names] = this.id.split('.')
    this.alias = names.join('.')
    /** @type {'root' | 'template' | 'child'} */
    this.place = names.length === 0 ? 'root' : parent === 'Template' ? 'template' : 'child'
    /** Whether `sls` runs us: a program that uses the class by itself has no status line, and its own command line. */
    this.underCli = typeof this.instance.renderStatus === 'function'
    /** @type {string} */
    this.dir = this.instance.root ?? process.cwd()
  }

  /** Whether what was typed behind `sls` is meant for us. */
  get ownsCommandLine() {
    return this.underCli && this.place !== 'child'
  }

  /**
   * Shows the status line. An error that comes before it would end `sls` with exit code 0; the component's own
   * `context.status` does nothing for a yml's components.
   *
   * @param {string} text
   */
  status(text) {
    if (this.underCli) this.instance.renderStatus(clean(text), this.alias || this.id)
  }

  /** @param {string} text lines without colours; it may hold text of others, so control characters are taken out */
  say(text) {
    const said = clean(text)
    const named = this.place === 'template' ? `${this.alias}:\n${said}` : said
    this.instance.log(named.trimEnd().replaceAll('\n', '\n  '))
  }

  /**
   * Whatever was thrown, ready for the engine to show: it prints errors the way `console.log` does, and once more as one
   * line behind the status.
   *
   * @param {unknown} thrown
   */
  failed(thrown) {
    const error = GrayscaleError.from(thrown)
    const changes = error.class === 'failed' || error.class === 'interrupted'
    const trace = this.instance.debugMode ? `\n${error.stack}` : ''
    const text = `${renderError(error, { width, changes })}${trace}`.trim().replaceAll('\n', '\n    ')
    const [line] = clean(error.message).split('\n')
    if (this.underCli) exitWith(error.exitCode)
    return Object.defineProperties(error, {
      [inspect.custom]: { value: () => text, configurable: true },
      toString: { value: () => `${error.code}: ${line}`, configurable: true },
    })
  }
}

export const look = { width }
