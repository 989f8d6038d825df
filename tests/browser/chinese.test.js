// What goes wrong is told in Chinese too: every error here is one that the engine gave, in a run that met it.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { en } from '../../js/console/page/words/en.js'
import { toldInChinese } from '../../js/console/page/words/troubles-zh.js'
import { zh } from '../../js/console/page/words/zh.js'
import { Grayscale } from '../../js/index.js'
import { memoryStore } from '../../js/store/memory.js'
import { emulator, KEY } from '../support/emulator.js'
import { pinned, shop } from './harness.js'

const order = (traffic, more = {}) => ({ functions: [{ name: 'cart' }], traffic, ...more })
const locked = {
  ...memoryStore(),
  lock: async () => ({ taken: false, by: { who: 'ann', command: 'deploy', since: Date.now() - 60_000 } }),
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
        const text = await store.read()
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

/** What must survive: figures, aliases, names of functions, statuses. This tool's own version is none of them. */
const facts = (text) =>
  (
    text
      .replace(/ \(0\.\d+\.\d+\)/, '')
      .match(/\$\w+|\d+(?:\.\d+)?%?|\b(?:cart|fresh|bare|nobody|ann|[A-Z]\w+Failed)\b/g) ?? []
  ).sort()

function assertTold(text) {
  const told = toldInChinese(text)
  assert.ok(told !== undefined, `no words for: ${text}`)
  assert.match(told, /[\u4e00-\u9fff]/, text)
  assert.deepEqual(facts(told), facts(text), `${text}\n${told}`)
}

describe('what goes wrong is told in Chinese, with every figure and name, and what to do about it', {
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

test('what a run waits for, and what it took over, is told in Chinese', () => {
  for (const text of [
    'not ready yet',
    'not ready yet after 45 s',
    'InternalError: try later; still trying after 30 s',
    'RequestLimitExceeded: UpdateAlias in ap-guangzhou: 4.5 calls a second from now on',
    'InternalError: try later; trying again',
  ]) {
    assertTold(text)
  }
})

test('what is said of rollbacks, undo and stable is told in Chinese', () => {
  for (const text of [
    // what becomes of a function
    'already rolled back to v2',
    'already rolled back by another machine',
    'already rolled back by run 0123abcd at 2026-11-28 14:21:07 +08:00',
    'already rolled back by run 0123abcd by ann@ci at 2026-11-28 14:21:07 +08:00',
    'released at 2026-11-26 14:21:07 +08:00, more than 24 hours ago: it stays. To roll it back: `grayscale rollback cart`',
    'routes by rules, and stays: 2 if invoke.headers.User exact me. To roll it back: `grayscale rollback cart`',
    'not in release: it stays',
    'cart has no published version 7: it is left as it is, the others go on',
    'create alias $default: $latest 10% · 2 90%',
    'it was deleted by the run that is undone',
    'before the last change $latest had 50%, but its code was replaced since: it gets 10%, the rest goes to version 2',
    'someone else gave $latest 90% while this run wrote its code: it gets 10%, the rest goes to version 2',
    'no version is published: all traffic stays on $latest, with its new code',
    "the description of the alias is too long for the mark of the release: other machines can't tell from it which version is stable. Shorten the description",
    // who gets the rest, and which code is new
    'v3 was rolled back and gets no traffic: the rest goes to v2, which is stable',
    'v4 is version 3 again, which was rolled back: it gets no traffic',
    'v4 is the code that was on $latest again, which was rolled back: it gets no traffic',
    'the code to publish is version 3, which was rolled back',
    'the rest of the traffic goes to v3, which has none now (users are on v2); stable=N keeps it on another version',
    '$latest has the code of v2: $latest (10%) and the new version (90%) are the same code',
    'no version was published before: $latest (10%) and the new version (90%) are the same code',
    '100 % of the traffic is on new code: $latest (10%) and 3 (90%). To canary, leave publish out',
    '100 % of the traffic is on new code: $latest (10%) and 3 (new) (90%). To canary, leave publish out',
    'publish with traffic 10% would put all users of cart on new code: 10% on $latest, and 90% on the version that is published from it; nothing was changed',
    'All traffic of cart, fresh moves to new code. Go on?',
    'All traffic of cart will be on code that no published version is known to hold. All traffic of fresh moves to new code. The rest of the traffic goes to v3 of bare, which has none now. Go on?',
    // what does not work
    'cart has all traffic on v2, and no release that is on record moved it there; it was not changed',
    'nothing is in release, and no run of the last 24 hours released anything that stands as it left it; nothing was changed (cart 2 100%; fresh 1 100%)',
    '$default was changed since: it is 1 100%, not $latest 10% · 2 90% as the run left it. It was not changed',
    '$default was changed since: it is 1 100%. It was not changed',
    'the journal has no run "0123abcd"',
    'run 0123 moved no traffic: there is nothing to undo',
    'run 0123 moved no traffic',
    'no run in the journal moved traffic: there is nothing to undo',
    'the last run (0123) is an undo already',
    'run 0123 is about functions that this project does not have (cart in ap-shanghai/default, mail in ap-shanghai/default and 3 more); nothing was changed',
    'left alone, since this project does not have them: cart in ap-shanghai/default, mail in ap-shanghai/default and 3 more',
    'the rollback goes on without the lock of the journal: 磁盘已满',
    'the plan is made without the journal: 磁盘已满',
    'run 0123 did not record where it was going',
    'run 0123 broke off before it changed code or traffic: there is nothing to put back',
    'run 0123 was a prune, which the same command continues',
    'stable two is no version number',
    'stable 2 was given without traffic',
    "stable 2 can't be given with publish and traffic=0",
    'handler index.main of cart: the package has no file index.js (nor index.cjs, index.mjs)',
  ]) {
    assertTold(text)
  }
})
