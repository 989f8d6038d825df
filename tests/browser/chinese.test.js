// What goes wrong is told in Chinese too: every error here is one that the engine gave, in a run that met it.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { en } from '../../js/console/page/words/en.js'
import { zh } from '../../js/console/page/words/zh.js'
import { Grayscale, speak } from '../../js/index.js'
import { memoryStore } from '../../js/store/memory.js'
import { beginLine } from '../support/at-work.js'
import { emulator, KEY } from '../support/emulator.js'
import { pinned, shop } from './harness.js'

const order = (traffic, more = {}) => ({ functions: [{ name: 'cart' }], traffic, ...more })
const locked = {
  ...memoryStore(),
  read: async () => ({ text: `${beginLine({ who: 'ann' })}\n`, position: '0', now: Date.now() }),
}

/**
 * What is done, what stands in its way, and the code that it ends with. `cart` has versions 1 and 2, all traffic on 2;
 * `fresh` has one, `bare` none.
 *
 * @type {[code: string, told: { faults?: object[], store?: object, credentials?: object, transport?: object,
 *   before?: (world: any) => Promise<unknown>, work: (gray: Grayscale, world: any) => Promise<unknown> }][]}
 */
const TROUBLES = [
  ['FunctionNotFound', { work: (gray) => gray.deploy({ functions: [{ name: 'nobody' }], traffic: 0.1 }) }],
  [
    'RulesInTheWay',
    {
      before: ({ client }) =>
        client.call('UpdateAlias', {
          FunctionName: 'cart',
          Name: '$DEFAULT',
          FunctionVersion: '1',
          RoutingConfig: {
            AdditionalVersionWeights: [],
            AddtionVersionMatchs: [{ Version: '2', Key: 'invoke.headers.User', Method: 'exact', Expression: 'me' }],
          },
        }),
      work: (gray) => gray.deploy(order(0.1)),
    },
  ],
  ['NothingToRollBack', { work: (gray) => gray.rollback({ functions: [{ name: 'fresh' }] }) }],
  ['NothingToRollBackTo', { work: (gray) => gray.rollback({ functions: [{ name: 'bare' }] }) }],
  [
    'AliasChanged',
    {
      // what was read of an alias counts for 5 seconds
      faults: [{ action: 'PublishVersion', fault: 'stuck', ms: 6000 }],
      work: async (gray, { client }) => {
        const onEvent = ({ type, state }) =>
          type === 'step' && state === 'started' && pinned(client, { FunctionName: 'cart' }, '1')
        await gray.deploy(order(0.1, { publish: true }), { onEvent })
      },
    },
  ],
  [
    'CodeChanged',
    {
      faults: [
        {
          action: 'PublishVersion',
          fault: 'meanwhile',
          do: 'UpdateFunctionConfiguration',
          with: { Timeout: 9 },
        },
      ],
      work: (gray) => gray.deploy(order(0.1, { publish: true })),
    },
  ],
  [
    'AliasDiffers',
    {
      faults: [
        {
          action: 'UpdateAlias',
          fault: 'meanwhile',
          when: 'after',
          do: 'UpdateAlias',
          with: { Name: '$DEFAULT', FunctionVersion: '1' },
        },
      ],
      work: (gray) => gray.deploy(order(0.1)),
    },
  ],
  [
    'StalePlan',
    {
      work: async (gray, { client }) => {
        const plan = await gray.plan(order(0.1))
        await pinned(client, { FunctionName: 'cart' }, '1')
        await gray.apply(plan)
      },
    },
  ],
  [
    'VersionFailed',
    {
      faults: [{ action: 'PublishVersion', fault: 'fail', code: 'InternalError', message: 'no room' }],
      work: (gray) => gray.deploy(order(0.1, { publish: true })),
    },
  ],
  [
    'WaitTimeout',
    {
      faults: [{ action: 'PublishVersion', fault: 'stuck' }],
      work: (gray) => gray.deploy(order(0.1, { publish: true, waitTimeout: 1 })),
    },
  ],
  [
    'GroupFailed',
    {
      faults: [{ action: 'PublishVersion', nth: 1, fault: 'fail', code: 'InternalError', message: 'no room' }],
      work: (gray) =>
        gray.deploy({ functions: [{ name: 'cart' }, { name: 'fresh' }], group: 'atomic', publish: true, traffic: 0.1 }),
    },
  ],
  ['NothingToResume', { work: (gray) => gray.resume() }],
  ['NothingToAbort', { work: (gray) => gray.abort() }],
  [
    'NothingToAbort',
    {
      work: async (gray) => {
        await gray.deploy(order(0.1))
        await gray.abort()
      },
    },
  ],
  [
    'NotOfProject',
    {
      work: async (gray) => {
        await gray.deploy(order(0.1))
        await gray.undo(undefined, { project: { functions: [{ name: 'fresh' }] } })
      },
    },
  ],
  ['Locked', { store: locked, work: (gray) => gray.deploy(order(0.1)) }],
  [
    'JournalBroken',
    {
      work: async (gray, { store }) => {
        await gray.deploy(order(0.1))
        const { text } = await store.read()
        await new Grayscale({ store: memoryStore(text.replace('cart', 'mail')) }).history({ verify: true })
      },
    },
  ],
  [
    'JournalTooNew',
    { store: memoryStore('{"v":99,"type":"begin","run":"0123abcd"}\n'), work: (gray) => gray.deploy(order(0.1)) },
  ],
  [
    'UnauthorizedOperation.CAM',
    {
      faults: [{ action: 'GetAlias', fault: 'refuse', code: 'UnauthorizedOperation.CAM', message: 'no permission' }],
      work: (gray) => gray.deploy(order(0.1)),
    },
  ],
  [
    'InvalidParameterValue',
    {
      faults: [{ action: 'UpdateAlias', fault: 'refuse', code: 'InvalidParameterValue', message: 'not this one' }],
      work: (gray) => gray.deploy(order(0.1)),
    },
  ],
  [
    'AuthFailure.SignatureFailure',
    {
      credentials: { ...KEY, secretKey: 'not-the-key' },
      work: (gray) => gray.functions(),
    },
  ],
  ['InvalidCredentials', { credentials: { ...KEY, secretKey: '' }, work: (gray) => gray.functions() }],
  ['InvalidCredentials', { credentials: { ...KEY, secretId: 'a b' }, work: (gray) => gray.functions() }],
  ['Interrupted', { work: (gray) => gray.deploy(order(0.1), { signal: AbortSignal.abort() }) }],
  [
    'Interrupted',
    {
      faults: [{ action: 'PublishVersion', fault: 'stuck' }],
      work: (gray) => {
        const ending = new AbortController()
        const onEvent = ({ type, state }) => type === 'step' && state === 'started' && ending.abort()
        return gray.deploy(order(0.1, { publish: true }), { signal: ending.signal, onEvent })
      },
    },
  ],
  [
    'UnreadableAnswer',
    { faults: [{ action: 'GetAlias', nth: '1..', fault: 'html' }], work: (gray) => gray.deploy(order(0.1)) },
  ],
  [
    'MaybePublished',
    {
      faults: [{ action: 'PublishVersion', nth: '1..', fault: 'close' }],
      work: (gray) => gray.deploy(order(0.1, { publish: true })),
    },
  ],
]

speak({ language: 'zh', host: 'console' })

function assertTold(text) {
  assert.match(text, /[\u4e00-\u9fff]/, text)
}

describe('what goes wrong is told in Chinese, and what to do about it', {
  concurrency: 8,
}, () => {
  for (const [number, [code, trouble]] of TROUBLES.entries()) {
    test(`${code} (${number + 1})`, async (t) => {
      const { client, emu } = await emulator(t, { log: () => {} })
      await shop(client, { cart: { versions: 2 }, fresh: { versions: 1 }, bare: { versions: 0 } })
      const { store = memoryStore(), credentials = KEY } = trouble
      const world = { client, emu, store }
      await trouble.before?.(world)
      emu.setFaults(trouble.faults ?? [])
      const gray = new Grayscale({ credentials, endpoint: emu.url, store })
      t.after(() => gray.close())
      const error = await trouble.work(gray, world).then(
        () => assert.fail('it went well'),
        (error) => error,
      )
      const errors = [error, ...(error.errors ?? [])]
      assert.ok(
        errors.some((one) => one.code === code),
        `${error.code}: ${error.message}`,
      )
      for (const { message, changed } of errors) for (const text of [message, ...changed]) assertTold(text)
      for (const { notes } of error.result?.functions ?? []) for (const { text } of notes) assertTold(text)
      for (const words of [en, zh]) {
        const way = /^(Interrupted|Invalid|Unauth|AuthFailure\.Sig)/.test(code)
        assert.ok(way || words.next[code], `what to do about ${code}`)
      }
    })
  }
})
