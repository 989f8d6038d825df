// @ts-check
// Limits of the service. The documented ones have their documented values; an emulator may be started with others.

/** @typedef {import('./public.js').Quotas} Quotas */

/** @type {Readonly<Quotas>} */
export const DOCUMENTED_QUOTAS = Object.freeze({
  namespaces: 5,
  functions: 50,
  versions: 1000,
  aliases: 100,
  triggers: 10,
  environmentBytes: 4096,
  timeoutSeconds: 900,
  asyncTimeoutSeconds: 86_400,
  memoryMb: 3072,
  concurrencyMb: 128_000,
  unreservedMb: 12_800,
  requestBytes: 10 * 1024 * 1024,
  formBytes: 1024 * 1024,
  queryBytes: 32 * 1024,
  syncEventBytes: 6 * 1024 * 1024,
  asyncEventBytes: 128 * 1024,
  unpackedBytes: 500 * 1024 * 1024,
})
