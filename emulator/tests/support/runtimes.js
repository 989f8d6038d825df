// What functions of every runtime are tried for.

import assert from 'node:assert/strict'
import { Client } from './client.js'
import { start } from './command.js'
import { directory, zip } from './harness.js'

/** The failure that an invocation ended with. */
export const failure = (result) => JSON.parse(result.ErrMsg)

/** Creates a function of these files. */
export const createFrom = (client, FunctionName, files, more) =>
  client.call('CreateFunction', { FunctionName, Code: { ZipFile: zip(files) }, ...more })

/**
 * Publishes two versions, and sends every tenth invocation to the second.
 * @param {Record<string, unknown>} settings of CreateFunction
 * @param {(version: string) => Record<string, unknown>} files of a version
 */
export async function shifted(client, FunctionName, files, settings) {
  await createFrom(client, FunctionName, files('1'), settings)
  await client.call('PublishVersion', { FunctionName })
  await client.call('UpdateFunctionCode', { FunctionName, ZipFile: zip(files('2')) })
  await client.call('PublishVersion', { FunctionName })
  await client.call('UpdateAlias', {
    FunctionName,
    Name: '$DEFAULT',
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '2', Weight: 0.1 }] },
  })
}

/** How often each answer came. @param {() => Promise<string>} ask */
export async function counted(times, ask) {
  const counts = {}
  for (let n = 0; n < times; n++) {
    const answer = await ask()
    counts[answer] = (counts[answer] ?? 0) + 1
  }
  return counts
}

/** Whether about a tenth of 200 came from version 2: five standard deviations is 21. */
export function aboutTenth(counts) {
  assert.deepEqual(Object.keys(counts).sort(), ['1', '2'])
  assert.ok(Math.abs(counts['2'] - 20) <= 21, JSON.stringify(counts))
}

/** A client of an emulator in whose PATH there is nothing. */
export async function withoutPrograms(t) {
  const command = start(t, ['--json', '--create-ms', '0'], { PATH: directory(t) })
  const { url, secretId, secretKey } = JSON.parse((await command.lines())[0])
  return new Client(url, { key: { secretId, secretKey } })
}
