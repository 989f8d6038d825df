import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { exportLines } from '../../../js/render/exports.js'

const url = 'http://127.0.0.1:9000'

test('a shell that reads the lines has the address and the key, whatever is in them', () => {
  const credential = { secretId: 'AKID1', secretKey: `it's "$HOME" \\ \`x\``, token: 'a b' }
  const script = `${exportLines({ url, credential }, 'linux')}printf '%s\\n' "$GRAYSCALE_ENDPOINT" "$TENCENT_SECRET_ID" "$TENCENT_SECRET_KEY" "$TENCENT_TOKEN"`
  const read = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
  assert.deepEqual(read.trimEnd().split('\n'), [url, credential.secretId, credential.secretKey, credential.token])
})

test('on Windows the lines are PowerShell’s, and a token is left out where there is none', () => {
  assert.equal(
    exportLines({ url, credential: { secretId: 'AKID1', secretKey: "it's" } }, 'win32'),
    `  $env:GRAYSCALE_ENDPOINT = '${url}'\n  $env:TENCENT_SECRET_ID = 'AKID1'\n  $env:TENCENT_SECRET_KEY = 'it''s'\n`,
  )
})
