// @ts-check
// The clock of an emulator that was started with --clock, moved by a request: `PUT /-/clock` with epoch seconds, or with
// `+60` to go on from where it stands. Whoever moves it must know the key.
//
//   curl -u "$TENCENT_SECRET_ID:$TENCENT_SECRET_KEY" -X PUT -d +60 http://127.0.0.1:9000/-/clock

import { createHash, timingSafeEqual } from 'node:crypto'
import { LAST_SECOND } from './clock.js'

export const CLOCK_PATH = '/-/clock'

const TIME = /^(\+?)(\d{1,12})$/

/**
 * @param {import('./request.js').HttpRequest} request
 * @param {import('./clock.js').Clock} clock
 * @param {import('./claims.js').Credential} credential
 * @returns {{ status: number, text: string }}
 */
export function answerClock({ method, headers, body }, clock, credential) {
  if (!clock.isMovable)
    return { status: 404, text: 'Not found: an emulator without --clock has the time of this machine.\n' }
  if (!isOwner(headers.get('authorization') ?? '', credential)) {
    return { status: 401, text: 'Refused: send the SecretId and its key as user and password.\n' }
  }
  if (method === 'GET') return { status: 200, text: `${clock.nowSeconds()}\n` }
  if (method !== 'PUT') return { status: 405, text: 'The clock takes PUT and GET.\n' }
  const [, sign, digits] = TIME.exec(body.toString().trim()) ?? []
  const seconds = (sign === '+' ? clock.nowSeconds() : 0) + Number(digits)
  if (!(seconds <= LAST_SECOND)) {
    return { status: 400, text: 'The body is epoch seconds such as 1760000000, or +60 to go on from now.\n' }
  }
  clock.frozenMs = seconds * 1000
  return { status: 200, text: `${seconds}\n` }
}

/** @param {string} authorization @param {import('./claims.js').Credential} credential */
function isOwner(authorization, { secretId, secretKey }) {
  const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest()
  const expected = `Basic ${Buffer.from(`${secretId}:${secretKey}`).toString('base64')}`
  return timingSafeEqual(digest(authorization), digest(expected))
}
