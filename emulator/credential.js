// @ts-check
// The key that requests must be signed with. A key that everybody knows would let everybody run code here, so one is drawn.

import { randomInt } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 32

/** A key in the form of Tencent Cloud's. */
export function drawCredential() {
  return { secretId: `AKID${draw()}`, secretKey: draw() }
}

function draw() {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}
