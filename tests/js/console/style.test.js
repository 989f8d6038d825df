// The console's styles name sizes and colours of one scale, and have none of their own.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const folder = new URL('../../../js/console/page/style/', import.meta.url)
const TOKENS = 'tokens.css'
const text = (name) => readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
const others = readdirSync(folder).filter((name) => name.endsWith('.css') && name !== TOKENS)

/** Each `property: value` of a file. @param {string} css @returns {[property: string, value: string][]} */
const declarations = (css) =>
  [...css.matchAll(/(?:^|[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(([, property, value]) => [
    property,
    value.trim().replace(/\s+/g, ' '),
  ])

/** What each property may be. Distances of up to three pixels are lines, and what stands beside them. */
const allowed = {
  'font-size': /^var\(--text-[123]\)$/,
  'font-weight': /^var\(--(regular|strong)\)$/,
  'border-radius': /^(0|var\(--(corner-[12]|round)\))( (0|var\(--(corner-[12]|round)\)))*$/,
  padding: distances(),
  margin: distances(),
  gap: distances(),
}

function distances() {
  const one = String.raw`(0|auto|-?[123]px|var\(--space-[1-6]\))`
  return new RegExp(`^${one}( ${one})*$`)
}

/** `padding-left` as `padding`, `row-gap` as `gap`, `border-top-left-radius` as `border-radius`. @param {string} property */
const kind = (property) => {
  const whole = property
    .replace(/^(padding|margin)-.*$/, '$1')
    .replace(/^(row|column)-gap$/, 'gap')
    .replace(/^border-.*-radius$/, 'border-radius')
  return Object.hasOwn(allowed, whole) ? whole : undefined
}

/** Colours by number, by function and by name; a name that is a part of a token, such as `--line-green`, is none. */
const colour = new RegExp(
  [
    String.raw`#[0-9a-f]{3,8}\b`,
    String.raw`\b(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(`,
    String.raw`(?<![-\w])(white|black|gr[ae]y|silver|red|green|blue|yellow|orange|purple|pink|brown|teal|navy|gold)(?![-\w])`,
  ].join('|'),
  'i',
)

/** What is wrong with the sizes of a style. @param {string} css */
const wrongSizes = (css) =>
  declarations(css).filter(([property, value]) => {
    if (property === 'font') return !/var\(--text-[123]\)|^inherit$/.test(value)
    const of = kind(property)
    return of !== undefined && !allowed[of].test(value)
  })

/** What is wrong with its colours. @param {string} css */
const wrongColours = (css) => declarations(css).filter(([, value]) => colour.test(value))

test('sizes and colours that are of no scale are seen', () => {
  for (const wrong of [
    'padding-left: 5px',
    'row-gap: 10px',
    'column-gap: 1rem',
    'border-top-left-radius: 4px',
    'font-size: 12px',
    'font: 700 13px/1 sans-serif',
    'margin: 0 auto 7px',
  ]) {
    assert.equal(wrongSizes(`a { color: inherit; ${wrong}; }`).length, 1, wrong)
  }
  for (const wrong of [
    'color: #fff',
    'border: 1px solid red',
    'background: linear-gradient(white, var(--card))',
    'box-shadow: 0 0 1px rgb(0 0 0 / 40%)',
    'color: hwb(0 0% 0%)',
  ]) {
    assert.equal(wrongColours(`a { margin: 0; ${wrong}; }`).length, 1, wrong)
  }
  const right = 'a { gap: var(--space-1) 2px; font: inherit; color: var(--line-green); white-space: nowrap; }'
  assert.deepEqual([wrongSizes(right), wrongColours(right)], [[], []])
})

for (const name of others) {
  test(`${name} takes sizes and weights from the scale`, () => {
    const own = wrongSizes(text(name))
    // the page's own size, of which all others are multiples
    const base = name === 'base.css' ? own.filter(([, value]) => !/^1[45]px( \/ |$)/.test(value)) : own
    assert.deepEqual(base, [])
  })

  test(`${name} takes colours from the scale`, () => {
    assert.deepEqual(wrongColours(text(name)), [])
  })

  test(`${name} has fewer than 400 lines`, () => {
    assert.ok(text(name).split('\n').length < 400)
  })
}

/** The tokens of an appearance, with their values. @param {string} selector @returns {Map<string, string>} */
const tokensOf = (selector) => {
  const start = text(TOKENS).indexOf(`${selector} {`)
  assert.notEqual(start, -1, selector)
  const block = text(TOKENS).slice(start, text(TOKENS).indexOf('}', start))
  return new Map([...block.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]))
}
const light = tokensOf(':root')
const dark = tokensOf(':root[data-theme="dark"]')

test('every token that a style names is there', () => {
  const named = [TOKENS, ...others].flatMap((name) =>
    [...text(name).matchAll(/var\((--[a-z0-9-]+)/g)].map(([, token]) => token),
  )
  assert.deepEqual([...new Set(named.filter((token) => !light.has(token)))], [])
})

test('every colour has a value in both appearances, but for those that are the same in both', () => {
  const same = ['--veil', '--canary', '--canary-light']
  const colours = [...light].filter(([, value]) => colour.test(value)).map(([token]) => token)
  assert.deepEqual(
    colours.filter((token) => !dark.has(token)),
    same,
  )
  assert.deepEqual(
    [...dark.keys()].filter((token) => !light.has(token)),
    [],
  )
})

test('every token is used', () => {
  const page = new URL('../', folder)
  const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(css|jsx?)$/.test(name) && !name.endsWith(TOKENS))
    .map((name) => readFileSync(new URL(name, page), 'utf8'))
    .concat([...text(TOKENS).matchAll(/var\([^)]*\)/g)].map(([use]) => use))
    .join('\n')
  // as a whole name: --line is not used where --line-canary is
  const uses = (/** @type {string} */ token) => new RegExp(`${token}(?![a-z0-9-])`).test(sources)
  const unused = [...light.keys()].filter((token) => !uses(token))
  assert.deepEqual(unused, [])
})
