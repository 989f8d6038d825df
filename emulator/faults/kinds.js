// @ts-check
// Every kind of fault: the keys it takes, and what it makes of a call.

import { ACTIONS } from '../actions/index.js'
import { broken, closed, down, never, twice } from './delivery.js'
import { oneOf, parameters, required, someOf, text, whole, yesNo } from './keys.js'

/** @typedef {import('./course.js').Answer} Answer */
/** @typedef {import('./course.js').Course} Course */

/**
 * @typedef {object} Kind
 * @property {Record<string, import('./keys.js').Key>} keys
 * @property {boolean} [ofFunctions] it is about functions, not about answers
 * @property {boolean} [ofMetrics] it is about the points of GetMonitorData
 * @property {(given: any, rule: string) => Partial<Course>} course `rule`: which one it is, for messages
 */

const HOUR_MS = 3_600_000
const PAGE = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>Bad Gateway</body>\r\n</html>\r\n'

const SCF = ACTIONS['2018-04-16']
const writing = Object.keys(SCF).filter((name) => SCF[name].writes)
const reading = Object.keys(SCF).filter((name) => !SCF[name].writes && !SCF[name].invokes)

const ms = required(whole(1, HOUR_MS))
const minutes = required(whole(1, 1440))
const committed = yesNo()

/** @type {Record<string, Kind>} */
export const KINDS = {
  refuse: {
    keys: { code: required(text('a code of the API, such as InternalError')), message: text() },
    course: ({ code, message = 'This refusal was ordered.' }) => ({ refusal: { code, message } }),
  },
  'rate-limit': {
    keys: { retryAfter: whole(0, 3600) },
    course: ({ retryAfter }) => ({
      refusal: {
        code: 'RequestLimitExceeded',
        message: 'Your current request times exceeds the frequency limit. Please reduce the frequency of calls.',
      },
      ...(retryAfter !== undefined && { headers: { 'Retry-After': String(retryAfter) } }),
    }),
  },
  timeout: {
    keys: { committed },
    course: ({ committed = false }) => ({ skipped: !committed, deliver: never }),
  },
  late: { keys: { ms }, course: ({ ms }) => ({ delayMs: ms }) },
  twice: { keys: {}, course: () => ({ deliver: twice }) },
  reset: { keys: {}, course: () => ({ deliver: broken }) },
  html: {
    keys: { status: whole(200, 599), page: text(), committed },
    course: ({ status = 502, page = PAGE, committed = false }) => ({
      skipped: !committed,
      reshape: replaced(status, 'text/html', page),
    }),
  },
  truncated: {
    keys: {},
    course: () => ({ reshape: (answer) => ({ ...answer, bytes: answer.bytes.subarray(0, answer.bytes.length >> 1) }) }),
  },
  'content-type': {
    keys: { type: required(text('a type, such as text/plain')) },
    course: ({ type }) => ({
      reshape: (answer) => ({ ...answer, headers: { ...answer.headers, 'Content-Type': type } }),
    }),
  },
  status: {
    keys: { status: whole(500, 599), body: text(), committed },
    course: ({ status = 503, body = '', committed = false }) => ({
      skipped: !committed,
      reshape: replaced(status, 'text/plain', body),
    }),
  },
  close: {
    keys: { committed },
    course: ({ committed = false }) => ({ skipped: !committed, deliver: closed }),
  },
  down: {
    keys: { ms, committed },
    course: ({ ms, committed = false }) => ({ skipped: !committed, deliver: down(ms) }),
  },
  stale: {
    ofFunctions: true,
    keys: { ms, reads: someOf(reading) },
    course: ({ ms, reads }) => ({ stale: { ms, reads: reads && [reads].flat() } }),
  },
  meanwhile: {
    ofFunctions: true,
    keys: { do: required(oneOf(writing)), with: parameters(), when: oneOf(['before', 'after']) },
    course: ({ do: action, with: params = {}, when = 'before' }, rule) => ({ [when]: [{ action, params, rule }] }),
  },
  stuck: {
    ofFunctions: true,
    keys: { ms: whole(1, HOUR_MS) },
    course: ({ ms = Number.POSITIVE_INFINITY }) => ({ transition: { ms } }),
  },
  fail: {
    ofFunctions: true,
    keys: { code: text(), message: text() },
    course: ({ code = 'InternalError', message = 'This failure was ordered.' }) => ({
      transition: { reason: { ErrorCode: code, ErrorMessage: message } },
    }),
  },
  'missing-points': {
    ofMetrics: true,
    keys: { minutes },
    course: ({ minutes }) => ({ metrics: { missing: minutes } }),
  },
  'late-points': {
    ofMetrics: true,
    keys: { minutes },
    course: ({ minutes }) => ({ metrics: { late: minutes } }),
  },
  'latest-spelling': {
    ofMetrics: true,
    keys: { spelling: required(oneOf(['$latest', '$LATEST'])) },
    course: ({ spelling }) => ({ metrics: { spelling } }),
  },
  clock: {
    keys: { seconds: required(whole(-1_000_000_000, 1_000_000_000)) },
    course: ({ seconds }) => ({ skewSeconds: seconds }),
  },
}

/**
 * Something else that answers in the API's place.
 * @param {number} status
 * @param {string} type
 * @param {string} body
 * @returns {(answer: Answer) => Answer}
 */
function replaced(status, type, body) {
  return ({ headers }) => ({ status, headers: { ...headers, 'Content-Type': type }, bytes: Buffer.from(body) })
}
