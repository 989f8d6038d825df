// @ts-check
/** What shared stores say: object storage and PostgreSQL. */
import { said } from '../said.js'

/** What is wrong with an address, or a name. */
export const wrong = {
  form: (/** @type {{ form: string }} */ { form }) => `it is not like ${form}`,
  scheme: (/** @type {{ known: string[] }} */ { known }) => `its kind is unknown; known: ${known.join(', ')}`,
  cosUser: () => 'it has a user or a password in it; keys come from the environment',
  unknownParameter: (/** @type {{ known: string[] }} */ { known }) =>
    `it has an unknown parameter behind the question mark; known: ${known.join(', ')}`,
  regionTwice: () => 'it has several regions',
  bucket: () => 'the bucket must be in lower case and end in the appid, as in journal-1250000000',
  region: () => 'the region is missing or invalid; add one, as in ?region=ap-guangzhou',
  prefix: () => 'the prefix must be names between slashes, at most 500 characters',
  log: (/** @type {{ log: string }} */ { log }) =>
    `${JSON.stringify(log)} is no name of a log; it must be like project/stage, at most 500 characters`,
  keyHalf: () => 'GRAYSCALE_STORE_SECRET_ID and GRAYSCALE_STORE_SECRET_KEY must be set together',
  table: () =>
    'the table must be a name of lower-case letters, digits and underscores, with a schema before a dot if needed',
}

export const store = {
  InvalidStore: (/** @type {{ why: string, said: string }} */ { said: why }) =>
    said(`the address of the store is invalid: ${why}`, 'docs/shared-store.md has the forms of addresses'),
}

export const storeParts = {
  wrong,
  tooLarge: (/** @type {string} */ where, /** @type {number} */ megabytes) =>
    `the log ${where} has more than ${megabytes} MB; start a new one: use another prefix or project name`,
  foreign: (/** @type {string} */ where) =>
    `${where} was not written by scf-grayscale, or was changed by hand; move it away, or use another prefix`,
  noClock: (/** @type {string} */ where) =>
    `the store ${where} does not tell its clock, so nobody knows when the turn of another machine is over: read and append must answer with now`,
  gone: (/** @type {string} */ where) =>
    `the log ${where} was deleted or replaced while it was in use; nothing was written. Restore it, or give the command again to start a new one`,
  cos: {
    unanswered: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the store ${where} did not answer: ${why}; give the same command again later`,
    noBucket: (/** @type {string} */ bucket, /** @type {string} */ region) =>
      `there is no bucket ${bucket} in ${region}: check its name, appid and region, or create it`,
    elsewhere: (/** @type {string} */ bucket, /** @type {string} */ region) =>
      `the bucket ${bucket} is not in ${region}: correct the region of the store's address`,
    clock: (/** @type {string} */ where) => `the store ${where} finds this machine's clock wrong: set it`,
    keyRefused: (/** @type {string} */ where, /** @type {string} */ refused) =>
      `the store ${where} does not accept the key (${refused}): check GRAYSCALE_STORE_SECRET_ID and GRAYSCALE_STORE_SECRET_KEY, or the key of this command; a token may have expired`,
    denied: (/** @type {string} */ refused, /** @type {string} */ action, /** @type {string} */ resource) =>
      `the key may not use the store (${refused}): allow ${action} on ${resource}; docs/shared-store.md has the whole policy`,
    failed: (/** @type {string} */ where, /** @type {string} */ refused) =>
      `the store ${where} refused a request (${refused})`,
    path: (/** @type {string} */ where) =>
      `an object is in the way of ${where} (PathConflict): use another prefix, or a bucket without metadata acceleration`,
    appendStopped: (/** @type {string} */ where, /** @type {string} */ code) =>
      `the bucket of ${where} no longer takes \`APPEND Object\` (${code}): switch intelligent tiering and versioning off, or use a new bucket`,
    versionedNow: (/** @type {string} */ where) =>
      `the bucket of ${where} has versions now, so two runs could overwrite each other: use a bucket that never had versioning on`,
    versioned: (/** @type {string} */ where) =>
      `the bucket of ${where} has or had versioning, where creations overwrite: use a bucket that never had versioning on`,
    noWay: (/** @type {string} */ where, /** @type {string} */ code) =>
      `the bucket of ${where} takes no \`APPEND Object\` (${code}), and \`x-cos-forbid-overwrite\` does not stop a second creation there: use another bucket, in one zone and without versioning`,
  },
  postgres: {
    noPackage: () => 'the package pg is not installed, which a store in PostgreSQL needs: `npm install pg`',
    unreachable: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the store ${where} can't be reached: ${why}; check host, port and \`sslmode\``,
    lost: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the connection to the store ${where} was lost: ${why}; give the same command again`,
    login: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the store ${where} refused the login (${why}): check user, password and database`,
    denied: (/** @type {string} */ where, /** @type {string} */ table) =>
      `the role may not use the table ${table} of ${where}: \`grant select, insert on ${table}\``,
    noCreate: (/** @type {string} */ where, /** @type {string} */ table) =>
      `the table ${table} of ${where} does not exist, and the role may not create it: \`grant create\` on the schema, or create the table as docs/shared-store.md shows`,
    readOnly: (/** @type {string} */ where) => `the store ${where} is read-only: use the address of the primary server`,
    failed: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the store ${where} refused a statement: ${why}`,
  },
}
