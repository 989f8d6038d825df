// The package in workerd, Cloudflare's runtime: built and configured as docs/browser.md says, run by the real binary.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cell } from '../support/compatibility.js'
import { weighed } from './support/browse.js'
import { cloud } from './support/cloud.js'
import { documented } from './support/documented.js'
import { listening } from './support/process.js'
import { named, project } from './support/project.js'

const { files, commands } = documented('workerd and Cloudflare Workers')
const [build, serve] = commands

/** By itself workerd lets no worker call a machine of its own network, where the emulator is. */
const near = '(name = "internet", network = (allow = ["private"]))'

cell('browsers', named('workerd'), ['request handler', 'nothing of Node in the bundle'], async (t) => {
  const api = await cloud(t)
  const { directory, npx, bin } = await project(t, files)
  await npx(build)
  const config = join(directory, 'config.capnp')
  writeFileSync(config, readFileSync(config, 'utf8').replace('services = [', `services = [${near}, `))

  const { endpoint, credentials } = api.options
  const [tool, ...words] = serve
  const [, port] = await listening(t, bin(tool), [...words, '--socket-addr=http=127.0.0.1:0', '--control-fd=1'], {
    cwd: directory,
    env: {
      TENCENT_SECRET_ID: credentials.secretId,
      TENCENT_SECRET_KEY: credentials.secretKey,
      SCF_ENDPOINT: endpoint,
    },
    ready: /"socket":"http","port":(\d+)/,
  })
  await api.shares(1)
  const body = JSON.stringify({ functions: ['fun01'], traffic: 0.1 })
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  const { summary, functions } = JSON.parse(text)
  assert.equal(summary, 'Plan: 1 to shift.')
  assert.deepEqual(
    functions.map(({ name, status, traffic }) => ({ name, status, traffic })),
    [{ name: 'fun01', status: 'done', traffic: 0.1 }],
  )
  await api.shares(0.1)
  t.diagnostic(`${named('workerd')}: ${weighed(join(directory, 'dist'))}, not minified`)
})
