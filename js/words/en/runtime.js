// @ts-check
/** Errors of the library: loading, credentials, the journal and its lock; and why a request or a file failed. */
import { said } from '../said.js'
import { typed } from '../typed.js'

const sameAgain = 'correct that, then give the same command again'

export const runtime = {
  InternalError: (/** @type {{ what: string }} */ { what }) =>
    said(
      `scf-grayscale failed unexpectedly: ${what}`,
      'This is a bug of scf-grayscale, or of a function that was handed to it. Please report it with the command and its output. The journal, where one was kept, shows what had been changed.',
    ),
  NotReady: () => said('the wasm module is not loaded yet, so nothing was done', 'await init() first, once'),
  ModuleNotLoaded: (/** @type {{ url?: string, why: string }} */ { url, why }) =>
    said(
      `the wasm module could not be loaded${url === undefined ? '' : ` from ${url}`}: ${why}`,
      'see that scf_grayscale_bg.wasm is served there, or give init its URL, bytes or compiled module: docs/browser.md has the lines for each bundler',
    ),
  UnknownOption: (/** @type {{ option: string, known: string[] }} */ { option, known }) =>
    said(`Grayscale has no option ${option}`, `known: ${known.join(', ')}`),
  'UnknownOption.host': (/** @type {{ host: string, known: string[] }} */ { host, known }) =>
    said(`speak has no host ${host}`, `known: ${known.join(', ')}`),
  'MissingCredentials.notGiven': () =>
    said(
      'no credentials were given, so nothing was sent',
      'give credentials: { secretId, secretKey }, or an async function that returns them',
    ),
  CredentialsFailed: (/** @type {{ why: string }} */ { why }) =>
    said(
      `the function that was given as credentials failed: ${why}`,
      'nothing was sent for this call; correct the source of the credentials, then give the same command again',
    ),
  SignerDisposed: () => said('the signer was disposed of and has no secrets any more', 'make a new one'),
  'InvalidRequest.body': () => said('the body must be text, bytes, { sha256 } or { unsigned: true }'),
  'InvalidRequest.text': (/** @type {{ name: string, type: string }} */ { name, type }) =>
    said(`${name} must be a string and is ${type === 'null' ? 'null' : `of type ${type}`}`),
  JournalFailed: (/** @type {{ reason: string, unchanged: boolean }} */ { reason, unchanged }) =>
    said(`${reason}${unchanged ? '; nothing was changed' : ''}`, sameAgain),
  UnsafeJournal: (/** @type {{ reason: string, path: string, unchanged: boolean }} */ { reason, path, unchanged }) =>
    said(
      `${reason}${unchanged ? '; nothing was changed' : ''}`,
      `a run makes regular files of its own there: see what ${path} is, move it away, then give the same command again; ${typed({ verb: 'rollback' })} continues without the journal`,
    ),
}

/** Reasons, and names of what failed. */
export const runtimeParts = {
  thrown: (/** @type {string} */ type) => `something of type ${type} was thrown`,
  somebody: () => 'somebody',
  noObject: () => 'it holds no object',
  journal: {
    unwritable: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the journal ${where} could not be written: ${why}`,
    unreadable: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the journal ${where} could not be read: ${why}`,
    notReplaced: (/** @type {string} */ where, /** @type {string} */ why) =>
      `the journal ${where} could not be replaced: ${why}`,
    noPosition: (/** @type {string} */ where) =>
      `the journal ${where} is not the one that was read before: it was cut or replaced`,
    cutShort: (/** @type {number} */ written, /** @type {number} */ of) =>
      `${written} of ${of} bytes were written; see that the disk has room`,
    olderTool: (/** @type {string} */ where, /** @type {string} */ lock, /** @type {string} */ who) =>
      `the journal ${where} could not be written: ${who} holds ${lock}, a lock of an older scf-grayscale. Wait for that run, or delete the file if there is none`,
    tooLarge: (/** @type {number} */ megabytes) => `it has ${megabytes} MB; move it away`,
    inBrowser: (/** @type {string} */ name) => `${name} in this browser`,
    browserFull: () => 'the browser has no room left for this page',
    onPlatform: (/** @type {string} */ why) =>
      `the platform did not save the journal, which lies in the component's state: ${why}`,
    stateNotSaved: (/** @type {string} */ why) => `the state could not be saved: ${why}`,
    inState: () => "the component's state",
    memory: () => 'memory',
    unsafe: (/** @type {string} */ path, /** @type {string} */ why) =>
      `${path} ${why}: the journal is neither read nor written there`,
    takenOver: (/** @type {string} */ who) => `${who} took over`,
    lockGone: () => 'the lock is gone',
  },
  unsafe: {
    link: () => 'is a symbolic link',
    notRegular: () => 'is not a regular file',
    replaced: () => 'is replaced again and again while it is opened',
    hardLink: () => 'has another name too (a hard link)',
    otherOwner: (/** @type {string} */ uid) => `belongs to another user (uid ${uid})`,
  },
  disk: {
    EACCES: () => 'permission denied; make it yours to read and write, or run in a directory of your own',
    EDQUOT: () => 'the disk quota is used up; free some space',
    EFBIG: () => 'a file may not become that large here; raise that limit (ulimit -f)',
    EISDIR: () => 'it is a directory; move it away',
    ENOSPC: () => 'the disk is full; free some space',
    ENOTDIR: () => 'a part of its path is a file, not a directory; move that away',
    EPERM: () => 'not permitted; make it yours to read and write, or run in a directory of your own',
    EROFS: () => 'the file system is read-only; run in a directory that can be written',
  },
  transport: {
    notBegun: (/** @type {string} */ origin) => `the request to ${origin} was not begun: it was cancelled`,
    noAnswer: (/** @type {string} */ origin, /** @type {string} */ why) => `no answer from ${origin}: ${why}`,
    brokeOff: (/** @type {string} */ origin, /** @type {string} */ why) =>
      `the answer broke off, from ${origin}: ${why}`,
    timeout: (/** @type {number} */ ms) => `time-out after ${ms} ms`,
    within: (/** @type {number} */ ms) => `no answer within ${ms} ms`,
    cancelled: () => 'cancelled',
    redirect: (/** @type {{ origin: string, status: string, to?: string }} */ { origin, status, to }) =>
      `${origin} answered with a redirect (HTTP ${status}) to ${to ?? 'a place that it does not show'}; redirects are not followed: check the endpoint`,
    tooLong: (/** @type {string} */ origin, /** @type {number} */ megabytes) =>
      `${origin} answered with more than ${megabytes} MiB: that is not an answer of the API`,
    unresolved: (/** @type {string} */ name, /** @type {string} */ code) =>
      `the name ${name} could not be resolved (${code})`,
    untrusted: (/** @type {string} */ why) => `its TLS certificate is not trusted (${why})`,
    badProxy: () =>
      'the address of the proxy is not a URL like http://127.0.0.1:3128: check HTTP_PROXY and HTTPS_PROXY, or the option proxy',
    noProxyHere: () => 'the option proxy works in Node alone: a browser or worker uses its own settings',
  },
  interrupt: {
    stopping: () => 'stopping: no new step starts, calls in flight finish; press Ctrl-C again to end at once',
    ended: () => 'ended at once: calls in flight may have taken effect; the status command shows the current state',
  },
}
