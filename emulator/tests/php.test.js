// Functions of the PHP runtimes, on the php of this machine.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { needs } from './support/debian.js'
import { emulator } from './support/harness.js'
import { aboutTenth, counted, createFrom, failure, shifted, withoutPrograms } from './support/runtimes.js'

const PHP = { Runtime: 'Php7.4', Handler: 'index.main_handler' }

before(() => needs('php', '--version', 'php-cli'))

async function ran(t, source, { event = {}, ...settings } = {}) {
  const { client } = await emulator(t)
  await createFrom(client, 'fun01', { 'index.php': `<?php\n${source}` }, { ...PHP, ...settings })
  return client.invoke('fun01', event, { LogType: 'Tail' })
}

describe('a PHP function', () => {
  for (const Runtime of ['Php5.6', 'Php7.2', 'Php7.4', 'Php8.0']) {
    test(`of ${Runtime} gets an event that is an object, and returns a value`, async (t) => {
      const source = 'function main_handler($event, $context) { return ["got" => $event->a]; }'
      const result = await ran(t, source, { Runtime, event: { a: '文' } })
      assert.deepEqual([result.InvokeResult, result.RetMsg, result.ErrMsg], [0, '{"got":"文"}', ''])
    })
  }

  test('has a context that is an object', async (t) => {
    const result = await ran(t, 'function main_handler($event, $context) { return $context; }', { MemorySize: 256 })
    const { request_id, memory_limit_in_mb, function_version } = JSON.parse(result.RetMsg)
    assert.deepEqual([request_id, memory_limit_in_mb, function_version], [result.FunctionRequestId, 256, '$LATEST'])
  })

  test('has its variables in its environment, and nothing of the emulator’s', async (t) => {
    process.env.CANARY_OF_THE_EMULATOR = 'seen'
    t.after(() => delete process.env.CANARY_OF_THE_EMULATOR)
    const Environment = { Variables: [{ Key: 'OWN', Value: 'mine' }] }
    const source = 'function main_handler($event, $context) { return getenv(); }'
    const environment = JSON.parse((await ran(t, source, { Environment })).RetMsg)
    assert.deepEqual([environment.OWN, environment.SCF_RUNTIME], ['mine', 'Php7.4'])
    assert.equal('CANARY_OF_THE_EMULATOR' in environment, false)
  })

  test('writes to its log what it prints, open buffers too', async (t) => {
    const source = 'function main_handler($event, $context) { print("one\\n"); ob_start(); echo "two"; }'
    assert.match((await ran(t, source)).Log, /\none\ntwo\nResponse RequestId/)
  })

  test('keeps its state from one invocation to the next', async (t) => {
    const { client } = await emulator(t)
    const source = '<?php function main_handler($event, $context) { static $calls = 0; return ++$calls; }'
    await createFrom(client, 'fun01', { 'index.php': source }, PHP)
    assert.deepEqual([await client.ask('fun01'), await client.ask('fun01')], [1, 2])
  })

  test('answers from both versions through an alias of 10 and 90 percent', async (t) => {
    const { client } = await emulator(t)
    const files = (version) => ({
      'index.php': `<?php function main_handler($event, $context) { return "${version}"; }`,
    })
    await shifted(client, 'fun01', files, PHP)
    aboutTenth(await counted(200, () => client.ask('fun01')))
  })
})

describe('a PHP function that fails', () => {
  test('shows its exception with its stack', async (t) => {
    const result = await ran(t, 'function main_handler($event, $context) { throw new Exception("boom-17"); }')
    const { statusCode, errorCode, stackTrace } = failure(result)
    assert.deepEqual([statusCode, errorCode], [430, 1])
    assert.match(stackTrace, /^Exception: boom-17 in .*index\.php:2/)
  })

  const handler = (body) => `function main_handler($event, $context) { ${body} }`
  for (const [what, source, statusCode, settings] of [
    ['that is not valid PHP', 'function (', 430],
    ['without the handler', 'function other() {}', 437],
    ['that calls what is not there', handler('return nothing();'), 430],
    ['that returns what is no JSON', handler('return NAN;'), 430],
    ['that dies', handler('die("bye");'), 439],
    ['that is killed', handler('posix_kill(getmypid(), 9); sleep(60);'), 439, { Timeout: 30 }],
    ['that takes more memory than it has', handler('return strlen(str_repeat("x", 300 << 20));'), 434],
    ['that takes it piece by piece', handler('$all = []; for (;;) $all[] = str_repeat("x", 1 << 20);'), 434],
    ['that never ends', handler('for (;;);'), 433, { Timeout: 1 }],
  ]) {
    test(`${what} ends with ${statusCode}`, async (t) => {
      const result = await ran(t, source, { Timeout: 30, ...settings })
      assert.equal(failure(result).statusCode, statusCode, result.ErrMsg)
    })
  }

  test('serves the next invocation in a new process after it has died', async (t) => {
    const { client } = await emulator(t)
    const source = '<?php function main_handler($event, $context) { if (isset($event->evil)) die(); return "well"; }'
    await createFrom(client, 'fun01', { 'index.php': source }, PHP)
    assert.equal(failure(await client.invoke('fun01', { evil: true })).statusCode, 439)
    assert.equal(await client.ask('fun01'), 'well')
  })
})

test('without php in PATH an invocation names the program', async (t) => {
  const client = await withoutPrograms(t)
  await createFrom(client, 'fun01', { 'index.php': '<?php' }, PHP)
  const { errorMessage, statusCode } = failure(await client.invoke('fun01'))
  assert.equal(statusCode, 500)
  assert.match(errorMessage, /^The runtime Php7\.4 needs the program php, which is not in the emulator's PATH/)
})
