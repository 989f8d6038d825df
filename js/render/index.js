// @ts-check
/**
 * Plans, results, states and errors as text: for this command line and for the component alike. What is said comes
 * ready from the wasm module; here it only gets its place, its signs and, where asked for, its colours. Nothing needs a
 * colour to be understood.
 *
 * @module
 */
export { renderAliases } from './aliases.js'
export { renderError } from './error.js'
export { renderFunctions } from './functions.js'
export { renderHistory } from './history.js'
export { renderInvoked } from './invoked.js'
export { renderLogs, renderRows } from './logs.js'
export { renderMarkdown } from './markdown.js'
export { renderMetrics } from './metrics.js'
export { renderPending } from './pending.js'
export { renderPermissions, renderPolicyTable } from './permissions.js'
export { renderPlan } from './plan.js'
export { renderResult } from './result.js'
export { renderRollout } from './rollout.js'
export { renderStatus } from './status.js'
export { renderStoreImport, renderStoreStatus } from './store.js'
export { painter, plain } from './text.js'
