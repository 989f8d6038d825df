// Generated from the Rust sources: node scripts/types.mjs writes it. Not for editing.

/** What is desired of a run: the inputs of `serverless.yml` and `grayscale.yml`. Settings beside `functions` are the defaults of all of them. */
export type Inputs = FunctionInputs & {
  /** The alias whose traffic shifts; default: $default */
  alias?: string,
  /** Allow publish with a share of the traffic, although all users are then on the same new code */
  allowSameCode?: boolean | 'true' | 'false',
  /** Whether a change of the alias by someone else stops the run; default: adopt */
  drift?: 'adopt' | 'stop',
  /** The project's functions, by key or as a list; without it the inputs themselves are one function */
  functions?: Record<string, null | FunctionInputs> | Array<string | FunctionInputs>,
  /** atomic (default): all functions switch together, and if one fails all are restored; independent: each on its own */
  group?: 'atomic' | 'independent',
  /** Before an upload, move what calls $latest directly onto the alias: true for all but function URLs, or names */
  moveTriggers?: boolean | string | Array<string>,
  /** Limit the run to these functions */
  only?: string | Array<string>,
  /** Before a deploy overwrites unpublished code that users are on, publish it */
  protect?: boolean | 'true' | 'false',
  /** Publish a version of every function, or of the named ones. Every run with it publishes */
  publish?: boolean | string | Array<string>,
  /** Allow weights, or other rules, to replace routing rules */
  replaceRules?: boolean | 'true' | 'false',
  /** Release in steps that are judged: the name of a preset, such as canary, or the whole policy */
  rollout?: string | boolean | RolloutPolicy,
  /** Routing rules instead of traffic: KEY=VALUE:VERSION, or { header, exact or range, to }; [] removes them */
  routes?: string | { exact: number | boolean | string, header: string, to?: number | string | null } | { header: string, range: string, to?: number | string | null } | Array<string | { exact: number | boolean | string, header: string, to?: number | string | null } | { header: string, range: string, to?: number | string | null }>,
  /** The version that gets the rest of the traffic and counts as stable; not in a file */
  stable?: string | number,
  /** Part of the functions' names; default: STAGE, else dev */
  stage?: string,
  /** Where the journal is kept: cos://<bucket>-<appid>/<prefix>?region=<region>; default: a file beside the project */
  store?: string | { project?: string | null, url?: string | null },
  /** Continue although a run on another machine may be in progress */
  takeOver?: boolean | 'true' | 'false',
  /** The share of $latest, 0 to 1 or a percentage; the last published version gets the rest */
  traffic?: number | `${number}` | `${number}%`,
  /** The longest wait for Active, in seconds; default: 300 */
  waitTimeout?: number | `${number}`,
  /** Before a version takes over traffic, give it as much provisioned concurrency as the one before; default: true */
  warm?: boolean | 'true' | 'false',
};

/** What is desired of one function. */
export type FunctionInputs = {
  /** @deprecated Not supported: set traffic, the share of $latest, instead */
  additionalVersionWeights?: never | null,
  /** @deprecated Not supported: the alias keeps its description */
  aliasDescription?: never | null,
  /** @deprecated Not supported: the release decides this: every run asks the API for the last published version; remove the key */
  aliasFunctionVersion?: never | null,
  /** @deprecated Not supported: use alias instead */
  aliasName?: never | null,
  /** Environment variables may contain the key that deploys the function; the plan warns */
  allowCredentials?: boolean | 'true' | 'false' | null,
  /** Long runs; can't be changed after creation */
  asyncRunEnable?: boolean | 'false' | 'true' | null,
  /** @deprecated Not supported: API Gateway takes no new users: give the function a URL with events: [{http: {parameters: {authType: NONE, netConfig: {enableExtranet: true}}}}] */
  autoCreateApi?: never | null,
  /** All file systems that are mounted; [] clears them */
  cfs?: Array<{ cfsId: string | number | boolean, localMountDir: string | number | boolean, mountInsId?: string | number | boolean | null, remoteMountDir: string | number | boolean, userGroupId?: string | number | boolean | null, userId?: string | number | boolean | null }> | Record<string, never> | null,
  /** Log set and topic of the function's logs */
  cls?: { logsetId?: string | null, topicId?: string | null } | null,
  /** @deprecated Not supported: give the code as src (a directory or a zip file), or as cosBucketName and cosObjectName */
  code?: never | null,
  /** SHA-256 of the package in the bucket: unchanged code is then recognized */
  codeSha256?: string | null,
  /** src, as the first generation of tencent-scf calls it */
  codeUri?: string | { allowOutside?: boolean | 'true' | 'false' | null, bucket?: string | null, exclude?: string | Array<string> | null, followLinks?: string | Array<string> | null, include?: string | Array<string> | null, src: string } | { bucket?: string | null, path: string } | { bucket: string, object: string } | { bucket: string, key: string } | null,
  /** The bucket that the code is in; beside src, the bucket for a package that is too large for a request of the API */
  cosBucketName?: string | null,
  /** The bucket's region, where it is another one */
  cosBucketRegion?: string | null,
  /** The zip file in the bucket */
  cosObjectName?: string | null,
  /** Where failed messages go; {} clears it */
  deadLetter?: { filterType?: string | number | boolean | null, name: string | number | boolean, type: string | number | boolean } | Record<string, never> | null,
  /** @deprecated Not supported: a function from a container image has image: {imageUrl: registry/namespace/name:tag@sha256:digest}, and needs nothing else: remove the key */
  deployMode?: 'code' | null,
  /** Shown in the console */
  description?: string | null,
  /** @deprecated Not supported: GetFunction does not show this setting, so a run could not tell whether it differs: set it in the console and remove the key; the setting then stays as it is */
  diskSize?: 512 | '512' | null,
  /** Whether it does so from a fixed IP address */
  eip?: boolean | 'false' | 'true' | null,
  /** Taken for compatibility and without effect, as in tencent-scf today; set role */
  enableRoleAuth?: boolean | 'true' | 'false' | null,
  /** @deprecated Not supported: it only fills in a missing scf_bootstrap: put the executable file scf_bootstrap at the top of src, which starts this file on port 9000, and remove the key */
  entryFile?: never | null,
  /** All variables, replaced as a whole; {} clears them */
  environment?: { variables: null | Record<string, string | number | boolean> } | Record<string, string | number | boolean> | null,
  /** Triggers of the function; other triggers stay as they are */
  events?: Array<TriggerInputs> | null,
  /** Glob patterns of files to leave out; the same as src.exclude */
  exclude?: string | Array<string> | null,
  /** The handler; default on creation: index.main_handler */
  handler?: string | null,
  /** Leave all triggers as they are, whatever events says */
  ignoreTriggers?: boolean | 'true' | 'false' | null,
  /** The container image, in the place of src: {imageUrl, registryId, imageType, command, args, …} */
  image?: { args?: string | null, command?: string | null, containerImageAccelerate?: boolean | 'true' | 'false' | null, imagePort?: 9000 | -1 | null, imageType?: string | null, imageUrl: string, registryId?: string | null } | null,
  /** @deprecated Not supported: a function from a container image has image: {imageUrl: registry/namespace/name:tag@sha256:digest}, and needs nothing else: remove the key */
  imageConfig?: never | null,
  /** Glob patterns of files to pack although they would be left out; the same as src.include */
  include?: string | Array<string> | null,
  /** Of the first start, in seconds: 1 to 300 */
  initTimeout?: number | `${number}` | null,
  /** @deprecated Not supported: dependencies that the server installs change the package, so unchanged code could not be recognised: install them before packing, and write false or remove the key */
  installDependency?: false | 'false' | null,
  /** @deprecated Not supported: it is for web functions, whose own settings this tool does not change: set it in the console and remove the key */
  instanceConcurrencyConfig?: never | null,
  /** The key of the function in the project */
  key?: string | null,
  /** Whether L5 can be reached */
  l5Enable?: boolean | 'false' | 'true' | null,
  /** @deprecated Not supported: the release decides this: every run asks the API for the last published version; remove the key */
  lastVersion?: never | null,
  /** All layers in their order; [] clears them */
  layers?: Array<{ name: string, version: number | `${number}` }> | Record<string, never> | null,
  /** In MB: 64, or a multiple of 128 */
  memorySize?: number | `${number}` | null,
  /** How long an asynchronous call may wait, in seconds; new functions: 21600 */
  msgTTL?: number | `${number}` | null,
  /** The name of the function in the cloud; default: <key>-<stage>, of a component's only function <instance>-<stage>-<app> */
  name?: string | null,
  /** The namespace of the API; default: default */
  namespace?: string | null,
  /** @deprecated Not supported: the release decides this: every run asks the API for the last published version; remove the key */
  needSetTraffic?: never | null,
  /** @deprecated Not supported: GetFunction does not show this setting, so a run could not tell whether it differs: set it in the console and remove the key; the setting then stays as it is */
  nodeSpec?: never | null,
  /** @deprecated Not supported: GetFunction does not show this setting, so a run could not tell whether it differs: set it in the console and remove the key; the setting then stays as it is */
  nodeType?: never | null,
  /** @deprecated Not supported: it is for web functions, whose own settings this tool does not change: set it in the console and remove the key */
  protocolParams?: never | null,
  /** @deprecated Not supported: it is for web functions, whose own settings this tool does not change: set it in the console and remove the key */
  protocolType?: never | null,
  /** Provisioned concurrency of the version that is published next, set before it gets traffic; 0 releases all */
  provisionedNum?: number | `${number}` | null,
  /** Whether the function reaches the internet */
  publicAccess?: boolean | 'true' | 'false' | null,
  /** @deprecated Not supported: the description of a published version holds the mark of its run, which is needed to find the version after an interruption */
  publishDescription?: never | null,
  /** @deprecated Not supported: a release works on $latest and the alias: to use another alias, set alias */
  qualifier?: never | null,
  /** The region; default: ap-guangzhou */
  region?: string | null,
  /** How often an asynchronous call that failed is made again; new functions: 2 */
  retryNum?: number | `${number}` | null,
  /** The execution role; "" clears it */
  role?: string | null,
  /** For example Nodejs18.15; can't be changed after creation */
  runtime?: string | null,
  /** The code: a directory, a zip file, {src, exclude, include, bucket} or {bucket, object} */
  src?: string | { allowOutside?: boolean | 'true' | 'false' | null, bucket?: string | null, exclude?: string | Array<string> | null, followLinks?: string | Array<string> | null, include?: string | Array<string> | null, src: string } | { bucket?: string | null, path: string } | { bucket: string, object: string } | { bucket: string, key: string } | null,
  /** Set on creation; a missing tag later is an error, other tags stay as they are */
  tags?: Record<string, string | number | boolean> | null,
  /** Of one invocation, in seconds: 1 to 900 */
  timeout?: number | `${number}` | null,
  /** Tracing of asynchronous runs; can't be changed after creation */
  traceEnable?: boolean | 'false' | 'true' | null,
  /** Triggers of the function; other triggers stay as they are */
  triggers?: Array<TriggerInputs> | null,
  /** event or web; can't be changed after creation, and only event is created */
  type?: 'event' | 'web' | null,
  /** The private network; {} clears it */
  vpcConfig?: { subnetId?: string | null, vpcId?: string | null } | null,
  /** The code as bytes, in programs */
  zip?: Uint8Array | ArrayBuffer,
};

/** A trigger, in one of its two forms. */
export type TriggerInputs =
  | { timer: { name?: string | null, parameters: { argument?: string | null, cronExpression: string, enable?: boolean | 'true' | 'false' | null, name?: string | null, qualifier?: string | number | null } } }
  | { name?: string | null, parameters: { argument?: string | null, cronExpression: string, enable?: boolean | 'true' | 'false' | null, name?: string | null, qualifier?: string | number | null }, type: 'timer' }
  | { argument?: string | null, cronExpression: string, enable?: boolean | 'true' | 'false' | null, name?: string | null, qualifier?: string | number | null, type: 'timer' }
  | { cos: { name?: string | null, parameters: { bucket: string, enable?: boolean | 'true' | 'false' | null, events: string, filter?: { prefix?: string | null, suffix?: string | null } | null, qualifier?: string | number | null } } }
  | { name?: string | null, parameters: { bucket: string, enable?: boolean | 'true' | 'false' | null, events: string, filter?: { prefix?: string | null, suffix?: string | null } | null, qualifier?: string | number | null }, type: 'cos' }
  | { bucket: string, enable?: boolean | 'true' | 'false' | null, events: string, filter?: { prefix?: string | null, suffix?: string | null } | null, qualifier?: string | number | null, type: 'cos' }
  | { ckafka: { name?: string | null, parameters: { consumerGroupName?: string | null, enable?: boolean | 'true' | 'false' | null, instanceId?: string | null, maxMsgNum?: number | `${number}` | null, name?: string | null, offset?: string | null, qualifier?: string | number | null, retry?: number | `${number}` | null, timeout?: number | `${number}` | null, topic: string } } }
  | { name?: string | null, parameters: { consumerGroupName?: string | null, enable?: boolean | 'true' | 'false' | null, instanceId?: string | null, maxMsgNum?: number | `${number}` | null, name?: string | null, offset?: string | null, qualifier?: string | number | null, retry?: number | `${number}` | null, timeout?: number | `${number}` | null, topic: string }, type: 'ckafka' }
  | { consumerGroupName?: string | null, enable?: boolean | 'true' | 'false' | null, instanceId?: string | null, maxMsgNum?: number | `${number}` | null, name?: string | null, offset?: string | null, qualifier?: string | number | null, retry?: number | `${number}` | null, timeout?: number | `${number}` | null, topic: string, type: 'ckafka' }
  | { cls: { name?: string | null, parameters: { enable?: boolean | 'true' | 'false' | null, maxSize?: number | `${number}` | null, maxWait?: number | `${number}` | null, qualifier?: string | number | null, topicId: string } } }
  | { name?: string | null, parameters: { enable?: boolean | 'true' | 'false' | null, maxSize?: number | `${number}` | null, maxWait?: number | `${number}` | null, qualifier?: string | number | null, topicId: string }, type: 'cls' }
  | { enable?: boolean | 'true' | 'false' | null, maxSize?: number | `${number}` | null, maxWait?: number | `${number}` | null, qualifier?: string | number | null, topicId: string, type: 'cls' }
  | { http: { name?: string | null, parameters?: { authType?: string | null, corsConfig?: { credentials?: boolean | 'true' | 'false' | null, enable?: boolean | 'true' | 'false' | null, exposeHeaders?: string | Array<string> | null, headers?: string | Array<string> | null, maxAge?: number | `${number}` | null, methods?: string | Array<string> | null, origins?: string | Array<string> | null } | null, enable?: boolean | 'true' | 'false' | null, name?: string | null, netConfig?: { enableExtranet?: boolean | 'true' | 'false' | null, enableIntranet?: boolean | 'true' | 'false' | null } | null, qualifier?: string | number | null } | null } }
  | { name?: string | null, parameters?: { authType?: string | null, corsConfig?: { credentials?: boolean | 'true' | 'false' | null, enable?: boolean | 'true' | 'false' | null, exposeHeaders?: string | Array<string> | null, headers?: string | Array<string> | null, maxAge?: number | `${number}` | null, methods?: string | Array<string> | null, origins?: string | Array<string> | null } | null, enable?: boolean | 'true' | 'false' | null, name?: string | null, netConfig?: { enableExtranet?: boolean | 'true' | 'false' | null, enableIntranet?: boolean | 'true' | 'false' | null } | null, qualifier?: string | number | null } | null, type: 'http' }
  | { authType?: string | null, corsConfig?: { credentials?: boolean | 'true' | 'false' | null, enable?: boolean | 'true' | 'false' | null, exposeHeaders?: string | Array<string> | null, headers?: string | Array<string> | null, maxAge?: number | `${number}` | null, methods?: string | Array<string> | null, origins?: string | Array<string> | null } | null, enable?: boolean | 'true' | 'false' | null, name?: string | null, netConfig?: { enableExtranet?: boolean | 'true' | 'false' | null, enableIntranet?: boolean | 'true' | 'false' | null } | null, qualifier?: string | number | null, type: 'http' };

/** How a rollout is held, judged and ended: the whole policy. docs/rollouts.md explains its keys. */
export type RolloutPolicy = {
  canary?: 'latest' | 'version' | null,
  every?: string | null,
  finish?: 'publish' | 'latest' | null,
  gates?: Record<string, { then?: 'pause' | 'rollback' | null, timeout: string }> | null,
  guard?: { alpha?: number | string | null, budget?: number | `${number}` | `${number}%` | null, delay?: string | null, margin?: number | string | null, minBad?: number | `${number}` | null, sensitivity?: 'low' | 'normal' | 'high' | null, source?: string | Record<string, unknown> | null, wager?: { errors?: number | string | null, latency?: number | string | null, platform?: number | string | null } | null } | null,
  hooks?: { after?: Array<Record<string, unknown>> | null, before?: Array<Record<string, unknown>> | null, beforeStep?: Array<Record<string, unknown>> | null, onRollback?: Array<Record<string, unknown>> | null } | null,
  insufficient?: { extend?: number | `${number}` | null, then?: 'advance' | 'pause' | 'rollback' | null } | null,
  limits?: { duration?: string | null, errors?: number | `${number}` | `${number}%` | null } | null,
  notify?: Array<Record<string, unknown>> | null,
  outage?: { hold?: string | null, then?: 'pause' | 'rollback' | null } | null,
  preset?: string | null,
  route?: { buckets: number | `${number}`, header: string } | null,
  steps?: Array<{ for?: string | null, gate?: string | null, traffic: number | `${number}` | `${number}%` } | { for?: string | null, gate?: string | null, route: { exact: string | number | boolean, header: string } }> | null,
  timeout?: string | null,
  unhealthy?: 'rollback' | 'pause' | null,
  windows?: Array<{ days?: string | null, except?: string | Array<string> | null, from: string, to: string, zone: string }> | null,
};

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
  rules: Array<Rule>,
  /** Who gets the requests that no rule takes, in words. */
  everyoneElse?: string,
  /** The versions that the rules lead to. */
  ruled?: Array<string>,
  /** What people wrote there. */
  description?: string,
  /** The address of its function URL, where triggers were read and it has one. */
  url?: string,
};

/** Attention: facts, with their sentence in the language of the reader. */
export type Attention = AttentionFacts & { text: string }

/** What someone should look at. */
export type AttentionFacts = {
  "code": "Missing",
} | {
  "code": "NotActive", "params": {
    /** The API's word. */
    status: string,
    /** The API's reason. */
    reason?: string,
  },
} | {
  "code": "MarkDoesNotFit",
} | {
  "code": "TrafficDiffers",
} | {
  "code": "CallsLatest", "params": {
    /** What calls. */
    caller: NamedCaller,
  },
};

/** A version's part of a bar. */
export type Bar = {
  /** Such as `$latest`. */
  version: string,
  /** The same as it is shown: `8 (new)`. */
  text: string,
  /** As a fraction in exact decimals. */
  share: number,
  /** Cells of `BAR_CELLS`. */
  cells: number,
  /** Whether the run makes it. */
  new?: boolean,
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

/** Whom a rule gives the canary. */
export type ChosenCallers = {
  /** The name of the header, or of the entry in the routing key. */
  header: string,
} & ({
  /** The text. */
  exact: string,
} | {
  /** The first. */
  from: number,
  /** The last. */
  upTo: number,
} | {
  /** Its method. */
  method: string,
  /** Its expression. */
  expression: string,
});

/** What code is taken from. */
export type CodeFrom = {
  "from": "package",
  /** Its size. */
  bytes: number,
} | {
  "from": "directory",
} | {
  "from": "cos",
  /** The bucket. */
  bucket: string,
  /** The key of the object. */
  object: string,
} | {
  "from": "image",
  /** Its reference. */
  image: string,
  /** The reference that `$latest` has now, where it is another one. */
  before?: string,
};

/** Something people should know of code before it is sent. */
export type CodeNote = {
  "code": "OutsideProject", "params": {
    /** Where from. */
    path: string,
  },
} | {
  "code": "LinksFollowed", "params": {
    /** The first few. */
    links: Array<Link>,
    /** How many there are beside. */
    more: number,
    /** Whether they lead out of the project. */
    outside: boolean,
  },
} | {
  "code": "CredentialsPacked", "params": {
    /** The first few. */
    files: Array<string>,
    /** How many there are beside. */
    more: number,
  },
} | {
  "code": "FilesLeftOut", "params": {
    /** The first few. */
    files: Array<string>,
    /** How many there are beside. */
    more: number,
  },
} | {
  "code": "PatternsUnmatched", "params": {
    /** The first few. */
    patterns: Array<string>,
    /** How many there are beside. */
    more: number,
  },
} | {
  "code": "ImageNotPinned", "params": {
    /** The reference. */
    image: string,
    /** Whether `$latest` has the same reference, so that it is not sent again. */
    unchanged: boolean,
  },
};

/** When the code of `$LATEST` was uploaded. */
export type CodeUploaded = {
  /** When; null while an update is under way. */
  at: string | null,
  /** Where the time is from: `journal`, or `modTime`. */
  source: 'journal' | 'modTime',
};

/** A setting that differs: `from` in the first version, `to` in the second. Of variables only names are shown. */
export type ComparedSetting = {
  /** In a line. */
  text: string,
  /** The input's name; a variable stands as `environment.NAME`. */
  setting: string,
  /** What it is now; absent where it is not there. */
  from?: SettingValue,
  /** What it will be; absent where it goes away. */
  to?: SettingValue,
};

/** A version that is compared. */
export type ComparedVersion = {
  /** Which, such as `$latest`. */
  version: string,
  /** What tells its code apart from other code: the SHA-256 of its package, or a digest of its image; null where the API
   * does not say. */
  code: string | null,
};

/** Versions of a function, compared. */
export type Comparison = {
  /** Its key in the project. */
  key: string,
  /** Its name in the cloud. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** In the order in which they were named. */
  versions: Array<ComparedVersion>,
  /** The settings that differ between the first and the second, where exactly two were named; null where the API does not
   * show one of them. */
  settings: Array<ComparedSetting> | null,
};

/** How a command ends because of an error; the command line turns it into its exit code. */
export type ErrorClass = "failed" | "usage" | "refused" | "interrupted";

/** An error as plain data: `code` and `params` are for programs, `message` and `hint` for people. */
export type ErrorData = {
  /** Stable name: the tool's own (`StalePlan`, `InvalidTraffic`) or the API's (`ResourceNotFound.Function`). */
  code: string,
  /** The facts that the message is made of. */
  params?: Record<string, unknown>,
  /** What happened and why. */
  message: string,
  /** The same, named as the sentences of notes and steps are. */
  text: string,
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

/** How failed asynchronous calls are tried again. */
export type EventInvoke = {
  /** How long a call may wait, in seconds. */
  msgTTL: number,
  /** How often a call that failed is made again. */
  retryNum: number,
};

/** Why an invocation failed. */
export type Fault = {
  /** Whose fault it is. */
  blame: Blame,
  /** In one line; empty where the API does not say why. */
  message: string,
  /** Where the code threw. */
  stack?: string,
};

/** What makes a trigger fire, as far as it may be shown. */
export type Fires = {
  /** Its description, as the API has it. */
  desc: string,
  /** Whether it hands over an argument, which may be a secret. */
  argument: boolean,
  /** Whether it is open. */
  enabled: boolean,
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
  /** How it went. */
  status: FunctionStatus,
  /** Where its group failed after its alias was written. */
  routing?: RoutingStatus,
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
  /** The address of the function URL that calls the alias, where triggers were read or written and it has one. */
  url?: string,
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
  rules?: Array<Rule>,
  /** Who gets the requests that no rule takes, in words. */
  everyoneElse?: string,
  /** The share of `$LATEST` on it. */
  traffic?: number,
  /** With `triggers`: what calls a version directly, whatever the alias says. */
  direct?: Array<Caller>,
  /** With `triggers`: of `triggers` and `domains`, what the API did not let this key look at. */
  unchecked?: Array<Unchecked>,
  /** The memory of the provisioned instances of all its versions, in MB, which is billed; absent where there are none. */
  provisionedMb?: number,
  /** What it is at. */
  standing: Standing,
  /** The version that users of the alias should be on, as far as the alias itself tells. */
  stable?: string,
  /** Which run wrote the alias last, and when, as its mark says. */
  released?: Released,
  /** When the alias was changed last, by whomever. */
  aliasModified?: string,
  /** A release is under way, whatever else it is at: a function whose last change failed may be in the middle of one. */
  releasing: boolean,
  /** Its place in the list: 0 is the most urgent. */
  urgency: number,
};

/** How a run went for a function. */
export type FunctionStatus = "done" | "unchanged" | "removed" | "failed" | "stopped" | "putBack";

/** What a gate found, for programs. */
export type GateCode = "WithinLimit" | "TooManyErrors" | "NoLimit" | "NoCalls" | "TooFewCalls" | "NotComplete";

/** How the functions of a run are released. */
export type Grouping = "atomic" | "independent";

/** What is said of a value that is not shown. */
export type HiddenSetting = "set" | "new" | "changed";

/** The result of an invocation. */
export type Invoked = {
  /** The function's name in the cloud. */
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

/** Why a version is kept when others are pruned. */
export type Keeps = {
  "code": "Alias",
  /** Which. */
  alias: string,
} | {
  "code": "Caller",
  /** What. */
  caller: NamedCaller,
} | {
  "code": "Previous",
} | {
  "code": "Stable",
} | {
  "code": "RollbackTarget",
} | {
  "code": "Status",
  /** The API's word. */
  status: string,
} | {
  "code": "Last",
};

/** A version that is kept. */
export type Kept = {
  /** Which. */
  version: string,
  /** Why. */
  why: Keeps,
};

/** Label: facts, with their sentence in the language of the reader. */
export type Label = LabelFacts & { text: string }

/** What stands beside a value, or what a sign means. */
export type LabelFacts = {
  "code": "stage",
} | {
  "code": "region",
} | {
  "code": "namespace",
} | {
  "code": "alias",
} | {
  "code": "traffic",
} | {
  "code": "create",
} | {
  "code": "uploadPackage",
} | {
  "code": "update",
} | {
  "code": "publish",
} | {
  "code": "shiftTraffic",
} | {
  "code": "trigger",
} | {
  "code": "wait",
} | {
  "code": "delete",
} | {
  "code": "willBeCreated",
} | {
  "code": "willBeDeleted",
} | {
  "code": "willBeChanged",
} | {
  "code": "unchanged",
};

/** A line of a plan in words; who shows it chooses colours and bars by its role, never the words. */
export type Line = {
  "role": "head",
  /** Such as `prod`. */
  value: string,
} & Label | {
  "role": "legend",
  /** Sign and meaning. */
  signs: Array<[string, Label]>,
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
} & Label | {
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
  /** Why. */
  reason: Reason,
} & StepText | {
  "role": "setting",
  /** `old → new`. */
  text: string,
} | {
  "role": "note",
  /** `run` or `function`. */
  about: 'run' | 'function',
} & Note | {
  "role": "summary",
} & Summary;

/** A symbolic link in a package. */
export type Link = {
  /** In the package. */
  path: string,
  /** Where it leads. */
  target: string,
};

/** How an invocation ended. */
export type LogEnding = "ok" | "error" | "platform" | "running" | "unknown";

/** Failures of a version that have the same message. */
export type LogErrors = {
  /** Which version failed. */
  version: string,
  /** How many there are. */
  count: number,
  /** The newest of them. */
  requestId: string,
  /** When that began. */
  time: string,
  /** Whose fault it is. */
  blame: Blame,
  /** In one line; empty where the API does not say why. */
  message: string,
  /** Where the code threw. */
  stack?: string,
};

/** How the invocations of a version went. */
export type LogFigures = {
  /** Which. */
  version: string,
  /** How many ended. */
  invocations: number,
  /** How many of them failed. */
  errors: number,
  /** Half of them took no longer, in milliseconds. */
  p50: number | null,
  /** Of a hundred, 95 took no longer, in milliseconds. */
  p95: number | null,
  /** Of a hundred, 99 took no longer, in milliseconds. */
  p99: number | null,
};

/** LogNote: facts, with their sentence in the language of the reader. */
export type LogNote = LogNoteFacts & { text: string }

/** What people should know about a log. */
export type LogNoteFacts = {
  "code": "Newest", "params": {
    /** How many are. */
    shown: number,
    /** How many there are, where that is known. */
    total: number | null,
  },
} | {
  "code": "Unreadable", "params": {
    /** How many. */
    count: number,
  },
} | {
  "code": "StatisticsOff", "params": {
    /** Of how many invocations. */
    rows: number,
  },
} | {
  "code": "NewestErrors", "params": {
    /** How many were. */
    count: number,
  },
} | {
  "code": "FromStatus",
} | {
  "code": "NoLogTopic",
} | {
  "code": "Behind", "params": {
    /** How far behind the end of the log this is. */
    seconds: number,
  },
} | {
  "code": "TooDense",
};

/** Where the log of another run is, as its mark tells. */
export type LogPlace = "local" | "shared";

/** The log of a function. */
export type LogReport = {
  /** Its key in the project. */
  key: string,
  /** Its name in the cloud. */
  name: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** The topic of the log service that holds its lines; null where it has none. */
  topic: string | null,
  /** Which versions the log has invocations of. */
  versions: Array<string>,
  /** From when. */
  from: string,
  /** Until when. */
  to: string,
  /** The oldest first. */
  rows: Array<LogRow>,
  /** How many invocations there are in that time; null where that is not known. */
  total: number | null,
  /** Of the whole time; null for one invocation, and where the log is followed. */
  statistics: LogStatistics | null,
  /** Notes for people. */
  notes: Array<LogNote>,
  /** To continue from here; null where there is no topic. */
  cursor: string | null,
};

/** An invocation in the log. */
export type LogRow = {
  /** When it began, as ISO 8601 has it. */
  time: string,
  /** Its id. */
  requestId: string,
  /** Which try of an asynchronous invocation: 0 for the first. */
  retry: number,
  /** Which version ran; null where only GetRequestStatus knows the invocation. */
  version: string | null,
  /** The alias that it was called by; null where there was none. */
  alias: string | null,
  /** How it ended. */
  ending: LogEnding,
  /** Why it failed. */
  fault?: Fault,
  /** In milliseconds; null where the log does not say. */
  duration: number | null,
  /** In bytes; null where the log does not say. */
  memory: number | null,
  /** What it wrote, with the service's own lines. */
  log: string,
  /** Whether a row of this invocation was returned before: these lines were found later. */
  more: boolean,
};

/** What the invocations of the whole time come to. */
export type LogStatistics = {
  /** By version. */
  versions: Array<LogFigures>,
  /** By message and version, the most frequent first. */
  errors: Array<LogErrors>,
};

/** How a run makes a version. */
export type MadeBy = "publish" | "protect";

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

/** MetricNote: facts, with their sentence in the language of the reader. */
export type MetricNote = MetricNoteFacts & { text: string }

/** What people should know about metrics. */
export type MetricNoteFacts = {
  "code": "Updating",
} | {
  "code": "SinceRun", "params": {
    /** When. */
    at: string,
    /** Which run. */
    run: string,
  },
} | {
  "code": "SinceModTime", "params": {
    /** When. */
    at: string,
  },
} | {
  "code": "EndUnknown",
} | {
  "code": "OnlyLast", "params": {
    /** How many days are counted. */
    days: number,
    /** Since when they were to be. */
    since: string,
  },
} | {
  "code": "NoFullMinute",
} | {
  "code": "NoCalls", "params": {
    /** Which. */
    version: string,
  },
} | {
  "code": "LeftOut", "params": {
    /** How long it is, in seconds. */
    seconds: number,
    /** How long a period is, in seconds. */
    period: number,
  },
} | {
  "code": "Late", "params": {
    /** How many minutes may be incomplete. */
    minutes: number,
  },
};

/** The metrics of a function. */
export type MetricReport = {
  /** Its key in the project. */
  key: string,
  /** Its name in the cloud. */
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
  /** Up to here the monitor has all points; later ones may be missing. */
  complete: string,
  /** The time of the upload, where the report begins there. */
  upload?: CodeUploaded,
  /** The beginnings of all periods. */
  times: Array<string>,
  /** One entry a version. */
  versions: Array<VersionMetrics>,
  /** Whether the limits hold that were given. */
  gate: MetricGate,
  /** Notes for people. */
  notes: Array<MetricNote>,
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

/** Who calls a function past its alias. */
export type NamedCaller = {
  /** The kind of the trigger (`timer`, `http`, …), or `domain`. */
  type: string,
  /** Its name; of a domain, the domain. */
  name: string,
  /** Of a domain, the path. */
  path?: string,
  /** Of a function URL, where the API shows it. */
  address?: string,
};

/** A trigger, by what it is called and what it calls. */
export type NamedTrigger = {
  /** `timer`, `cos`, …. */
  kind: string,
  /** Its name. */
  name: string,
  /** The version or alias that it calls. */
  qualifier: string,
};

/** A version that gets traffic. */
export type NewPart = {
  /** How the run makes it, where it does. */
  madeBy?: MadeBy,
  /** `$latest`, `7`; of a version that the run makes, the number that is expected. */
  version: string,
  /** Its share of the traffic. */
  share: number,
  /** Whether the run makes it. */
  new?: boolean,
};

/** Note: facts, with their sentence in the language of the reader. */
export type Note = NoteFacts & { level: NoteLevel; text: string }

/** Something people should know. */
export type NoteFacts = {
  "code": "TrafficForAll",
} | {
  "code": "LeftOut", "params": {
    /** Their keys. */
    functions: Array<string>,
  },
} | {
  "code": "RolloutFollows", "params": {
    /** Callers that have the canary before anybody else. */
    callers: Array<ChosenCallers>,
    /** What the canary gets, one after the other. */
    shares: Array<number>,
    /** The header that says in which bucket a user is, where users keep their side. */
    header?: string,
    /** A version is published first, and is the canary; else that is `$latest`. */
    version: boolean,
    /** At its end a version is published and gets everything; else the canary does. */
    publishes: boolean,
  },
} | {
  "code": "NotOfProject", "params": {
    /** The first few. */
    functions: Array<Where>,
    /** How many there are beside. */
    more: number,
  },
} | {
  "code": "JournalUnread", "params": {
    /** Why it can't be read. */
    reason: string,
  },
} | {
  "code": "JournalUnread", "params": {
    /** Why it can't be read. */
    reason: string,
  },
} | {
  "code": "JournalBroken", "params": {
    /** Which. */
    line: number,
    /** Whether this is a rollback, which continues; else no version is taken from the journal. */
    rollback: boolean,
  } & ({
    "flaw": "changed",
  } | {
    "flaw": "number",
    /** What it says. */
    says: number,
    /** What it is. */
    is: number,
  } | {
    "flaw": "moved",
  } | {
    "flaw": "missing",
    /** How many. */
    lines: number,
  } | {
    "flaw": "noSum",
  } | {
    "flaw": "oldBehindNew",
  } | {
    "flaw": "control",
  } | {
    "flaw": "unknown",
  }),
} | {
  "code": "OtherStore", "params": {
    /** The function. */
    function: string,
    /** The alias. */
    alias: string,
    /** The other run. */
    run: string,
    /** When it wrote. */
    since: string,
    /** Where that log is. */
    place: LogPlace,
    /** Whether a run that follows this plan is refused. */
    refused: boolean,
  },
} | {
  "code": "UnimportedJournal", "params": {
    /** The journal of this machine. */
    file: string,
    /** How many runs it has. */
    runs: number,
    /** Whether this is a plan; else a rollback. */
    planned: boolean,
  },
} | {
  "code": "TookOver", "params": {
    /** Whose it was. */
    who: string,
    /** Since when. */
    since: string,
    /** Whether it may be under way. */
    living: boolean,
  },
} | {
  "code": "NotLookedAgain",
} | {
  "code": "MixedWindow", "params": {
    /** How many functions shift. */
    functions: number,
    /** From the first shift to the last, in milliseconds. */
    spreadMs: number,
  },
} | {
  "code": "MixedWindow", "params": {
    /** How many functions shift. */
    functions: number,
  },
} | {
  "code": "ClockSkew", "params": {
    /** How far the API's is ahead, in seconds. */
    seconds: number,
  },
} | {
  "code": "JournalIncomplete", "params": {
    /** Why. */
    reason: string,
  },
} | {
  "code": "Drift", "params": {
    /** The function. */
    function: string,
    /** The alias. */
    alias: string,
    /** The last run. */
    run: string,
    /** What the run left. */
    was: string,
    /** What the alias says now. */
    now: string,
  },
} | {
  "code": "OtherVersion", "params": {
    /** Theirs. */
    version: string,
    /** Where the traffic goes. */
    expected: string,
  },
} | {
  "code": "NotDeleted", "params": {
    /** Why. */
    error: ErrorData,
  },
} | {
  "code": "MarkDoesNotFit",
} | {
  "code": "UnsavedCode", "params": {
    /** The share of users on it. */
    share: number,
    /** Whether rules decide which requests those are. */
    byRules?: boolean,
    /** Whether it is certain that no version holds it. */
    sure: boolean,
  },
} | {
  "code": "SavedAside", "params": {
    /** Who keeps the rest. */
    version: string,
  },
} | {
  "code": "SavedAside", "params": {
    /** Which. */
    version: string,
  },
} | {
  "code": "UnpublishedCode",
} | {
  "code": "NoVersion", "params": {
    /** What was asked for. */
    asked: number,
  },
} | {
  "code": "VersionPassedOver", "params": {
    /** Which. */
    version: string,
    /** The API's word. */
    status: string,
    /** The last usable one. */
    last: string | null,
  },
} | {
  "code": "FunctionFailed", "params": {
    /** The function. */
    function: string,
    /** The API's word. */
    status: string,
    /** The API's reason. */
    reason: string | null,
  },
} | {
  "code": "OlderCode", "params": {
    /** How much. */
    share: number,
    /** Where to. */
    version: string,
    /** From this newer version; else from what is on `$latest`. */
    newer: string | null,
  },
} | {
  "code": "IdenticalCode", "params": {
    /** Which has it. */
    version: string,
  },
} | {
  "code": "MixedMoment", "params": {
    /** The share of users on it. */
    share: number,
    /** Whether rules decide which requests those are. */
    byRules?: boolean,
  },
} | {
  "code": "WithdrawnCode", "params": {
    /** Which. */
    version: string,
    /** The version that was rolled back; where there is none, the code was on `$latest`. */
    withdrawn: string | null,
  },
} | {
  "code": "WithdrawnCode", "params": {
    /** The version that was rolled back; where there is none, the code was on `$latest`. */
    withdrawn: string | null,
  },
} | {
  "code": "Withdrawn", "params": {
    /** Which. */
    version: string,
    /** Who gets the rest of the traffic. */
    rest: string,
  },
} | {
  "code": "SameCode", "params": {
    /** The share of `$latest`. */
    asked: number,
    /** The stable version with that code; nothing was published before where there is none. */
    stable: string | null,
  },
} | {
  "code": "AllNewCode", "params": {
    /** Who gets what. */
    parts: Array<VersionShare>,
  },
} | {
  "code": "UntriedVersion", "params": {
    /** Which. */
    version: string,
    /** Where users should be. */
    stable: string | null,
  },
} | {
  "code": "Resumed", "params": {
    /** That run. */
    run: string,
  },
} | {
  "code": "Resumed", "params": {
    /** Which. */
    version: string,
    /** That run. */
    run: string,
  },
} | {
  "code": "NotReset", "params": {
    /** What. */
    resets: Array<Reset>,
  },
} | {
  "code": "Default", "params": {
    /** Which. */
    setting: string,
    /** What it is. */
    value: string,
  },
} | {
  "code": "NearQuota", "params": {
    /** The function's name. */
    function: string,
    /** Its key. */
    key: string,
    /** The stage. */
    stage: string,
    /** How many it has. */
    versions: number,
    /** How many this run publishes, where that is too many. */
    publishes: number | null,
    /** How many it may have. */
    quota: number,
  },
} | {
  "code": "LargeEnvironment", "params": {
    /** Names and values together. */
    bytes: number,
    /** What a function may have. */
    quota: number,
  },
} | {
  "code": "ManyTriggers", "params": {
    /** The function. */
    function: string,
    /** The kind. */
    kind: string,
    /** How many there will be. */
    triggers: number,
    /** How many a function may have. */
    quota: number,
  },
} | {
  "code": "KeyInVariables",
} | {
  "code": "Provisioned", "params": Warmth,
} | {
  "code": "OtherAlias", "params": {
    /** Which. */
    alias: string,
    /** How much. */
    share: number,
  },
} | {
  "code": "CallersOfAlias", "params": {
    /** Which. */
    alias: string,
  },
} | {
  "code": "AlreadyGone", "params": {
    /** Which. */
    function: string,
  },
} | {
  "code": "AlreadyGone", "params": {
    /** The function. */
    function: string,
    /** The alias. */
    alias: string,
  },
} | {
  "code": "NotCreatedHere", "params": {
    /** Which. */
    function: string,
  },
} | {
  "code": "Kept", "params": {
    /** Which, and why. */
    versions: Array<Kept>,
  },
} | {
  "code": "CallsLatest", "params": {
    /** Which. */
    trigger: NamedTrigger,
  },
} | {
  "code": "OtherTrigger", "params": {
    /** Which. */
    trigger: NamedTrigger,
  },
} | {
  "code": "UrlMoves", "params": {
    /** The name of its trigger. */
    name: string,
    /** What it will call. */
    alias: string,
    /** The address that stops answering, where it is known. */
    address: string | null,
  },
} | {
  "code": "MovedCallers", "params": {
    /** Where they move to. */
    alias: string,
    /** Who has the alias's traffic. */
    parts: Array<VersionShare>,
    /** Whether that is other code than they call now; `None` where it is not known. */
    differs: boolean | null,
  },
} | {
  "code": "CallsLatest", "params": {
    /** What calls. */
    caller: NamedCaller,
    /** The alias that it should call. */
    alias: string,
    /** How it is moved there. */
    way: Way,
    /** Why it can't be, where that was tried. */
    obstacle: Obstacle | null,
  },
} | {
  "code": "CallsLatest", "params": {
    /** What calls. */
    caller: NamedCaller,
    /** The alias that it should call. */
    alias: string,
    /** Why. */
    obstacle: Obstacle,
  },
} | {
  "code": "CallsLatest", "params": {
    /** What calls. */
    caller: NamedCaller,
  },
} | {
  "code": "CallsLatest", "params": {
    /** What calls. */
    caller: NamedCaller,
  },
} | {
  "code": "NotChecked", "params": {
    /** Whether triggers were looked at. */
    triggers: boolean,
    /** Whether custom domains were. */
    domains: boolean,
  },
} | CodeNote | RoutingNote | RollbackNote;

/** How much a note matters. */
export type NoteLevel = "info" | "warning";

/** Why a caller can't be moved onto the alias. */
export type Obstacle = {
  "code": "Exists",
  /** Which. */
  trigger: NamedTrigger,
} | {
  "code": "NoAlias",
  /** Which. */
  alias: string,
};

/** PastStep: facts, with their sentence in the language of the reader. */
export type PastStep = PastStepFacts & { confirmed: boolean; text: string }

/** What a step did. */
export type PastStepFacts = {
  "code": "Created",
} | {
  "code": "Stored",
} | {
  "code": "Uploaded",
} | {
  "code": "Configured",
} | {
  "code": "Published", "params": {
    /** Which, where it is known. */
    version: string | null,
  },
} | {
  "code": "Saved", "params": {
    /** Which, where it is known. */
    version: string | null,
  },
} | {
  "code": "Shifted", "params": {
    /** The alias. */
    alias: string,
    /** What it said. */
    from: Shares | null,
    /** What it says. */
    to: Shares | null,
  },
} | {
  "code": "Restored", "params": {
    /** The alias. */
    alias: string,
    /** What it says. */
    to: Shares | null,
  },
} | {
  "code": "Trigger", "params": {
    /** Those words. */
    text: string,
  },
} | {
  "code": "AliasDeleted", "params": {
    /** Which. */
    alias: string,
  },
} | {
  "code": "Deleted",
} | {
  "code": "VersionDeleted", "params": {
    /** Which, where it is known. */
    version: string | null,
  },
} | {
  "code": "Provisioned", "params": {
    /** Of which version, where it is known. */
    version: string | null,
    /** How many instances it had. */
    had: number,
    /** How many it has from then on. */
    gets: number,
  },
} | {
  "code": "Other", "params": {
    /** Its name in the journal. */
    step: string,
  },
};

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

/** How many functions a plan does something to. */
export type PlanCounts = {
  /** To create. */
  create: number,
  /** To update. */
  update: number,
  /** To publish. */
  publish: number,
  /** Whose traffic shifts. */
  shift: number,
  /** Whose triggers change. */
  triggers: number,
  /** To delete. */
  delete: number,
  /** Whose provisioned concurrency changes. */
  provision: number,
  /** To prune. */
  prune: number,
  /** Only to wait for. */
  wait: number,
  /** Published already. */
  adopt: number,
  /** Unchanged. */
  unchanged: number,
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
  summary: Summary,
  /** The question to ask a person before applying; absent where nothing needs one. */
  confirm?: Question,
};

/** A step and why it is there, at that place. */
export type PlanStep = {
  /** Why, and why here. */
  reason: Reason,
} & ({
  "kind": "wait",
} | {
  "kind": "create",
} | {
  "kind": "eventInvoke",
  /** What changes. */
  changes: Array<SettingChange>,
  /** What is to be there. */
  goal: EventInvoke,
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
  "kind": "putObject",
  /** The bucket, with the account's appid. */
  bucket: string,
  /** The object's key. */
  object: string,
  /** The bucket is created first. */
  creates: boolean,
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
  /** What is done to it. */
  call: TriggerCall,
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
  "kind": "provision",
  /** Which version. */
  version: string,
  /** How many it is to have now; the same number where they only have to be waited for. */
  from: number,
  /** How many it will have. */
  to: number,
} | {
  "kind": "delete",
} | {
  "kind": "deleteVersion",
  /** Which one. */
  version: string,
}) & StepText;

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
  /** How far it is. */
  state: StepState,
} & Partial<Served> & StepText | {
  "type": "upload",
  /** The function's key. */
  function: string,
  /** How many bytes are there. */
  bytes: number,
  /** Of how many. */
  of: number,
} | {
  "type": "waiting",
  /** The function's key. */
  function: string,
  /** For so many milliseconds. */
  ms: number,
} & Waiting | {
  "type": "noted",
} & Note;

/** Question: facts, with their sentence in the language of the reader. */
export type Question = QuestionFacts & { text: string }

/** What a person at a terminal is asked before a plan is carried out. */
export type QuestionFacts = {
  "code": "GoOn", "params": {
    /** Functions all of whose traffic ends on code that no version holds. */
    unpublished: Array<string>,
    /** Functions all of whose traffic moves to new code. */
    new: Array<string>,
    /** Versions that get the rest of the traffic and have none now. */
    untried: Array<VersionOf>,
    /** Buckets that are created. */
    buckets?: Array<string>,
  },
};

/** Reason: facts, with their sentence in the language of the reader. */
export type Reason = ReasonFacts & { text: string }

/** Why a step is there. */
export type ReasonFacts = {
  "code": "NotActive",
} | {
  "code": "NoFunction", "params": {
    /** Where it was looked for. */
    region: string,
    /** And in which namespace. */
    namespace: string,
  },
} | {
  "code": "ProtectsCode", "params": {
    /** How many. */
    share: number,
  },
} | {
  "code": "BeforeUpdate",
} | {
  "code": "AfterPublish",
} | {
  "code": "AfterUpdate",
} | {
  "code": "Asked",
} | {
  "code": "Created",
} | {
  "code": "SettingsDiffer", "params": {
    /** The share of `$latest` meanwhile. */
    share: number,
    /** Whether rules decide which requests those are. */
    byRules?: boolean,
  },
} | {
  "code": "Upload", "params": {
    /** Why. */
    why: Uploads,
    /** The share of `$latest` meanwhile. */
    share: number,
    /** Whether rules decide which requests those are. */
    byRules?: boolean,
  },
} | {
  "code": "TooLargeForRequest",
} | {
  "code": "Publish",
} | {
  "code": "AdoptsVersion",
} | {
  "code": "Rollback",
} | {
  "code": "GroupFailed", "params": {
    /** Which. */
    function: string,
  },
} | {
  "code": "LateWrite",
} | {
  "code": "UndoesDeletion",
} | {
  "code": "NoAlias",
} | {
  "code": "DescriptionDiffers",
} | {
  "code": "CreatedHere",
} | {
  "code": "DeletesAlias",
} | {
  "code": "NeverServes",
} | {
  "code": "NotNeeded", "params": {
    /** How many newer ones stay. */
    kept: number,
  },
} | {
  "code": "Warms", "params": {
    /** Whether `provisionedNum` says how much; else it gets as much as the version before. */
    asked: boolean,
  },
} | {
  "code": "ProvisionedUnneeded",
} | {
  "code": "ProvisionedNone",
} | {
  "code": "ProvisionedUnused",
} | {
  "code": "ProvisionedBack",
} | {
  "code": "ProvisionedAgain",
} | {
  "code": "NoTrigger",
} | {
  "code": "MovesBeforeUpload",
} | {
  "code": "AliasHasTrigger",
} | {
  "code": "CallsAliasNow",
} | {
  "code": "OneForBucket",
} | {
  "code": "TriggerDiffers",
} | {
  "code": "TriggerStateDiffers",
} | {
  "code": "TriggerReplaced",
} | {
  "code": "TriggerReplaces",
} | {
  "code": "TriggerMoved",
};

/** Which run wrote an alias last. */
export type Released = {
  /** Its id. */
  run: string,
  /** When, in milliseconds since 1970. */
  at: number,
};

/** What another tool would have reset. */
export type Reset = {
  "code": "Variables",
  /** Their names. */
  names: Array<string>,
} | {
  "code": "Setting",
  /** Which. */
  setting: string,
  /** What it is. */
  is: string,
  /** The default. */
  value: string,
} | {
  "code": "Triggers",
  /** Their names. */
  names: Array<string>,
};

/** Something people should know of a rollback. */
export type RollbackNote = {
  "code": "ReleasedBefore", "params": {
    /** When. */
    at: string,
    /** The function. */
    key: string,
    /** The stage. */
    stage: string,
  },
} | {
  "code": "RolledBack", "params": {
    /** By whom. */
    by: RolledBackBy,
  },
} | {
  "code": "RolledBack", "params": {
    /** Which. */
    version: string,
  },
} | {
  "code": "Steady",
} | {
  "code": "NamesNone", "params": {
    /** Where the rollback goes. */
    version: string,
  },
} | {
  "code": "NoVersion",
} | {
  "code": "Capped", "params": {
    /** What `$latest` had before. */
    had: number,
    /** What it gets. */
    gets: number,
    /** Who gets the rest. */
    rest: string,
    /** Whether someone else gave it that share while this run wrote its code. */
    foreign: boolean,
  },
} | {
  "code": "LeftAlone", "params": {
    /** Why. */
    error: ErrorData,
  },
};

/** Who rolled a function back. */
export type RolledBackBy = {
  "code": "Run",
  /** Its id. */
  run: string,
  /** Who started it. */
  who?: string,
  /** When. */
  at: string,
} | {
  "code": "OtherMachine",
};

/** A rollout. */
export type RolloutAbout = {
  /** Its id. */
  id: string,
  /** Where it stands. */
  state: RolloutStateName,
  /** When it began, as ISO 8601 has it. */
  began: string,
  /** Who started it. */
  who: string,
  /** The preset that its policy came from, where there is one. */
  preset?: string,
  /** The step that is held, counted from 1; 0 before the first. */
  step: number,
  /** Its steps. */
  steps: Array<RolloutStep>,
  /** The header whose value says in which bucket a user is, where buckets have the canary and not a share at random. */
  header?: string,
  /** What is tried: `latest`, or `version`, which is published before the first step. */
  canary: string,
  /** What follows the last one: `publish` or `latest`. */
  finish: string,
  /** Its functions. */
  functions: Array<RolloutFunction>,
  /** When it was looked at last, as ISO 8601 has it. */
  last?: string,
  /** How often it is looked at, in seconds. */
  every: number,
  /** The last decisions that differ from the one before them, the newest last. */
  decisions: Array<RolloutDecision>,
  /** Notices that did not arrive. */
  undelivered: Array<UndeliveredNotice>,
  /** Whether it has ended. */
  ended: boolean,
  /** Whether it waits for a person. */
  waits: boolean,
};

/** The canary's part of the calls. */
export type RolloutActual = {
  /** Of which function. */
  key: string,
  /** The part. */
  share: number,
  /** Half of the interval that holds the true part in 95 of 100 cases: `share ± margin`. */
  margin: number,
};

/** What stands under its name. */
export type RolloutAgent = {
  /** The function. */
  name: string,
  /** Where it is. */
  region: string,
  /** The log that it is for. */
  log: string,
  /** Whether there is one. */
  exists: boolean,
  /** The role whose keys it uses. */
  role?: string,
  /** The version of this tool that it was made with. */
  madeWith?: string,
  /** Whether its timer is on. */
  timer: boolean,
  /** What it comes to. */
  perMonth: RolloutAgentCost,
};

/** What an agent that finds nothing to do comes to in 30 days. */
export type RolloutAgentCost = {
  /** Runs of the function. */
  runs: number,
  /** Memory times time, in GB-seconds. */
  gbSeconds: number,
  /** Requests to the bucket. */
  storeRequests: number,
};

/** Why the figures of a function can't be known, or don't tell. */
export type RolloutBlind = "unavailable" | "denied" | "spelling" | "rules" | "directCalls" | "split" | "noPast" | "noWindow" | "noTopic" | "refused" | "unreadable" | "notANumber" | "manySeries" | "noSeries" | "noBad" | "unnamed";

/** A decision that was made. */
export type RolloutDecision = {
  /** When, as ISO 8601 has it. */
  at: string,
  /** Where the rollout stood then. */
  state: RolloutStateName,
  /** Why. */
  why: {
    code: string, params?: Record<string, any>, text: string,
  },
};

/** What all figures tell. */
export type RolloutEvidence = {
  /** The evidence of all functions and metrics against the canary, ln Σ ω·E, with twelve digits. */
  lnE: string,
  /** Where it goes back: ln 1/α. */
  limit: string,
  /** Function by function. */
  functions: Array<RolloutFigures>,
};

/** Of a function. Figures that are no counts are text of twelve digits, the same on every platform. */
export type RolloutFigures = {
  /** Its key. */
  key: string,
  /** Whether the canary is shown to be healthy for the next weight. */
  healthy: boolean,
  /** ln E for its health. */
  health: string,
  /** The share of bad calls that the next weight tolerates. */
  tolerance: string,
  /** φ, how much bad calls scatter. */
  phi: string,
  /** Whether the newest minute belongs to an outage that both versions share. */
  outage: boolean,
  /** Why the figures don't tell. */
  blind?: RolloutBlind,
  /** By metric. */
  metrics: Array<RolloutMetric>,
};

/** A function. */
export type RolloutFunction = {
  /** Its key. */
  key: string,
  /** Where it is. */
  region: string,
  /** Where it is. */
  namespace: string,
  /** What the cloud calls it. */
  name: string,
  /** The version that users are on. */
  stable: string,
  /** The version that is tried. */
  canary: string,
};

/** Of a metric: calls of both versions in the same minutes, and how many of them were bad. Of means, the newest mean durations in
 * milliseconds. */
export type RolloutMetric = {
  /** Which. */
  metric: RolloutMetricName,
  /** Of the canary. */
  calls: number,
  /** Of the canary. */
  bad: number,
  /** Of stable. */
  stableCalls: number,
  /** Of stable. */
  stableBad: number,
  /** The evidence against the canary, ln E. */
  lnE: string,
};

/** What is counted as bad. */
export type RolloutMetricName = "errors" | "platform" | "p50" | "p90" | "p99" | "means";

/** Calls by the minute. */
export type RolloutMinutes = {
  /** Of which function. */
  key: string,
  /** The minute (in minutes since 1970), then calls and bad calls of the canary, and the same of stable. Bad calls are null where
   * they are not known yet. */
  rows: [minute: number, calls: number, bad: number | null, stableCalls: number, stableBad: number | null][],
};

/** A share that was there. */
export type RolloutReached = {
  /** Of which step, counted from 1. */
  step: number,
  /** Since when, as ISO 8601 has it. */
  at: string,
};

/** A rollout, and what was seen and decided so far. */
export type RolloutReport = {
  /** Who looked after it last. */
  lookedBy?: string,
  /** How long the step had been held then, in seconds, without the time of outages. */
  held: number,
  /** When the share of each step was seen to be there. */
  reached: Array<RolloutReached>,
  /** What all figures tell. */
  evidence: RolloutEvidence,
  /** The canary's part of the calls since its share was there. A function without calls is missing. */
  actual: Array<RolloutActual>,
  /** Calls by the minute. */
  minutes: Array<RolloutMinutes>,
  /** Its id. */
  id: string,
  /** Where it stands. */
  state: RolloutStateName,
  /** When it began, as ISO 8601 has it. */
  began: string,
  /** Who started it. */
  who: string,
  /** The preset that its policy came from, where there is one. */
  preset?: string,
  /** The step that is held, counted from 1; 0 before the first. */
  step: number,
  /** Its steps. */
  steps: Array<RolloutStep>,
  /** The header whose value says in which bucket a user is, where buckets have the canary and not a share at random. */
  header?: string,
  /** What is tried: `latest`, or `version`, which is published before the first step. */
  canary: string,
  /** What follows the last one: `publish` or `latest`. */
  finish: string,
  /** Its functions. */
  functions: Array<RolloutFunction>,
  /** When it was looked at last, as ISO 8601 has it. */
  last?: string,
  /** How often it is looked at, in seconds. */
  every: number,
  /** The last decisions that differ from the one before them, the newest last. */
  decisions: Array<RolloutDecision>,
  /** Notices that did not arrive. */
  undelivered: Array<UndeliveredNotice>,
  /** Whether it has ended. */
  ended: boolean,
  /** Whether it waits for a person. */
  waits: boolean,
};

/** Where a rollout stands. */
export type RolloutStateName = "scheduled" | "holding" | "extended" | "warming" | "gate" | "paused" | "interrupted" | "advancing" | "rollingBack" | "done" | "rolledBack" | "aborted";

/** A step. */
export type RolloutStep = {
  /** What the canary gets; 0 at a step for staff. */
  share: number,
  /** Whom a rule gives the canary, at a step for staff. */
  staff?: ChosenCallers,
  /** How long it is held at least, in seconds. */
  hold: number,
  /** A person has to say yes after the hold. */
  gate?: string,
};

/** Rules, and who gets the requests that none of them takes. */
export type RoutingByRules = {
  /** The rules, in their order. */
  rules: Array<Rule>,
  /** Who gets the rest. */
  rest: Array<NewPart>,
};

/** What people should know of the rules of an alias. */
export type RoutingNote = {
  "code": "RulesDropped", "params": {
    /** Which. */
    rules: Array<Rule>,
    /** Whether the journal keeps them. */
    recorded: boolean,
  },
} | {
  "code": "Ruled", "params": {
    /** Which. */
    rules: Array<Rule>,
    /** The function. */
    key: string,
    /** The stage. */
    stage: string,
  },
} | {
  "code": "RulesChange", "params": {
    /** Rule by rule. */
    rules: Array<RuleChange>,
  },
} | {
  "code": "SharesEnd", "params": {
    /** The shares as they were. */
    parts: Array<VersionShare>,
  },
} | {
  "code": "UsersChangeSides", "params": {
    /** The rule as it was. */
    was: Rule,
  },
} | {
  "code": "NothingToRoute",
} | {
  "code": "RulesNotRestored", "params": {
    /** Which. */
    rules: Array<Rule>,
    /** Who gets what they took. */
    rest: string,
  },
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

/** What became of a function's routing when its group failed after its alias was written. */
export type RoutingStatus = "restored" | "notRestored";

/** A version beside the main one. */
export type RoutingWeight = {
  /** Its number, `$LATEST`, or the words for one that this run makes. */
  version: string,
  /** Its share, 0 to 1. */
  weight: number,
};

/** Rule: facts, with their sentence in the language of the reader. */
export type Rule = RuleFacts & { text: string }

/** What becomes of a rule. */
export type RuleChange = {
  "what": "comes",
  /** Which. */
  rule: Rule,
} | {
  "what": "stays",
  /** Which. */
  rule: Rule,
} | {
  "what": "changes",
  /** As it was. */
  was: Rule,
  /** As it will be. */
  rule: Rule,
};

/** A routing rule: the requests that it takes go to a version. */
export type RuleFacts = {
  /** The name of the header, or of the entry in the routing key. */
  header: string,
  /** The version: `$latest`, `7`. */
  to: string,
} & ({
  /** The text. */
  exact: string,
} | {
  /** The first. */
  from: number,
  /** The last. */
  upTo: number,
} | {
  /** Its method. */
  method: string,
  /** Its expression. */
  expression: string,
});

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
  /** What it is now; absent where it is not there. */
  from?: SettingValue,
  /** What it will be; absent where it goes away. */
  to?: SettingValue,
};

/** What a setting is or will be. */
export type SettingValue = {
  "hidden": HiddenSetting,
} | string;

/** What an alias says, or will say. */
export type Shares = string | Array<NewPart> | RoutingByRules;

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
  /** The container image on `$LATEST`, of a function that is made of one. */
  image?: string,
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
  /** Of `triggers`, `domains` and `provisioned`, what the API did not let this key look at. */
  unchecked?: Array<Unchecked>,
  /** What someone should look at; empty where all is well. */
  attention: Array<Attention>,
  /** Whether the alias agrees with the inputs; absent where they do not say. */
  agrees?: boolean,
};

/** A step of a plan. */
export type StepFacts = {
  "code": "WaitActive", "params": {
    /** The API's word for what it is now. */
    status: string,
  },
} | {
  "code": "WaitVersion", "params": {
    /** Which. */
    version: string,
  },
} | {
  "code": "CreateFunction", "params": {
    /** Where its code is taken from. */
    source: CodeFrom,
  },
} | {
  "code": "PutObject", "params": {
    /** The bucket, with the account's appid. */
    bucket: string,
    /** The size of the package. */
    bytes: number,
    /** Whether the bucket is created first. */
    creates: boolean,
  },
} | {
  "code": "UploadCode", "params": {
    /** Where it is taken from; absent where the inputs do not say. */
    source: CodeFrom | null,
    /** The handler that goes with it. */
    handler: string | null,
  },
} | {
  "code": "Configure", "params": {
    /** Their names. */
    settings: Array<string>,
  },
} | {
  "code": "Publish", "params": {
    /** The number that is expected. */
    expected: number,
  },
} | {
  "code": "Protect", "params": {
    /** The number that is expected. */
    expected: number,
    /** Whether it gets no traffic. */
    aside: boolean,
  },
} | {
  "code": "Shift", "params": {
    /** Which alias. */
    alias: string,
    /** What it says now. */
    from: Shares,
    /** What it will say. */
    to: Shares,
  },
} | {
  "code": "CreateAlias", "params": {
    /** Which. */
    alias: string,
    /** What it will say. */
    to: Shares,
  },
} | {
  "code": "DescribeAlias", "params": {
    /** Which. */
    alias: string,
    /** What it says, and goes on to say. */
    routing: Shares,
  },
} | {
  "code": "DeleteAlias", "params": {
    /** Which. */
    alias: string,
    /** What it says. */
    routing: Shares,
  },
} | {
  "code": "Trigger", "params": {
    /** What happens to it. */
    change: TriggerChange,
    /** Which. */
    trigger: NamedTrigger,
    /** What makes it fire; absent where that does not matter. */
    fires: Fires | null,
  },
} | {
  "code": "Domain", "params": {
    /** Which domain. */
    domain: string,
    /** Which paths. */
    paths: Array<string>,
    /** What they call then. */
    alias: string,
  },
} | {
  "code": "PutBack", "params": {
    /** Which. */
    alias: string,
    /** What it will say. */
    routing: Shares,
  },
} | {
  "code": "ShiftAgain", "params": {
    /** Which. */
    alias: string,
    /** What it will say. */
    routing: Shares,
  },
} | {
  "code": "DeleteAgain", "params": {
    /** Which. */
    alias: string,
  },
} | {
  "code": "Provision", "params": {
    /** Which; of one that the run makes, the number that is expected. */
    version: string,
    /** Whether the run makes it. */
    new: boolean,
    /** How many instances it is to have now; the same number where they are only waited for. */
    from: number,
    /** How many it will have. */
    to: number,
  },
} | {
  "code": "Release", "params": {
    /** Which. */
    version: string,
    /** How many instances it had. */
    instances: number,
  },
} | {
  "code": "DeleteFunction",
} | {
  "code": "DeleteVersion", "params": {
    /** Which. */
    version: string,
    /** The API's word, where it is not Active. */
    status: string | null,
    /** Whether it only keeps code that was on `$latest`. */
    saved: boolean,
  },
} | {
  "code": "DeleteVersions", "params": {
    /** As ranges. */
    versions: string,
  },
};

/** How far a step is. */
export type StepState = "started" | "done" | "failed";

/** StepText: facts, with their sentence in the language of the reader. */
export type StepText = StepFacts & { text: string }

/** What a store holds. */
export type StoreContent = {
  /** The log's id; absent before its first run. */
  id: string | null,
  /** The account that its runs belong to, where one of them knew it. */
  account: string | null,
  /** The region of its first function. */
  region: string | null,
  /** How many lines it has. */
  lines: number,
  /** How many runs. */
  runs: number,
  /** Runs that are at work, as far as can be told. */
  atWork: Array<StoreWorker>,
};

/** A run that is at work on a store. */
export type StoreWorker = {
  /** Its id. */
  run: string,
  /** What it does. */
  kind: string,
  /** User, host and process. */
  who: string,
  /** Since when, with the offset of the zone. */
  when: string,
};

/** Summary: facts, with their sentence in the language of the reader. */
export type Summary = SummaryFacts & { text: string }

/** The last line of a plan. */
export type SummaryFacts = {
  "code": "Plan", "params": PlanCounts,
};

/** A write about a trigger, named as the action of the API. */
export type TriggerCall = "CreateTrigger" | "UpdateTrigger" | "UpdateTriggerStatus" | "DeleteTrigger";

/** What happens to a trigger. */
export type TriggerChange = "create" | "move" | "update" | "open" | "close" | "delete";

/** What the API did not let this key look at. */
export type Unchecked = "triggers" | "domains" | "provisioned";

/** A message that did not arrive yet. */
export type UndeliveredNotice = {
  /** How it is sent: `webhook`, `wecom`, `dingtalk`, `feishu`, `slack`. */
  to: string,
  /** What it is about. */
  event: string,
  /** How often it was tried. */
  tries: number,
  /** Whether it is not tried any more. */
  givenUp: boolean,
  /** The last answer's HTTP status; nothing where none came. */
  status?: number,
  /** The error code in the last answer. */
  code?: string,
  /** What is not known here: the name of an environment variable, or a digest of what the program that started it has. */
  missing?: string,
};

/** Why code is uploaded. */
export type Uploads = "differs" | "unknown" | "noDigest" | "handler" | "image" | "unknownImage";

/** The metrics of a version. */
export type VersionMetrics = {
  /** Which. */
  version: string,
  /** Its share of the alias's traffic now, 0 to 1. */
  traffic: number | null,
  /** How often it was called; null where the monitor has no call. */
  invocations: number | null,
  /** How often that failed, for any reason; null where there were no invocations. */
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

/** A function and a version of it. */
export type VersionOf = {
  /** The function's key. */
  function: string,
  /** The version. */
  version: string,
};

/** The provisioned concurrency of a version. */
export type VersionProvisioned = {
  /** How many instances it is to have. */
  asked: number,
  /** How many have started. */
  started: number,
  /** `Done`, `InProgress` or `Failed`. */
  status: string,
  /** Why it failed, in the API's words. */
  reason?: string,
  /** Whether no alias gives the version traffic: it costs and serves nobody. */
  idle: boolean,
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
  /** Its provisioned concurrency, which is billed; absent where it has none. */
  provisioned?: VersionProvisioned,
  /** A rollback left it: it gets no traffic by itself. */
  withdrawn?: boolean,
};

/** A version with its share. */
export type VersionShare = {
  /** `$latest`, `7`; of a version that the run makes, the number that is expected. */
  version: string,
  /** Its share of the traffic. */
  share: number,
  /** Whether the run makes it. */
  new?: boolean,
};

/** Waiting: facts, with their sentence in the language of the reader. */
export type Waiting = WaitingFacts & { text: string }

/** Why something takes longer than one try. */
export type WaitingFacts = {
  "code": "Retrying", "params": {
    /** Why, in the words of the API or of the system. */
    reason: string,
    /** For how long already, where that is long. */
    seconds?: number,
  },
} | {
  "code": "NotReady", "params": {
    /** For how long already, where that is long. */
    seconds?: number,
  },
} | {
  "code": "RateLowered", "params": {
    /** The API's code. */
    apiCode: string,
    /** The action. */
    action: string,
    /** The region. */
    region: string,
    /** Calls a second from now on. */
    rate: number,
  },
} | {
  "code": "LateCalls",
};

/** What people should know about provisioned concurrency. */
export type Warmth = {
  "about": "waits",
  /** How many instances. */
  instances: number,
} | {
  "about": "latestIsCold",
  /** Its share of the traffic. */
  share: number,
} | {
  "about": "cold",
} | {
  "about": "notChecked",
} | {
  "about": "left",
  /** Which. */
  version: string,
  /** How many instances. */
  instances: number,
};

/** How a caller is moved onto the alias. */
export type Way = "moveAll" | "moveByName" | "elsewhere";

/** A function and where it is. */
export type Where = {
  /** Its name. */
  function: string,
  /** Its region. */
  region: string,
  /** Its namespace. */
  namespace: string,
};
