import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { create, emulator, refusedWith } from './support/harness.js'

const PATH = { Namespace: 'default', FunctionName: 'fun01', Qualifier: '$LATEST', PathMatch: '/*' }
const DOMAIN = { Domain: 'api.example.com', Protocol: 'HTTP', EndpointsConfig: [PATH] }

async function withFunction(t, options = {}) {
  const { emu, client } = await emulator(t, options)
  await create(client)
  return { emu, client }
}

/** @param {any} answer */
const without = ({ RequestId, ...answer }) => answer

describe('custom domains', () => {
  test('one that is created is read and listed with its paths', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateCustomDomain', DOMAIN)
    const shown = {
      ...DOMAIN,
      EndpointsConfig: [{ ...PATH, PathRewrite: [] }],
      CertConfig: { CertificateId: '' },
      WafConfig: { WafOpen: 'CLOSE', WafInstanceId: '' },
      Tags: [],
    }
    assert.deepEqual(without(await client.call('GetCustomDomain', { Domain: DOMAIN.Domain })), shown)
    assert.deepEqual(without(await client.call('ListCustomDomains')), { Total: 1, Domains: [shown] })
  })

  test('an update replaces the paths and keeps what it leaves out', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateCustomDomain', { ...DOMAIN, Protocol: 'HTTPS', CertConfig: { CertificateId: 'c' } })
    const EndpointsConfig = [{ ...PATH, Qualifier: '$DEFAULT' }]
    await client.call('UpdateCustomDomain', { Domain: DOMAIN.Domain, EndpointsConfig })
    const kept = await client.call('GetCustomDomain', { Domain: DOMAIN.Domain })
    assert.equal(kept.EndpointsConfig[0].Qualifier, '$DEFAULT')
    assert.deepEqual([kept.Protocol, kept.CertConfig], ['HTTPS', { CertificateId: 'c' }])
  })

  test('lists have pages, the newest first by default', async (t) => {
    const { client } = await withFunction(t)
    for (const Domain of ['a.example.com', 'b.example.com', 'c.example.com']) {
      await client.call('CreateCustomDomain', { ...DOMAIN, Domain })
    }
    const names = async (params) => {
      const { Total, Domains } = await client.call('ListCustomDomains', params)
      return `${Domains.map(({ Domain }) => Domain[0])} of ${Total}`
    }
    assert.equal(await names({}), 'c,b,a of 3')
    assert.equal(await names({ Order: 'ASC', OrderBy: 'AddTime', Limit: 2 }), 'a,b of 3')
    assert.equal(await names({ Order: 'ASC', Limit: 2, Offset: 2 }), 'c of 3')
  })

  test('each region has its own', async (t) => {
    const { emu, client } = await withFunction(t)
    await client.call('CreateCustomDomain', DOMAIN)
    const elsewhere = new client.constructor(emu.url, { region: 'ap-beijing' })
    assert.equal((await elsewhere.call('ListCustomDomains')).Total, 0)
  })

  test('what is not there is refused', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateCustomDomain', DOMAIN)
    const paths = (more) => ({ ...DOMAIN, Domain: 'b.example.com', EndpointsConfig: [{ ...PATH, ...more }] })
    for (const [action, params, code] of [
      ['CreateCustomDomain', DOMAIN, 'ResourceInUse'],
      ['CreateCustomDomain', paths({ FunctionName: 'nobody' }), 'ResourceNotFound.Function'],
      ['CreateCustomDomain', paths({ Qualifier: '7' }), 'ResourceNotFound.Qualifier'],
      ['CreateCustomDomain', paths({ PathMatch: 'a' }), 'InvalidParameterValue'],
      ['CreateCustomDomain', { ...DOMAIN, Domain: 'b.example.com', Protocol: 'HTTPS' }, 'InvalidParameterValue'],
      ['CreateCustomDomain', { ...DOMAIN, Domain: '*.example.com' }, 'InvalidParameterValue'],
      ['GetCustomDomain', { Domain: 'b.example.com' }, 'ResourceNotFound'],
      ['UpdateCustomDomain', { Domain: 'b.example.com' }, 'ResourceNotFound'],
      ['DeleteCustomDomain', { Domain: 'b.example.com' }, 'ResourceNotFound'],
    ]) {
      await refusedWith(client.call(action, params), code)
    }
    await client.call('DeleteCustomDomain', { Domain: DOMAIN.Domain })
    assert.equal((await client.call('ListCustomDomains')).Total, 0)
  })

  test('the state file keeps them', async (t) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'emulator-domains-'))
    t.after(() => rmSync(directory, { recursive: true, force: true }))
    const stateFile = path.join(directory, 'state.json')
    const first = await withFunction(t, { stateFile })
    await first.client.call('CreateCustomDomain', DOMAIN)
    await first.emu.close()
    const second = await emulator(t, { stateFile })
    assert.equal((await second.client.call('ListCustomDomains')).Domains[0].Domain, DOMAIN.Domain)
  })
})

test('a function URL is shown with its address on each network that it is open to', async (t) => {
  const { client } = await withFunction(t)
  const url = (EnableIntranet, EnableExtranet) =>
    JSON.stringify({ AuthType: 'NONE', NetConfig: { EnableIntranet, EnableExtranet } })
  const named = { FunctionName: 'fun01', TriggerName: 'url-trigger', Type: 'http' }
  await client.call('CreateTrigger', { ...named, TriggerDesc: url(false, true) })
  const shown = async () =>
    JSON.parse((await client.call('ListTriggers', { FunctionName: 'fun01' })).Triggers[0].TriggerDesc).NetConfig
  const { ExtranetUrl, IntranetUrl } = await shown()
  assert.match(ExtranetUrl, /^https:\/\/1250000000-[0-9a-f]{10}\.ap-guangzhou\.tencentscf\.com$/)
  assert.equal(IntranetUrl, '')
  await client.call('UpdateTrigger', { ...named, TriggerDesc: url(true, true) })
  assert.equal((await shown()).ExtranetUrl, ExtranetUrl, 'the address is fixed once it is made')
})
