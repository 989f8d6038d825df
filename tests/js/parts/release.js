// Goes through a release, and prints what the module said of it, a line of JSON each. Run with `--conditions=parts` it
// begins on the first part and brings the rest when that is asked for.

import { readFileSync } from 'node:fs'
import { startEmulator } from '../../../js/emulator/index.js'
import { Grayscale, init, planFrom } from '../../../js/index.js'
import { Client, KEY } from '../emulator/client.js'
import { AT_ONCE, create } from '../emulator/harness.js'

const part = (name) => readFileSync(new URL(`../../../pkg/scf_grayscale_${name}.wasm`, import.meta.url))
/** Ids and times differ from one process to the next. */
const passing = /[0-9a-f]{8}(-[0-9a-f-]{27})?|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|run [0-9a-f]+/g
const say = (what) => console.log(JSON.stringify(what).replaceAll(passing, '…'))
const code = (error) => error.code

const emulator = await startEmulator({ seed: 'parts', rate: 0, delays: AT_ONCE, log: () => {} })
await create(new Client(emulator.url), 'fun01')
const gray = new Grayscale({ credentials: KEY, endpoint: emulator.url })
const wanted = { functions: { fun01: { name: 'fun01' } }, publish: true, traffic: 0 }

if (process.execArgv.includes('--conditions=parts')) {
  const early = () => planFrom(wanted, {})
  /** @type {string[]} */
  const refused = []
  const trying = (what) => {
    try {
      what()
    } catch (error) {
      refused.push(code(error))
    }
  }
  trying(early)
  await init({ first: part('first'), rest: Buffer.from('no module') })
  trying(early)
  // a rest that is none is told to all who wait for it, and brought again when it is asked for again
  refused.push(...(await Promise.all([gray.plan(wanted).catch(code), gray.history().catch(code)])))
  if (String(refused) !== 'NotReady,NotReady,ModuleNotLoaded,ModuleNotLoaded') throw new Error(String(refused))
  await init({ rest: part('rest') })
}

say((await gray.functions({})).map(({ name, split }) => [name, split]))
const [plan] = await Promise.all([gray.plan(wanted), gray.functions({})])
say(plan.text)
const observed = await gray.observe({ functions: wanted.functions })
say(planFrom(wanted, observed).text === plan.text)
say((await gray.apply(plan)).functions)
say(await gray.apply(plan).catch(({ code, message }) => [code, message]))
say(await gray.status({ functions: ['fun01'] }))
say(await gray.rollback({ functions: ['fun01'] }).catch(({ code, message }) => [code, message]))
say((await gray.history()).runs.map(({ kind, how }) => [kind, how]))
say((await gray.functions({})).map(({ name, split }) => [name, split]))
await gray.close()
await emulator.close()
