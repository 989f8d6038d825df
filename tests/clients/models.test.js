// Every answer of the emulator, field by field, against the models of the installed official SDKs; and every parameter
// that they can send.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ACTIONS } from '../../emulator/actions/index.js'
import { cell } from '../support/compatibility.js'
import { differences, nodeModels, pythonModels } from './support/models.js'
import { row } from './support/npm.js'
import { virtualEnvironment } from './support/python.js'
import { active, cloud, code, gone } from './support/story.js'

const VERSIONS = { scf: '2018-04-16', monitor: '2018-07-24', cls: '2020-10-16', cam: '2019-01-16' }
/** There is no package of the log service, nor of access management, for Node. */
const models = new Map(['scf', 'monitor'].map((service) => [service, nodeModels(service, VERSIONS[service])]))
const python = await virtualEnvironment('python-sdk')
const inPython = pythonModels(await python.printed(new URL('python/models.py', import.meta.url).pathname))

/** @type {import('./support/story.js').Cloud} */
let there
before(async () => {
  there = await cloud()
  await askEverything()
})
after(() => there.close())

/** Comes back as it was given. @param {string} model */
const partial = (model) => ['InstanceConcurrencyConfig', 'SessionConfig'].includes(model)

/** Answers of every action. @type {{ service: string, action: string, answer: any }[]} */
const answers = []

/** Those of other services. */
const SERVICES = { GetMonitorData: 'monitor', SearchLog: 'cls', GetUserAppId: 'cam' }

/** A call whose answer is kept. @param {string} action @param {object} params */
async function call(action, params) {
  const service = SERVICES[action] ?? 'scf'
  const answer = await there.plain.call(action, params, { version: VERSIONS[service] })
  answers.push({ service, action, answer })
  return answer
}

/** All that can be set and shown. */
const settings = {
  AsyncRunEnable: 'TRUE',
  CfsConfig: {
    CfsInsList: [
      {
        UserId: '10000',
        UserGroupId: '10000',
        CfsId: 'cfs-example',
        MountInsId: 'cfs-example',
        LocalMountDir: '/mnt/',
        RemoteMountDir: '/',
      },
    ],
  },
  ClsLogsetId: 'logset',
  ClsTopicId: 'topic',
  DeadLetterConfig: { Type: 'CMQ-QUEUE', Name: 'dead' },
  DnsCache: 'TRUE',
  InstallDependency: 'FALSE',
  InstanceConcurrencyConfig: { DynamicEnabled: 'FALSE', MaxConcurrency: 3 },
  IntranetConfig: { IpFixed: 'ENABLE' },
  Layers: [{ LayerName: 'layer', LayerVersion: 2 }],
  ProtocolParams: { WSParams: { IdleTimeOut: 15 } },
  PublicNetConfig: { PublicNetStatus: 'ENABLE', EipConfig: { EipStatus: 'ENABLE' } },
  Role: 'role',
  Tags: [{ Key: 'team', Value: 'blue' }],
  TraceEnable: 'TRUE',
  VpcConfig: { VpcId: 'vpc-example', SubnetId: 'subnet-example' },
}

/** @param {string} FunctionName @param {object} more */
async function created(FunctionName, more) {
  const params = { FunctionName, Code: code('one'), Handler: 'index.main_handler', Runtime: 'Nodejs18.15', ...more }
  await call('CreateFunction', params)
  await active(call, FunctionName)
}

/** Until no provisioned concurrency is being changed. @param {object} named */
async function steady(named) {
  for (;;) {
    const { Allocated } = await call('GetProvisionedConcurrencyConfig', named)
    if (Allocated.every(({ Status }) => Status === 'Done')) return
  }
}

/** Has every action answer, in every form that its answers have. */
async function askEverything() {
  for (const [FunctionName, more] of [
    ['plain', {}],
    ['full', { ...settings, Description: 'all of it', Environment: { Variables: [{ Key: 'A', Value: 'b' }] } }],
  ]) {
    const named = { FunctionName }
    await created(FunctionName, more)
    await call('PublishVersion', named)
    await active(call, FunctionName, '1')
    await call('UpdateFunctionCode', { ...named, ...code('two') })
    await active(call, FunctionName)
    await call('UpdateFunctionConfiguration', { ...named, MemorySize: 256 })
    await active(call, FunctionName)
    await call('GetFunction', { ...named, ShowCode: 'TRUE' })
    await call('GetFunctionAddress', named)
    const weights = { AdditionalVersionWeights: [{ Version: '1', Weight: 0.5 }] }
    const rules = [{ Version: '1', Key: 'invoke.headers.User', Method: 'exact', Expression: 'me' }]
    await call('UpdateAlias', { ...named, Name: '$DEFAULT', FunctionVersion: '$LATEST', RoutingConfig: weights })
    const routed = { Name: 'rules', FunctionVersion: '$LATEST', RoutingConfig: { AddtionVersionMatchs: rules } }
    await call('CreateAlias', { ...named, ...routed })
    await call('GetAlias', { ...named, Name: '$DEFAULT' })
    await call('GetAlias', { ...named, Name: 'rules' })
    await call('ListAliases', named)
    await call('ListVersionByFunction', named)
    await call('ListFunctions', {})
    await call('Invoke', { ...named, LogType: 'Tail' })
    const { Result } = await call('InvokeFunction', { ...named, Event: '{}' })
    await call('Invoke', { ...named, InvocationType: 'Event' })
    await call('GetRequestStatus', { ...named, FunctionRequestId: Result.FunctionRequestId })
    await call('GetRequestStatus', { ...named, FunctionRequestId: 'nobody' })
    await call('UpdateFunctionEventInvokeConfig', {
      ...named,
      AsyncTriggerConfig: { MsgTTL: 600, RetryConfig: [{ RetryNum: 1 }] },
    })
    await call('GetFunctionEventInvokeConfig', named)
    const provisioned = { ...named, Qualifier: '1' }
    const TriggerActions = [
      { TriggerName: 'noon', TriggerProvisionedConcurrencyNum: 2, TriggerCronConfig: '0 0 12 * * * *' },
    ]
    const scheduled = FunctionName === 'full' ? { TriggerActions } : {}
    await call('PutProvisionedConcurrencyConfig', { ...provisioned, VersionProvisionedConcurrencyNum: 1, ...scheduled })
    await steady(named)
    await call('DeleteProvisionedConcurrencyConfig', provisioned)
    await steady(named)
    await call('PutReservedConcurrencyConfig', { ...named, ReservedConcurrencyMem: 1024 })
    await call('GetReservedConcurrencyConfig', named)
    await call('DeleteReservedConcurrencyConfig', named)
    await call('GetReservedConcurrencyConfig', named)
    const { ClsTopicId } = await call('GetFunction', named)
    const span = { From: 0, To: Date.now() + 60_000 }
    await call('SearchLog', { ...span, TopicId: ClsTopicId, QueryString: '*' })
    await call('SearchLog', { ...span, Topics: [{ TopicId: ClsTopicId }], QueryString: '*', Limit: 1 })
    for (const UseNewAnalysis of [true, false]) {
      await call('SearchLog', { ...span, TopicId: ClsTopicId, QueryString: '* | select count(*) as n', UseNewAnalysis })
    }
    const instance = { Dimensions: [{ Name: 'functionName', Value: FunctionName }] }
    await call('GetMonitorData', {
      Namespace: 'QCE/SCF_V2',
      MetricName: 'Duration',
      Period: 60,
      SpecifyStatistics: 7,
      Instances: [instance],
    })
    for (const Qualifier of ['$LATEST', '$DEFAULT']) {
      const trigger = { ...named, TriggerName: 'tick', Type: 'timer', Qualifier }
      const more = FunctionName === 'full' ? { CustomArgument: 'again', Description: 'each hour', Enable: 'CLOSE' } : {}
      await call('CreateTrigger', { ...trigger, TriggerDesc: '0 0 * * * * *', ...more })
      await call('UpdateTrigger', { ...trigger, TriggerDesc: '0 30 * * * * *' })
      await call('UpdateTriggerStatus', { ...trigger, Enable: 'CLOSE' })
    }
    const TriggerDesc = '{"AuthType":"NONE","NetConfig":{"EnableIntranet":true,"EnableExtranet":true}}'
    await call('CreateTrigger', { ...named, TriggerName: 'url', Type: 'http', Qualifier: '$DEFAULT', TriggerDesc })
    await call('ListTriggers', named)
    const path = { Namespace: 'default', FunctionName, Qualifier: '$LATEST', PathMatch: '/*' }
    const PathRewrite = [{ Path: '/*', Type: 'WildcardRules', Rewrite: '/$1' }]
    const Domain = 'api.example.com'
    if (FunctionName === 'plain') {
      await call('CreateCustomDomain', { Domain, Protocol: 'HTTP', EndpointsConfig: [path] })
    } else {
      const [CertConfig, WafConfig] = [{ CertificateId: 'c' }, { WafOpen: 'OPEN', WafInstanceId: 'w' }]
      const Tags = [{ Key: 'a', Value: 'b' }]
      const EndpointsConfig = [{ ...path, PathRewrite }]
      await call('CreateCustomDomain', { Domain, Protocol: 'HTTPS', EndpointsConfig, CertConfig, WafConfig, Tags })
      await call('UpdateCustomDomain', { Domain, Protocol: 'HTTP&HTTPS', EndpointsConfig, CertConfig, WafConfig })
    }
    await call('GetCustomDomain', { Domain })
    await call('ListCustomDomains', {})
    await call('DeleteCustomDomain', { Domain })
    assert.equal((await call('GetFunction', named)).Triggers.length, 1)
    await call('DeleteTrigger', { ...named, TriggerName: 'tick', Type: 'timer' })
    await call('DeleteAlias', { ...named, Name: 'rules' })
    await call('UpdateAlias', { ...named, Name: '$DEFAULT', FunctionVersion: '$LATEST' })
    await call('DeleteFunctionVersion', { ...named, Qualifier: '1' })
    const { Functions } = await call('ListFunctions', { SearchKey: FunctionName })
    assert.equal(Functions.length, 1)
  }
  await call('CreateFunction', {
    FunctionName: 'broken',
    Code: code('one'),
    Handler: 'absent.main_handler',
    Runtime: 'Nodejs18.15',
  })
  while ((await call('GetFunction', { FunctionName: 'broken' })).Status === 'Creating');
  await call('ListFunctions', { SearchKey: 'broken' })
  for (const FunctionName of ['plain', 'full', 'broken']) {
    await call('DeleteFunction', { FunctionName })
    await gone(there.plain, FunctionName)
  }
  await call('CreateNamespace', { Namespace: 'second', Description: 'more' })
  await call('UpdateNamespace', { Namespace: 'second', Description: 'less' })
  await call('ListNamespaces', {})
  await call('DeleteNamespace', { Namespace: 'second' })
  await call('GetUserAppId', {})
  const asked = new Set(answers.map(({ action }) => action))
  const all = Object.values(ACTIONS).flatMap((actions) => Object.keys(actions))
  assert.deepEqual(
    all.filter((action) => !asked.has(action)),
    ['GetFunctionLogs'],
    'but for the one that is offline every action was asked',
  )
}

/** @param {Map<string, import('./support/models.js').Models>} models by service */
function compare(models) {
  const found = answers.flatMap(({ service, action, answer }) => {
    const known = models.get(service)
    return known ? differences(known, `${action}Response`, answer, action, partial) : []
  })
  assert.deepEqual([...new Set(found)], [])
}

cell('clients', row('tencentcloud-sdk-nodejs-scf'), 'answers as its models', () => compare(models))

cell('clients', await python.row('tencentcloud-sdk-python-scf'), 'answers as its models', async () => compare(inPython))

describe('parameters', () => {
  /** Sent by clients in use, though the reference does not have them: see docs/emulator.md. */
  const KNOWN = {
    CreateFunction: ['DeployMode', 'DiskSize', 'L5Enable', 'NodeSpec', 'NodeType'],
    GetFunction: ['DiskSize', 'L5Enable', 'ShowTriggers'],
    UpdateFunctionConfiguration: ['AsyncRunEnable', 'DiskSize', 'TraceEnable'],
  }

  for (const [service, version] of Object.entries(VERSIONS)) {
    for (const [action, { fields }] of Object.entries(ACTIONS[version])) {
      test(`${action} takes what the SDK can send, and nothing else but what is known to be sent`, () => {
        const model = (models.get(service) ?? inPython.get(service)).get(`${action}Request`)
        assert.ok(model)
        const [declared, taken] = [[...model.keys()], Object.keys(fields)]
        assert.deepEqual(
          declared.filter((name) => !taken.includes(name)),
          [],
          'refused as unknown',
        )
        assert.deepEqual(taken.filter((name) => !declared.includes(name)).sort(), KNOWN[action] ?? [])
      })
    }
  }
})
