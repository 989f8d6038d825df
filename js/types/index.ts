/** What `import 'scf-grayscale'` gives to TypeScript: what index.js exports, and the types of what goes in and comes out. */

export type { AliasArgs } from '../aliases.js'
export * from '../index.js'
export type {
  Credentials,
  FunctionArgs,
  FunctionOptions,
  Options,
  PruneInputs,
  RollbackInputs,
  RunOptions,
} from '../options.js'
export type { Decision, WholePolicy } from '../rollout.js'
export type { Forecast } from '../rollout-rehearsal.js'
export type { Rehearsed, Replayed } from '../rollout-replay.js'
export type { Lack, OfRollout, RolledOut, RolloutState } from '../rollouts.js'
export type { WithRollout } from '../runs.js'
export type { Source } from '../runtime/sources.js'
export type {
  Answer,
  ApiObject,
  ErrorGiven,
  ErrorResult,
  History,
  HistoryFunction,
  HistoryOrder,
  HistoryRun,
  LineOf,
  Observed,
  ObservedFunction,
  Pending,
  Permission,
  PolicyDocument,
  PolicyRow,
  ProgressOf,
  Spoken,
  Store,
  StoreAppended,
  StoreConflict,
  StoreImport,
  StoreStatus,
  StoreText,
  Transport,
  TransportRequest,
  Verified,
} from '../types.js'
export type { HostName, Language, Reader } from '../words/reader.js'
export type * from './generated.js'
