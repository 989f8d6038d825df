import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Grayscale, planFrom, speak } from '../../js/index.js'
import { emulator, KEY } from '../support/emulator.js'
import { shop } from './harness.js'
import { languages } from './languages.js'

const page = new URL('../../js/console/page/', import.meta.url)

test('both languages say the same things, and the page says all of them', () => {
  const shape = (words) =>
    Object.fromEntries(
      Object.entries(words).map(([key, value]) => [key, typeof value === 'object' ? shape(value) : typeof value]),
    )
  assert.deepEqual(shape(languages.zh), shape(languages.en))
  assert.match(JSON.stringify(languages.zh), /[\u4e00-\u9fff]/)
  const sources = readdirSync(page, { recursive: true })
    .filter((name) => /\.jsx?$/.test(name))
    .map((name) => readFileSync(new URL(name, page), 'utf8'))
    .join('\n')
  const said = new Set(
    [...sources.matchAll(/\b(?:words|say\(\)|spoken\.value\.words)\)?\.(\w+)/g)].map(([, key]) => key),
  )
  assert.deepEqual(
    Object.keys(languages.en).filter((key) => !said.has(key)),
    [],
  )
})

test('the page says all words of rollouts, of the first screen and of the history', () => {
  const sources = readdirSync(page, { recursive: true })
    .filter((name) => /\.jsx?$/.test(name) && !name.startsWith('words'))
    .map((name) => readFileSync(new URL(name, page), 'utf8'))
  /** Words of a group, as the files say them that speak of it: `words.x`, or taken out of them by name. */
  const unsaid = (group) => {
    const own = sources.filter((text) => new RegExp(String.raw`\b${group}\b`).test(text)).join('\n')
    const ways = [/\bwords\.(\w+)/g, /\bwords\.\w+\.(\w+)/g, /(\w+)(?:: \w+)? \} = words\b/g]
    const said = new Set(ways.flatMap((way) => [...own.matchAll(way)].map(([, key]) => key)))
    return Object.keys(languages.en[group]).filter((key) => !said.has(key))
  }
  for (const group of ['rollout', 'inReleaseNow', 'story']) assert.deepEqual(unsaid(group), [], group)
})

test('the way out of an error is one for what has ended: nothing goes on by itself then, and nothing waits', () => {
  // but for a server that is gone: the page waits for it
  const ways = ({ keysOfServer, relay, ...others }) => Object.values(others)
  const said = [...ways(languages.en.ways), ...Object.values(languages.en.next), languages.en.offline]
  for (const text of said) assert.doesNotMatch(text, /by itself|waits\b/)
  const told = [...ways(languages.zh.ways), ...Object.values(languages.zh.next), languages.zh.offline]
  for (const text of told) assert.doesNotMatch(text, /自动|会等待/)
})

/** Everything that must survive: figures, shares, names, aliases. */
const facts = (text) => (text.match(/\$\w+|\d+(?:\.\d+)?%?|\b(?:cart|mail|search|pricing|byrule)\b/g) ?? []).sort()

test('whatever the engine says of a plan of this page is told in Chinese, with every figure and name', async (t) => {
  const { client, emu } = await emulator(t)
  await shop(client, {
    cart: { versions: 2 },
    mail: { versions: 1 },
    search: { versions: 0 },
    pricing: { versions: 3 },
    byrule: { versions: 2 },
  })
  const route = (FunctionName, FunctionVersion, AdditionalVersionWeights, AddtionVersionMatchs = []) =>
    client.call('UpdateAlias', {
      FunctionName,
      Name: '$DEFAULT',
      FunctionVersion,
      RoutingConfig: { AdditionalVersionWeights, AddtionVersionMatchs },
    })
  await route('cart', '$LATEST', [{ Version: '2', Weight: 0.9 }])
  await route('pricing', '1', [{ Version: '3', Weight: 0.5 }])
  await route('byrule', '1', [], [{ Version: '2', Key: 'invoke.headers.User', Method: 'exact', Expression: 'me' }])
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url })
  t.after(() => gray.close())
  const names = ['cart', 'mail', 'search', 'pricing', 'byrule']
  const observed = await gray.observe({ functions: names.map((name) => ({ name })) })
  /** Sentences by language, each beside its like. @type {Map<string, string>} */
  const said = new Map()
  t.after(() => speak({ language: 'en', host: 'program' }))
  /** What is said of a plan in a language. */
  const sentences = (language, inputs) => {
    speak({ language, host: 'console' })
    const plan = planFrom(inputs, observed)
    const lines = plan.lines.filter(({ role }) => ['step', 'note', 'summary', 'function'].includes(role))
    const all = lines.flatMap(({ role, text, reason }) => (role === 'step' ? [text, reason.text] : [text]))
    return plan.confirm ? [...all, plan.confirm] : all
  }
  for (let chosen = 1; chosen < 2 ** names.length; chosen++) {
    const functions = names.filter((_, index) => chosen & (1 << index)).map((name) => ({ name }))
    for (const traffic of [undefined, '0.0000', '0.1000', '0.3333', '1.0000']) {
      for (const publish of [true, undefined]) {
        // the page asks for a share, or to publish
        if (publish && Number(traffic ?? 0) > 0) continue
        for (const group of ['atomic', 'independent']) {
          const inputs = { functions, group, traffic, publish, replaceRules: true }
          const chinese = sentences('zh', inputs)
          for (const [index, text] of sentences('en', inputs).entries()) said.set(text, chinese[index])
        }
      }
    }
  }
  assert.ok(said.size > 80, `${said.size}`)
  for (const [text, told] of said) {
    assert.match(told, /[\u4e00-\u9fff]/)
    assert.deepEqual(facts(told), facts(text), `${text}\n${told}`)
  }
})
