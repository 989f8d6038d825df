// The types as a program sees them that a bundler builds.

import { cell } from '../support/compatibility.js'
import { named, project } from './support/project.js'

const config = {
  compilerOptions: {
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    noEmit: true,
  },
  files: ['main.ts'],
}

const program = `import { Grayscale, GrayscaleError, init, planFrom } from 'scf-grayscale'
import { browserStore } from 'scf-grayscale/browser-store'
import wasm from 'scf-grayscale/wasm'
import { Grayscale as InOneFile, browserStore as inOneFile } from 'scf-grayscale/web'

await init()
await init(new URL(wasm, import.meta.url))
await init(wasm as WebAssembly.Module)
await init(wasm as Uint8Array<ArrayBuffer>)
const gray: InOneFile = new Grayscale({ fetch: (url, call) => fetch(url, call), store: browserStore() })
const plan = await gray.plan({ functions: ['fun01'], traffic: 0.1 }, { onEvent: (event) => console.log(event.type) })
const text: string = plan.summary + planFrom({}, {}).fingerprint + inOneFile('journal').describe()
const error = new GrayscaleError({ code: 'A', message: text })
// @ts-expect-error a plan is no text
const wrong: number = plan.text
// @ts-expect-error null is no place of the module
await init(null)
// @ts-expect-error there is no such option
new Grayscale({ secret: 'x' })
export { error, wrong }
`

cell('browsers', `${named('typescript')}, \`moduleResolution: bundler\``, 'types', async (t) => {
  const { npx } = await project(t, { 'main.ts': program, 'tsconfig.json': JSON.stringify(config) })
  await npx(['tsc', '-p', '.'])
})
