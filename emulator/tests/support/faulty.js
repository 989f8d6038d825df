import { send, signedPost } from './client.js'
import { create, emulator } from './harness.js'

export const FUN01 = { FunctionName: 'fun01' }
export const PUBLISH = { ...FUN01, Description: 'by us' }

/** An emulator with a function, then with these rules. */
export async function faulty(t, rules, options = {}) {
  const lines = []
  const made = await emulator(t, { log: (line) => lines.push(line), ...options })
  await create(made.client)
  made.emu.setFaults([rules].flat())
  const post = (action, params, more) => send(made.emu.url, signedPost(made.emu.url, action, params, more))
  const versions = async () => (await made.client.call('ListVersionByFunction', FUN01)).FunctionVersion
  return { ...made, lines, post, versions }
}
