// @ts-check
/**
 * The shapes that cross between the wasm machine and the shell around it (ARCHITECTURE.md, "The seam").
 * Nothing here runs; these are the words that the other files share.
 *
 * @module
 */

/**
 * A request of the machine. The body is ready but for the code package, which the shell splices in:
 * `body + base64(blob) + tail`.
 *
 * @typedef {object} CallEffect
 * @property {'call'} kind
 * @property {number} id
 * @property {string} service for example `scf`
 * @property {string} action for example `UpdateAlias`
 * @property {string} version of the API, for example `2018-04-16`
 * @property {string} region
 * @property {string} body
 * @property {string} [tail]
 * @property {string} [blob] the name of a code package
 * @property {number} timeoutMs
 * @property {boolean} writes a call that only reads may be aborted, one that writes never is
 */

/** @typedef {{ kind: 'sleep', id: number, ms: number }} SleepEffect */
/** @typedef {{ kind: 'store', id: number, line: string }} StoreEffect */
/** @typedef {{ kind: 'show', event: unknown }} ShowEffect */
/** @typedef {CallEffect | SleepEffect | StoreEffect | ShowEffect} Effect */

/**
 * What a server answered, read to its end. Header values are verbatim.
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} [contentType]
 * @property {string} [date]
 * @property {string} [retryAfter]
 * @property {string} text
 */

/**
 * What the driver hands back to the machine.
 *
 * @typedef {({ kind: 'answered' } & Answer)
 *   | { kind: 'lost', reason: string, sent: boolean }
 *   | { kind: 'woke' }
 *   | { kind: 'stored' }
 *   | { kind: 'unstored', reason: string }} Event
 */

/**
 * A release, as the driver sees it: the class `Release` of the wasm module. `take` may hand out last `show` effects
 * when `finished` is already true; events are fed only while it is not.
 *
 * @template [Outcome=unknown]
 * @typedef {object} Machine
 * @property {() => Effect[]} take
 * @property {(id: number, event: Event, nowMs: number) => void} feed
 * @property {(nowMs: number) => void} stop start no new write; those in flight are still awaited
 * @property {boolean} finished
 * @property {() => Outcome} outcome
 */

/**
 * Those who act. `call` rejects with a TransportError and `store` with a StoreError where the world failed;
 * any other rejection is a fault of the program.
 *
 * @typedef {object} Performers
 * @property {(effect: CallEffect, signal: AbortSignal | undefined) => Promise<Answer>} call
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} sleep
 * @property {(line: string) => Promise<void>} store
 * @property {(event: any) => unknown} show
 */

/**
 * @typedef {object} TransportRequest
 * @property {string} url
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string | Uint8Array} [body]
 * @property {number} [timeoutMs] bounds the whole exchange, the answer's body included
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} Transport
 * @property {(request: TransportRequest) => Promise<Answer>} send rejects with a TransportError
 * @property {() => Promise<void>} close
 */

/**
 * Where a journal lies.
 *
 * @typedef {object} Store
 * @property {() => Promise<string>} read the whole text, `''` where there is none; rejects with a StoreError
 * @property {(line: string) => Promise<void>} append durable when it resolves; rejects with a StoreError
 * @property {() => string} describe where it is, for people
 * @property {() => Promise<void>} close lets go of what it holds open; it may be used again
 */

/** @typedef {'failed' | 'usage' | 'refused' | 'interrupted'} ErrorClass */

/**
 * An error as plain data: as it comes out of wasm, and as `--json` prints it.
 *
 * @typedef {object} ErrorData
 * @property {string} code
 * @property {string} message
 * @property {'tool' | 'api'} [source]
 * @property {ErrorClass} [class]
 * @property {string} [function]
 * @property {string} [requestId]
 * @property {boolean} [retryable]
 * @property {string[]} [changed] what had been done by then
 * @property {string} [hint]
 * @property {(ErrorData | import('./errors.js').GrayscaleError)[]} [errors] one per function where several failed
 * @property {unknown} [result]
 */

export {}

/**
 * A line of a plan in words; who shows it chooses colours and bars by its role, never the words.
 *
 * @typedef {{ role: string, [field: string]: any }} Line
 */
