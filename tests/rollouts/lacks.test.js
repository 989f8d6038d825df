// Orders from where a look lacks what the policy names: a page, or a laptop without the variables of the agent.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figures } from './figures.js'
import { released, server } from './released.js'

/** Somebody who knows no server and no variable and runs no command, as a page does. */
const stranger = (there) => there.another({ source: {}, variables: {}, commands: false })

/** A rollout at a gate, of which a server has the figures: it counts one bad call of either version a minute. */
async function atGate(t, secret) {
  const there = await released(t)
  const { url } = await server(t, ({ body }) => ({ body: JSON.stringify(figures(JSON.parse(body), 1)) }))
  const policy = { steps: [{ traffic: '50%', for: '1m', gate: 'qa' }], guard: { source: { http: url, secret } } }
  const gray = secret ? there.another({ variables: { FIGURES_SECRET: 'open sesame' } }) : there.gray
  const { id } = await gray.rollouts.start(there.inputs, { policy })
  for (let minute = 0; (await gray.rollouts.tick()).state !== 'gate'; minute += 1) {
    assert.ok(minute < 30, 'it never came to its gate')
    await there.minute(0)
  }
  return {
    ...there,
    gray,
    id,
    url,
    last: async () => JSON.parse((await there.store.rollout(id).read()).text.trim().split('\n').at(-1)),
  }
}

test('an order from there is recorded alone, and whoever can see carries it out', async (t) => {
  const there = await atGate(t)
  const page = stranger(there)
  const approved = await page.rollouts.approve('qa', { step: 1 })
  assert.deepEqual(
    approved.lacks.map(({ code, text }) => [code, text]),
    [['Source', 'the address of the server that has its figures, or the secret for it, is not set here']],
  )
  assert.equal((await there.last()).do, 'approve', 'nothing was judged there')
  assert.equal((await there.gray.rollouts.read()).state, 'gate')
  await assert.rejects(page.rollouts.approve('qa', { step: 1 }), { code: 'StaleStep' })
  assert.equal((await there.gray.rollouts.tick()).state, 'done')
})

test('whoever knows the server and not its secret can not ask it', async (t) => {
  const there = await atGate(t, '${env:FIGURES_SECRET}')
  const page = there.another({ source: { url: there.url }, variables: {}, commands: false })
  assert.deepEqual(
    (await page.rollouts.approve('qa', { step: 1 })).lacks.map(({ code }) => code),
    ['Source'],
  )
  assert.equal((await there.gray.rollouts.tick()).state, 'done')
})

test('an abort from there goes at once: it needs no figures', async (t) => {
  const there = await atGate(t)
  const aborted = await stranger(there).rollouts.abort()
  assert.deepEqual([aborted.state, aborted.lacks], ['aborted', undefined])
  assert.equal(there.shares('shop', '1').at(-1), 1)
})

test('what is lacking is named, and nothing where everything is known', async (t) => {
  const there = await released(t)
  const hooks = { beforeStep: [{ http: '${env:SMOKE_HOOK}' }, { command: '${env:GRAYSCALE_SMOKE}' }] }
  await there.gray.rollouts.start(there.inputs, { policy: { steps: [{ traffic: '10%', for: '5m' }], hooks } })
  const lacks = await stranger(there).rollouts.lacks()
  assert.deepEqual(
    lacks.map(({ code, params }) => [code, params?.variable]),
    [
      ['Hook', 'SMOKE_HOOK'],
      ['Command', undefined],
    ],
  )
  assert.match(lacks[0].text, /environment variable SMOKE_HOOK, which is not set here$/)
  const variables = { SMOKE_HOOK: 'https://hooks.example/x', GRAYSCALE_SMOKE: 'true' }
  assert.deepEqual(await there.another({ variables }).rollouts.lacks(), [])
})
