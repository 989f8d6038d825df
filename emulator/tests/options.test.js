import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emulatorOptions, readEmulatorOptions } from '../index.js'

test('flags become options', () => {
  const flags = {
    port: '0',
    seed: '7',
    clock: '1760000000',
    latency: '5',
    'metric-delay': '90',
    'log-delay': '7',
    rate: '0',
    'secret-id': 'AKIDEXAMPLE',
    'secret-key': 'EXAMPLEKEY',
    token: 'T',
    state: 'state.json',
    cos: 'cos',
    cors: 'http://127.0.0.1:8080, https://Console.example.com:443/',
    'allow-host': 'emulator.test, Other.Test',
    faults: 'faults.yml',
    'create-ms': '1',
    'update-ms': '2',
    'publish-ms': '3',
    'delete-ms': '4',
    'provision-ms': '5',
    colour: 'ignored: it is not a flag of the emulator',
  }
  assert.deepEqual(readEmulatorOptions(flags), {
    port: 0,
    seed: '7',
    clock: 1_760_000_000,
    latencyMs: 5,
    metricDelaySeconds: 90,
    logDelayMs: 7,
    rate: 0,
    secretId: 'AKIDEXAMPLE',
    secretKey: 'EXAMPLEKEY',
    token: 'T',
    stateFile: 'state.json',
    cosDir: 'cos',
    cors: ['http://127.0.0.1:8080', 'https://console.example.com'],
    allowHosts: ['emulator.test', 'other.test'],
    faultsFile: 'faults.yml',
    delays: { createMs: 1, updateMs: 2, publishMs: 3, deleteMs: 4, provisionMs: 5 },
  })
  assert.deepEqual(readEmulatorOptions({}), {})
  for (const name of Object.keys(flags).filter((flag) => flag !== 'colour')) assert.ok(emulatorOptions[name], name)
})

test('a flag that makes no sense is refused by name', () => {
  for (const [flags, message] of [
    [{ port: '70000' }, /^--port is "70000"; expected a whole number from 0 to 65535\.$/],
    [{ port: 'http' }, /--port/],
    [{ rate: '-1' }, /--rate/],
    [{ rate: '1.5' }, /--rate/],
    [{ clock: 'now' }, /--clock/],
    [{ latency: '' }, /--latency/],
    [{ state: true }, /--state is "true"; expected one value \(FILE\)/],
    [{ seed: ['1', '2'] }, /--seed/],
    [{ cors: '*' }, /^--cors is "\*"; expected origins like http:\/\/127\.0\.0\.1:8080\.$/],
    [{ cors: 'http://127.0.0.1:8080/page' }, /--cors/],
    [{ cors: '127.0.0.1:8080' }, /--cors/],
    [{ 'allow-host': '*' }, /^--allow-host is "\*"; expected host names like emulator\.test, without a port\.$/],
    [{ 'allow-host': 'emulator.test:9000' }, /--allow-host/],
  ]) {
    assert.throws(() => readEmulatorOptions(flags), { name: 'OptionError', message })
  }
})
