// Fault scripts are read strictly: what can't be meant is refused, before anything listens.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Client } from './support/client.js'
import { main } from './support/command.js'
import { startEmulator } from './support/emulator.js'
import { directory } from './support/harness.js'

const refused = (faults, message) => assert.rejects(startEmulator({ faults }), { name: 'FaultError', message })

test('unknown keys, kinds and actions: the nearest known one is named', async () => {
  for (const [rule, message] of [
    [{ action: 'UpdateAlias', fault: 'timout' }, 'rule 1: fault is "timout"; did you mean timeout?'],
    [{ action: 'UpdateAlias', fault: 'ratelimit' }, 'rule 1: fault is "ratelimit"; did you mean rate-limit?'],
    [{ action: 'UpdateAlais', fault: 'twice' }, 'rule 1: action is "UpdateAlais"; did you mean UpdateAlias?'],
    [{ action: ['GetAlias', 'ListAlias'], fault: 'twice' }, 'rule 1: action is "ListAlias"; did you mean ListAliases?'],
    [{ action: '*', fault: 'twice', funtion: 'a' }, 'rule 1: the key funtion is not known; did you mean function?'],
    [
      { action: '*', fault: 'timeout', commited: true },
      'rule 1: the key commited is not known; did you mean committed?',
    ],
    [
      { action: '*', fault: 'twice', committed: true },
      /^rule 1: the key committed is not known; known: action, function, /,
    ],
    [{ action: '*', fault: 'late', mss: 5 }, 'rule 1: the key mss is not known; did you mean ms?'],
    [
      { action: '*', fault: 'meanwhile', do: 'UpdateAliases' },
      'rule 1: do is "UpdateAliases"; did you mean UpdateAlias?',
    ],
    [
      { action: '*', fault: 'stale', ms: 5, reads: ['GetAliases'] },
      'rule 1: reads is "GetAliases"; did you mean GetAlias?',
    ],
    [{ action: '*', fault: 'constructor' }, /^rule 1: fault is "constructor"; known: refuse, /],
    [JSON.parse('{"action":"*","fault":"twice","__proto__":1}'), /^rule 1: the key __proto__ is not known; /],
  ]) {
    await refused([rule], message)
  }
})

test('values that make no sense', async () => {
  const twice = { action: '*', fault: 'twice' }
  for (const [rule, message] of [
    [{ fault: 'twice' }, /^rule 1: action is missing; expected one of \*, CreateFunction, /],
    [{ action: '*' }, /^rule 1: fault is missing; expected one of refuse, /],
    [{ action: [], fault: 'twice' }, /^rule 1: action is /],
    [{ ...twice, nth: 0 }, 'rule 1: nth is 0; expected a number from 1, or a range such as 2..4 or 2..'],
    [{ ...twice, nth: '4..2' }, /nth/],
    [{ ...twice, nth: '..2' }, /nth/],
    [{ ...twice, nth: 1.5 }, /nth/],
    [{ ...twice, chance: 0 }, 'rule 1: chance is 0; expected a number above 0 and up to 1'],
    [{ ...twice, chance: 1.1 }, /chance/],
    [{ ...twice, chance: '10%' }, /chance/],
    [{ ...twice, times: 0 }, /times/],
    [{ ...twice, function: 7 }, 'rule 1: function is 7; expected the name of a function'],
    [{ action: '*', fault: 'refuse' }, /^rule 1: code is missing; /],
    [{ action: '*', fault: 'late' }, /^rule 1: ms is missing; expected a whole number from 1 to 3600000$/],
    [{ action: '*', fault: 'late', ms: -1 }, /ms is -1/],
    [{ action: '*', fault: 'status', status: 404 }, /status is 404; expected a whole number from 500 to 599/],
    [{ action: '*', fault: 'timeout', committed: 'yes' }, /committed is "yes"; expected true or false/],
    [{ action: '*', fault: 'clock' }, /seconds is missing/],
    [{ action: '*', fault: 'meanwhile', do: 'GetAlias' }, /^rule 1: do is "GetAlias"; known: CreateFunction, /],
    [
      { action: '*', fault: 'meanwhile', do: 'UpdateAlias', with: { Name: 'blue' } },
      /^rule 1: UpdateAlias can't be called so: .*required parameter `FunctionVersion`/,
    ],
    [
      { action: '*', fault: 'meanwhile', do: 'UpdateAlias', with: { Name: 'blue', Version: '1' } },
      /^rule 1: UpdateAlias can't be called so: .*`Version` is not recognized/,
    ],
    ['twice', /^rule 1: a rule is an object such as/],
    [null, /^rule 1: a rule is an object such as/],
  ]) {
    await refused([rule], message)
  }
  await refused([twice, twice, { ...twice, nth: 0 }], /^rule 3: /)
  await refused({ rules: [] }, 'a fault script is a list of rules')
})

const RULES = '- { action: ListFunctions, nth: 1, fault: refuse, code: InternalError }\n'

test('from a file, as YAML or JSON; together with rules of the program', async (t) => {
  const json = JSON.stringify([{ action: 'ListFunctions', nth: 1, fault: 'refuse', code: 'InternalError' }])
  const dir = directory(t, { 'faults.yml': RULES, 'faults.json': json })
  for (const name of ['faults.yml', 'faults.json']) {
    const faults = [{ action: 'ListFunctions', nth: 2, fault: 'refuse', code: 'ServiceUnavailable' }]
    const emu = await startEmulator({ rate: 0, faults, faultsFile: join(dir, name) })
    t.after(() => emu.close())
    const client = new Client(emu.url)
    await assert.rejects(client.call('ListFunctions'), { code: 'InternalError' })
    await assert.rejects(client.call('ListFunctions'), { code: 'ServiceUnavailable' })
    await client.call('ListFunctions')
    assert.throws(() => emu.setFaults([{ action: '*', fault: 'none' }]), { name: 'FaultError' })
  }
})

test('scf-emulator refuses an invalid script with its line and exit code 2', (t) => {
  const cwd = directory(t, {
    'key.yml': `${RULES}\n- action: UpdateAlias\n  fault: timeout\n  comitted: true\n`,
    'yaml.yml': '- action: [\n',
    'map.yml': 'rules: []\n',
    'twice.yml': '- { action: "*", action: "*", fault: twice }\n',
  })
  for (const [file, message] of [
    [
      'key.yml',
      /InvalidFaults[^]*--faults: key\.yml:5: rule 2: the key comitted is not known; did you mean committed\?/,
    ],
    ['yaml.yml', /InvalidFaults[^]*--faults: yaml\.yml:\d: /],
    ['map.yml', /--faults: map\.yml:1: a fault script is a list of rules/],
    ['twice.yml', /--faults: twice\.yml:1: Map keys must be unique/],
    ['none.yml', /--faults: none\.yml can't be read: ENOENT/],
  ]) {
    const args = [main, '--port', '0', '--faults', file]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 20_000 })
    assert.deepEqual([status, stdout], [2, ''], stderr)
    assert.match(stderr, message)
  }
})

test('every fault that docs/emulator.md shows is read', async (t) => {
  const docs = readFileSync(new URL('../../docs/emulator.md', import.meta.url), 'utf8')
  const blocks = [...docs.matchAll(/```yaml\n([^]*?)```/g)].map(([, block]) => block)
  assert.ok(blocks.length > 0)
  const dir = directory(t, Object.fromEntries(blocks.map((block, index) => [`${index}.yml`, block])))
  for (const index of blocks.keys()) {
    const emu = await startEmulator({ faultsFile: join(dir, `${index}.yml`) })
    await emu.close()
  }
  const { KINDS } = await import('../faults/kinds.js')
  const shown = new Set([...blocks.join('\n').matchAll(/fault: ([a-z-]+)/g)].map(([, kind]) => kind))
  assert.deepEqual([...shown].sort(), Object.keys(KINDS).sort())
})
