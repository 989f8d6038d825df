import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startEmulator as start } from '../index.js'
import { lockState } from '../state-lock.js'
import { Client, KEY } from './support/client.js'
import { startEmulator } from './support/emulator.js'
import { AT_ONCE, create, emulator, NEVER_MS, refusedWith, telling, until, zip } from './support/harness.js'

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
    assert.deepEqual(readdirSync(path.dirname(stateFile)), ['state.json', 'state.json.lock'])
  })

  test('an answered write survives SIGKILL; what was under way goes on', async (t) => {
    const stateFile = path.join(folder(t), 'state.json')
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { startEmulator } from ${JSON.stringify(new URL('../index.js', import.meta.url).href)}
         const emu = await startEmulator({ ...${JSON.stringify(KEY)}, stateFile: ${JSON.stringify(stateFile)}, rate: 0,
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

  test('a second emulator on the same file is refused with the process that has it, until that one closes', async (t) => {
    const directory = folder(t)
    const stateFile = path.join(directory, 'state.json')
    const { emu, client } = await emulator(t, { stateFile })
    await create(client)
    symlinkSync(directory, path.join(directory, 'link'))
    for (const name of ['state.json', 'link/state.json']) {
      await assert.rejects(startEmulator({ stateFile: path.join(directory, name) }), {
        name: 'StateInUseError',
        message: new RegExp(`state\\.json is used by another emulator: process ${process.pid}, since \\d{4}-`),
      })
    }
    await client.call('PublishVersion', FN)
    await emu.close()
    assert.deepEqual(readdirSync(directory).sort(), ['link', 'state.json'])
    const again = await emulator(t, { stateFile })
    assert.equal((await again.client.call('ListVersionByFunction', FN)).Versions.length, 2)
  })

  test('the key that was drawn is kept, and one that is given is not', async (t) => {
    const stateFile = path.join(folder(t), 'state.json')
    const starting = async (options) => {
      const { credential, close } = await start({ stateFile, ...options })
      await close()
      return credential
    }
    const drawn = await starting()
    assert.deepEqual(await starting(), drawn)
    assert.equal((await starting(KEY)).secretKey, KEY.secretKey)
    assert.ok(!readFileSync(stateFile, 'utf8').includes(KEY.secretKey))
    assert.deepEqual(await starting(), drawn)
    assert.equal(statSync(stateFile).mode & 0o077, 0)
  })

  test('a state file that is a link is refused, and nothing is written where it leads', async (t) => {
    const directory = folder(t)
    const target = path.join(directory, 'target')
    const stateFile = path.join(directory, 'state.json')
    symlinkSync(target, stateFile)
    await assert.rejects(startEmulator({ stateFile }), /state\.json is a link\. Give the file that it leads to\./)
    assert.deepEqual(readdirSync(directory), ['state.json'])
  })

  test('a state file that another user put there is refused', {
    skip: process.getuid?.() !== 0 && 'only root makes files of another user',
  }, async (t) => {
    const directory = folder(t)
    const stateFile = path.join(directory, 'state.json')
    const { credential, close } = await start({ stateFile })
    await close()
    chownSync(stateFile, 65_534, 65_534)
    await assert.rejects(start({ stateFile }), /state\.json belongs to another user/)
    chownSync(directory, 65_534, 65_534)
    const again = await start({ stateFile })
    t.after(() => again.close())
    assert.deepEqual(again.credential, credential, 'whoever owns the folder can replace what is in it')
  })

  test('links that somebody put where it might be written lead nowhere', async (t) => {
    const directory = folder(t)
    const stateFile = path.join(directory, 'state.json')
    const victim = path.join(directory, 'victim')
    writeFileSync(victim, 'as it was')
    symlinkSync(victim, `${stateFile}.${randomUUID()}.tmp`)
    const { client } = await emulator(t, { stateFile })
    symlinkSync(victim, `${stateFile}.tmp`)
    await create(client)
    assert.equal(readFileSync(victim, 'utf8'), 'as it was')
    assert.ok(lstatSync(stateFile).isFile())
  })

  test('of several that start at once one has it', async (t) => {
    const directory = folder(t)
    const dead = JSON.stringify({ pid: ended(), host: os.hostname(), started: '1', token: 'x' })
    for (let round = 0; round < 50; round++) {
      const file = path.join(directory, `${round}.json`)
      writeFileSync(`${file}.lock`, dead)
      // some left the right to succeed it behind, too
      if (round % 2) writeFileSync(`${file}.lock.after.x`, dead.replace('"x"', '"y"'))
      const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockState(file)))
      const refused = all.filter(({ reason }) => reason?.name === 'StateInUseError')
      assert.deepEqual([refused.length, all.filter(({ status }) => status === 'fulfilled').length], [7, 1])
      for (const { value } of all) await value?.()
    }
    assert.deepEqual(readdirSync(directory), [])
  })

  /** The number of a process that is gone. */
  const ended = () => spawnSync(process.execPath, ['--version']).pid
  const lockOf = (more) =>
    JSON.stringify({ pid: ended(), host: os.hostname(), started: '1', token: 'x', since: '', ...more })
  for (const [what, lock] of [
    ['a process that is gone', () => lockOf({})],
    ['a process whose number another one has now', () => lockOf({ pid: process.pid })],
    ['nobody who can be read', () => '{"pid":'],
  ]) {
    test(`what a crash left is cleaned at the next start: the lock of ${what}, and half a state`, async (t) => {
      const directory = folder(t)
      const stateFile = path.join(directory, 'state.json')
      writeFileSync(`${stateFile}.lock`, lock())
      writeFileSync(`${stateFile}.${randomUUID()}.tmp`, '{"format":')
      const { emu, client } = await emulator(t, { stateFile })
      assert.deepEqual(readdirSync(directory), ['state.json.lock'])
      await create(client)
      await emu.close()
      assert.deepEqual(readdirSync(directory), ['state.json'])
    })
  }

  test('the lock of another machine is left, and said how to be rid of', async (t) => {
    const stateFile = path.join(folder(t), 'state.json')
    writeFileSync(`${stateFile}.lock`, lockOf({ host: 'elsewhere' }))
    await assert.rejects(startEmulator({ stateFile }), /on elsewhere, .*If it is gone, delete .*state\.json\.lock\.$/)
  })

  test('crashes while it is written leave one half state at most', async (t) => {
    const directory = folder(t)
    const stateFile = path.join(directory, 'state.json')
    const module = new URL('../index.js', import.meta.url).href
    for (let crash = 0; crash < 3; crash++) {
      // the rename never comes
      const dies = `const fs = require('node:fs/promises'), { rename } = fs
        fs.rename = (from, to) => from.endsWith('.tmp') ? process.kill(process.pid, 'SIGKILL') : rename(from, to)
        require('node:module').syncBuiltinESMExports()
        import(${JSON.stringify(module)}).then(async ({ startEmulator }) => {
          console.log((await startEmulator(${JSON.stringify({ ...KEY, stateFile })})).url)
        })`
      const child = spawn(process.execPath, ['-e', dies], { stdio: ['ignore', 'pipe', 'inherit'] })
      t.after(() => child.kill('SIGKILL'))
      const closed = once(child, 'close')
      const client = new Client(String((await once(child.stdout, 'data'))[0]).trim())
      await assert.rejects(client.call('CreateNamespace', { Namespace: 'blue' }))
      await closed
      const [draft, ...rest] = readdirSync(directory).sort()
      assert.match(draft, /^state\.json\.[0-9a-f-]{36}\.tmp$/)
      assert.deepEqual(rest, ['state.json.lock'])
    }
    await emulator(t, { stateFile })
    assert.deepEqual(readdirSync(directory), ['state.json.lock'])
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
