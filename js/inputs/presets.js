// @ts-check
// Generated from the Rust sources: node scripts/types.mjs writes it. Not for editing.

/** Names of policies that are offered; more of their kind, and those of CodeDeploy, are understood. */
export const presets = /** @type {const} */ ([
  'canary',
  'careful',
  'manual',
  'canary10',
  'linear10every1m',
  'linear10every10m',
  'linear20every5m',
  'AllAtOnce',
])
