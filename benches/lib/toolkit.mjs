// @ts-check
/**
 * A process that carries out releases with tencent-component-toolkit, one after the other, as the established component
 * does. It can't be told another host: HTTPS_PROXY leads it to the emulator.
 */
import { readFileSync } from 'node:fs'
import { requireClient } from '../../tests/clients/support/npm.js'
import { proxyTo } from '../../tests/clients/support/proxy.js'

const { port, credential, region, runs } = JSON.parse(readFileSync(0, 'utf8'))
const { Scf } = requireClient('tencent-component-toolkit')
const proxy = await proxyTo({ port })
process.env.HTTPS_PROXY = proxy.url
const print = console.log
console.log = () => {} // it tells all that it does
const times = []
for (const inputs of runs) {
  const scf = new Scf({ SecretId: credential.secretId, SecretKey: credential.secretKey }, region)
  const from = performance.now()
  await scf.deploy(inputs)
  times.push({ ms: performance.now() - from })
}
await proxy.close()
print(JSON.stringify({ times }))
