// @ts-check
// Limits of the service. The documented ones have their documented values; an emulator may be started with others.

/**
 * @typedef {object} Quotas
 * @property {number} namespaces per region
 * @property {number} functions per namespace
 * @property {number} versions published versions per function
 * @property {number} aliases per function, `$DEFAULT` included (the documentation names the quota, not its number)
 * @property {number} triggers per function and type
 * @property {number} environmentBytes names and values together
 * @property {number} timeoutSeconds
 * @property {number} asyncTimeoutSeconds of functions that run asynchronously
 * @property {number} memoryMb
 * @property {number} concurrencyMb of all functions of a region
 * @property {number} unreservedMb that no function can reserve
 * @property {number} requestBytes body of a POST signed with TC3
 * @property {number} formBytes body of a POST signed with v1
 * @property {number} queryBytes query of a GET
 * @property {number} syncEventBytes event of a synchronous invocation, and its answer
 * @property {number} asyncEventBytes
 * @property {number} unpackedBytes code, uncompressed
 */

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
