/* tslint:disable */
/* eslint-disable */

/**
 * What stands for the body.
 */
export enum BodyKind {
    /**
     * The body.
     */
    Bytes = 0,
    /**
     * The body's SHA-256, hexadecimal.
     */
    Sha256 = 1,
    /**
     * Nothing: the body isn't signed.
     */
    Unsigned = 2,
}

/**
 * SHA-256 of a body in pieces, for hosts that have no hash of their own that answers at once.
 */
export class Hasher {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The hexadecimal digest; frees the hasher.
     */
    finish(): string;
    /**
     * Starts with nothing.
     */
    constructor();
    /**
     * Takes the next piece.
     */
    update(piece: Uint8Array | number[]): void;
}

/**
 * A plan. Its canonical text is made here, so that it is the same bytes everywhere; its lines only when they are shown.
 */
export class Planned {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The plan as data, with texts for the reader of this moment; without the fingerprint, which takes the canonical text.
     *
     * # Errors
     * Never; an exception here is a bug.
     */
    data(): any;
    /**
     * The fingerprint of the canonical text.
     */
    fingerprint(): string;
    /**
     * The plan in words, line by line.
     *
     * # Errors
     * Never; an exception here is a bug.
     */
    lines(): any;
    /**
     * The keys of the functions all of whose traffic moves to something new.
     */
    movesAll(): string[];
    /**
     * The canonical text.
     */
    text(): string;
    /**
     * Whether nothing is written.
     */
    unchanged(): boolean;
}

/**
 * A release on its way: `take()` effects, `feed()` what came of them, until `finished`.
 */
export class Release {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes what came of an effect, as JSON text.
     *
     * # Errors
     * Throws where `outcome` is none of the documented shapes.
     */
    feed(id: number, outcome: string, steady_ms: number, wall_ms: number): void;
    /**
     * A machine for an order, as JSON text: `{ do, kind?, inputs, asked?, stage?, region?, namespace?, packages?, plan?, to?, created?, who?, process?, offset? }`.
     *
     * # Errors
     * Throws the first thing wrong with the inputs as plain data.
     */
    constructor(order: string, steady_ms: number, wall_ms: number, seed: number);
    /**
     * What was observed, as `planFrom` takes it. Holds the values of environment variables: not for showing.
     *
     * # Errors
     * Never; an exception here is a bug.
     */
    observed(): any;
    /**
     * How it ended: `{ run? | functions? | status? | aliases? | invoked? | logs? | metrics? | compared? | look?, error? }`; a plan is had by `plan()`.
     *
     * # Errors
     * Never; an exception here is a bug.
     */
    outcome(): any;
    /**
     * The plan, where the order was to plan and it could be made.
     */
    plan(): Planned | undefined;
    /**
     * Nothing new is written from now on.
     */
    stop(steady_ms: number, wall_ms: number): void;
    /**
     * The effects that are ready, each handed out once.
     *
     * # Errors
     * Never; an exception here is a bug.
     */
    take(): any;
    /**
     * Whether there is nothing left to do.
     */
    readonly finished: boolean;
}

/**
 * Holds one account's credentials until it is freed.
 */
export class Signer {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes what [`Signer::sign_cos`] takes; gives a name and a value for each header that is sent.
     *
     * # Errors
     * See [`cos::headers`].
     */
    cosHeaders(packed: Uint8Array | number[], params: number, headers: number, start: number, end: number): string;
    /**
     * Takes `service, host, action, version, region, method, path, query, contentType, token, language,
     * requestClient`, where empty is absent, and behind `head` bytes the body; gives a name and a value for each
     * header.
     *
     * # Errors
     * See [`sign::Signer::headers`].
     */
    headers(packed: Uint8Array | number[], head: number, timestamp: number, kind: BodyKind): string;
    /**
     * Takes the credentials over, each as UTF-8; an empty token is none.
     *
     * # Errors
     * See [`Credential::new`].
     */
    constructor(secret_id: Uint8Array | number[], secret_key: Uint8Array | number[], token: Uint8Array | number[]);
    /**
     * Refuses an order (JSON text, as `Release` takes it) that holds the key which this signer signs with.
     *
     * # Errors
     * Throws `KeyInInputs` as plain data; no value is repeated.
     */
    refuseKey(order: string): void;
    /**
     * A request of object storage. Takes `method, path`, then a name and a value for each of `params`, then for each of
     * `headers`; gives `httpString, stringToSign, authorization`.
     *
     * # Errors
     * See [`cos::sign`].
     */
    signCos(packed: Uint8Array | number[], params: number, headers: number, start: number, end: number): string;
    /**
     * Takes `service, method, path, query`, then a name and a value for each of `headers`, and behind `head` bytes
     * the body; gives `canonicalRequest, stringToSign, authorization`.
     *
     * # Errors
     * See [`sign::Signer::sign`].
     */
    sign(packed: Uint8Array | number[], head: number, headers: number, timestamp: number, kind: BodyKind): string;
}

/**
 * The order that puts back what the last run of a journal, which broke off, had shifted, as JSON text. `within` as for
 * `resumption`.
 *
 * # Errors
 * Throws `NothingToAbort`, `NotOfProject` and `JournalTooNew` as plain data.
 */
export function abortion(journal: string, within: string): string;

/**
 * The processes of runs in a journal that have begun to write and have not said that they ended, as JSON text: a list of
 * texts, for the store that they came from to look whether they are there.
 *
 * # Errors
 * Never; an exception here is a bug.
 */
export function atWork(journal: string): any;

/**
 * The request of the look at what functions served since then (seconds since 1970), for a rehearsal. `look` (JSON text): at the
 * functions.
 *
 * # Errors
 * Throws `InvalidAlias`, as plain data.
 */
export function beforeReplay(look: string, alias: string | null | undefined, since: number): string;

/**
 * The functions of a look, where all of them can be compared: the request that looks at the day before. `replace_rules` (JSON
 * text): what the inputs say of rules that are there.
 *
 * # Errors
 * Throws `AliasNotFound`, `NotComparable` and `RulesInTheWay`, of all functions at once, as plain data.
 */
export function beforeRollout(policy: string, look: string, alias: string | null | undefined, replace_rules: string | null | undefined, now_ms: number): string;

/**
 * Whether inputs (JSON text) begin a rollout when they are deployed.
 *
 * # Errors
 * Throws where they are no JSON.
 */
export function beginsRollout(inputs: string): boolean;

/**
 * Validates an order (JSON text) before anything is packed or sent, and says what has to be packed.
 *
 * # Errors
 * Throws the first thing wrong with them as plain data.
 */
export function check(order: string): any;

/**
 * Whether signed requests may go to an address: `{ from, protocol?, host?, userinfo?, insecure? }` as JSON text, taken apart
 * by the host's URL parser. Without a protocol it is no address at all.
 *
 * # Errors
 * Throws `InvalidEndpoint` or `InsecureEndpoint` as plain data.
 */
export function checkEndpoint(endpoint: string): void;

/**
 * Refuses what is typed with a command and never kept in a project file, and what only a person may name. `inputs` (JSON text)
 * are a file's.
 *
 * # Errors
 * Throws `StableIsTyped` and `UntrustedHost` as plain data.
 */
export function checkFile(inputs: string): void;

/**
 * Refuses a policy (JSON text) of a project's file that names a server, a secret or a command in plain text.
 *
 * # Errors
 * Throws `UntrustedHost` as plain data, all of them at once; what is wrong with the policy.
 */
export function checkRolloutFile(policy: string): void;

/**
 * The functions that runs of a journal created and none deleted since, as JSON text: `[{ region, namespace, name }]`.
 *
 * # Errors
 * Throws `JournalBroken` unless `force`, and `JournalTooNew`, as plain data.
 */
export function created(journal: string, force: boolean): any;

/**
 * What a rollout does next, as `decide` of js/rollout.js documents it: `journal` is the text of its journal in UTF-8,
 * `facts` JSON text, `now` in seconds since 1970; `policy` (JSON text) replaces the journal's.
 *
 * # Errors
 * Throws `InvalidInput` as plain data where the journal has no start, and what is wrong with the policy.
 */
export function decide(policy: string | null | undefined, journal: Uint8Array | number[], facts: string, now: number): any;

/**
 * The inputs of a project that do not count beside those that were typed (JSON text), by name.
 *
 * # Errors
 * Throws where they are no JSON.
 */
export function displacedInputs(typed: string): string[];

/**
 * What a line of a journal says of a function: `{ created, region, namespace, name }`, `created` false where it was deleted;
 * `null` where it says neither.
 *
 * # Errors
 * Never; an exception here is a bug.
 */
export function existenceIn(line: string): any;

/**
 * The figures of one of the statistics (JSON text): `{ kind, … }`, as `guard` of js/rollout.js documents it.
 *
 * # Errors
 * Throws `InvalidInput` as plain data.
 */
export function guardFigures(_case: string): any;

/**
 * The runs of a journal's text, the newest first: `{ runs, total, verified?, error? }`. `asked` is JSON text:
 * `{ verify?, limit?, trimmed?, offset? }`.
 *
 * # Errors
 * Throws `JournalTooNew` and `InvalidLimit` as plain data.
 */
export function history(journal: string, asked: string): any;

/**
 * What is appended to a store, whose text is `store`, so that it has the runs of a journal: `{ runs, lines }`, without lines
 * where it has them. `order` is JSON text: `{ from, who?, appId?, force?, now, alive?, offset? }`.
 *
 * # Errors
 * Throws `NothingToImport`, `StoreNotEmpty`, `Locked`, `OtherAccount`, `JournalBroken` and `JournalTooNew` as plain data.
 */
export function importing(journal: string, store: string, order: string, seed: number): any;

/**
 * Whether a store, whose text is `journal`, has the runs of a journal on this machine (what `localJournal` gave).
 *
 * # Errors
 * Throws where `local` can't be read.
 */
export function isImported(journal: string, local: string): boolean;

/**
 * What a run must know of the journal on this machine beside a store that several machines use, as JSON text:
 * `{ file, runs, last }`; `undefined` where it has no runs. `file` is where it is, for people.
 */
export function localJournal(journal: string, file: string): string | undefined;

/**
 * Whether a host is this machine, so that requests to it take no proxy.
 */
export function loopback(host: string): boolean;

/**
 * The known word that was most probably meant; `undefined` where none is near.
 */
export function nearest(word: string, known: string[]): string | undefined;

/**
 * What a request (`{ do, kind? }` as JSON text) needs: `{ inputs, packages, journal, rollout, localJournal, lock, takesOver }`, each true or false.
 *
 * # Errors
 * Throws `InvalidOrder` as plain data.
 */
export function needsOf(request: string): any;

/**
 * How many bytes from the end of a journal a run needs.
 */
export function newestBytes(): number;

/**
 * The id of the newest rollout of which a stage's journal has a run.
 */
export function newestRollout(journal: string): string | undefined;

/**
 * The ids of the newest rollouts of which a stage's journal has a run (a list of text), the newest first.
 *
 * # Errors
 * None that is known.
 */
export function newestRollouts(journal: string, most: number): any;

/**
 * The functions of one owner that runs of a journal created and none deleted since, as JSON text. `owner` (JSON text):
 * `{ known?, named, alone, shared }`; `known` are those that the host's own state says it created, `named` those of the
 * inputs, `alone` is true where nobody else writes to the journal, `shared` where it is no file of the checkout.
 *
 * # Errors
 * Throws `JournalTooNew`, and `JournalBroken` unless `force`, as plain data.
 */
export function owned(journal: string, owner: string, force: boolean): any;

/**
 * The run of a journal that is under way or did not end as it was asked for, as JSON text, or `null`. `facts` (JSON text):
 * `{ now, alive: [[process, true or false]] }`, the store's clock in milliseconds since 1970 and what is known of the
 * processes of `atWork`. Times are told in the zone of so many minutes east of UTC.
 *
 * # Errors
 * Throws where `facts` can't be read.
 */
export function pending(journal: string, facts: string, minutes: number): string;

/**
 * Plans purely. Both arguments are JSON text: `order` as `Release` takes it, `observed` as `Release.observed()` gives it,
 * in UTF-8: it is megabytes for thousands of functions, and strings cross the boundary letter by letter.
 *
 * # Errors
 * Throws the refusal as plain data.
 */
export function planFrom(order: string, observed: Uint8Array | number[]): Planned;

/**
 * The permissions that commands need, as a policy of CAM (JSON text): `{ policy, permissions }`. `request`, as JSON text:
 * `{ commands, inputs?, exact?, stage?, region?, namespace? }`.
 *
 * # Errors
 * Throws `UnknownCommand`, or what is wrong with the inputs, as plain data.
 */
export function policyOf(request: string): any;

/**
 * The same for carrying out the plan of a file.
 *
 * # Errors
 * Throws `UnreadablePlan`, `PlanTooNew` or `EditedPlan` as plain data.
 */
export function policyOfPlan(file: string): any;

/**
 * What each command calls and when, for documentation.
 *
 * # Errors
 * Never; an exception here is a bug.
 */
export function policyTable(): any;

/**
 * What a plan file holds, as JSON text: an order, with the text of the plan in it. `project`: inputs (JSON text) that
 * the secrets come from.
 *
 * # Errors
 * Throws `UnreadablePlan`, `PlanTooNew`, `EditedPlan` or `SecretMissing` as plain data.
 */
export function readPlan(file: string, project: string): string;

/**
 * The minutes that such a look recorded: `[{ key, minutes: [calls, bad calls][] }]`.
 *
 * # Errors
 * Throws where it is no JSON.
 */
export function recordedMinutes(look: string): any;

/**
 * What is wrong with what came (JSON text) of a call that a program makes by itself; `undefined` where it is a good answer.
 *
 * # Errors
 * Throws where `outcome` is none of the documented shapes.
 */
export function refusal(outcome: string, doing: string): any;

/**
 * Refuses a start where another rollout, whose journal this is, has not ended.
 *
 * # Errors
 * Throws `RolloutInProgress` as plain data.
 */
export function requireEnded(journal: string, minutes: number): void;

/**
 * Refuses where runs of a journal on this machine (what `localJournal` gave) are not in the store that `journal` is the text of.
 *
 * # Errors
 * Throws `UnimportedJournal` as plain data.
 */
export function requireImported(journal: string, local: string): void;

/**
 * Refuses what is about a store that several machines use, where none was named.
 *
 * # Errors
 * Throws `StoreNeeded` as plain data.
 */
export function requireShared(shared: boolean): void;

/**
 * Refuses a policy whose server for figures is not among the addresses that a person named.
 *
 * # Errors
 * Throws `UntrustedHost`, and what is wrong with the policy, as plain data.
 */
export function requireSource(policy: string, named: string[]): void;

/**
 * Whether an order can be carried out where only the newest lines of the journal are kept: `resume`, `abort`, `undo`, or a
 * `rollback` with where it goes.
 *
 * # Errors
 * Throws `StoreNeeded` as plain data where it rests on the whole journal.
 */
export function requireStore(order: string, to?: string | null): void;

/**
 * Settles on a stage: `[{ from, stage }]` in the order of precedence, as JSON text.
 *
 * # Errors
 * Throws `StageConflict` or `InvalidStage` as plain data.
 */
export function resolveStage(sources: string): string;

/**
 * The order that takes up the last run of a journal, which broke off, as JSON text. `project`: its inputs, likewise.
 * `within`: `{ inputs?, stage?, region?, namespace? }`, whose functions are the only ones that may be moved; without inputs,
 * those that the journal names.
 *
 * # Errors
 * Throws `NothingToResume`, `NotOfProject` and `JournalTooNew` as plain data.
 */
export function resumption(journal: string, project: string, within: string): string;

/**
 * A rollout by its journal: its steps, its functions, where it stands. `missing` (a list as JSON text): addresses and secrets that
 * are not known here.
 *
 * # Errors
 * As `rolloutLook`.
 */
export function rolloutAbout(journal: string, missing: string, minutes: number): any;

/**
 * The agent of a log, as js/agent/ works with it: `{ standing, inputs }`. `asked`: `{ log, store, region, role?, language,
 * endpoint?, insecure?, version }`; `found`: the answer of `GetFunction`, with the triggers of `ListTriggers`, or `null`.
 *
 * # Errors
 * Throws `AgentNeedsBucket` or `NotTheAgent` as plain data.
 */
export function rolloutAgent(asked: string, found: string): any;

/**
 * The function's name, before it is known whether there is one.
 *
 * # Errors
 * As `rolloutAgent`.
 */
export function rolloutAgentName(asked: string): string;

/**
 * The line that says what came of asking a hook, where it is being asked still. `question` (JSON text): `{ at, step, hook }`.
 *
 * # Errors
 * Throws `RolloutNotFound` where the journal does not say what it is about.
 */
export function rolloutAnswer(journal: string, question: string, came: string, now_ms: number): string | undefined;

/**
 * The line that says that a decision was carried out. `act`: its `do`; `run` (JSON text): what came of its request.
 *
 * # Errors
 * Throws where `run` is no JSON.
 */
export function rolloutDone(act: string, run: string, now_ms: number): string;

/**
 * The notices that are to be sent now: `[{ event, notice, url, secret? }]`, addresses and secrets as the journal has them.
 *
 * # Errors
 * As `rolloutAnswer`.
 */
export function rolloutDue(journal: string, now_ms: number): any;

/**
 * What is not known here of what carries out an order (its `do`), or a look where there is none. `named`: servers that were
 * named here. `besides`: `{ missing?, commands? }`.
 *
 * # Errors
 * As `rolloutLook`.
 */
export function rolloutLacks(journal: string, order: string | null | undefined, named: string[], besides: string): any;

/**
 * A notice as it is sent: `{ url, headers, body }`. `notice`: `[event, notice]`, both as `rolloutDue` counts them.
 *
 * # Errors
 * As `rolloutAnswer`.
 */
export function rolloutLetter(journal: string, event: number, notice: number, url: string, secret: string | null | undefined, now_ms: number): any;

/**
 * What a look at a rollout takes: `{ request, zones, secrets, ended }`. `secrets` are the addresses, secrets and commands of its
 * policy, as the journal has them.
 *
 * # Errors
 * Throws `RolloutNotFound` where the journal does not say what it is about.
 */
export function rolloutLook(journal: string, now_ms: number): any;

/**
 * The line of what a person asks: `{ do, who, step?, gate?, full?, overGuard?, reason?, adopt?, keep? }`.
 *
 * # Errors
 * Throws why it is refused, as plain data.
 */
export function rolloutOrder(journal: string, order: string, look: string, now_ms: number): string;

/**
 * A policy (JSON text: the name of a preset, or a map) with every default filled in. `unknown` (a list as JSON text): time zones
 * that the host does not know.
 *
 * # Errors
 * Throws `InvalidRollout`, `UnknownInput` or `InvalidInput` as plain data, all mistakes at once.
 */
export function rolloutPolicy(policy: string, unknown: string): any;

/**
 * What a policy can see with some traffic, as `rolloutPower` of js/rollout.js documents it. `traffic` (JSON text):
 * `{ rate, base, phi?, seed? }`, or `{ minutes, seed? }`: recorded ones, `[calls, bad calls]`, one after the other.
 *
 * # Errors
 * Throws what is wrong with the policy, as plain data.
 */
export function rolloutPower(policy: string, traffic: string): any;

/**
 * A policy rehearsed on minutes of stable, as `rolloutReplay` of js/rollout.js documents it. `minutes` (JSON text): a list of
 * `[calls, bad calls]`, or `{ rate, base, outage?, clusters?, most? }` of minutes that are made up; `asked`:
 * `{ runs?, seed?, times? }`.
 *
 * # Errors
 * Throws what is wrong with the policy, as plain data.
 */
export function rolloutReplay(policy: string, minutes: string, asked: string): any;

/**
 * A rollout with all that its journal knows: figures, evidence, decisions, who looked last.
 *
 * # Errors
 * As `rolloutLook`.
 */
export function rolloutReport(journal: string, minutes: number): any;

/**
 * The addresses, secrets and commands of a policy (JSON text) that it names in plain text: `[[digest, text]]`, so that whoever
 * gave the policy finds them by what the journal has.
 *
 * # Errors
 * Throws what is wrong with the policy, as plain data.
 */
export function rolloutSecrets(policy: string): any;

/**
 * The line that says what was sent; nothing where nothing was. `results` (JSON text): `[{ event, notice, status?, text? }]`.
 *
 * # Errors
 * As `rolloutAnswer`.
 */
export function rolloutSent(journal: string, results: string, now_ms: number): string | undefined;

/**
 * The requests that ask a server for the figures of a tick; none where no server has them.
 *
 * # Errors
 * As `rolloutLook`.
 */
export function rolloutSource(journal: string, named: string[], now_ms: number): any;

/**
 * The first line of a rollout's journal. `look`: at the day before, with `source: { named, outcomes }` where a server was asked. `about`: `{ id, who, warm? }`.
 *
 * # Errors
 * As `beforeRollout`.
 */
export function rolloutStart(policy: string, look: string, alias: string | null | undefined, about: string, now_ms: number): string;

/**
 * What a tick comes to: `{ decision, line, request?, hook?, confirm, more }`. `besides`: `{ zones?, missing?, commands?, who? }`. A look has
 * `source: { named, outcomes }` where a server was asked.
 *
 * # Errors
 * As `rolloutLook`.
 */
export function rolloutTick(journal: string, look: string, besides: string, now_ms: number): any;

/**
 * The request that takes a rollout back that is over, as `rollouts.undo` documents it.
 *
 * # Errors
 * Throws `RolloutInProgress`, and as `rolloutLook`, as plain data.
 */
export function rolloutUndo(journal: string, to: string | null | undefined, minutes: number): any;

/**
 * Sends one request and reads the whole answer: `{ status, contentType, date, retryAfter, requestId, text }`, where a header
 * that is missing is `undefined`. `headers` and `body` (text, bytes or `undefined`) are the host's own and are never read
 * here: they may hold a token. Redirects are not followed: a signature is good for one host.
 *
 * # Errors
 * Rejects with what `fetch` rejected with, or with an `Error` that says what is wrong with the request or the answer.
 */
export function send(url: string, method: string, headers: Headers, body: any, signal?: AbortSignal | null): Promise<any>;

/**
 * From now on texts are in `language` (`en`, `zh`), with commands as they are typed on `host` (`cli`, `sls`, `osls`,
 * `console`, `program`).
 * `place`: the flags by which a place was typed, each followed by its value.
 */
export function setReader(language: string, host: string, place: string[]): void;

/**
 * A request that is signed as `webhook-signature` has it: `{ url, headers, body }`.
 *
 * # Errors
 * None: what it gives can always be written.
 */
export function signedRequest(url: string, secret: string | null | undefined, id: string, body: string, now_ms: number): any;

/**
 * The address of the server that a policy takes its figures from, as it is written there.
 *
 * # Errors
 * Throws what is wrong with the policy, as plain data.
 */
export function sourceAddress(policy: string): string | undefined;

/**
 * The same of the day before a rollout, of the functions of a look.
 *
 * # Errors
 * As `beforeRollout`.
 */
export function sourceBefore(policy: string, look: string, alias: string | null | undefined, named: string[], now_ms: number): any;

/**
 * The stage that a plan file is for; `undefined` where it names none, or can't be read.
 */
export function stageOfPlan(text: string): string | undefined;

/**
 * The store that counts, of `{ typed?, exported?, written?, fromEnvironment?, confirmed?, appId?, names, stage }` as JSON text:
 * `{ address, log }`, or `null` for the file in the project.
 *
 * # Errors
 * Throws `UntrustedHost` or `InvalidInput` as plain data.
 */
export function storeChoice(sources: string): any;

/**
 * What a journal holds: `{ id?, account?, region?, lines, runs, atWork }`. `facts` as for `pending`.
 *
 * # Errors
 * Throws `JournalTooNew` as plain data.
 */
export function storeContent(journal: string, facts: string, minutes: number): any;

/**
 * The order that gives each alias back what it said before a run of a journal, as JSON text: `run` is its id, or the
 * beginning of it; without it, the last run that moved traffic. `within` as for `resumption`.
 *
 * # Errors
 * Throws `NothingToUndo`, `NotOfProject`, `UnknownRun` and `JournalTooNew` as plain data.
 */
export function undoing(journal: string, run: string | null | undefined, within: string): string;

/**
 * The version of the crate, the package and the component.
 */
export function version(): string;

/**
 * Overwrites what the calls of a signer left on the stack; to be called behind `free`.
 */
export function wipeStack(): void;

/**
 * A plan file: `order` as `Release` takes it (JSON text), `plan` the canonical text.
 *
 * # Errors
 * Throws where `order` can't be read.
 */
export function writePlan(order: string, plan: string): string;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_hasher_free: (a: number, b: number) => void;
    readonly __wbg_planned_free: (a: number, b: number) => void;
    readonly __wbg_release_free: (a: number, b: number) => void;
    readonly __wbg_signer_free: (a: number, b: number) => void;
    readonly abortion: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly atWork: (a: number, b: number) => [number, number, number];
    readonly beforeReplay: (a: number, b: number, c: number, d: number, e: number) => [number, number, number, number];
    readonly beforeRollout: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => [number, number, number, number];
    readonly beginsRollout: (a: number, b: number) => [number, number, number];
    readonly check: (a: number, b: number) => [number, number, number];
    readonly checkEndpoint: (a: number, b: number) => [number, number];
    readonly checkFile: (a: number, b: number) => [number, number];
    readonly checkRolloutFile: (a: number, b: number) => [number, number];
    readonly created: (a: number, b: number, c: number) => [number, number, number];
    readonly decide: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly displacedInputs: (a: number, b: number) => [number, number, number, number];
    readonly existenceIn: (a: number, b: number) => [number, number, number];
    readonly guardFigures: (a: number, b: number) => [number, number, number];
    readonly hasher_finish: (a: number) => [number, number];
    readonly hasher_new: () => number;
    readonly hasher_update: (a: number, b: number, c: number) => void;
    readonly history: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly importing: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly isImported: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly localJournal: (a: number, b: number, c: number, d: number) => [number, number];
    readonly loopback: (a: number, b: number) => number;
    readonly nearest: (a: number, b: number, c: number, d: number) => [number, number];
    readonly needsOf: (a: number, b: number) => [number, number, number];
    readonly newestBytes: () => number;
    readonly newestRollout: (a: number, b: number) => [number, number];
    readonly newestRollouts: (a: number, b: number, c: number) => [number, number, number];
    readonly owned: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly pending: (a: number, b: number, c: number, d: number, e: number) => [number, number, number, number];
    readonly planFrom: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly planned_data: (a: number) => [number, number, number];
    readonly planned_fingerprint: (a: number) => [number, number];
    readonly planned_lines: (a: number) => [number, number, number];
    readonly planned_movesAll: (a: number) => [number, number];
    readonly planned_text: (a: number) => [number, number];
    readonly planned_unchanged: (a: number) => number;
    readonly policyOf: (a: number, b: number) => [number, number, number];
    readonly policyOfPlan: (a: number, b: number) => [number, number, number];
    readonly policyTable: () => [number, number, number];
    readonly readPlan: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly recordedMinutes: (a: number, b: number) => [number, number, number];
    readonly refusal: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly release_feed: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number];
    readonly release_finished: (a: number) => number;
    readonly release_new: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly release_observed: (a: number) => [number, number, number];
    readonly release_outcome: (a: number) => [number, number, number];
    readonly release_plan: (a: number) => number;
    readonly release_stop: (a: number, b: number, c: number) => void;
    readonly release_take: (a: number) => [number, number, number];
    readonly requireEnded: (a: number, b: number, c: number) => [number, number];
    readonly requireImported: (a: number, b: number, c: number, d: number) => [number, number];
    readonly requireShared: (a: number) => [number, number];
    readonly requireSource: (a: number, b: number, c: number, d: number) => [number, number];
    readonly requireStore: (a: number, b: number, c: number, d: number) => [number, number];
    readonly resolveStage: (a: number, b: number) => [number, number, number, number];
    readonly resumption: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number, number];
    readonly rolloutAbout: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly rolloutAgent: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly rolloutAgentName: (a: number, b: number) => [number, number, number, number];
    readonly rolloutAnswer: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly rolloutDone: (a: number, b: number, c: number, d: number, e: number) => [number, number, number, number];
    readonly rolloutDue: (a: number, b: number, c: number) => [number, number, number];
    readonly rolloutLacks: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly rolloutLetter: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => [number, number, number];
    readonly rolloutLook: (a: number, b: number, c: number) => [number, number, number];
    readonly rolloutOrder: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly rolloutPolicy: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly rolloutPower: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly rolloutReplay: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly rolloutReport: (a: number, b: number, c: number) => [number, number, number];
    readonly rolloutSecrets: (a: number, b: number) => [number, number, number];
    readonly rolloutSent: (a: number, b: number, c: number, d: number, e: number) => [number, number, number, number];
    readonly rolloutSource: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly rolloutStart: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => [number, number, number, number];
    readonly rolloutTick: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly rolloutUndo: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly send: (a: number, b: number, c: number, d: number, e: any, f: any, g: number) => any;
    readonly setReader: (a: number, b: number, c: number, d: number, e: number, f: number) => void;
    readonly signedRequest: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => [number, number, number];
    readonly signer_cosHeaders: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly signer_headers: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly signer_new: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly signer_refuseKey: (a: number, b: number, c: number) => [number, number];
    readonly signer_sign: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly signer_signCos: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly sourceAddress: (a: number, b: number) => [number, number, number, number];
    readonly sourceBefore: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => [number, number, number];
    readonly stageOfPlan: (a: number, b: number) => [number, number];
    readonly storeChoice: (a: number, b: number) => [number, number, number];
    readonly storeContent: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly undoing: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number, number];
    readonly version: () => [number, number];
    readonly wipeStack: () => void;
    readonly writePlan: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly wasm_bindgen__convert__closures_____invoke__h01f28eb187346ad0: (a: number, b: number, c: any, d: any) => void;
    readonly wasm_bindgen__convert__closures_____invoke__h2d1b05c5d78b3191: (a: number, b: number, c: any) => [number, number];
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_destroy_closure: (a: number, b: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __externref_drop_slice: (a: number, b: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
