// Functions of the Java runtimes, on the JDK of this machine.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { needs } from './support/debian.js'
import { directory, emulator } from './support/harness.js'
import { aboutTenth, counted, createFrom, failure, shifted, withoutPrograms } from './support/runtimes.js'

const JAVA = { Runtime: 'Java11', Handler: 'example.Hello::mainHandler', MemorySize: 512, Timeout: 30 }
const CONTEXT = fileURLToPath(new URL('../runtime/java/com/qcloud/scf/runtime/Context.java', import.meta.url))

before(() => needs('javac', '-version', 'default-jdk-headless'))

/** The files of a package with the class example.Hello of these members, as a person's build makes them. */
function compiled(t, members) {
  const folder = directory(t)
  const source = path.join(folder, 'Hello.java')
  const classes = path.join(folder, 'classes')
  mkdirSync(classes)
  const imports = 'import java.util.*;\nimport com.qcloud.scf.runtime.Context;\n'
  writeFileSync(source, `package example;\n${imports}public class Hello {\n${members}\n}\n`)
  execFileSync('javac', ['-d', classes, source, CONTEXT])
  const names = readdirSync(path.join(classes, 'example'))
  const entries = names.map((name) => [`example/${name}`, [readFileSync(path.join(classes, 'example', name)), {}]])
  return Object.fromEntries(entries)
}

async function ran(t, members, { event = {}, ...settings } = {}) {
  const { client } = await emulator(t)
  await createFrom(client, 'fun01', compiled(t, members), { ...JAVA, ...settings })
  return client.invoke('fun01', event, { LogType: 'Tail' })
}

describe('a Java function', () => {
  test('gets a map and its context', async (t) => {
    const result = await ran(
      t,
      `public Map<String, Object> mainHandler(Map<String, Object> event, Context context) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("got", event);
        answer.put("about", context.getRequestId() + " " + context.getMemoryLimitInMb() + " " + context.getTimeLimitInMs());
        return answer;
      }`,
      { event: { a: '文"\\\n', b: [1, 2.5, true, null, { c: -3e10 }], d: {} } },
    )
    assert.deepEqual(JSON.parse(result.RetMsg), {
      got: { a: '文"\\\n', b: [1, 2.5, true, null, { c: -3e10 }], d: {} },
      about: `${result.FunctionRequestId} 512 30000`,
    })
  })

  test('gets an object by its setters, and returns one by its getters', async (t) => {
    const result = await ran(
      t,
      `public static class Order {
        private String name; private int count; private List<String> tags;
        public void setName(String name) { this.name = name; }
        public void setCount(int count) { this.count = count; }
        public void setTags(List<String> tags) { this.tags = tags; }
        public String getName() { return name; }
        public int getCount() { return count + 1; }
        public List<String> getTags() { return tags; }
      }
      public Order mainHandler(Order order) { return order; }`,
      { event: { name: 'box', count: 2, tags: ['x'], unknown: 1 } },
    )
    assert.deepEqual(JSON.parse(result.RetMsg), { name: 'box', count: 3, tags: ['x'] })
  })

  test('gets a text, and may be static', async (t) => {
    const result = await ran(t, 'public static String mainHandler(String event) { return event; }', { event: { a: 1 } })
    assert.equal(JSON.parse(result.RetMsg), '{"a":1}')
  })

  test('has its variables in its environment, the role’s key in its properties, and nothing of the emulator’s', async (t) => {
    process.env.CANARY_OF_THE_EMULATOR = 'seen'
    t.after(() => delete process.env.CANARY_OF_THE_EMULATOR)
    const result = await ran(
      t,
      `public Object mainHandler(Object event) {
        Map<String, Object> all = new HashMap<>(System.getenv());
        all.put("property", System.getProperty("TENCENTCLOUD_SESSIONTOKEN"));
        return all;
      }`,
      { Environment: { Variables: [{ Key: 'OWN', Value: 'mine' }] }, Role: 'SCF_QcsRole' },
    )
    const { OWN, SCF_RUNTIME, TENCENTCLOUD_SESSIONTOKEN, property, ...rest } = JSON.parse(result.RetMsg)
    assert.deepEqual([OWN, SCF_RUNTIME, property], ['mine', 'Java11', TENCENTCLOUD_SESSIONTOKEN])
    assert.equal('CANARY_OF_THE_EMULATOR' in rest, false)
  })

  test('writes to its log what it prints', async (t) => {
    const { Log } = await ran(t, 'public void mainHandler() { System.out.println("one"); System.err.print("文"); }')
    assert.match(Log, /\none\n文\nResponse RequestId/)
  })

  test('answers from both versions through an alias of 10 and 90 percent', async (t) => {
    const { client } = await emulator(t)
    const files = (version) => compiled(t, `public String mainHandler(Object event) { return "${version}"; }`)
    await shifted(client, 'fun01', files, JAVA)
    aboutTenth(await counted(200, () => client.ask('fun01')))
  })
})

describe('a Java function that fails', () => {
  test('shows its exception with the stack of its own code alone', async (t) => {
    const { statusCode, stackTrace } = failure(
      await ran(t, 'public void mainHandler() { throw new IllegalStateException("boom-17"); }'),
    )
    assert.equal(statusCode, 430)
    assert.match(
      stackTrace,
      /^java\.lang\.IllegalStateException: boom-17\n\tat example\.Hello\.mainHandler\(Hello\.java:\d+\)\n$/,
    )
  })

  for (const [what, members, statusCode, settings] of [
    ['without the class', 'public void mainHandler() {}', 437, { Handler: 'example.Other::mainHandler' }],
    ['without the method', 'public void other() {}', 437],
    [
      'that throws while it is loaded',
      'static { if (true) throw new IllegalStateException(); } public void mainHandler() {}',
      430,
    ],
    ['that exits', 'public void mainHandler() { System.exit(3); }', 439],
    [
      'that takes more memory than it has',
      'public Object mainHandler() { List<byte[]> all = new ArrayList<>(); for (;;) all.add(new byte[1 << 20]); }',
      434,
    ],
    ['that never ends', 'public void mainHandler() { for (;;); }', 433, { Timeout: 1 }],
  ]) {
    test(`${what} ends with ${statusCode}`, async (t) => {
      const result = await ran(t, members, settings)
      assert.equal(failure(result).statusCode, statusCode, result.ErrMsg)
    })
  }

  test('serves the next invocation in a new process after it has exited', async (t) => {
    const { client } = await emulator(t)
    const members =
      'public String mainHandler(Map<String, Object> event) { if (!event.isEmpty()) System.exit(1); return "well"; }'
    await createFrom(client, 'fun01', compiled(t, members), JAVA)
    assert.equal(failure(await client.invoke('fun01', { evil: true })).statusCode, 439)
    assert.equal(await client.ask('fun01'), 'well')
  })
})

test('without java in PATH an invocation names the program', async (t) => {
  const client = await withoutPrograms(t)
  await createFrom(client, 'fun01', { 'a.jar': 'x' }, JAVA)
  const { errorMessage, statusCode } = failure(await client.invoke('fun01'))
  assert.equal(statusCode, 500)
  assert.match(errorMessage, /^The runtime Java11 needs the program java, which is not in the emulator's PATH/)
})
