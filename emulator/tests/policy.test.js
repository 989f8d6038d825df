import assert from 'node:assert/strict'
import test from 'node:test'
import { PolicyError, startEmulator } from '../index.js'
import { create, emulator, refusedWith } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const ALIAS = { ...FN, Name: 'live', FunctionVersion: '$LATEST' }
const allow = (action, resource = '*') => ({ version: '2.0', statement: [{ effect: 'allow', action, resource }] })

test('what the policy does not allow is refused, with the name of the action', async (t) => {
  const { client } = await emulator(t, { policy: allow(['scf:ListFunctions']) })
  await client.call('ListFunctions', {})
  await assert.rejects(client.call('GetFunction', FN), ({ code, message }) => {
    assert.equal(code, 'UnauthorizedOperation.CAM')
    return message.includes('scf:GetFunction')
  })
})

test('without a policy the key may do everything', async (t) => {
  const { emu, client } = await emulator(t, { policy: allow('scf:ListFunctions') })
  emu.setPolicy(undefined)
  await create(client)
})

test('an action of the operation level is denied where its statement names a function', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client)
  emu.setPolicy(allow('scf:GetFunction', 'qcs::scf:::namespace/default/function/fun01'))
  await refusedWith(client.call('GetFunction', FN), 'UnauthorizedOperation.CAM')
})

test('CreateAlias may be limited to a function', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client)
  emu.setPolicy(allow('scf:CreateAlias', 'qcs::scf:::namespace/default/function/other'))
  await refusedWith(client.call('CreateAlias', ALIAS), 'UnauthorizedOperation.CAM')
  emu.setPolicy(allow('scf:CreateAlias', 'qcs::scf:::namespace/default/function/fun01'))
  await client.call('CreateAlias', ALIAS)
})

test('a function is given a role only by who may pass it on', async (t) => {
  const { emu, client } = await emulator(t)
  const role = { Role: 'exRole' }
  const policy = allow('scf:CreateFunction')
  emu.setPolicy(policy)
  await refusedWith(create(client, 'fun01', undefined, role), 'UnauthorizedOperation.CAM')
  policy.statement.push({ effect: 'allow', action: 'cam:PassRole', resource: 'qcs::cam:::roleName/exRole' })
  emu.setPolicy(policy)
  await create(client, 'fun01', undefined, role)
})

for (const name of ['scf:InvokeFunction', 'scf:Invoke', 'scf:*', '*']) {
  test(`a function may be called by ${name}`, async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    emu.setPolicy(allow(name))
    await client.call('InvokeFunction', FN)
  })
}

for (const [policy, why] of [
  [{ version: '1.0', statement: [] }, /not of version/],
  [{ version: '2.0' }, /no list "statement"/],
  [{ version: '2.0', statement: [{ effect: 'deny', action: '*', resource: '*' }] }, /not "allow"/],
  [allow([7]), /"action" is no text/],
]) {
  test(`a policy is refused at the start: ${why}`, async () => {
    await assert.rejects(startEmulator({ policy }), (error) => error instanceof PolicyError && why.test(error.message))
  })
}
