// What `scf-grayscale/emulator` is to TypeScript: these names and no others, without the types of Node.js.

/** Makes a local SCF: an HTTP server on loopback that really runs functions. */
export declare function startEmulator(options?: EmulatorOptions): Promise<Emulator>

export type EmulatorOptions = {
  /** 0 (the default) picks a free one */
  port?: number
  /** makes every draw repeatable */
  seed?: number | string
  /** epoch seconds at which signatures and timestamps stand still */
  clock?: number
  /** before every answer of the API */
  latencyMs?: number
  /** management actions per second, action and region; 0 = no limit */
  rate?: number
  /** what requests must be signed with; drawn unless given, and so is its key */
  secretId?: string
  secretKey?: string
  /** when given, requests must carry it */
  token?: string
  /** where everything that exists is kept, and the key that was drawn */
  stateFile?: string
  /** holds code packages as <bucket>/<object>, beside the objects that are uploaded */
  cosDir?: string
  /** what goes wrong, and when */
  faults?: Rule[]
  /** the same in a file; its rules come behind those of `faults` */
  faultsFile?: string
  /** of CAM: what the key may do; everything by default */
  policy?: Policy
  /** the same in a file */
  policyFile?: string
  /** after the end of a minute, until GetMonitorData shows it; by default the minute that runs is shown too */
  metricDelaySeconds?: number
  /** until a line of a log is found by SearchLog */
  logDelayMs?: number
  /** origins of pages that may call; none by default */
  cors?: string[]
  /** names of this server, beside loopback's and Tencent Cloud's */
  allowHosts?: string[]
  /** in which a request must have arrived whole */
  requestTimeoutMs?: number
  delays?: Partial<Delays>
  quotas?: Partial<Quotas>
  processes?: Partial<PoolLimits>
  /** what went wrong outside of any request; stderr by default */
  log?: (line: string) => void
}

export type Emulator = {
  url: string
  port: number
  /** what requests must be signed with */
  credential: Credential
  /** functions can't read the environment and the memory of this process */
  isolated: boolean
  /** the last calls but invocations, oldest first */
  requests: SeenRequest[]
  /** who was served what: an entry per alias and change, the last 10,000, oldest first */
  history: Exposure[]
  /** makes a coming transition fail */
  failNext: (order: OrderedFailure) => void
  /** from now on these rules, counting from here */
  setFaults: (rules: Rule[]) => void
  /** from now on the key may do this alone, or everything again */
  setPolicy: (policy: Policy | undefined) => void
  /**
   * from now on the wall clock stands still at these epoch milliseconds, or, without, goes with this machine's again: so that a
   * past can be made by real invocations
   */
  setClock: (ms: number | undefined) => void
  /** of the changes that begin from now on */
  setDelays: (delays: Partial<Delays>) => void
  /** ends every function's process too */
  close: () => Promise<void>
}

export type Credential = {
  secretId: string
  secretKey: string
  token?: string
}

/** A rule of a fault script: which calls it is about, and what happens to them. */
export type Rule = { action: string | string[]; fault: string; [key: string]: unknown } & Partial<Condition>

export type Condition = {
  function: string
  namespace: string
  region: string
  /** of the calls that are meant: `2`, `2..4`, `2..` */
  nth: number | string
  chance: number
  /** at most */
  times: number
}

export type Policy = { version: string; statement: Statement[] }

export type Statement = { effect: string; action: string | string[]; resource: string | string[] }

/** How long a function stays in a state, and, for retryMs, how long an asynchronous invocation that failed waits. */
export type Delays = {
  createMs: number
  updateMs: number
  publishMs: number
  deleteMs: number
  /** of provisioned concurrency */
  provisionMs: number
  retryMs: number
}

export declare const DEFAULT_DELAYS: Readonly<Delays>

export type Quotas = {
  /** per region */
  namespaces: number
  /** per namespace */
  functions: number
  /** published versions per function */
  versions: number
  /** per function, `$DEFAULT` included (the documentation names the quota, not its number) */
  aliases: number
  /** per function and type */
  triggers: number
  /** names and values together */
  environmentBytes: number
  timeoutSeconds: number
  /** of functions that run asynchronously */
  asyncTimeoutSeconds: number
  memoryMb: number
  /** of all functions of a region */
  concurrencyMb: number
  /** that no function can reserve */
  unreservedMb: number
  /** body of a POST signed with TC3 */
  requestBytes: number
  /** body of a POST signed with v1 */
  formBytes: number
  /** query of a GET */
  queryBytes: number
  /** event of a synchronous invocation, and its answer */
  syncEventBytes: number
  asyncEventBytes: number
  /** code, uncompressed */
  unpackedBytes: number
}

export type PoolLimits = {
  /** processes of one function version */
  perTarget: number
  /** processes */
  total: number
  /** invocations of one version that wait for a process; more are throttled */
  waiting: number
  /** after which a process is ended */
  idleMs: number
}

/** A failure that was ordered for a coming transition, so that failed states can be met on purpose. */
export type OrderedFailure = {
  transition: 'create' | 'update' | 'publish' | 'delete'
  /** any function when absent */
  functionName?: string
  reason?: Reason
}

export type Reason = { ErrorCode: string; ErrorMessage: string }

export type SeenRequest = {
  action: string
  region: string
  /** epoch ms */
  at: number
  /** of the error; '' = none */
  code: string
  requestId: string
  /** kinds of those that it met */
  faults?: string[]
  /** of object storage: the bucket and the object */
  object?: string
}

export type Exposure = {
  /** from 1, without gaps */
  seq: number
  /** epoch ms, of the real clock */
  at: number
  region: string
  namespace: string
  function: string
  alias: string
  /** the main version; null: the alias is gone */
  main: string | null
  additional: VersionWeight[]
  rules: VersionMatch[]
  /** digest of the code that `$LATEST` shows: while it is Updating, of what is to come */
  latest: string
  /** by `$LATEST` and the versions that the alias names, the digest of the code that invocations run; null: none yet */
  served: Record<string, string | null>
  /** of the request that changed the routing; absent where a status changed */
  requestId?: string
}

export type VersionWeight = { Version: string; Weight: number }
export type VersionMatch = { Version: string; Key: string; Method: string; Expression: string }

/** Whether this machine has what event functions of a runtime run on, such as Python3.9. */
export declare function runsHere(runtime: string): Promise<boolean>

/** The flags of the command, by name, as its help shows them. */
export declare const emulatorOptions: Record<string, { hint: string; description: string }>

/** From the flags of a command line to the options of `startEmulator`. Throws an `OptionError`. */
export declare function readEmulatorOptions(flags: Record<string, unknown>): EmulatorOptions

/** A flag that can't be used as given. */
export declare class OptionError extends Error {
  constructor(flag: string, value: string, expected: string)
  flag: string
}

/** A fault script that can't be meant. */
export declare class FaultError extends Error {
  constructor(message: string, path?: (string | number)[])
  /** of what it is about, from the list of rules on */
  path: (string | number)[]
}

/** A policy that can't be read. */
export declare class PolicyError extends Error {
  constructor(why: string)
}
