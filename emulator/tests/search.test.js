// SearchLog: which lines an invocation leaves, in which topic, and how they are found.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CLS } from './support/client.js'
import { AT_ONCE, create, emulator, file, NEVER_MS, refusedWith, until } from './support/harness.js'
import { createFrom } from './support/runtimes.js'

const FN = { FunctionName: 'fun01' }
const SOURCE = `exports.main_handler = async (event) => {
  console.log('event', event.n)
  console.log(JSON.stringify({ level: 'warn', n: event.n, deep: { a: 1 } }))
  if (event.fail) throw new Error('asked to')
  return event.n
}`

/** An emulator with a function in a topic, and a way to search it. */
async function searched(t, { more = {}, ...options } = {}) {
  const { emu, client } = await emulator(t, options)
  await create(client, 'fun01', SOURCE, { Timeout: 1, ...more })
  await client.call('PublishVersion', FN)
  const { ClsTopicId } = await client.call('GetFunction', FN)
  const search = (QueryString, given = {}) =>
    client.call(
      'SearchLog',
      { TopicId: ClsTopicId, From: 0, To: Date.now() + 60_000, QueryString, Sort: 'asc', ...given },
      { version: CLS, service: 'cls' },
    )
  const lines = async (query, given) => (await search(query, given)).Results.map(({ LogJson }) => JSON.parse(LogJson))
  const messages = async (query, given) => (await lines(query, given)).map((line) => line.SCF_Message)
  const rows = async (query) =>
    (await search(query, { UseNewAnalysis: true })).AnalysisRecords.map((one) => JSON.parse(one))
  return { emu, client, search, lines, messages, rows, ClsTopicId }
}

describe('topics', () => {
  test('a function has the default topic of its region', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await create(client, 'fun02')
    const topic = async (FunctionName) => (await client.call('GetFunction', { FunctionName })).ClsTopicId
    assert.match(await topic('fun01'), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    assert.equal(await topic('fun01'), await topic('fun02'))
  })

  test('a function can have its own topic', async (t) => {
    const { messages, ClsTopicId, client } = await searched(t, { more: { ClsLogsetId: 'set', ClsTopicId: 'topic' } })
    assert.equal(ClsTopicId, 'topic')
    await client.invoke('fun01', { n: 1 })
    assert.equal((await messages('event')).length, 1)
  })

  test('a function that wants none has none, and no logs', async (t) => {
    const { client } = await emulator(t)
    await create(client, 'fun01', undefined, { AutoCreateClsTopic: 'FALSE' })
    const { ClsTopicId, ClsLogsetId } = await client.call('GetFunction', FN)
    assert.deepEqual([ClsTopicId, ClsLogsetId], ['', ''])
  })

  test('another topic counts at once, for published versions too', async (t) => {
    const { client, messages } = await searched(t)
    await client.call('UpdateFunctionConfiguration', { ...FN, ClsLogsetId: 'set', ClsTopicId: 'other' })
    assert.equal((await client.call('GetFunction', { ...FN, Qualifier: '1' })).ClsTopicId, 'other')
    await client.invoke('fun01', { n: 1 }, { Qualifier: '1' })
    assert.deepEqual(await messages('event'), [])
    assert.equal((await messages('event', { TopicId: 'other' })).length, 1)
  })

  test('a topic that does not exist is refused', async (t) => {
    const { search } = await searched(t)
    await refusedWith(search('*', { TopicId: 'none' }), 'ResourceNotFound.TopicNotExist')
  })

  test('a topic is searched in its own region alone', async (t) => {
    const { client, search, ClsTopicId } = await searched(t)
    client.options = { region: 'ap-beijing' }
    await refusedWith(search('*', { TopicId: ClsTopicId }), 'ResourceNotFound.TopicNotExist')
  })
})

describe('lines', () => {
  test('those of one run, in order', async (t) => {
    const { client, messages } = await searched(t)
    const { FunctionRequestId: id, Duration } = await client.invoke('fun01', { n: 7 })
    const found = await messages(`SCF_RequestId:"${id}"`)
    assert.deepEqual(found.slice(0, -1), [
      `START RequestId:${id}`,
      'event 7',
      '{"level":"warn","n":7,"deep":{"a":1}}',
      `Response RequestId:${id} RetMsg:7`,
      `END RequestId:${id}`,
    ])
    assert.match(
      found.at(-1),
      new RegExp(`^Report RequestId:${id} Duration:${Math.round(Duration)}ms Memory:128MB MemUsage:`),
    )
  })

  test('each line has the fields of the default format, as texts', async (t) => {
    const { client, lines } = await searched(t)
    const { FunctionRequestId } = await client.invoke('fun01', { n: 7 }, { Qualifier: '$DEFAULT' })
    const [report] = await lines('SCF_Message:Report*')
    const { SCF_StartTime, SCF_LogTime, SCF_Duration, SCF_MemUsage, SCF_Message, ...rest } = report
    assert.deepEqual(rest, {
      SCF_FunctionName: 'fun01',
      SCF_Namespace: 'default',
      SCF_Qualifier: '$LATEST',
      SCF_Alias: '$DEFAULT',
      SCF_RequestId: FunctionRequestId,
      SCF_StatusCode: '200',
      SCF_RetryNum: '0',
      SCF_Level: 'INFO',
      SCF_Type: 'Platform',
    })
    assert.ok(Number(SCF_LogTime) >= Number(SCF_StartTime))
    assert.match(SCF_Duration, /^\d+$/)
    assert.ok(Number(SCF_MemUsage) > 1_000_000)
  })

  test('a line that is a JSON object has its keys as fields', async (t) => {
    const { client, lines } = await searched(t)
    await client.invoke('fun01', { n: 7 })
    const [line] = await lines('level:warn')
    assert.deepEqual([line.level, line.n, line.deep], ['warn', '7', '{"a":1}'])
  })

  test('a failure has an ERROR line and its status code', async (t) => {
    const { client, lines } = await searched(t)
    await client.invoke('fun01', { n: 1, fail: true })
    const [error] = await lines('SCF_Level:ERROR')
    assert.match(error.SCF_Message, /^ERROR RequestId:\S+ Result:.*asked to/)
    assert.equal(error.SCF_StatusCode, '430')
  })

  test('each attempt of an asynchronous invocation leaves its lines, under the same id', async (t) => {
    const { client, lines } = await searched(t, { delays: { ...AT_ONCE, retryMs: 20 } })
    const ClientContext = JSON.stringify({ n: 1, fail: true })
    const { Result } = await client.call('Invoke', { ...FN, InvocationType: 'Event', ClientContext })
    const ofErrors = () => lines(`SCF_RequestId:"${Result.FunctionRequestId}" AND SCF_Level:ERROR`)
    const errors = (await until(ofErrors, (found) => found.length === 3)).at(-1)
    assert.deepEqual(
      errors.map((line) => line.SCF_RetryNum),
      ['0', '1', '2'],
    )
  })

  test('an answer of several lines is one line', async (t) => {
    const { client, messages } = await searched(t)
    const answering = `#!${process.execPath}
      const api = 'http://' + process.env.SCF_RUNTIME_API + ':' + process.env.SCF_RUNTIME_API_PORT + '/runtime/'
      const post = (path, body) => fetch(api + path, { method: 'POST', body })
      void (async () => {
        await post('init/ready', '')
        await fetch(api + 'invocation/next')
        console.log('printed')
        await post('invocation/response', '{\\n  "a": 1\\n}')
      })()`
    await createFrom(client, 'fun02', { bootstrap: file(answering) }, { Runtime: 'CustomRuntime', Handler: 'main' })
    const { FunctionRequestId: id } = await client.invoke('fun02')
    assert.deepEqual((await messages('SCF_FunctionName:fun02')).slice(0, -1), [
      `START RequestId:${id}`,
      'printed',
      `Response RequestId:${id} RetMsg:{\n  "a": 1\n}`,
      `END RequestId:${id}`,
    ])
  })

  test('a line of more than 8 KB is cut', async (t) => {
    const { client, messages } = await searched(t)
    await create(client, 'fun02', 'exports.main_handler = async () => { console.log("é".repeat(5000)) }')
    await client.invoke('fun02')
    const [line] = await messages('SCF_FunctionName:fun02 AND SCF_Type:Custom')
    assert.equal(line, 'é'.repeat(4096))
  })

  test('a line is not found before its delay is over', async (t) => {
    const { client, messages } = await searched(t, { logDelayMs: NEVER_MS })
    await client.invoke('fun01', { n: 1 })
    assert.deepEqual(await messages('*'), [])
  })

  test('a line is found after the delay that was given', async (t) => {
    const { client, messages } = await searched(t, { logDelayMs: 20 })
    await client.invoke('fun01', { n: 1 })
    await until(
      async () => (await messages('SCF_Message:Report*')).length,
      (count) => count === 1,
    )
  })
})

describe('conditions', () => {
  async function filled(t) {
    const made = await searched(t)
    const { client } = made
    await client.call('CreateAlias', { ...FN, Name: 'canary', FunctionVersion: '1' })
    await create(client, 'fun02', SOURCE)
    const ids = []
    for (const [FunctionName, event, more] of [
      ['fun01', { n: 1 }, { Qualifier: '$LATEST' }],
      ['fun01', { n: 2 }, { Qualifier: '1' }],
      ['fun01', { n: 3, fail: true }, { Qualifier: 'canary' }],
      ['fun02', { n: 4 }, {}],
    ]) {
      ids.push((await client.invoke(FunctionName, event, more)).FunctionRequestId)
    }
    const runs = async (query) => {
      const found = await made.lines(`(${query}) AND SCF_Message:Report*`)
      return found.map(({ SCF_RequestId }) => ids.indexOf(SCF_RequestId) + 1)
    }
    return { ...made, ids, runs }
  }

  for (const [query, expected] of [
    ['*', [1, 2, 3, 4]],
    ['SCF_FunctionName:"fun01"', [1, 2, 3]],
    ['SCF_Namespace:"default" AND SCF_FunctionName:"fun02"', [4]],
    ['SCF_Qualifier:"$LATEST"', [1, 4]],
    ['SCF_Qualifier:1', [2, 3]],
    ['SCF_Alias:"canary"', [3]],
    ['SCF_Alias:"$DEFAULT"', [4]],
    ['SCF_Alias:""', [1, 2]],
    ['SCF_StatusCode:430', [3]],
    ['SCF_StatusCode:(430 OR 433)', [3]],
    ['SCF_StatusCode>200', [3]],
    ['SCF_StatusCode:>=200', [1, 2, 3, 4]],
    ['NOT SCF_StatusCode:200', [3]],
    ['SCF_FunctionName:fun01 SCF_Qualifier:1', [2, 3]],
    ['SCF_FunctionName:fun02 or SCF_Alias:canary', [3, 4]],
    ['SCF_FunctionName:fun0*', [1, 2, 3, 4]],
    ['SCF_FunctionName:(fun01 OR fun02) AND NOT SCF_Qualifier:1', [1, 4]],
    ['SCF_RetryNum:0', [1, 2, 3, 4]],
    ['SCF_Message:Duration', [1, 2, 3, 4]],
    ['SCF_Message:Durat', []],
    ['nobody:*', []],
  ]) {
    test(query, async (t) => {
      const { runs } = await filled(t)
      assert.deepEqual(await runs(query), expected)
    })
  }

  test('a run is found by its id', async (t) => {
    const { runs, ids } = await filled(t)
    assert.deepEqual(await runs(`SCF_RequestId:${ids[1]}`), [2])
  })

  for (const query of ['SCF_Message:*port', '(a', 'a)', 'SCF_StatusCode:many', 'SCF_Message:', 'a AND', '"open']) {
    test(`a query that can not be read is refused: ${query}`, async (t) => {
      const { search } = await searched(t)
      await refusedWith(search(query), 'FailedOperation.SyntaxError')
    })
  }
})

describe('pages', () => {
  test('Context goes on until ListOver, in both orders', async (t) => {
    const { client, search } = await searched(t)
    for (let n = 1; n <= 5; n += 1) await client.invoke('fun01', { n })
    const To = Date.now() + 60_000
    for (const Sort of ['asc', 'desc']) {
      const seen = []
      for (let Context; ; ) {
        const page = await search('SCF_Type:Custom AND event', { Sort, Limit: 2, To, Context })
        seen.push(...page.Results.map(({ LogJson }) => JSON.parse(LogJson).SCF_Message))
        if (page.ListOver) break
        Context = page.Context
      }
      const all = [1, 2, 3, 4, 5].map((n) => `event ${n}`)
      assert.deepEqual(seen, Sort === 'asc' ? all : all.reverse())
    }
  })

  test('lines that came in meanwhile do not move the pages', async (t) => {
    const { client, search } = await searched(t)
    for (const n of [1, 2]) await client.invoke('fun01', { n })
    const given = { Sort: 'desc', Limit: 1, To: Date.now() + 60_000 }
    const first = await search('event', given)
    await client.invoke('fun01', { n: 3 })
    const second = await search('event', { ...given, Context: first.Context })
    assert.equal(JSON.parse(second.Results[0].LogJson).SCF_Message, 'event 1')
  })

  test('the Context of another query is refused', async (t) => {
    const { client, search } = await searched(t)
    for (const n of [1, 2]) await client.invoke('fun01', { n })
    const { Context } = await search('event', { Limit: 1, To: 9_000_000_000_000 })
    await refusedWith(search('warn', { Limit: 1, To: 9_000_000_000_000, Context }), 'FailedOperation.InvalidContext')
    await refusedWith(search('event', { Context: 'none' }), 'FailedOperation.InvalidContext')
  })

  test('From counts and To does not', async (t) => {
    const { client, messages, emu } = await searched(t)
    const at = Date.now()
    emu.setClock(at)
    await client.invoke('fun01', { n: 1 })
    assert.equal((await messages('event', { From: at, To: at + 1 })).length, 1)
    assert.equal((await messages('event', { From: at - 1, To: at })).length, 0)
    assert.equal((await messages('event', { From: at + 1, To: at + 2 })).length, 0)
  })

  test('the newest line is first by default', async (t) => {
    const { client, messages } = await searched(t)
    await client.invoke('fun01', { n: 1 })
    assert.match((await messages('*', { Sort: undefined }))[0], /^Report /)
  })
})

describe('SQL', () => {
  async function filled(t) {
    const made = await searched(t)
    const { client } = made
    for (const [n, Qualifier, fail] of [
      [1, '$LATEST', false],
      [2, '1', false],
      [3, '1', true],
    ]) {
      await client.invoke('fun01', { n, fail }, { Qualifier })
    }
    return made
  }

  test('counts by version', async (t) => {
    const { rows } = await filled(t)
    const sql = 'SELECT SCF_Qualifier AS version, COUNT(*) AS n GROUP BY SCF_Qualifier ORDER BY version ASC'
    assert.deepEqual(await rows(`SCF_Message:Report* | ${sql}`), [
      { version: '$LATEST', n: 1 },
      { version: '1', n: 2 },
    ])
  })

  test('percentiles of the duration', async (t) => {
    const { rows, lines } = await filled(t)
    const durations = (await lines('SCF_Message:Report*')).map((one) => Number(one.SCF_Duration)).sort((a, b) => a - b)
    const sql = 'select approx_percentile(SCF_Duration, 0.5) as p50, approx_percentile(SCF_Duration, 0.99) as p99'
    assert.deepEqual(await rows(`SCF_Message:Report* | ${sql}`), [{ p50: durations[1], p99: durations[2] }])
  })

  test('counts what fits a condition', async (t) => {
    const { rows } = await filled(t)
    const sql =
      'select SCF_Qualifier as version, count_if(SCF_StatusCode != 200) as failed, count_if(SCF_StatusCode = 430 or SCF_StatusCode = 433) as either, count_if(SCF_Duration > -1) as all group by SCF_Qualifier order by version'
    assert.deepEqual(await rows(`SCF_Message:Report* | ${sql}`), [
      { version: '$LATEST', failed: 0, either: 0, all: 1 },
      { version: '1', failed: 1, either: 1, all: 2 },
    ])
  })

  // https://www.tencentcloud.com/document/product/614/36746
  test('groups by the minute, as the vendor documents it with the modulus operation', async (t) => {
    const { rows, lines } = await filled(t)
    const sql = 'select __TIMESTAMP__-__TIMESTAMP__%60000 as minute, count(*) as n group by minute order by minute'
    const found = await rows(`SCF_Message:Report* | ${sql}`)
    const times = (await lines('SCF_Message:Report*')).map(({ SCF_LogTime }) => Number(SCF_LogTime))
    const minutes = [...new Set(times.map((time) => time - (time % 60_000)))].sort((a, b) => a - b)
    assert.deepEqual(
      found.map(({ minute }) => minute),
      minutes,
    )
    assert.equal(
      found.reduce((all, { n }) => all + n, 0),
      3,
    )
  })

  // https://cloud.tencent.com/document/product/583/43329
  test("the vendor's own query for failures", async (t) => {
    const { rows } = await filled(t)
    const found = await rows(
      `SCF_Type:Platform AND SCF_Message:Report* | select SCF_RequestId as requestId, SCF_RetryNum as retryNum, SCF_StartTime as startTime where SCF_FunctionName='fun01' and SCF_Namespace='default' and SCF_Qualifier='1' and SCF_StatusCode = 430 order by startTime desc`,
    )
    assert.equal(found.length, 1)
    assert.equal(found[0].retryNum, 0)
  })

  test("the established toolkit's own query", async (t) => {
    const { rows } = await filled(t)
    const found = await rows(
      `* | SELECT SCF_RequestId as requestId, SCF_RetryNum as retryNum, MAX(SCF_StartTime) as startTime WHERE SCF_Namespace='default' AND SCF_Qualifier='1' AND (SCF_StartTime between 0 and 9000000000000) AND SCF_FunctionName='fun01' AND (SCF_StatusCode!=200 AND SCF_StatusCode!=202 AND SCF_StatusCode!=499) GROUP BY SCF_RequestId, SCF_RetryNum ORDER BY startTime desc`,
    )
    assert.equal(found.length, 1)
  })

  test('the old form of the answer has pairs of texts', async (t) => {
    const { search } = await filled(t)
    const { Analysis, ColNames, AnalysisResults } = await search('SCF_Message:Report* | select count(*) as n')
    assert.deepEqual([Analysis, ColNames, AnalysisResults], [true, ['n'], [{ Data: [{ Key: 'n', Value: '3' }] }]])
  })

  for (const sql of [
    'delete from log',
    'select',
    'select md5(SCF_Message) as m',
    'select SCF_Message, count(*) as n',
    'select count(*) as n limit x',
    'select __TIMESTAMP__ - SCF_Duration as n',
    'select __TIMESTAMP__-__TIMESTAMP__%0 as n',
    'select count_if(SCF_Duration) as n',
  ]) {
    test(`SQL that can not be read is refused: ${sql}`, async (t) => {
      const { search } = await searched(t)
      await refusedWith(search(`* | ${sql}`), 'FailedOperation.SyntaxError')
    })
  }
})

test('a policy can be about a topic', async (t) => {
  const { emu, search, ClsTopicId } = await searched(t)
  const policy = (resource) => ({ version: '2.0', statement: [{ effect: 'allow', action: 'cls:SearchLog', resource }] })
  emu.setPolicy(policy(`qcs::cls:ap-guangzhou:uin/100000000001:topic/${ClsTopicId}`))
  assert.deepEqual((await search('*')).Results, [])
  emu.setPolicy(policy('qcs::cls:ap-guangzhou:uin/100000000001:topic/other'))
  await refusedWith(search('*'), 'UnauthorizedOperation.CAM')
})

test('GetFunctionLogs is offline, as it is at the service', async (t) => {
  const { client } = await searched(t)
  await refusedWith(client.call('GetFunctionLogs', FN), 'ActionOffline')
  await refusedWith(client.call('GetFunctionLogs', { ...FN, Limit: 5, Order: 'desc' }), 'ActionOffline')
})
