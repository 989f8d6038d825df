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
 * @property {number} [skewMs] what is added to this machine's time when the call is signed
 */

/** @typedef {{ kind: 'sleep', id: number, ms: number, firm?: boolean }} SleepEffect `firm`: slept to its end even when the person stops */
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
 *   | { kind: 'unstored', reason: string }
 *   | { kind: 'fenced', who?: string, since?: number }} Event another run has the lock: neither sent nor written
 */

/**
 * A release, as the driver sees it: the class `Release` of the wasm module. `take` may hand out last `show` effects
 * when `finished` is already true; events are fed only while it is not.
 *
 * @template [Outcome=unknown]
 * @typedef {object} Machine
 * @property {() => Effect[]} take
 * @property {(id: number, event: string, steadyMs: number, wallMs: number) => void} feed an Event, as JSON text; the times
 *   are those of js/clock.js
 * @property {(steadyMs: number, wallMs: number) => void} stop start no new write; those in flight are still awaited
 * @property {boolean} finished
 * @property {() => Outcome} outcome
 */

/**
 * Those who act. `call` rejects with a TransportError and `store` with a StoreError where the world failed;
 * any other rejection is a fault of the program.
 *
 * @typedef {object} Performers
 * @property {(effect: CallEffect, signal: AbortSignal | undefined) => Promise<Answer>} call
 * @property {(ms: number, signal: AbortSignal | undefined) => Promise<void>} sleep
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
 * @property {(newest?: number) => Promise<string>} read the whole text, `''` where there is none; whole lines from the end
 *   will do where it has more bytes than `newest`; rejects with a StoreError
 * @property {(line: string, token?: string) => Promise<void>} append durable when it resolves; rejects with a StoreError.
 *   With the `token` of a lock only while that is held, as `guard`
 * @property {(lines: string[], token?: string) => Promise<void>} [appendAll] the same for several lines in one go
 * @property {(owner: LockOwner) => Promise<LockAnswer>} [lock] lets one run write at a time; rejects with a StoreError
 * @property {(token: string) => Promise<void>} [unlock] lets go of it
 * @property {(token: string) => Promise<void>} [guard] rejects with a FencedError where the lock is another's now
 * @property {() => Promise<LockHolder | undefined>} [held] whose it is now; rejects with a StoreError
 * @property {() => string} describe where it is, for people
 * @property {() => Promise<void>} close lets go of what it holds open; it may be used again
 * @property {boolean} [trims] whether only the newest lines are kept
 */

/**
 * Who wants a lock, and for what.
 *
 * @typedef {object} LockOwner
 * @property {string} who
 * @property {string} command
 * @property {boolean} [takeOver] also from a run that is under way
 */

/**
 * @typedef {object} LockAnswer
 * @property {boolean} taken
 * @property {string} [token] of the lock that was taken
 * @property {{ who: string, command: string, since: number, alive: boolean | undefined }} [by] whose it was, or is where
 *   it was not taken; `alive` is `undefined` where that can't be told from here
 * @property {string} [file] where it lies
 */

/**
 * Whose a lock is.
 *
 * @typedef {object} LockHolder
 * @property {string} who
 * @property {string} command
 * @property {number} since
 * @property {boolean} [alive] absent where that can't be told from here
 * @property {string} [file] where it lies
 */

/**
 * A run that is under way, or that did not end as it was asked for.
 *
 * @typedef {object} Pending
 * @property {'underWay' | 'cutOff' | 'stopped' | 'failed'} state
 * @property {string} kind `deploy`, `rollback`, …
 * @property {string} [who] user, host and process
 * @property {number} since in milliseconds since 1970
 * @property {string} when the same, in UTC
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
 * @property {string} [tool] the version of this package
 * @property {string} [stage]
 * @property {string} [asked] in a phrase
 * @property {'done' | 'stopped' | 'putBack' | 'failed' | 'unfinished'} how
 * @property {string} text how it ended, in words
 * @property {boolean} undoable whether it moved traffic
 * @property {HistoryFunction[]} functions those that something was begun for
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
 * @property {{ alias: string, before?: string, after?: string }[]} routing `after` is absent where it was not seen
 * @property {string[]} steps in words
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
 * @property {(ErrorData | import('./errors.js').GrayscaleError)[]} [errors] where several things are wrong with the inputs,
 *   or several functions failed: each of them, with its own hint
 * @property {unknown} [result]
 */

export {}

/**
 * A line of a plan in words; who shows it chooses colours and bars by its role, never the words.
 *
 * @typedef {{ role: string, [field: string]: any }} Line
 */

/** @typedef {{ version: string, share: number }} Part a version and its share, 0 to 1 */
/** @typedef {{ version: string, share: number, cells: number }} Bar a version, its share, 0 to 1, its cells of 20 */
/** @typedef {{ level: 'info' | 'warning', code: string, text: string }} Note */

/**
 * A function among all.
 *
 * @typedef {object} FunctionRow
 * @property {string} name
 * @property {string} region
 * @property {string} namespace
 * @property {string} [status] the API's word
 * @property {string} [reason] why, where it is not usable
 * @property {string} [runtime]
 * @property {string} [description]
 * @property {string} [modified] when code or configuration were last changed, as ISO 8601 with its offset
 * @property {Bar[]} [split] who gets what on the alias; absent until it was read
 * @property {string[]} [rules] the alias's rules in words, which decide before the split does; absent where there are none
 * @property {number} [traffic] the share of `$LATEST` on it, 0 to 1
 * @property {'failed' | 'canary' | 'shared' | 'busy' | 'latest' | 'unknown' | 'quiet'} standing what it is at: its last
 *   change failed; a release is under way; two published versions or rules share the alias; it is being changed; all is on
 *   `$LATEST`; not read yet; all is on one published version
 * @property {string} [stable] the version that its users should be on, as far as the alias tells
 * @property {{ run: string, at: number }} [released] the run that wrote the alias last, and when, in milliseconds since 1970
 * @property {number} urgency its place in the list: 0 is the most urgent. A failed upload that no user reaches comes after
 *   the canaries that users do reach
 * @property {boolean} releasing a release is under way, also where `standing` says something more urgent
 * @property {Caller[]} [direct] with `triggers`: what calls a version directly
 * @property {('triggers' | 'domains')[]} [unchecked] with `triggers`: what the API did not let this key look at
 */

/**
 * What became of one function.
 *
 * @typedef {object} FunctionResult
 * @property {string} key what the project calls it
 * @property {string} name what the cloud calls it
 * @property {string} region
 * @property {string} namespace
 * @property {'done' | 'unchanged' | 'removed' | 'failed' | 'stopped' | 'putBack'} status `putBack`: another function of its group failed
 * @property {'restored' | 'notRestored'} [routing] where its group failed after its alias was written
 * @property {number} [traffic] the share of `$LATEST`, 0 to 1; absent where the alias does not exist
 * @property {string} [lastVersion] the last published version
 * @property {string} [configTrafficVersion] the version that gets the rest, where `traffic` is not 1
 * @property {Part[]} before
 * @property {Part[]} asked
 * @property {Part[]} after as it was read back
 * @property {boolean} created whether this run created the function, or began to
 * @property {string[]} published versions that this run made
 * @property {string[]} [deleted] versions that it deleted, where there are any
 * @property {string[]} changed what was written, a phrase each
 * @property {Note[]} notes
 * @property {ErrorData} [error]
 */

/**
 * What a run came to. Of a project of one function, its `traffic`, `lastVersion` and `configTrafficVersion` stand at the
 * top too.
 *
 * @typedef {object} RunResult
 * @property {string} run its id, as it stands in the journal and in the descriptions of versions
 * @property {'deploy' | 'publish' | 'create-alias' | 'update-alias' | 'delete-alias' | 'rollback' | 'remove' | 'prune'} kind
 * @property {FunctionResult[]} functions
 * @property {Note[]} notes
 * @property {boolean} unchanged
 * @property {number} [traffic]
 * @property {string} [lastVersion]
 * @property {string} [configTrafficVersion]
 */

/**
 * An alias: its main version, who gets what, rules in words, and the versions that the rules lead to.
 *
 * @typedef {{ name: string, version: string, split: Bar[], rules: string[], ruled?: string[], description?: string }} AliasRow
 */

/** @typedef {{ key: string, name: string, region: string, namespace: string, aliases: AliasRow[] }} AliasList */

/** @typedef {{ blame: 'function' | 'platform', message: string, stack?: string }} Fault why an invocation failed */

/**
 * What came of an invocation.
 *
 * @typedef {object} Invoked
 * @property {string} function
 * @property {string} qualifier the alias or version through which it was called
 * @property {string} requestId
 * @property {boolean} ok
 * @property {string} returned JSON text
 * @property {Fault} [fault]
 * @property {number} duration in milliseconds
 * @property {number} billed in milliseconds
 * @property {number} memory in bytes
 * @property {string} log its end
 */

/**
 * An invocation in the log.
 *
 * @typedef {object} LogRow
 * @property {string} time when it began, as ISO 8601 with its offset
 * @property {string} requestId
 * @property {string} version
 * @property {'ok' | 'error' | 'platform' | 'running'} ending `error`: the function failed; `platform`: it could not be run
 * @property {Fault} [fault]
 * @property {number} duration in milliseconds
 * @property {number} billed in milliseconds
 * @property {number} memory in bytes
 * @property {string} log what it wrote, with the service's own lines
 */

/**
 * @typedef {object} LogReport
 * @property {string} key
 * @property {string} name
 * @property {string} region
 * @property {string} namespace
 * @property {string[]} versions whose rows these are
 * @property {string} from
 * @property {string} to
 * @property {LogRow[]} rows the oldest first
 * @property {number} total
 * @property {string[]} notes
 * @property {string} cursor for going on from here
 */

/**
 * How a version fared. Values by period are null where the monitor has no point. Without calls every figure is null.
 *
 * @typedef {object} VersionMetrics
 * @property {string} version
 * @property {number | null} traffic its share of the alias's traffic now, 0 to 1
 * @property {number | null} invocations
 * @property {number | null} errors whoever's fault they were
 * @property {number | null} errorRate 0 to 1
 * @property {number | null} platformErrors
 * @property {number | null} throttled a number also where every call was
 * @property {number | null} duration the mean in milliseconds
 * @property {number | null} memory the most in MB
 * @property {Record<'invocations' | 'errors' | 'platformErrors' | 'throttled' | 'duration' | 'memory', (number | null)[]>} series
 */

/**
 * Whether the limits of an order hold. `ok` is null where that is not known: a gate passes where it is true, never
 * where it is not false.
 *
 * @typedef {object} MetricGate
 * @property {boolean | null} ok
 * @property {GateCode} code
 * @property {string} reason the same in words
 * @property {number | null} maxErrorRate null where none was given
 * @property {number} minInvocations
 * @property {string} from what was judged: complete minutes alone
 * @property {string} to
 * @property {{ version: string, invocations: number | null, errors: number | null, errorRate: number | null,
 *   ok: boolean | null, code: GateCode, reason: string }[]} versions
 */

/** @typedef {'WithinLimit' | 'TooManyErrors' | 'NoLimit' | 'NoCalls' | 'TooFewCalls' | 'NotComplete'} GateCode */

/**
 * Times are of ISO 8601, with their offset.
 *
 * @typedef {object} MetricReport
 * @property {string} key
 * @property {string} name
 * @property {string} region
 * @property {string} namespace
 * @property {number} period in seconds
 * @property {string} from
 * @property {string} to the end of the last full minute
 * @property {string} complete up to here the monitor has everything; what comes later may be missing
 * @property {{ at: string | null, source: 'journal' | 'modTime' }} [upload] since when the code of `$LATEST` is there, with
 *   `since: 'upload'`; `at` is null while an update is under way
 * @property {string[]} times the beginnings of the periods
 * @property {VersionMetrics[]} versions
 * @property {MetricGate} gate
 * @property {string[]} notes
 */

/**
 * A trigger, function URL or custom domain that calls a version directly: what the alias says does not reach it.
 *
 * @typedef {object} Caller
 * @property {string} type `timer`, `cos`, `ckafka`, `cls`, `http` (a function URL), another kind of trigger, or `domain`
 * @property {string} name
 * @property {string} qualifier `$LATEST`, or the number of a version
 * @property {string} [path] of a domain
 * @property {string} [address] of a function URL, where the API shows it
 * @property {boolean} enabled
 * @property {string} text in a line
 */

/**
 * A function as it is now, beside what is wanted where that is known.
 *
 * @typedef {object} StatusRow
 * @property {string} key
 * @property {string} name
 * @property {string} region
 * @property {string} namespace
 * @property {boolean} exists
 * @property {string} [status] the API's word
 * @property {string} [reason] why, in the API's words
 * @property {string} [lastVersion]
 * @property {{ version: string, status?: string, description?: string, published?: string }[]} versions newest first
 * @property {AliasRow[]} aliases the one asked for first
 * @property {number} [traffic] the share of `$LATEST` on the alias that was asked for
 * @property {string} [configTrafficVersion]
 * @property {number} [wantedTraffic]
 * @property {boolean} [agrees]
 * @property {Caller[]} [direct] what calls a version directly
 * @property {('triggers' | 'domains')[]} [unchecked] what the API did not let this key look at
 * @property {string[]} attention what someone should look at
 */

/**
 * An action that a command needs.
 *
 * @typedef {object} Permission
 * @property {string} action as it is called
 * @property {string[]} granted as policies name it
 * @property {string} purpose
 * @property {string[]} resource what the statement is limited to; `['*']` where CAM takes no other
 * @property {string} [without] what becomes of the command without it; absent where it fails
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
 * @property {string} purpose
 * @property {boolean} limited whether CAM lets a statement name the function, or the role
 * @property {string[]} when one of these, in words; empty where it is always called
 * @property {string} [without] what becomes of the command without it; absent where it fails
 */
