// Functions of the Python runtimes, on the python3 of this machine.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { emulator, until } from './support/harness.js'
import { aboutTenth, counted, createFrom, failure, shifted, withoutPrograms } from './support/runtimes.js'

const PYTHON = { Runtime: 'Python3.9', Handler: 'index.main_handler' }

/** The result of a function of this source, with its log. */
async function ran(t, source, { event = {}, ...settings } = {}) {
  const { client } = await emulator(t)
  await createFrom(client, 'fun01', { 'index.py': source }, { ...PYTHON, ...settings })
  return client.invoke('fun01', event, { LogType: 'Tail' })
}

describe('a Python function', () => {
  for (const Runtime of ['Python3.6', 'Python3.7', 'Python3.9', 'Python3.10', 'Python3.12']) {
    test(`of ${Runtime} gets its event and returns a value`, async (t) => {
      const result = await ran(t, 'def main_handler(event, context): return {"got": event["a"]}', {
        Runtime,
        event: { a: '文' },
      })
      assert.deepEqual([result.InvokeResult, JSON.parse(result.RetMsg), result.ErrMsg], [0, { got: '文' }, ''])
    })
  }

  test('answers in UTF-8 and not in escapes', async (t) => {
    const result = await ran(t, 'def main_handler(event, context): return "文"')
    assert.equal(result.RetMsg, '"文"')
  })

  test('returns null where it returns nothing', async (t) => {
    assert.equal((await ran(t, 'def main_handler(event, context): pass')).RetMsg, 'null')
  })

  test('is found in a folder, and imports what lies beside it', async (t) => {
    const { client } = await emulator(t)
    const files = {
      'src/app.py': 'from lib import name\nfrom . import near\ndef run(event, context): return name.NAME + near.NAME',
      'src/near.py': 'NAME = "near"',
      'lib/name.py': 'NAME = "deep"',
    }
    await createFrom(client, 'fun01', files, { ...PYTHON, Handler: 'src/app.run' })
    assert.equal(await client.ask('fun01'), 'deepnear')
  })

  test('has the documented keys in its context', async (t) => {
    const result = await ran(t, 'def main_handler(event, context): return context', { MemorySize: 256, Timeout: 5 })
    const { environment, environ, ...context } = JSON.parse(result.RetMsg)
    assert.deepEqual(context, {
      memory_limit_in_mb: 256,
      time_limit_in_ms: 5000,
      request_id: result.FunctionRequestId,
      function_version: '$LATEST',
      function_name: 'fun01',
      namespace: 'default',
      tencentcloud_region: 'ap-guangzhou',
      tencentcloud_appid: '1250000000',
      tencentcloud_uin: '100000000001',
    })
    assert.equal(JSON.parse(environment).SCF_NAMESPACE, 'default')
    assert.ok(environ.split(';').includes('SCF_NAMESPACE=default'))
  })

  test('has its variables in its environment, and nothing of the emulator’s', async (t) => {
    process.env.CANARY_OF_THE_EMULATOR = 'seen'
    t.after(() => delete process.env.CANARY_OF_THE_EMULATOR)
    const source = 'import os\ndef main_handler(event, context): return dict(os.environ)'
    const Environment = { Variables: [{ Key: 'OWN', Value: 'mine' }] }
    const environment = JSON.parse((await ran(t, source, { Environment })).RetMsg)
    const { OWN, SCF_RUNTIME, TENCENTCLOUD_RUNENV } = environment
    assert.deepEqual([OWN, SCF_RUNTIME, TENCENTCLOUD_RUNENV], ['mine', 'Python3.9', 'SCF'])
    assert.equal('CANARY_OF_THE_EMULATOR' in environment, false)
  })

  test('runs in the folder of its package', async (t) => {
    const source =
      'import os\ndef main_handler(event, context): return os.getcwd() + "/" == os.environ["USER_CODE_ROOT"]'
    assert.equal((await ran(t, source)).RetMsg, 'true')
  })

  test('writes to its log what it prints, in order, whatever the stream', async (t) => {
    const source = `import logging, sys
def main_handler(event, context):
    print('one')
    print('two', file=sys.stderr)
    logging.getLogger('x').info('three')
    sys.stdout.write('four')`
    const { Log } = await ran(t, source)
    assert.match(Log, /\none\ntwo\nthree\nfour\nResponse RequestId/)
  })

  test('keeps its state from one invocation to the next', async (t) => {
    const { client } = await emulator(t)
    const source = 'calls = []\ndef main_handler(event, context):\n    calls.append(1)\n    return len(calls)'
    await createFrom(client, 'fun01', { 'index.py': source }, PYTHON)
    assert.deepEqual([await client.ask('fun01'), await client.ask('fun01')], [1, 2])
  })

  test('answers from both versions through an alias of 10 and 90 percent', async (t) => {
    const { client } = await emulator(t)
    const files = (version) => ({ 'index.py': `def main_handler(event, context): return "${version}"` })
    await shifted(client, 'fun01', files, PYTHON)
    aboutTenth(await counted(200, () => client.ask('fun01')))
  })
})

describe('a Python function that fails', () => {
  test('shows its exception with the stack of its own code alone', async (t) => {
    const result = await ran(t, 'def f(): raise ValueError("boom-17")\ndef main_handler(event, context): f()')
    const { stackTrace, ...rest } = failure(result)
    assert.deepEqual(rest, {
      errorCode: -1,
      errorMessage: 'user code exception caught',
      requestId: result.FunctionRequestId,
      statusCode: 430,
    })
    assert.match(stackTrace, /^Traceback[^]*index\.py", line 2, in main_handler[^]*\nValueError: boom-17\n$/)
    assert.doesNotMatch(stackTrace, /bootstrap\.py/)
    assert.match(result.Log, /ERROR RequestId: .*boom-17/)
  })

  for (const [what, source, statusCode] of [
    ['that is not valid Python', 'x = = 1', 430],
    ['that raises while it is imported', 'raise ValueError("boom")', 430],
    ['without the handler', 'def other(event, context): pass', 437],
    ['that returns what is no JSON', 'def main_handler(event, context): return {1, 2}', 430],
    ['that exits', 'import sys\ndef main_handler(event, context): sys.exit(3)', 439],
    ['that exits while it is imported', 'import sys\nsys.exit(3)', 439],
    ['that crashes', 'import ctypes\ndef main_handler(event, context): ctypes.string_at(0)', 439],
    ['that closes the runtime’s channel', 'import os\ndef main_handler(event, context): os.close(4)', 439],
    ['that writes to the runtime’s channel', 'import os\ndef main_handler(event, context): os.write(4, b"x\\n")', 439],
    ['that is killed', 'import os\ndef main_handler(event, context): os.kill(os.getpid(), 9)', 439],
    ['that kills its process group', 'import os\ndef main_handler(event, context): os.killpg(0, 9)', 439],
    [
      'that takes more memory than it has',
      'def main_handler(event, context):\n    kept = b"x" * (300 << 20)\n    return len(kept)',
      434,
    ],
  ]) {
    test(`${what} ends with ${statusCode}`, async (t) => {
      const result = await ran(t, source, { Timeout: 30 })
      assert.equal(result.InvokeResult, -1)
      assert.equal(failure(result).statusCode, statusCode, result.ErrMsg)
    })
  }

  test('serves the next invocation in a new process after a crash', async (t) => {
    const { client } = await emulator(t)
    const source = 'import os\ndef main_handler(event, context):\n    if event: os._exit(1)\n    return "well"'
    await createFrom(client, 'fun01', { 'index.py': source }, PYTHON)
    assert.equal(failure(await client.invoke('fun01', { evil: true })).statusCode, 439)
    assert.equal(await client.ask('fun01'), 'well')
  })

  test('is ended with all that it started when its time is over', async (t) => {
    const { client } = await emulator(t)
    const source = `import subprocess
child = subprocess.Popen(['sleep', '600'])
def main_handler(event, context):
    while event: pass
    return child.pid`
    await createFrom(client, 'fun01', { 'index.py': source }, { ...PYTHON, Timeout: 1 })
    const pid = await client.ask('fun01')
    assert.equal(failure(await client.invoke('fun01', { hang: true })).statusCode, 433)
    const state = () => String(spawnSync('ps', ['-o', 'stat=', '-p', pid]).stdout)
    await until(state, (stat) => /^Z|^$/.test(stat))
  })
})

test('without python3 in PATH an invocation names the program, and the function is there', async (t) => {
  const client = await withoutPrograms(t)
  await createFrom(client, 'fun01', { 'index.py': 'def main_handler(event, context): pass' }, PYTHON)
  const { errorMessage, statusCode } = failure(await client.invoke('fun01'))
  assert.equal(statusCode, 500)
  assert.match(errorMessage, /^The runtime Python3\.9 needs the program python3, which is not in the emulator's PATH/)
  assert.equal((await client.call('GetFunction', { FunctionName: 'fun01' })).Status, 'Active')
})

test('a package without the file of the handler is not created', async (t) => {
  const { client } = await emulator(t)
  await createFrom(client, 'fun01', { 'other.py': '' }, PYTHON)
  const { Status, StatusReasons } = await client.call('GetFunction', { FunctionName: 'fun01' })
  assert.equal(Status, 'CreateFailed')
  assert.match(StatusReasons[0].ErrorMessage, /the package holds no file index\.py\.$/)
})
