import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startEmulator } from '../../../js/emulator/index.js'
import { Client } from './client.js'
import { AT_ONCE, create, emulator, NEVER_MS, refusedWith, telling, until, zip } from './harness.js'

const FN = { FunctionName: 'fun01' }

function folder(t) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'emulator-state-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Everything that can be seen of a function. */
async function everything(client) {
  const asked = await Promise.all([
    client.call('GetFunction', { ...FN, ShowCode: 'TRUE' }),
    client.call('GetFunctionAddress', { ...FN, Qualifier: '1' }),
    client.call('ListVersionByFunction', FN),
    client.call('ListAliases', FN),
    client.call('ListNamespaces'),
  ])
  return asked.map(({ RequestId, Url, ...rest }) => rest)
}

describe('the state file', () => {
  test('everything is there again after a restart, code included', async (t) => {
    const stateFile = path.join(folder(t), 'deep/er/state.json')
    const first = await emulator(t, { stateFile })
    await create(first.client, 'fun01', telling('one'), { Environment: { Variables: [{ Key: 'A', Value: '1' }] } })
    await first.client.call('PublishVersion', { ...FN, Description: 'first' })
    await first.client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')) })
    const RoutingConfig = { AdditionalVersionWeights: [{ Version: '1', Weight: 0.33333 }] }
    await first.client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '$LATEST', RoutingConfig })
    await first.client.call('CreateNamespace', { Namespace: 'blue' })
    const before = await everything(first.client)
    await first.emu.close()

    const second = await emulator(t, { stateFile })
    assert.deepEqual(await everything(second.client), before)
    assert.equal((await second.client.ask('fun01', {}, { Qualifier: '1' })).text, 'one')
    assert.equal((await second.client.ask('fun01', {}, { Qualifier: '$LATEST' })).text, 'two')
    assert.equal((await second.client.call('PublishVersion', FN)).FunctionVersion, '2')
    assert.equal(statSync(stateFile).mode & 0o077, 0, 'environment values are nobody else’s business')
    assert.deepEqual(readdirSync(path.dirname(stateFile)), ['state.json'])
  })

  test('an answered write survives SIGKILL; what was under way goes on', async (t) => {
    const stateFile = path.join(folder(t), 'state.json')
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { startEmulator } from ${JSON.stringify(new URL('../../../js/emulator/index.js', import.meta.url).href)}
         const emu = await startEmulator({ stateFile: ${JSON.stringify(stateFile)}, rate: 0,
           delays: { createMs: 0, updateMs: ${NEVER_MS}, publishMs: ${NEVER_MS} } })
         console.log(emu.url)`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    t.after(() => child.kill('SIGKILL'))
    const client = new Client(String((await once(child.stdout, 'data'))[0]).trim())
    await create(client)
    await create(client, 'fun02')
    assert.equal((await client.call('PublishVersion', FN)).FunctionVersion, '1')
    await client.call('UpdateFunctionCode', { FunctionName: 'fun02', ZipFile: zip(telling('two')), Publish: 'TRUE' })
    child.kill('SIGKILL')
    await once(child, 'close')

    const again = await emulator(t, { stateFile, delays: { updateMs: 20, publishMs: 20 } })
    const list = (FunctionName) => async () =>
      (await again.client.call('ListVersionByFunction', { FunctionName })).Versions.map((v) => v.Status).join()
    await until(list('fun01'), (is) => is === 'Active,Active')
    await until(list('fun02'), (is) => is === 'Active,Active')
    assert.equal((await again.client.ask('fun02', {}, { Qualifier: '1' })).text, 'two')
  })

  test('packages that nobody uses any more are dropped from it', async (t) => {
    const stateFile = path.join(folder(t), 'state.json')
    const { client } = await emulator(t, { stateFile })
    await create(client)
    for (let n = 0; n < 5; n++) await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling(`code ${n}`)) })
    assert.equal(Object.keys(JSON.parse(readFileSync(stateFile, 'utf8')).packages).length, 1)
  })

  test('many writes at once are all in it', async (t) => {
    const stateFile = path.join(folder(t), 'state.json')
    const { client } = await emulator(t, { stateFile })
    const names = Array.from({ length: 20 }, (_, n) => `fun${n + 10}`)
    await Promise.all(names.map((name) => create(client, name)))
    const [region] = JSON.parse(readFileSync(stateFile, 'utf8')).regions
    assert.deepEqual(region.namespaces[0].functions.map((fn) => fn.name).sort(), names)
  })

  test('a file that can not be written fails the action and is reported; the next write makes up for it', async (t) => {
    const directory = path.join(folder(t), 'home')
    const stateFile = path.join(directory, 'state.json')
    const lines = []
    const { client } = await emulator(t, { stateFile, log: (line) => lines.push(line) })
    await create(client)
    rmSync(directory, { recursive: true })
    await refusedWith(client.call('PublishVersion', FN), 'InternalError')
    assert.match(lines.join('\n'), /The state could not be saved: .*ENOENT/)
    mkdirSync(directory)
    await client.call('CreateNamespace', { Namespace: 'blue' })
    const [region] = JSON.parse(readFileSync(stateFile, 'utf8')).regions
    assert.equal(region.namespaces[0].functions[0].versions.length, 1)
  })

  for (const [what, text] of [
    ['no JSON', 'nonsense'],
    ['another format', '{}'],
    ['another version', '{"format":"scf-emulator-state","version":99}'],
    ['a damaged package', '{"format":"scf-emulator-state","version":1,"regions":[],"packages":{"00":"AAAA"}}'],
  ]) {
    test(`refuses to start from ${what}, and leaves the file alone`, async (t) => {
      const stateFile = path.join(folder(t), 'state.json')
      writeFileSync(stateFile, text)
      await assert.rejects(startEmulator({ stateFile, delays: AT_ONCE }), /state file .*state\.json is not a state/)
      assert.equal(readFileSync(stateFile, 'utf8'), text)
    })
  }
})
