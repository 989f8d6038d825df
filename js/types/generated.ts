// Generated from the Rust sources: node scripts/types.mjs writes it. Not for editing.

/** What is desired of a run: the inputs of `serverless.yml` and `grayscale.yml`. Settings beside `functions` are the defaults of all of them. */
export type Inputs = FunctionInputs & {
  /** Whose traffic; $default unless told otherwise */
  alias?: string,
  /** Publishing may go with a part of the traffic, though all users are then on the same new code */
  allowSameCode?: boolean | 'true' | 'false',
  /** Whether an alias that someone changed since the last run stops this one; adopt unless told otherwise */
  drift?: 'adopt' | 'stop',
  /** The project's functions, by key or as a list; without it the inputs themselves are one function */
  functions?: Record<string, null | FunctionInputs> | Array<string | FunctionInputs>,
  /** atomic (unless told otherwise): released as one, all put back if one fails; independent: each for itself */
  group?: 'atomic' | 'independent',
  /** Before an upload, move what calls $latest directly onto the alias: true for all but function URLs, or names */
  moveTriggers?: boolean | string | Array<string>,
  /** Narrows the run to these functions */
  only?: string | Array<string>,
  /** Publish code that users are on and that no version holds, before a deploy overwrites it */
  protect?: boolean | 'true' | 'false',
  /** Publish a version: of every function, or of those named. An order: it publishes each time it is given */
  publish?: boolean | string | Array<string>,
  /** Weights may replace rule routing */
  replaceRules?: boolean | 'true' | 'false',
  /** The version that gets the rest of the traffic and counts as stable: typed, never kept in a file */
  stable?: string | number,
  /** Part of the functions' names; STAGE, else dev */
  stage?: string,
  /** Go on although a run on another machine may be at work */
  takeOver?: boolean | 'true' | 'false',
  /** The share of $latest, 0 to 1 or a percentage; the last published version gets the rest */
  traffic?: number | `${number}` | `${number}%`,
  /** The longest wait for Active, in seconds; 300 unless told otherwise */
  waitTimeout?: number | `${number}`,
};

/** What is desired of one function. */
export type FunctionInputs = {
  /** @deprecated Not supported: the split is given as traffic, the share of $latest */
  additionalVersionWeights?: never,
  /** @deprecated Not supported: the alias keeps the description it has */
  aliasDescription?: never,
  /** @deprecated Not supported: the release decides it itself: it asks the API for the last published version on every run, so take the key out */
  aliasFunctionVersion?: never,
  /** @deprecated Not supported: it is called alias here */
  aliasName?: never,
  /** Environment variables may hold the key that deploys the function; the plan warns */
  allowCredentials?: boolean | 'true' | 'false',
  /** Long runs; can't be changed once the function exists */
  asyncRunEnable?: boolean | 'false' | 'true',
  /** All file systems that are mounted; [] clears them */
  cfs?: Array<{ cfsId: string | number | boolean, localMountDir: string | number | boolean, mountInsId?: string | number | boolean, remoteMountDir: string | number | boolean, userGroupId?: string | number | boolean, userId?: string | number | boolean }> | Record<string, never>,
  /** Log set and topic of the function's logs */
  cls?: { logsetId?: string, topicId?: string },
  /** @deprecated Not supported: give the code as src (a directory or zip file), or as cosBucketName and cosObjectName */
  code?: never,
  /** Digest of the package in the bucket: lets unchanged code be recognised */
  codeSha256?: string,
  /** @deprecated Not supported: it is called src here */
  codeUri?: never,
  /** The bucket that the code is in */
  cosBucketName?: string,
  /** The bucket's region, where it is another one */
  cosBucketRegion?: string,
  /** The zip file in the bucket */
  cosObjectName?: string,
  /** Where messages go that could not be handled; {} clears it */
  deadLetter?: { filterType?: string | number | boolean, name: string | number | boolean, type: string | number | boolean } | Record<string, never>,
  /** @deprecated Not supported: functions from container images are not supported: the release compares code packages; give the code as src */
  deployMode?: 'code',
  /** Shown in the console */
  description?: string,
  /** @deprecated Not supported: GetFunction does not show it, so no run could tell whether it differs: set it in the console and take the key out, it then stays as it is */
  diskSize?: never,
  /** Whether it does so from a fixed address */
  eip?: boolean | 'false' | 'true',
  /** @deprecated Not supported: roles are never created in passing: name the function's role with role (SCF_QcsRole can be created once, in the console), and write false or take the key out */
  enableRoleAuth?: false | 'false',
  /** @deprecated Not supported: it is for web functions, whose own settings stay as they are in the cloud: set it in the console and take the key out */
  entryFile?: never,
  /** All variables, replaced as a whole; {} clears them */
  environment?: { variables: null | Record<string, string | number | boolean> } | Record<string, string | number | boolean>,
  /** What makes the function run; others that are there are left alone */
  events?: Array<TriggerInputs>,
  /** @deprecated Not supported: it stands inside src: src: {src: ./, exclude: [...]} */
  exclude?: never,
  /** Such as index.main_handler, which it is on creation unless told otherwise */
  handler?: string,
  /** @deprecated Not supported: triggers that are not among events are never touched: take the key out, and the events with it */
  ignoreTriggers?: never,
  /** @deprecated Not supported: functions from container images are not supported: the release compares code packages; give the code as src */
  image?: never,
  /** @deprecated Not supported: functions from container images are not supported: the release compares code packages; give the code as src */
  imageConfig?: never,
  /** @deprecated Not supported: it stands inside src: src: {src: ./, include: [...]} */
  include?: never,
  /** Of the first start, in seconds: 1 to 300 */
  initTimeout?: number | `${number}`,
  /** @deprecated Not supported: dependencies installed by the server change the package, so unchanged code could not be recognised: install them before packing, and write false or take the key out */
  installDependency?: false | 'false',
  /** @deprecated Not supported: it is for web functions, whose own settings stay as they are in the cloud: set it in the console and take the key out */
  instanceConcurrencyConfig?: never,
  /** What the project calls the function */
  key?: string,
  /** Whether L5 can be reached */
  l5Enable?: boolean | 'false' | 'true',
  /** @deprecated Not supported: the release decides it itself: it asks the API for the last published version on every run, so take the key out */
  lastVersion?: never,
  /** All layers in their order; [] clears them */
  layers?: Array<{ name: string, version: number | `${number}` }> | Record<string, never>,
  /** In MB: 64, or a multiple of 128 */
  memorySize?: number | `${number}`,
  /** @deprecated Not supported: it is about asynchronous invocation, not the function's configuration: set it in the console and take the key out, it then stays as it is */
  msgTTL?: never,
  /** What the cloud calls the function; <key>-<stage> unless told otherwise */
  name?: string,
  /** The API's namespace; default unless told otherwise */
  namespace?: string,
  /** @deprecated Not supported: the release decides it itself: it asks the API for the last published version on every run, so take the key out */
  needSetTraffic?: never,
  /** @deprecated Not supported: GetFunction does not show it, so no run could tell whether it differs: set it in the console and take the key out, it then stays as it is */
  nodeSpec?: never,
  /** @deprecated Not supported: GetFunction does not show it, so no run could tell whether it differs: set it in the console and take the key out, it then stays as it is */
  nodeType?: never,
  /** @deprecated Not supported: it is for web functions, whose own settings stay as they are in the cloud: set it in the console and take the key out */
  protocolParams?: never,
  /** @deprecated Not supported: it is for web functions, whose own settings stay as they are in the cloud: set it in the console and take the key out */
  protocolType?: never,
  /** Whether the function reaches the internet */
  publicAccess?: boolean | 'true' | 'false',
  /** @deprecated Not supported: the description of a published version carries the mark of its run, which finds it again after a crash */
  publishDescription?: never,
  /** @deprecated Not supported: a release works on $latest and the alias: name another alias with alias */
  qualifier?: never,
  /** Such as ap-guangzhou, which it is unless told otherwise */
  region?: string,
  /** @deprecated Not supported: it is about asynchronous invocation, not the function's configuration: set it in the console and take the key out, it then stays as it is */
  retryNum?: never,
  /** The execution role; "" clears it */
  role?: string,
  /** Such as Nodejs18.15; can't be changed once the function exists */
  runtime?: string,
  /** The code: a directory, a zip file, {src, exclude, include} or {bucket, object} */
  src?: string | { allowOutside?: boolean | 'true' | 'false', exclude?: string | Array<string>, followLinks?: string | Array<string>, include?: string | Array<string>, src: string } | { bucket: string, object: string } | { bucket: string, key: string },
  /** Set on creation; a function that lacks one of them later is an error, other tags are left alone */
  tags?: Record<string, string | number | boolean>,
  /** Of one invocation, in seconds: 1 to 900 */
  timeout?: number | `${number}`,
  /** Tracing of asynchronous runs; can't be changed once the function exists */
  traceEnable?: boolean | 'false' | 'true',
  /** What makes the function run; others that are there are left alone */
  triggers?: Array<TriggerInputs>,
  /** event or web; can't be changed once the function exists, and only event is created */
  type?: 'event' | 'web',
  /** The private network; {} clears it */
  vpcConfig?: { subnetId?: string, vpcId?: string },
  /** The code as bytes, in programs */
  zip?: Uint8Array | ArrayBuffer,
};

/** A trigger, in one of its two forms. */
export type TriggerInputs =
  | { timer: { name?: string, parameters: { argument?: string, cronExpression: string, enable?: boolean | 'true' | 'false', name?: string, qualifier?: string | number } } }
  | { name?: string, parameters: { argument?: string, cronExpression: string, enable?: boolean | 'true' | 'false', name?: string, qualifier?: string | number }, type: 'timer' }
  | { cos: { name?: string, parameters: { bucket: string, enable?: boolean | 'true' | 'false', events: string, filter?: { prefix?: string, suffix?: string }, qualifier?: string | number } } }
  | { name?: string, parameters: { bucket: string, enable?: boolean | 'true' | 'false', events: string, filter?: { prefix?: string, suffix?: string }, qualifier?: string | number }, type: 'cos' }
  | { ckafka: { name?: string, parameters: { consumerGroupName?: string, enable?: boolean | 'true' | 'false', instanceId?: string, maxMsgNum?: number | `${number}`, name?: string, offset?: string, qualifier?: string | number, retry?: number | `${number}`, timeout?: number | `${number}`, topic: string } } }
  | { name?: string, parameters: { consumerGroupName?: string, enable?: boolean | 'true' | 'false', instanceId?: string, maxMsgNum?: number | `${number}`, name?: string, offset?: string, qualifier?: string | number, retry?: number | `${number}`, timeout?: number | `${number}`, topic: string }, type: 'ckafka' }
  | { cls: { name?: string, parameters: { enable?: boolean | 'true' | 'false', maxSize?: number | `${number}`, maxWait?: number | `${number}`, qualifier?: string | number, topicId: string } } }
  | { name?: string, parameters: { enable?: boolean | 'true' | 'false', maxSize?: number | `${number}`, maxWait?: number | `${number}`, qualifier?: string | number, topicId: string }, type: 'cls' }
  | { http: { name?: string, parameters?: { authType?: string, enable?: boolean | 'true' | 'false', name?: string, netConfig?: { enableExtranet?: boolean | 'true' | 'false', enableIntranet?: boolean | 'true' | 'false' }, qualifier?: string | number } } }
  | { name?: string, parameters?: { authType?: string, enable?: boolean | 'true' | 'false', name?: string, netConfig?: { enableExtranet?: boolean | 'true' | 'false', enableIntranet?: boolean | 'true' | 'false' }, qualifier?: string | number }, type: 'http' };

/** The aliases of one function. */
export type AliasList = {
  /** What the project calls it. */
  key: string,
  /** What the cloud calls it. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** Its aliases, `$default` first. */
  aliases: Array<AliasRow>,
};

/** What a shift leaves on record about its alias (rule 22). */
export type AliasRecord = {
  /** The version that users should be on from then on; absent where there is none. */
  stable?: string,
  /** The version that had all the traffic before the last release began. */
  was?: string,
  /** The newest version at the last rollback; 0 where there was none. */
  upTo?: number,
};

/** The routing of an alias as a plan has it. */
export type AliasRouting = {
  /** The version that gets what the others do not. */
  main: string,
  /** Versions beside it. */
  additional: Array<RoutingWeight>,
  /** Where requests decide, not weights. */
  rules?: Array<RoutingRule>,
};

/** An alias. */
export type AliasRow = {
  /** Its name, as documentation writes it. */
  name: string,
  /** Its main version. */
  version: string,
  /** Who gets what. */
  split: Array<Bar>,
  /** Rules in words. */
  rules: Array<string>,
  /** The versions that the rules lead to. */
  ruled?: Array<string>,
  /** What people wrote there. */
  description?: string,
};

/** A version's part of a bar. */
export type Bar = {
  /** Such as `$latest`. */
  version: string,
  /** As a fraction in exact decimals. */
  share: number,
  /** Cells of `BAR_CELLS`. */
  cells: number,
};

/** Whose fault it is. */
export type Blame = "function" | "platform";

/** A trigger, function URL or custom domain that calls a version directly: what the alias says does not reach it. */
export type Caller = {
  /** `timer`, `cos`, `ckafka`, `cls`, `http` (a function URL), another kind of trigger, or `domain`. */
  type: string,
  /** Of a domain, the domain. */
  name: string,
  /** What it calls: `$LATEST`, or the number of a version. */
  qualifier: string,
  /** Of a domain, the path that does so. */
  path?: string,
  /** Of a function URL, where the API shows it. */
  address?: string,
  /** Whether it calls at all; a trigger may be closed. */
  enabled: boolean,
  /** In a line. */
  text: string,
};

/** Since when the code of `$LATEST` is there. */
export type CodeUploaded = {
  /** When; null while an update is under way. */
  at: string | null,
  /** Who says so: `journal`, or `modTime`. */
  source: 'journal' | 'modTime',
};

/** How a command ends because of an error; the command line turns it into its exit code. */
export type ErrorClass = "failed" | "usage" | "refused" | "interrupted";

/** An error as plain data: `code` is stable, `message` is prose. */
export type ErrorData = {
  /** Stable name: the tool's own (`StalePlan`, `InvalidTraffic`) or the API's (`ResourceNotFound.Function`). */
  code: string,
  /** What happened and why. */
  message: string,
  /** Who said it. */
  source: ErrorSource,
  /** What kind of end it is. */
  class: ErrorClass,
  /** The function it is about, where there is one. */
  function?: string,
  /** The API's id of the request that failed. */
  requestId?: string,
  /** Whether the same command may succeed when simply given again. */
  retryable: boolean,
  /** What this run had changed by then, a phrase each; empty means that nothing was written. */
  changed: Array<string>,
  /** What to do next. */
  hint?: string,
  /** Where several things are wrong: each of them, the first one too. `message` then has a line for each, and each has
   * its own hint. */
  errors?: Array<ErrorData>,
};

/** Who says no. */
export type ErrorSource = "tool" | "api";

/** Why an invocation failed. */
export type Fault = {
  /** Whose fault it is. */
  blame: Blame,
  /** In one line. */
  message: string,
  /** Where the code threw. */
  stack?: string,
};

/** The plan for one function. */
export type FunctionPlan = {
  /** What the project calls it. */
  key: string,
  /** In order; none means unchanged. */
  steps: Array<PlanStep>,
  /** The split now; empty where there is none. */
  before: Array<VersionShare>,
  /** The split after the last step. */
  after: Array<VersionShare>,
  /** The last published version now. */
  lastVersion?: string,
  /** What people should know. */
  notes: Array<Note>,
  /** What it was made from. */
  basis: PlanBasis,
  /** Why nothing can be done for this function, where others of the same rollback go on without it. */
  refused?: ErrorData,
  /** The share of users who are on new code after the last step: code that the version which they should be on does not
   * have, wherever it serves. */
  newCode?: number,
  /** Such as `ap-guangzhou`. */
  region: string,
  /** The API's namespace. */
  namespace: string,
  /** The real name. */
  name: string,
};

/** What became of one function. */
export type FunctionResult = {
  /** What the project calls it. */
  key: string,
  /** What the cloud calls it. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** `done`, `unchanged`, `removed`, `failed`, `stopped`, or, where another function of its group failed, `putBack`. */
  status: 'done' | 'unchanged' | 'removed' | 'failed' | 'stopped' | 'putBack',
  /** Where its group failed after its alias was written: `restored`, or `notRestored`. */
  routing?: 'restored' | 'notRestored',
  /** The share of `$LATEST`; absent where the alias does not exist. */
  traffic?: number,
  /** The last published version. */
  lastVersion?: string,
  /** The version that gets the rest, where `traffic` is not 1. */
  configTrafficVersion?: string,
  /** The split before the run. */
  before: Array<VersionShare>,
  /** The split that was asked for. */
  asked: Array<VersionShare>,
  /** The split that was found afterwards. */
  after: Array<VersionShare>,
  /** Whether this run created it, or began to. */
  created: boolean,
  /** Versions that this run published. */
  published: Array<string>,
  /** Versions that it deleted. */
  deleted?: Array<string>,
  /** What was written, a phrase each. */
  changed: Array<string>,
  /** What people should know. */
  notes: Array<Note>,
  /** Why it failed. */
  error?: ErrorData,
};

/** One function among all. */
export type FunctionRow = {
  /** What the cloud calls it. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** The API's status word. */
  status?: string,
  /** Why, in the API's words, where it is not usable. */
  reason?: string,
  /** `Nodejs18.15`, …. */
  runtime?: string,
  /** What people wrote there. */
  description?: string,
  /** When its code or configuration was last changed, in Beijing. */
  modified?: string,
  /** Who gets what on the alias; absent until it was read. */
  split?: Array<Bar>,
  /** The alias's rules in words, which decide before the split does. */
  rules?: Array<string>,
  /** The share of `$LATEST` on it. */
  traffic?: number,
  /** With `triggers`: what calls a version directly, whatever the alias says. */
  direct?: Array<Caller>,
  /** With `triggers`: of `triggers` and `domains`, what the API did not let this key look at. */
  unchecked?: Array<Unchecked>,
  /** What it is at. */
  standing: Standing,
  /** The version that users of the alias should be on, as far as the alias itself tells. */
  stable?: string,
  /** Which run wrote the alias last, and when, as its mark says. */
  released?: Released,
  /** A release is under way, whatever else it is at: a function whose last change failed may be in the middle of one. */
  releasing: boolean,
  /** Its place in the list: 0 is the most urgent. */
  urgency: number,
};

/** What is known of the limits of an order. */
export type GateCode = "WithinLimit" | "TooManyErrors" | "NoLimit" | "NoCalls" | "TooFewCalls" | "NotComplete";

/** What the functions of a run are to each other. */
export type Grouping = "atomic" | "independent";

/** What came of an invocation. */
export type Invoked = {
  /** What the cloud calls the function. */
  function: string,
  /** Through which alias or version. */
  qualifier: string,
  /** Of the invocation. */
  requestId: string,
  /** Whether the function returned something. */
  ok: boolean,
  /** What it returned, as JSON text. */
  returned: string,
  /** Why it failed. */
  fault?: Fault,
  /** In milliseconds. */
  duration: number,
  /** In milliseconds. */
  billed: number,
  /** In bytes. */
  memory: number,
  /** The end of its log. */
  log: string,
};

/** What is known of one version. */
export type JudgedVersion = {
  /** Which. */
  version: string,
  /** How often it was called; null where it was not, or that is not known yet. */
  invocations: number | null,
  /** How often that failed. */
  errors: number | null,
  /** The part that failed. */
  errorRate: number | null,
  /** Whether it holds the limits. */
  ok: boolean | null,
  /** As in `Gate`. */
  code: GateCode,
  /** The same in words. */
  reason: string,
};

/** A line of a plan in words; who shows it chooses colours and bars by its role, never the words. */
export type Line = {
  "role": "head",
  /** Such as `stage`. */
  name: string,
  /** Such as `prod`. */
  value: string,
} | {
  "role": "legend",
  /** Sign and meaning. */
  signs: Array<[string, string]>,
} | {
  "role": "function",
  /** `+` created, `~` changed, `-` deleted, `=` unchanged. */
  sign: string,
  /** Its key. */
  key: string,
  /** Its real name. */
  name: string,
  /** `ap-guangzhou/default`. */
  place: string,
  /** In words. */
  text: string,
} | {
  "role": "split",
  /** Now. */
  before: Array<Bar>,
  /** After the last step. */
  after: Array<Bar>,
  /** Whether they differ. */
  changes: boolean,
} | {
  "role": "step",
  /** Counted from 1. */
  number: number,
  /** `+`, `~`, `-`, `▲` publish, `⇄` shift, `◷` wait. */
  sign: string,
  /** What. */
  text: string,
  /** Why. */
  reason: string,
} | {
  "role": "setting",
  /** `old → new`. */
  text: string,
} | {
  "role": "note",
  /** `run` or `function`. */
  about: 'run' | 'function',
  /** `info` or `warning`. */
  level: NoteLevel,
  /** Stable name. */
  code: string,
  /** Prose. */
  text: string,
} | {
  "role": "summary",
  /** `Plan: 1 to update, …`. */
  text: string,
};

/** How an invocation ended. */
export type LogEnding = "ok" | "error" | "platform" | "running";

/** The log of a function. */
export type LogReport = {
  /** What the project calls it. */
  key: string,
  /** What the cloud calls it. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** Whose rows these are. */
  versions: Array<string>,
  /** From when. */
  from: string,
  /** Until when. */
  to: string,
  /** The oldest first. */
  rows: Array<LogRow>,
  /** How many there are in that time. */
  total: number,
  /** What people should know. */
  notes: Array<string>,
  /** For going on from here. */
  cursor: string,
};

/** An invocation in the log. */
export type LogRow = {
  /** When it began, as ISO 8601 has it. */
  time: string,
  /** Its id. */
  requestId: string,
  /** Which version ran. */
  version: string,
  /** How it ended. */
  ending: LogEnding,
  /** Why it failed. */
  fault?: Fault,
  /** In milliseconds. */
  duration: number,
  /** In milliseconds. */
  billed: number,
  /** In bytes. */
  memory: number,
  /** What it wrote, with the service's own lines. */
  log: string,
};

/** Whether the limits of an order hold: a gate passes where `ok` is true, never where it is not false. */
export type MetricGate = {
  /** Whether every judged version holds the limits; null where that is not known. */
  ok: boolean | null,
  /** Stable, for programs. */
  code: GateCode,
  /** The same in words. */
  reason: string,
  /** The largest part of invocations that may fail, 0 to 1. */
  maxErrorRate: number | null,
  /** The fewest invocations that can be judged. */
  minInvocations: number,
  /** The beginning of what is judged. */
  from: string,
  /** Its end: what came later may not be complete yet. */
  to: string,
  /** Each version that is judged. */
  versions: Array<JudgedVersion>,
};

/** The metrics of a function. */
export type MetricReport = {
  /** What the project calls it. */
  key: string,
  /** What the cloud calls it. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** The length of a period in seconds. */
  period: number,
  /** The beginning of the first period. Times are those of ISO 8601, with their offset. */
  from: string,
  /** The end of the last one: of the last full minute. */
  to: string,
  /** Up to here the monitor has everything; what comes later may be missing. */
  complete: string,
  /** Where the order was to begin with the upload: when that was. */
  upload?: CodeUploaded,
  /** The beginnings of all periods. */
  times: Array<string>,
  /** One entry a version. */
  versions: Array<VersionMetrics>,
  /** Whether the limits hold that were given. */
  gate: MetricGate,
  /** What people should know. */
  notes: Array<string>,
};

/** Values by period. */
export type MetricSeries = {
  /** How often it was called. */
  invocations: Array<number | null>,
  /** How often that failed. */
  errors: Array<number | null>,
  /** How often the service failed. */
  platformErrors: Array<number | null>,
  /** How often a call was turned away. */
  throttled: Array<number | null>,
  /** The mean, in milliseconds. */
  duration: Array<number | null>,
  /** The most, in MB. */
  memory: Array<number | null>,
};

/** Something people should know before they say yes. */
export type Note = {
  /** `info` or `warning`. */
  level: NoteLevel,
  /** Stable name. */
  code: string,
  /** Prose. */
  text: string,
};

/** How much a note matters. */
export type NoteLevel = "info" | "warning";

/** Where a function lives and what it is called there. */
export type Place = {
  /** Such as `ap-guangzhou`. */
  region: string,
  /** The API's namespace. */
  namespace: string,
  /** The real name. */
  name: string,
};

/** The facts that a plan rests on; if one differs, the plan is stale. Times and passing states are not among them. */
export type PlanBasis = {
  /** Whether the function exists. */
  exists: boolean,
  /** The alias's routing with its rules. */
  routing?: string,
  /** The usable published versions, as ranges: `1-7,9`. */
  versions: string,
  /** Digest of the code on `$LATEST`. */
  code?: string,
  /** Digest of the code to upload. */
  package?: string,
  /** Digest of the configuration, of variables the names only. */
  settings?: string,
};

/** What will be done, for everyone to see before it is. */
export type PlanData = {
  /** The version of this format. */
  format: number,
  /** What it does. */
  kind: RunKind,
  /** The environment. */
  stage: string,
  /** The alias whose traffic is meant. */
  alias: string,
  /** The asked share of `$LATEST`. */
  traffic?: number,
  /** Of a deploy: what its functions are to each other. */
  group?: Grouping,
  /** One entry per function, in the order of the inputs. */
  functions: Array<FunctionPlan>,
  /** About the run as a whole. */
  notes: Array<Note>,
  /** One line: `Plan: 1 to create, …`. */
  summary: string,
  /** The question to ask a person before applying; absent where nothing needs one. */
  confirm?: string,
};

/** A step and why it is there, at that place. */
export type PlanStep = {
  /** In one line, as shown: `upload code to $latest (12.3 KB)`. */
  text: string,
  /** Why, and why here. */
  reason: string,
} & ({
  "kind": "wait",
} | {
  "kind": "create",
} | {
  "kind": "protect",
  /** Only some users were on it: it is kept, and is not the last published version. */
  aside: boolean,
} | {
  "kind": "shift",
  /** Which alias. */
  alias: string,
  /** It does not exist yet. */
  create: boolean,
  /** What it says now. */
  from?: AliasRouting,
  /** What it will say. */
  to: AliasRouting,
  /** The description that goes with the write, kept from the alias. */
  description: string,
  /** What it leaves on record. */
  record: AliasRecord,
} | {
  "kind": "upload",
  /** The same as plans show it. */
  handler?: string,
} | {
  "kind": "configure",
  /** What changes; values of variables are not in it. */
  changes: Array<SettingChange>,
} | {
  "kind": "publish",
} | {
  "kind": "adopt",
  /** Which version. */
  version: string,
} | {
  "kind": "deleteAlias",
  /** Which alias. */
  alias: string,
  /** What it says now. */
  from: AliasRouting,
} | {
  "kind": "trigger",
  /** The action of the API. */
  call: string,
  /** Which one, and how it is to be. */
  trigger: PlannedTrigger,
} | {
  "kind": "domain",
  /** Which domain. */
  name: string,
  /** The paths that change. */
  paths: Array<string>,
  /** What they call then. */
  to: string,
} | {
  "kind": "delete",
} | {
  "kind": "deleteVersion",
  /** Which one. */
  version: string,
});

/** A trigger as a plan has it. What a timer hands over may be a secret and is not among it, nor what was found in the cloud. */
export type PlannedTrigger = {
  /** `timer`, `cos`, …. */
  kind: string, name: string,
  /** The version or alias that it calls. */
  qualifier: string, enabled: boolean,
  /** As the API has it. */
  desc: string,
};

/** What happened, for whoever watches. */
export type Progress = {
  "type": "planned",
  /** Its canonical text. */
  text: string,
  /** In words. */
  lines: Array<Line>,
} | {
  "type": "functions",
  /** As they are listed in the end. */
  rows: Array<FunctionRow>,
} | {
  "type": "looked",
  /** Functions that are known. */
  functions: number,
  /** All functions of the plan. */
  of: number,
} | {
  "type": "step",
  /** The function's key. */
  function: string,
  /** Counted from 1. */
  step: number,
  /** Of how many. */
  steps: number,
  /** The step in words. */
  text: string,
  /** `started`, `done` or `failed`. */
  state: 'started' | 'done' | 'failed',
} & Partial<Served> | {
  "type": "waiting",
  /** The function's key. */
  function: string,
  /** Why. */
  text: string,
  /** For so many milliseconds. */
  ms: number,
} | {
  "type": "noted",
  /** `info` or `warning`. */
  level: NoteLevel,
  /** Stable name. */
  code: string,
  /** Prose. */
  text: string,
};

/** Which run wrote an alias last. */
export type Released = {
  /** Its id. */
  run: string,
  /** When, in milliseconds since 1970. */
  at: number,
};

/** A routing rule: requests whose key matches go to `version`, all others to the alias's main version. */
export type RoutingRule = {
  /** Where a hit goes. */
  Version: string,
  /** `invoke.headers.<key>`. */
  Key: string,
  /** `exact` or `range`. */
  Method: string,
  /** The text to equal, or a range such as `[0,10)`. */
  Expression: string,
};

/** A version beside the main one. */
export type RoutingWeight = {
  /** Its number, `$LATEST`, or the words for one that this run makes. */
  version: string,
  /** Its share, 0 to 1. */
  weight: number,
};

/** What a run does. */
export type RunKind = "deploy" | "publish" | "create-alias" | "update-alias" | "delete-alias" | "rollback" | "abort" | "undo" | "remove" | "prune";

/** What a run did. */
export type RunResult = {
  /** The run's id, as it stands in the journal and in the descriptions of versions. */
  run: string,
  /** As the plan says it. */
  kind: RunKind,
  /** One entry per function, in the order of the inputs. */
  functions: Array<FunctionResult>,
  /** About the run as a whole. */
  notes: Array<Note>,
  /** Whether nothing had to be done at all. */
  unchanged: boolean,
  /** Of a project of one function: its share of `$LATEST`, for scripts that read it. */
  traffic?: number,
  /** Likewise, its last published version. */
  lastVersion?: string,
  /** Likewise, the version that gets the rest, where `traffic` is not 1. */
  configTrafficVersion?: string,
};

/** The traffic of an alias, and what it says about its function. */
export type Served = {
  /** Who gets what. */
  split: Array<Bar>,
  /** The share of `$LATEST`. */
  traffic: number,
  /** What a usable function with this traffic is at. */
  standing: Standing,
  /** The place in the list of such a function. */
  urgency: number,
  /** A release is under way. */
  releasing: boolean,
};

/** One setting that changes. */
export type SettingChange = {
  /** The input's name; a variable stands as `environment.NAME`. */
  setting: string,
  /** What it is now; absent where it is a secret or not there. */
  from?: string,
  /** What it will be; absent where it is a secret or goes away. */
  to?: string,
};

/** What a function is at. */
export type Standing = "failed" | "canary" | "shared" | "busy" | "latest" | "unknown" | "quiet";

/** One function as it is now, beside what is desired where that is known. */
export type StatusRow = {
  /** What the project calls it. */
  key: string,
  /** What the cloud calls it. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** Whether it exists. */
  exists: boolean,
  /** The API's status word. */
  status?: string,
  /** Why, in the API's words. */
  reason?: string,
  /** The last published version. */
  lastVersion?: string,
  /** The version that users of the alias should be on; absent where nothing is published. */
  stable?: string,
  /** The version that had all the traffic before the last release began. */
  was?: string,
  /** Whether the alias is in the middle of a release. */
  releasing: boolean,
  /** Which run wrote the alias last, and when, as its mark says. */
  released?: Released,
  /** Published versions, newest first. */
  versions: Array<VersionRow>,
  /** All aliases, the one that was asked for first. */
  aliases: Array<AliasRow>,
  /** The share of `$LATEST` on the alias that was asked for. */
  traffic?: number,
  /** The version that gets the rest, where `traffic` is not 1. */
  configTrafficVersion?: string,
  /** The share of `$LATEST` that the inputs ask for. */
  wantedTraffic?: number,
  /** Triggers, function URLs and custom domains that call a version directly, whatever the alias says. */
  direct?: Array<Caller>,
  /** Of `triggers` and `domains`, what the API did not let this key look at. */
  unchecked?: Array<Unchecked>,
  /** What someone should look at; empty where all is well. */
  attention: Array<string>,
  /** Whether the alias agrees with the inputs; absent where they do not say. */
  agrees?: boolean,
};

/** What the API did not let this key look at. */
export type Unchecked = "triggers" | "domains";

/** How a version fared. */
export type VersionMetrics = {
  /** Which. */
  version: string,
  /** Its share of the alias's traffic now, 0 to 1. */
  traffic: number | null,
  /** How often it was called; null where the monitor has no call. */
  invocations: number | null,
  /** How often that failed, whoever's fault it was; null where there were no invocations. */
  errors: number | null,
  /** The part of invocations that failed, 0 to 1; null where there were none. */
  errorRate: number | null,
  /** How often the service failed; null as `errors`. */
  platformErrors: number | null,
  /** How often a call was turned away; null where there were no invocations and none was. */
  throttled: number | null,
  /** The mean over all invocations, in milliseconds. */
  duration: number | null,
  /** The most, in MB. */
  memory: number | null,
  /** The same by period; null where the monitor has no point. */
  series: MetricSeries,
};

/** A published version. */
export type VersionRow = {
  /** Its number. */
  version: string,
  /** The API's status word. */
  status?: string,
  /** What was written when it was published. */
  description?: string,
  /** When, as ISO 8601 has it. */
  published?: string,
  /** A rollback left it: it gets no traffic by itself. */
  withdrawn?: boolean,
};

/** A version and its share, as shown: the version may be one that does not exist yet. */
export type VersionShare = {
  /** `$latest`, `7`, or `8 (new)`. */
  version: string,
  /** As a fraction in exact decimals. */
  share: number,
};
