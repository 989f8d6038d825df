// @ts-check
/**
 * Plans, results, states and errors as text: for this command line and for the component alike. What is said comes
 * ready from the wasm module; here it only gets its place, its signs and, where asked for, its colours. Nothing needs a
 * colour to be understood.
 *
 * @module
 */
export { renderAliases } from './render/aliases.js'
export { renderError } from './render/error.js'
export { renderFunctions } from './render/functions.js'
export { renderHistory } from './render/history.js'
export { renderInvoked } from './render/invoked.js'
export { renderLogs, renderRows } from './render/logs.js'
export { renderMetrics } from './render/metrics.js'
export { renderPending } from './render/pending.js'
export { renderPermissions, renderPolicyTable } from './render/permissions.js'
export { renderPlan } from './render/plan.js'
export { renderResult } from './render/result.js'
export { renderStatus } from './render/status.js'
export { painter, plain } from './render/text.js'
