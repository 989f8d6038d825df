import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { strToU8, zipSync } from 'fflate'
import { CLS, Client } from './client.js'
import { startEmulator } from './emulator.js'

/** Transitions that end at once: what most tests want. */
export const AT_ONCE = { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0, provisionMs: 0 }

/** Longer than any test: a transition that does not end. */
export const NEVER_MS = 3_600_000

/** An emulator that lives as long as the test, and a client of it. */
export async function emulator(t, options = {}) {
  const emu = await startEmulator({ seed: 'tests', rate: 0, delays: AT_ONCE, ...options })
  t.after(() => emu.close())
  return { emu, client: new Client(emu.url) }
}

/** A directory with files in it, as long as the test. */
export function directory(t, files = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'scf-emulator-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

/** A file of a package with the mode that it has on Unix. */
export const file = (text, mode = 0o755) => [strToU8(text), { os: 3, attrs: (0o100000 | mode) << 16 }]

/** A package of the given files, as base64. */
export function zip(files) {
  const entries = typeof files === 'string' ? { 'index.js': files } : files
  const packed = Object.fromEntries(
    Object.entries(entries).map(([name, content]) => [name, Array.isArray(content) ? content : strToU8(content)]),
  )
  // a fixed date, or two packages of the same files differ by when they were made
  const bytes = zipSync(packed, { mtime: '2020-01-01T00:00:00' })
  return Buffer.from(bytes).toString('base64')
}

/** A handler that tells its version and a text. */
export const telling = (text) =>
  `exports.main_handler = async (event, context) => ({ text: ${JSON.stringify(text)}, version: context.function_version, event })`

export async function create(client, FunctionName = 'fun01', source = telling('one'), more = {}) {
  await client.call('CreateFunction', {
    FunctionName,
    Code: { ZipFile: zip(source) },
    Handler: 'index.main_handler',
    Runtime: 'Nodejs18.15',
    ...more,
  })
}

/**
 * The invocations of a function that its topic has, the first one first: what each wrote, and what it returned once it ended.
 */
export async function logged(client, FunctionName = 'fun01', { Namespace = 'default' } = {}) {
  const { ClsTopicId } = await client.call('GetFunction', { FunctionName, Namespace })
  const asked = {
    TopicId: ClsTopicId,
    From: 0,
    To: Date.now() + 60_000,
    QueryString: `SCF_Namespace:"${Namespace}" AND SCF_FunctionName:"${FunctionName}"`,
    Sort: 'asc',
    Limit: 1000,
  }
  const invocations = new Map()
  for (let page = { Context: undefined, ListOver: false }; !page.ListOver; ) {
    page = await client.call('SearchLog', { ...asked, Context: page.Context }, { version: CLS, service: 'cls' })
    for (const { LogJson } of page.Results) {
      const { SCF_RequestId: id, SCF_RetryNum, SCF_Message, SCF_FunctionName } = JSON.parse(LogJson)
      if (SCF_FunctionName !== FunctionName) continue
      const key = `${id} ${SCF_RetryNum}`
      const one = invocations.get(key) ?? { id, text: '', ended: false, returned: undefined }
      invocations.set(key, one)
      one.text += `${SCF_Message}\n`
      one.returned ??= /^Response RequestId:\S+ RetMsg:([^]*)/.exec(SCF_Message)?.[1]
      one.ended ||= SCF_Message.startsWith('Report RequestId:')
    }
  }
  return [...invocations.values()]
}

export const refusedWith = (promise, code) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.code, code, error.message)
    return true
  })

/**
 * What was seen on the way is part of the expected way, in its order, and its end. (A short stay may be missed between
 * two looks; what must be seen is looked for with a long one.)
 */
export function assertWay(seen, expected) {
  assert.equal(seen.at(-1), expected.at(-1))
  const order = seen.map((one) => expected.indexOf(one))
  assert.ok(
    order.every((at, n) => at > (order[n - 1] ?? -1)),
    `${seen.join(' → ')} instead of ${expected.join(' → ')}`,
  )
}

/** Asks again and again until the answer is as wanted; the deadline is only for a broken emulator. */
export async function until(ask, wanted, deadlineMs = 10_000) {
  const end = performance.now() + deadlineMs
  const seen = []
  for (;;) {
    const answer = await ask()
    if (seen.at(-1) !== answer) seen.push(answer)
    if (wanted(answer)) return seen
    assert.ok(performance.now() < end, `never came; seen: ${seen.join(', ')}`)
    await turn()
  }
}
