// One release, told to a client: each step goes through that client, and is looked at with the plain client of the
// emulator's own tests, so that neither is believed about itself.

import assert from 'node:assert/strict'
import { Client, KEY, startEmulator, zip } from '../../support/emulator.js'

export { KEY }
export const REGION = 'ap-shanghai'
/** What is not ASCII, and what means something in a query, a form or JSON. */
export const TEXT = '灰度发布 é 🚦 a+b&c=d%20;"\'\\ ~*()!<>'

/** Short, but long enough that a client has to wait. */
const DELAYS = { createMs: 20, updateMs: 10, publishMs: 10, deleteMs: 10 }

/**
 * A call of the API through the client that is tried.
 * @typedef {(action: string, params: Record<string, unknown>) => Promise<any>} Call
 */

/**
 * An emulator, and the plain client of it. From here on no proxy of the environment stands between it and its clients.
 * @param {import('../../../emulator/index.js').EmulatorOptions} [options]
 */
export async function cloud(options = {}) {
  for (const name of Object.keys(process.env)) if (/^(https?|all|no)_proxy$/i.test(name)) delete process.env[name]
  const emulator = await startEmulator({ seed: 'clients', rate: 0, delays: DELAYS, ...options })
  const { token } = options
  return {
    emulator,
    plain: new Client(emulator.url, { key: KEY, region: REGION, token }),
    close: () => emulator.close(),
  }
}

/** @typedef {Awaited<ReturnType<typeof cloud>>} Cloud */

/** The text of a handler that tells its generation, and what it was given. @param {string} generation */
const source = (generation) =>
  `exports.main_handler = async (event) => { console.log('here is ${generation}'); return { generation: '${generation}', event, text: process.env.TEXT } }`

/** @param {string} generation */
export const code = (generation) => ({ ZipFile: zip(source(generation)) })

/**
 * @param {Call} call
 * @param {Cloud} cloud
 * @param {string} FunctionName a fresh one
 */
export async function wholeRelease(call, { plain }, FunctionName) {
  const alias = { FunctionName, Name: '$DEFAULT' }
  const shift = async (FunctionVersion, additional) => {
    const AdditionalVersionWeights = additional
    await call('UpdateAlias', {
      ...alias,
      FunctionVersion,
      RoutingConfig: { AdditionalVersionWeights },
      Description: TEXT,
    })
    const found = await call('GetAlias', alias)
    assert.equal(found.FunctionVersion, FunctionVersion)
    assert.deepEqual(found.RoutingConfig.AdditionalVersionWeights, AdditionalVersionWeights)
    assert.equal(found.Description, TEXT)
    const { RequestId, ...there } = await plain.call('GetAlias', alias)
    assert.deepEqual(found.RoutingConfig, there.RoutingConfig)
  }
  const publish = async (number) => {
    const published = await call('PublishVersion', { FunctionName, Description: `release ${number}` })
    assert.equal(published.FunctionVersion, number)
    assert.equal(published.MemorySize, 256)
    await active(call, FunctionName, number)
  }

  await call('CreateFunction', {
    FunctionName,
    Code: code('one'),
    Handler: 'index.main_handler',
    Runtime: 'Nodejs18.15',
    MemorySize: 256,
    Timeout: 10,
    Description: TEXT,
    Environment: { Variables: [{ Key: 'TEXT', Value: TEXT }] },
  })
  await active(call, FunctionName)
  const there = await plain.call('GetFunction', { FunctionName })
  assert.equal(there.Description, TEXT)
  assert.deepEqual(there.Environment.Variables, [{ Key: 'TEXT', Value: TEXT }])
  assert.deepEqual([there.MemorySize, there.Timeout], [256, 10])

  await publish('1')
  await shift('$LATEST', [{ Version: '1', Weight: 1 }])
  await call('UpdateFunctionCode', { FunctionName, ...code('two') })
  await active(call, FunctionName)
  await shift('$LATEST', [{ Version: '1', Weight: 0.9 }])
  await shift('$LATEST', [{ Version: '1', Weight: 0 }])
  await publish('2')
  await shift('2', [])

  const versions = await call('ListVersionByFunction', { FunctionName, OrderBy: 'AddTime', Order: 'DESC', Limit: 10 })
  assert.deepEqual([...versions.FunctionVersion].sort(), ['$LATEST', '1', '2'])
  assert.equal(versions.TotalCount, 3)
  assert.equal(versions.Versions.find(({ Version }) => Version === '2').Description, 'release 2')
  assert.deepEqual(
    (await call('ListAliases', { FunctionName, Offset: '0', Limit: '10' })).Aliases.map(({ Name }) => Name),
    ['$DEFAULT'],
  )
  const listed = await call('ListFunctions', {
    SearchKey: FunctionName,
    Filters: [{ Name: 'Status', Values: ['Active'] }],
  })
  assert.deepEqual(
    listed.Functions.map((one) => one.FunctionName),
    [FunctionName],
  )

  await invoke(call, FunctionName)
  await watch(call, FunctionName)

  await call('DeleteFunction', { FunctionName })
  await gone(plain, FunctionName)
}

/** Until it is, with no limit but the runner's. @param {Call} call @param {string} FunctionName @param {string} Qualifier */
export async function active(call, FunctionName, Qualifier = '$LATEST') {
  for (;;) {
    const { Status } = await call('GetFunction', { FunctionName, Qualifier })
    if (Status === 'Active') return
    assert.match(Status, /^(Creating|Updating|Publishing)$/)
  }
}

/** @param {Client} plain @param {string} FunctionName */
export async function gone(plain, FunctionName) {
  for (;;) {
    const { Functions } = await plain.call('ListFunctions', { SearchKey: FunctionName })
    if (Functions.length === 0) return
    assert.equal(Functions[0].Status, 'Deleting')
  }
}

/** @param {Call} call @param {string} FunctionName */
async function invoke(call, FunctionName) {
  const event = { text: TEXT }
  const byAlias = (await call('InvokeFunction', { FunctionName, Event: JSON.stringify(event), LogType: 'Tail' })).Result
  assert.deepEqual(JSON.parse(byAlias.RetMsg), { generation: 'two', event, text: TEXT })
  assert.match(byAlias.Log, /here is two/)
  const byVersion = await call('Invoke', { FunctionName, Qualifier: '1', ClientContext: JSON.stringify(event) })
  assert.deepEqual(JSON.parse(byVersion.Result.RetMsg), { generation: 'one', event, text: TEXT })
}

/** Metrics of what {@link invoke} did. @param {Call} call @param {string} FunctionName */
async function watch(call, FunctionName) {
  const metric = await call('GetMonitorData', {
    Namespace: 'QCE/SCF_V2',
    MetricName: 'Invocation',
    Period: 60,
    StartTime: new Date(Date.now() - 600_000).toISOString(),
    Instances: ['2', '1'].map((version) => ({
      Dimensions: [
        { Name: 'functionName', Value: FunctionName },
        { Name: 'namespace', Value: 'default' },
        { Name: 'version', Value: version },
      ],
    })),
  })
  assert.deepEqual(
    metric.DataPoints.map(({ Values }) => Values.reduce((sum, value) => sum + value, 0)),
    [1, 1],
  )
}

/**
 * The lines of two versions, with paging and percentiles, in the topic that GetFunction names.
 * @param {Call} call
 * @param {Cloud} cloud
 */
export async function searches(call, { plain }) {
  const FunctionName = 'searched'
  const Handler = 'index.main_handler'
  await call('CreateFunction', { FunctionName, Code: code('one'), Handler, Runtime: 'Nodejs18.15' })
  await active(call, FunctionName)
  await call('PublishVersion', { FunctionName })
  await active(call, FunctionName, '1')
  for (const Qualifier of ['1', '1', '$LATEST']) await call('InvokeFunction', { FunctionName, Qualifier, Event: '{}' })
  const { ClsTopicId: TopicId } = await call('GetFunction', { FunctionName })
  const of = `SCF_Namespace:"default" AND SCF_FunctionName:"${FunctionName}"`
  const asked = {
    TopicId,
    From: Date.now() - 3_600_000,
    To: Date.now() + 60_000,
    Sort: 'asc',
    Limit: 5,
    QuerySyntax: 1,
  }

  const lines = []
  for (let more = {}; ; ) {
    const page = await call('SearchLog', { ...asked, ...more, QueryString: `${of} AND SCF_Qualifier:"1"` })
    lines.push(...page.Results.map(({ LogJson }) => JSON.parse(LogJson)))
    if (page.ListOver) break
    more = { Context: page.Context }
  }
  assert.equal(lines.length, 10)
  assert.ok(lines.every(({ SCF_Qualifier }) => SCF_Qualifier === '1'))
  assert.equal(lines.filter(({ SCF_Message }) => SCF_Message === 'here is one').length, 2)

  const counted = await call('SearchLog', {
    ...asked,
    QueryString: `${of} AND SCF_Message:Report* | select SCF_Qualifier as version, count(*) as calls, approx_percentile(SCF_Duration, 0.99) as p99 group by SCF_Qualifier order by calls desc`,
    UseNewAnalysis: true,
  })
  const rows = counted.AnalysisRecords.map((record) => JSON.parse(record))
  assert.deepEqual(
    rows.map(({ version, calls }) => [version, calls]),
    [
      ['1', 2],
      ['$LATEST', 1],
    ],
  )
  assert.ok(rows.every(({ p99 }) => Number.isFinite(p99)))
  await assert.rejects(call('SearchLog', { ...asked, TopicId: 'none', QueryString: '*' }), {
    code: 'ResourceNotFound.TopicNotExist',
  })
  await plain.call('DeleteFunction', { FunctionName })
  await gone(plain, FunctionName)
}

/**
 * Errors of the API, as the client tells them.
 * @param {Call} call
 * @param {Cloud} cloud
 * @param {(error: any) => { code: string, message: string, requestId: string }} read checks the class too
 */
export async function refusals(call, { emulator, plain }, read) {
  const FunctionName = 'refusing'
  await plain.call('CreateFunction', {
    FunctionName,
    Code: code('one'),
    Handler: 'index.main_handler',
    Runtime: 'Nodejs18.15',
  })
  await active((action, params) => plain.call(action, params), FunctionName)
  const weights = { AdditionalVersionWeights: [{ Version: '7', Weight: 0.5 }] }
  for (const [action, params, code, message] of [
    [
      'GetFunction',
      { FunctionName: 'nobody' },
      'ResourceNotFound.Function',
      `The function "nobody" does not exist in namespace "default" of ${REGION}.`,
    ],
    [
      'GetAlias',
      { FunctionName, Name: TEXT },
      'ResourceNotFound.Alias',
      `The alias "${TEXT}" of function "refusing" does not exist.`,
    ],
    [
      'UpdateAlias',
      { FunctionName, Name: '$DEFAULT', FunctionVersion: '$LATEST', RoutingConfig: weights },
      'ResourceNotFound.FunctionVersion',
      'Version "7" of function "refusing" does not exist.',
    ],
  ]) {
    const error = await call(action, params).then(
      () => assert.fail(`${action} was not refused`),
      (reason) => reason,
    )
    const { requestId } = emulator.requests[emulator.requests.length - 1]
    assert.deepEqual(read(error), { code, message, requestId })
  }
  await plain.call('DeleteFunction', { FunctionName })
  await gone(plain, FunctionName)
}
