// @ts-check
/**
 * The shapes that the shell has of its own, and what Rust writes by hand (the history of a journal). What else comes out of
 * the wasm machine is in types/generated.ts. Nothing here runs; these are the words that the other files share.
 *
 * @module
 */
/** @import { GrayscaleError } from './errors.js' */
/** @import { ErrorData, Invoked, Line, PastStep, Progress, RunResult, StatusRow } from './types/generated.js' */

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
 * @property {number} [skewMs] what is added to this machine's time when the call is signed
 * @property {number} [withinMs] it is not sent later than this after it was handed out
 */

/**
 * The bytes of a code package: in memory, or in a file of which parts are read.
 *
 * @typedef {Uint8Array | { length: number, read: (from: number, to: number) => Promise<Uint8Array> }} PackageBytes
 */

/**
 * A request of object storage. Its body is `body`, or of the package `blob` the bytes from `part[0]` up to `part[1]`.
 *
 * @typedef {object} ObjectEffect
 * @property {'object'} kind
 * @property {number} id
 * @property {string} action its name, as policies know it
 * @property {string} region
 * @property {string} bucket with the appid
 * @property {string} method
 * @property {string} path
 * @property {[name: string, value: string][]} params of the query
 * @property {string} body
 * @property {string} [blob] the name of a code package
 * @property {[from: number, to: number]} [part]
 * @property {number} timeoutMs
 * @property {boolean} writes
 * @property {number} [skewMs]
 */

/** @typedef {{ kind: 'sleep', id: number, ms: number, firm?: boolean }} SleepEffect `firm`: slept to its end even when the person stops */
/** @typedef {{ kind: 'read', id: number, from?: string, newest: number }} ReadEffect the journal is read */
/** @typedef {{ kind: 'append', id: number, position: string, lines: string[] }} AppendEffect lines are appended to it */
/** @typedef {{ kind: 'probe', id: number, process: string }} ProbeEffect whether a process that the journal names is there */
/** @typedef {{ kind: 'show', event: Progress }} ShowEffect */
/** @typedef {CallEffect | ObjectEffect | SleepEffect | ReadEffect | AppendEffect | ProbeEffect | ShowEffect} Effect */

/**
 * What a server answered, read to its end. Header values are verbatim.
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} [contentType]
 * @property {string} [date]
 * @property {string} [retryAfter]
 * @property {string} [requestId] `x-cos-request-id`
 * @property {string} text
 */

/**
 * What the driver hands back to the machine.
 *
 * @typedef {({ kind: 'answered' } & Answer)
 *   | { kind: 'lost', reason: string, sent: boolean }
 *   | { kind: 'woke' }
 *   | ({ kind: 'text' } & StoreText)
 *   | { kind: 'unread', reason: string, unsafe: boolean }
 *   | ({ kind: 'appended' } & StoreAppended)
 *   | { kind: 'conflict' }
 *   | { kind: 'unstored', reason: string }
 *   | { kind: 'unknown', reason: string }
 *   | { kind: 'probed', alive?: boolean }} Event
 */

/**
 * A release, as the driver sees it: the class `Release` of the wasm module. `take` may hand out last `show` effects
 * when `finished` is already true; events are fed only while it is not.
 *
 * @template [Outcome=unknown]
 * @typedef {object} Machine
 * @property {() => Effect[]} take
 * @property {(id: number, event: string, steadyMs: number, wallMs: number) => void} feed an Event, as JSON text; the times
 *   are those of js/runtime/clock.js
 * @property {(steadyMs: number, wallMs: number) => void} stop start no new write; those in flight are still awaited
 * @property {boolean} finished
 * @property {() => Outcome} outcome
 */

/**
 * Those who act. `call` and `object` reject with a TransportError, `read` and `append` with a StoreError where the world failed;
 * any other rejection is a fault of the program.
 *
 * @typedef {object} Performers
 * @property {(effect: CallEffect, signal: AbortSignal | undefined) => Promise<Answer>} call
 * @property {(effect: ObjectEffect, signal: AbortSignal | undefined) => Promise<Answer>} object
 * @property {(ms: number, signal: AbortSignal | undefined) => Promise<void>} sleep
 * @property {(effect: ReadEffect) => Promise<StoreText>} read
 * @property {(effect: AppendEffect) => Promise<StoreAppended | StoreConflict>} append
 * @property {(process: string) => Promise<boolean | undefined>} alive
 * @property {(event: Progress) => unknown} show
 */

/**
 * @typedef {object} TransportRequest
 * @property {string} url
 * @property {string} method
 * @property {Record<string, string>} headers
 * @property {string | Uint8Array} [body]
 * @property {number} [timeoutMs] bounds the whole exchange, the answer's body included
 * @property {number} [mostBytes] what the answer's body has at most; 16 MB by default
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} Transport
 * @property {(request: TransportRequest) => Promise<Answer>} send rejects with a TransportError
 * @property {() => Promise<void>} close
 */

/**
 * Where a journal lies: a log of lines that only grows, with compare-and-set. `scf-grayscale/store-conformance` has what each
 * one must do, as tests.
 *
 * @typedef {object} Store
 * @property {(from?: string, options?: { newest?: number }) => Promise<StoreText>} read what lies behind the position `from`
 *   (absent: everything). Whole lines from the end will do where there are more bytes than `newest`; rejects with a StoreError
 * @property {(position: string, lines: string[]) => Promise<StoreAppended | StoreConflict>} append adds the lines, all of them
 *   or none, if nothing lies behind `position`; durable when it resolves. Rejects with a StoreError, with `unknown: true` where
 *   the lines may be there all the same; with a TypeError where a line holds a line feed
 * @property {(process: string) => Promise<boolean | undefined>} [alive] whether the process that wrote a line is still there,
 *   by the mark that it put in the line (`thisMark()` of store/process.js, in a browser of store/tab.js); `undefined` where that
 *   can't be told from here
 * @property {(id: string) => Store} rollout the log of a rollout: another one beside this one, and the same for the same id (1 to 64
 *   letters, digits, `_` and `-`). Neither sees lines or positions of the other
 * @property {boolean} [shared] whether several machines use it; then their runs must be in one log (`OtherStore`)
 * @property {Store} [local] the journal on this machine that a shared store takes the place of: until it is imported, runs
 *   are refused (`UnimportedJournal`)
 * @property {() => string} describe where it is, for people; never a password
 * @property {() => Promise<void>} close lets go of what it holds open; it may be used again
 * @property {boolean} [trims] whether only the newest lines are kept
 */

/**
 * What was read of a store.
 *
 * @typedef {object} StoreText
 * @property {string} text lines, each ended by a line feed; empty lines mean nothing
 * @property {string} position the end of it, in the store's own words; the start of an empty log is a position too
 * @property {number} [now] the store's own clock, in milliseconds since 1970; a store that machines share must tell it, unless it
 *   is empty
 */

/**
 * That lines were appended.
 *
 * @typedef {object} StoreAppended
 * @property {string} position the end of them
 * @property {number} [now] the store's own clock, in milliseconds since 1970; a store that machines share must tell it, unless it
 *   is empty
 */

/** @typedef {{ file: string, runs: number, last: string }} LocalJournal a journal on this machine: where it is, how many runs it has, the sum of its last line */

/** @typedef {{ conflict: true }} StoreConflict something else lies behind the position: nothing was written */

/**
 * What a store holds.
 *
 * @typedef {import('./types/generated.js').StoreContent & {
 *   where: string,
 *   shared: boolean,
 *   bytes: number,
 *   position: string,
 *   local?: { where: string, runs: number, imported: boolean },
 * }} StoreStatus `where`: the store, for people; `shared`: whether several machines use it; `position`: the end of its log, in its
 *   own words; `local`: the journal on this machine that it takes the place of, where that has runs
 */

/** @typedef {{ imported: boolean, runs: number, from: string, to: string }} StoreImport `imported` is false where the store had the runs already */

/**
 * A run that is under way, or that did not end as it was asked for.
 *
 * @typedef {object} Pending
 * @property {'underWay' | 'cutOff' | 'stopped' | 'failed' | 'unread'} state `unread`: the journal is not safe to read
 *   (`UnsafeJournal`), so there is nothing but `text` and `hint`
 * @property {string} [kind] `deploy`, `rollback`, …
 * @property {string} [who] user, host and process
 * @property {number} [since] in milliseconds since 1970
 * @property {string} [when] the same, in UTC
 * @property {string} [run] its id; absent where it has written nothing yet
 * @property {string} [asked] in a phrase
 * @property {string} text in words
 * @property {string} hint what to do
 */

/**
 * The runs of a journal, the newest first.
 *
 * @typedef {object} History
 * @property {HistoryRun[]} runs
 * @property {number} total how many runs there are
 * @property {Verified} [verified] where that was asked for
 */

/**
 * @typedef {object} HistoryRun
 * @property {string} run its id
 * @property {string} kind `deploy`, `rollback`, …
 * @property {string} when it began: `2026-01-31T20:00:00+08:00`
 * @property {number} began in milliseconds since 1970
 * @property {number} last when its last line was written
 * @property {string} [who] user, host and process
 * @property {string} [rollout] the rollout that it is a step of
 * @property {string} [tool] the version of this package
 * @property {string} [stage]
 * @property {string} [asked] in a phrase
 * @property {HistoryOrder} [order] the same as facts
 * @property {'done' | 'stopped' | 'putBack' | 'failed' | 'unfinished'} how
 * @property {boolean} open it was interrupted, or is under way, and no later run changed its functions
 * @property {string} text how it ended, in words
 * @property {boolean} undoable whether it moved traffic
 * @property {HistoryFunction[]} functions those that something was begun for
 */

/**
 * What a run was asked for.
 *
 * @typedef {object} HistoryOrder
 * @property {string} alias
 * @property {string} [traffic] the share of `$LATEST`, such as `0.1`
 * @property {boolean} byRules routing rules were asked for
 * @property {string} [to] where a rollback was to go, or the run that was to be aborted or undone
 * @property {{ key: string, name: string, region: string, namespace: string, publish: boolean }[]} functions
 */

/**
 * @typedef {object} HistoryFunction
 * @property {string} key
 * @property {string} name
 * @property {string} region
 * @property {string} namespace
 * @property {'done' | 'stopped' | 'putBack' | 'failed'} [how] absent where the run did not end
 * @property {string} [code] of the error
 * @property {string[]} published versions
 * @property {{ alias: string, before?: string, asked?: string, after?: string, latest?: number }[]} routing what the alias
 *   said before, what was written, and what was read back; `after` is absent where it was not seen. `latest` is the share of
 *   `$LATEST` after it, 0 to 1
 * @property {PastStep[]} steps
 */

/**
 * @typedef {object} Verified
 * @property {number} lines
 * @property {number} unchained how many of them an older version wrote, without sums
 * @property {number} missing how many were before the first one that is there
 * @property {number[]} torn lines that a crash or a full disk cut off
 * @property {{ line: number, run: string }[]} forks where a run wrote while another one did
 * @property {string[]} text the same in words
 */

/**
 * What an error is made of.
 *
 * @typedef {Partial<Omit<ErrorData, 'errors'>> & { code: string, message: string, params?: object, errors?: (ErrorGiven | GrayscaleError)[], result?: ErrorResult }} ErrorGiven
 */

/** @typedef {RunResult | Invoked | History | StatusRow[]} ErrorResult what a run came to, what a function answered, what a journal tells, or what there is */

/**
 * The API's own objects, as `observe` gives them and `planFrom` takes them.
 *
 * @typedef {object} Observed
 * @property {ObservedFunction[]} [functions]
 */

/** @typedef {Record<string, unknown>} ApiObject as the API documents it */

/**
 * What is known of a function. What is absent was not looked at.
 *
 * @typedef {object} ObservedFunction
 * @property {string} name
 * @property {string} [region]
 * @property {string} [namespace]
 * @property {ApiObject | null} [function] of GetFunction; null: it does not exist
 * @property {ApiObject[]} [aliases] of GetAlias or ListAliases
 * @property {boolean} [allAliases] these are all: an absent one does not exist
 * @property {string[]} [missingAliases] that were asked for and are not there
 * @property {ApiObject[] | null} [versions] of ListVersionByFunction, all pages
 * @property {{ version: string, sha256?: string | null }[]} [code] of GetFunctionAddress
 * @property {{ version: string, function?: ApiObject | null }[]} [configs] of GetFunction, of published versions
 * @property {ApiObject[] | null} [triggers] of ListTriggers, all pages; null: the API did not show them
 * @property {ApiObject[] | null} [domains] of ListCustomDomains, those that have a path to this function; likewise
 */

/**
 * Of what is told of a run, the events of one type.
 *
 * @template {Progress['type']} Type
 * @typedef {Extract<Progress, { type: Type }>} ProgressOf
 */

/**
 * Of a plan in words, the lines of one role.
 *
 * @template {Line['role']} Role
 * @typedef {Extract<Line, { role: Role }>} LineOf
 */

/**
 * A text that came from environment variables: their names, the whole text, and the input that holds it.
 *
 * @typedef {{ name: string, text: string, input?: string }} Filled
 */

/**
 * A fact, and the sentence that says it.
 *
 * @typedef {{ code: string, text: string }} Spoken
 */

/**
 * An action that a command needs.
 *
 * @typedef {object} Permission
 * @property {string} action as it is called
 * @property {string[]} granted as policies name it
 * @property {Spoken} purpose
 * @property {string[]} resource what the statement is limited to; `['*']` where CAM takes no other
 * @property {Spoken} [without] what becomes of the command without it; absent where it fails
 */

/**
 * A policy of Tencent Cloud's CAM, and what each of its actions is for.
 *
 * @typedef {object} PolicyDocument
 * @property {{ version: '2.0', statement: { effect: 'allow', action: string[], resource: string[] }[] }} policy
 * @property {Permission[]} permissions
 */

/**
 * That a command calls an action.
 *
 * @typedef {object} PolicyRow
 * @property {string} command as it is typed
 * @property {string} action as it is called
 * @property {string[]} granted as policies name it
 * @property {Spoken} purpose
 * @property {boolean} limited whether CAM lets a statement name the function, or the role
 * @property {Spoken[]} when one of these; empty where it is always called
 * @property {Spoken} [without] what becomes of the command without it; absent where it fails
 */

export {}
