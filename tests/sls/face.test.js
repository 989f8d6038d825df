// serverless.js without sls: what a plain program sees, and what the engine will look for.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { typedVerbs } from '../../js/sls/verbs.js'

const require = createRequire(import.meta.url)
const Face = require('../../serverless.js')

test('it can be required without sls, and says what to do instead where it is used', () => {
  assert.equal(typeof Face.component, 'function')
  assert.throws(() => new Face(), /Run it by sls; in a program of your own, write: import \{ Grayscale \}/)
})

test('a definition stands on the class, also where there is none', () => {
  const definition = { functions: { fun01: {} } }
  assert.equal(Face.component(definition).definition, definition)
  assert.ok('definition' in Face)
  assert.equal(Face.definition, undefined)
})

test('the name of the class, which names the state file, and its methods, which must be its own', () => {
  for (const face of [Face, Face.component({ functions: {} })]) {
    assert.equal(face.name, 'ScfGrayscale')
    const own = Object.getOwnPropertyNames(face.prototype)
    assert.deepEqual(own.sort(), ['constructor', 'default', 'init', ...typedVerbs].sort())
  }
})
