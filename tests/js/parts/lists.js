// Lists functions in every way that the console's list may meet, and prints what came of it, a line of JSON each. Run with
// `--conditions=parts` it has the first part of the module alone.

import { readFileSync } from 'node:fs'
import { startEmulator } from '../../../js/emulator/index.js'
import { Grayscale, init } from '../../../js/index.js'
import { Client, KEY } from '../emulator/client.js'
import { AT_ONCE, create } from '../emulator/harness.js'

const part = (name) => readFileSync(new URL(`../../../pkg/scf_grayscale_${name}.wasm`, import.meta.url))
await init({ first: part('first'), rest: new Uint8Array() })

const CALLS = ['ListNamespaces', 'ListFunctions', 'ListAliases']
const ONCE = {
  'a passing error': { fault: 'refuse', code: 'InternalError' },
  'rate-limit': { retryAfter: 1 },
  late: { ms: 300 },
  twice: {},
  reset: {},
  html: {},
  truncated: {},
  'content-type': { type: 'text/plain' },
  status: {},
  close: {},
}
const ALWAYS = {
  denied: { fault: 'refuse', code: 'UnauthorizedOperation.CAM', message: 'not yours' },
  'token expired': { fault: 'refuse', code: 'AuthFailure.TokenFailure', message: 'The token is over.' },
  'wrong key': { fault: 'refuse', code: 'AuthFailure.SecretIdNotFound' },
  unknown: { fault: 'refuse', code: 'InvalidParameterValue' },
  gone: { fault: 'refuse', code: 'ResourceNotFound.Function' },
  html: {},
  status: { status: 503, body: 'later' },
  close: {},
  truncated: {},
}
/** Instead of an answer's body. */
const BODIES = {
  nothing: '',
  'no JSON': '<html>',
  'no Response': '{}',
  'an empty one': '{"Response":{}}',
  'a list': '[1,2,3]',
  'other types':
    '{"Response":{"RequestId":7,"Functions":"none","Aliases":{"a":1},"Namespaces":[1,null,{}],"TotalCount":"many"}}',
  'odd aliases':
    '{"Response":{"RequestId":"r","TotalCount":9,"Namespaces":[{"Name":"default"}],"Functions":[{"FunctionName":"cart","Status":"Odd","ModTime":3}],"Aliases":[{"Name":"$DEFAULT","FunctionVersion":"$LATEST","RoutingConfig":{"AdditionalVersionWeights":[{"Version":"1","Weight":1e-9}],"AddtionVersionMatchs":[{"Version":"9","Key":"invoke.headers.User","Method":"range","Expression":"[0,50)"}]}}]}}',
}
const WORDS = {
  all: {},
  'one namespace': { namespace: 'payments' },
  'two regions': { region: ['ap-guangzhou', 'ap-shanghai'] },
  'an alias that some have': { alias: 'beta' },
  'no alias': { alias: '-' },
  'an unknown word': { nmespace: 'x' },
  'no name': { namespace: [7] },
  'a namespace that is not there': { namespace: 'nowhere' },
}

/** An emulator with functions of all kinds; with more than a page of them, where they are `many`. */
async function world(many) {
  const emulator = await startEmulator({ seed: 'parts', rate: 0, delays: AT_ONCE, log: () => {} })
  const client = new Client(emulator.url)
  await client.call('CreateNamespace', { Namespace: 'payments' })
  for (let number = 0; number < (many ? 25 : 4); number++) await create(client, `fun${number}`)
  await create(client, 'invoices', undefined, { Namespace: 'payments', Description: 'once a month' })
  for (const name of ['fun1', 'fun2', 'fun3']) await client.call('PublishVersion', { FunctionName: name })
  const alias = (FunctionName, more, action = 'UpdateAlias') =>
    client.call(action, { FunctionName, Name: '$DEFAULT', FunctionVersion: '$LATEST', ...more })
  await alias('fun1', { RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.33333 }] } })
  await alias('fun2', { FunctionVersion: '1' })
  await alias('fun2', { Name: 'beta', FunctionVersion: '1' }, 'CreateAlias')
  await alias('fun3', {
    RoutingConfig: {
      AddtionVersionMatchs: [{ Version: '1', Key: 'invoke.headers.User', Method: 'exact', Expression: 'me' }],
    },
  })
  return emulator
}

/** What differs from one process to the next; which of many functions fails first is one of them. */
const passing = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID'],
  [/127\.0\.0\.1:\d+/g, 'HERE'],
  [/"function":"fun\d+"/g, '"function":"ONE"'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\b1\d{9}\b/g, 'NOW'],
]

/** Lists, and says how that went. */
async function list(emulator, title, asked = {}, { options, ...run } = {}) {
  const gray = new Grayscale({ credentials: KEY, endpoint: emulator.url, ...options })
  const events = []
  const onEvent = ({ type, rows }) => type === 'functions' && events.push(rows.length)
  const outcome = await gray
    .functions(asked, { onEvent, ...run })
    .catch(({ message, ...error }) => ({ message, ...error, cause: undefined }))
  await gray.close()
  const told = JSON.stringify({ title, outcome, events })
  return passing.reduce((text, [what, name]) => text.replaceAll(what, name), told)
}

/** @param {(action: string) => string | undefined} body */
const answering = (body) => async (url, request) => {
  const text = body(request.headers['x-tc-action'] ?? request.headers['X-TC-Action'])
  if (text === undefined) return fetch(url, request)
  return new Response(text, { headers: { 'content-type': 'application/json' } })
}

/** Whatever may happen to one of the calls that a list is made of. */
async function troubles(action) {
  const emulator = await world(false)
  // which of many functions fails first, and with how many tries left, is chance
  const asked = action === 'ListAliases' ? { namespace: 'payments' } : {}
  const told = []
  const met = async (title, rule, when) => {
    emulator.setFaults([{ action, fault: title, ...rule }])
    told.push(await list(emulator, `${title} at ${action}, ${when}`, asked))
  }
  for (const [title, rule] of Object.entries(ONCE)) await met(title, { ...rule, nth: 1 }, 'once')
  for (const [title, rule] of Object.entries(ALWAYS)) await met(title, rule, 'always')
  emulator.setFaults([])
  for (const [title, body] of Object.entries(BODIES)) {
    const options = { fetch: answering((called) => (called === action ? body : undefined)) }
    told.push(await list(emulator, `${title} from ${action}`, asked, { options }))
  }
  await emulator.close()
  return told
}

/** What is asked for, by whom, and when it is stopped. */
async function words() {
  const emulator = await world(true)
  const told = []
  const tell = async (...how) => told.push(await list(emulator, ...how))
  for (const [title, asked] of Object.entries(WORDS)) await tell(title, asked)
  emulator.setFaults([{ action: '*', fault: 'clock', seconds: 3600 }])
  await tell('a clock that is wrong')
  emulator.setFaults([])
  await tell('wrong keys', {}, { options: { credentials: { ...KEY, secretKey: 'OTHER' } } })
  await tell('no keys', {}, { options: { credentials: undefined } })
  await tell('nobody there', {}, { options: { endpoint: 'http://127.0.0.1:9' } })
  await tell('stopped before', {}, { signal: AbortSignal.abort() })
  const ending = new AbortController()
  emulator.setFaults([{ action: 'ListAliases', fault: 'late', ms: 500 }])
  setTimeout(() => ending.abort(), 200)
  await tell('stopped on the way', {}, { signal: ending.signal })
  await emulator.close()
  return told
}

// they wait most of the time
for (const told of await Promise.all([words(), ...CALLS.map(troubles)])) console.log(told.join('\n'))
