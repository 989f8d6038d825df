// @ts-check
/** @import { Filled, Store, Transport } from './types.js' */
/** @import { Inputs, Progress } from './types/generated.js' */
import { usageError } from './errors.js'

/** @typedef {{ secretId: string, secretKey: string, token?: string }} Credentials */

/**
 * @typedef {object} Options
 * @property {Credentials | (() => Credentials | Promise<Credentials>)} [credentials] a function is asked before each call,
 *   since tokens expire in the middle of a release
 * @property {string} [region] where inputs name none (default `ap-guangzhou`)
 * @property {string} [namespace] where inputs name none (default `default`)
 * @property {string} [stage] where inputs name none (default `dev`)
 * @property {string} [endpoint] instead of `https://<service>.tencentcloudapi.com`
 * @property {boolean} [insecure] `endpoint` may be plain HTTP to another machine: code, variables and tokens can be read on
 *   the way
 * @property {{ name: string, app?: string }} [instance] the component's instance in a project file: its only function, where
 *   the inputs do not name it, is called `<name>-<stage>-<app>`
 * @property {Filled[]} [fromEnvironment] texts among the inputs that came from environment
 *   variables: plans and errors show `(from env.NAME)` in their place
 * @property {typeof globalThis.fetch} [fetch] instead of the platform's
 * @property {Transport} [transport] instead of one over `fetch`
 * @property {Store} [store] where the journal lies; in memory by default
 * @property {string} [cwd] where relative `src` paths start; the process's directory by default
 * @property {string} [root] the project's directory, which code has to be in; `cwd` by default
 * @property {string} [language] of the API's messages: `zh-CN` or `en-US`
 * @property {boolean} [createBucket] the bucket for packages that are too large for a request of the API is created where it
 *   does not exist; `BucketMissing` by default
 * @property {string} [appId] of the account; buckets are named with it. By default it is read from the account where it is needed
 * @property {boolean} [utc] times are told in UTC, instead of this machine's zone
 * @property {import('./runtime/sources.js').Source} [source] the server that the figures of rollouts come from, where a policy
 *   names one: its address and what proves who asks. With it, also where it is `{}`, an address in a policy counts only if it is
 *   this one, or came from an environment variable; without it a policy that `rollouts.start` is given is trusted
 * @property {Record<string, string | undefined>} [variables] what `${env:NAME}` in the policy of a rollout stands for; in Node the
 *   environment of this process by default. Files of a project don't count: they come with a repository
 * @property {boolean} [commands] `false`: hooks that are commands are not run here
 * @property {import('./runtime/clock.js').Clock} [clock] instead of this machine's clocks: for simulations, whose time is their own
 * @property {string} [who] who runs this, for the journal; user, host and process by default
 */

/**
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal]
 * @property {(event: Progress) => unknown} [onEvent] a promise that it returns is awaited
 * @property {boolean} [force] go on with what the journal says, although a line of it is not as it was written, and although a run
 *   of another journal wrote the alias last (`OtherStore`)
 */

/**
 * Which functions are meant, and where they are. Without a `project`, `function` is the name that the cloud has.
 *
 * @typedef {object} FunctionArgs
 * @property {string | string[]} [function] by name; of a project also by key, and all of its functions, or its only one,
 *   where it is left out
 * @property {string} [region]
 * @property {string} [namespace]
 * @property {string} [stage]
 */

/** @typedef {RunOptions & { project?: Inputs }} FunctionOptions `project`: its inputs, as `deploy` takes them */

/** @typedef {Inputs & { to?: string | number }} RollbackInputs */

/** @typedef {FunctionArgs & { functions?: Inputs['functions'], keep?: number | string, provisioned?: boolean }} PruneInputs */

const names = [
  'credentials',
  'region',
  'namespace',
  'stage',
  'endpoint',
  'insecure',
  'instance',
  'fromEnvironment',
  'fetch',
  'transport',
  'store',
  'cwd',
  'root',
  'language',
  'createBucket',
  'appId',
  'utc',
  'source',
  'variables',
  'commands',
  'clock',
  'who',
]

/**
 * @param {Options} options
 * @throws {import('./errors.js').GrayscaleError} `UnknownOption`
 */
export function refuseUnknownOptions(options) {
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown === undefined) return
  // In browsers the module may not be ready yet, so it can't be asked for the nearest name: all are listed.
  throw usageError('UnknownOption', { option: unknown, known: names })
}
