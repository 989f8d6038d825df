// A container image is compared by what GetFunction shows of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFrom } from '../../js/index.js'

const REPOSITORY = 'ccr.ccs.tencentyun.com/shop/api'
const url = (digit) => `${REPOSITORY}:v${digit}@sha256:${digit.repeat(64)}`
const shown = (ImageUri) => ({
  Status: 'Active',
  Runtime: 'CustomImage',
  ImageConfig: { ImageType: 'personal', ImageUri, RegistryId: '', ContainerImageAccelerate: false, ImagePort: 9000 },
})

/** All users on version 1, which has image 1; image 2 is on `$LATEST`. */
const seen = {
  name: 'shop',
  function: shown(url('2')),
  aliases: [{ Name: '$DEFAULT', FunctionVersion: '1' }],
  allAliases: true,
  versions: ['$LATEST', '1'].map((Version) => ({ Version, Status: 'Active' })),
  configs: [{ version: '1', function: shown(url('1')) }],
}

const plan = (image, more = {}) =>
  planFrom({ functions: { shop: { name: 'shop', image } }, ...more }, { functions: [seen] }).functions[0]
const upload = (image, more) => plan(image, more).steps.find(({ kind }) => kind === 'upload')

test('the image that is on $latest already is not set', () => {
  assert.equal(upload({ imageUrl: url('2') }), undefined)
})

test('another image is set, and the step names both', () => {
  const { text, params, reason } = upload({ imageUrl: url('3') })
  assert.equal(text, `set the image of $latest: ${url('2')} → ${url('3')}`)
  assert.deepEqual(params.source, { from: 'image', image: url('3'), before: url('2') })
  assert.equal(reason.params.why, 'image')
})

test('the image of the stable version is no new code, another one is', () => {
  const share = (digit) => plan({ imageUrl: url(digit) }, { traffic: 0.2 }).newCode ?? 0
  assert.deepEqual([share('1'), share('3')], [0, 0.2])
})

test('notes about code have their own codes', () => {
  const [note] = plan({ imageUrl: `${REPOSITORY}:live` }).notes.filter(({ code }) => code === 'ImageNotPinned')
  assert.deepEqual(note.params, { image: `${REPOSITORY}:live`, unchanged: false })
  assert.equal(note.level, 'warning')
})
