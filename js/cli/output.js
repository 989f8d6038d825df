// @ts-check
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Look, Paint } from '../render/text.js' */
import { painter, renderError } from '../render/index.js'
import { clean } from '../render/text.js'
import { words } from '../words/index.js'

/**
 * Where text goes: what a command came to on stdout, everything else on stderr. With `json` stdout holds one document.
 */
export class Output {
  /** Streams that could not be written: that is said once. @type {Set<NodeJS.WriteStream>} */
  #lost = new Set()

  /**
   * @param {{ stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, env: Record<string, string | undefined>,
   *   json: boolean, color: boolean }} options `color: false` for none, whatever the terminal can do
   */
  constructor({ stdout, stderr, env, json, color }) {
    this.json = json
    this.stdout = stdout
    this.stderr = stderr
    /** Whether a person watches what happens. */
    this.live = stderr.isTTY === true && env.TERM !== 'dumb'
    this.results = lookOf(stdout, env, color)
    this.messages = lookOf(stderr, env, color)
    // A release, and a rollback above all, must not end because its output can't be written: the reader has closed the pipe
    // (`| head`), the disk is full, the terminal is gone.
    for (const stream of [stdout, stderr]) stream.on('error', (error) => this.#unwritten(stream, error))
  }

  /** @param {NodeJS.WriteStream} stream @param {NodeJS.ErrnoException} error */
  #unwritten(stream, { code, message }) {
    if (code === 'EPIPE' || this.#lost.has(stream)) return
    this.#lost.add(stream)
    if (stream === this.stdout) this.say(words().cli.notWritten(code ?? message))
  }

  /**
   * What a command came to, for people; `json` has its document instead.
   *
   * @param {(look: Required<Look>) => string} render
   */
  show(render) {
    if (!this.json) this.stdout.write(render(this.results))
  }

  /**
   * What is about to be done, for people, whoever reads the document.
   *
   * @param {(look: Required<Look>) => string} render
   */
  announce(render) {
    if (this.json) this.stderr.write(render(this.messages))
    else this.stdout.write(render(this.results))
  }

  /** The one document. @param {unknown} value or its JSON text */
  document(value) {
    if (this.json) this.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
  }

  /** Something to know meanwhile. It may hold text of others, so control characters are taken out. @param {string} text */
  say(text) {
    this.stderr.write(`${clean(text)}\n`)
  }

  /**
   * The same in colours; what renders it cleans the text of others.
   *
   * @param {(look: Required<Look>) => string} render
   */
  tell(render) {
    this.stderr.write(`${render(this.messages)}\n`)
  }

  /**
   * @param {GrayscaleError} error
   * @param {{ changes: boolean }} about
   */
  fail(error, { changes }) {
    this.stderr.write(renderError(error, { ...this.messages, changes }))
    this.document({ error: error.toJSON() })
  }
}

/**
 * @param {NodeJS.WriteStream} stream
 * @param {Record<string, string | undefined>} env
 * @param {boolean} color
 * @returns {{ paint: Paint, width: number }}
 */
function lookOf(stream, env, color) {
  const asked = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0'
  const colours = color && !env.NO_COLOR && (asked || (stream.isTTY === true && env.TERM !== 'dumb'))
  // Text that goes into a file is for searching: its lines are broken only where a width was asked for.
  const width = stream.isTTY ? stream.columns : Number(env.COLUMNS)
  return { paint: painter(colours), width: width > 0 ? Math.max(40, width) : Number.POSITIVE_INFINITY }
}
