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

/** `padding-left` as `padding`, `row-gap` as `gap`. @param {string} property */
const kind = (property) =>
  Object.keys(allowed).find(
    (name) => property === name || (/^(padding|margin)-/.test(property) && property.startsWith(name)),
  )

const colour = /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|lab)\(|:\s*(white|black|red|green|blue|gr[ae]y|yellow|orange)\b/i

for (const name of others) {
  test(`${name} takes sizes and weights from the scale`, () => {
    const own = declarations(text(name)).filter(([property, value]) => {
      const of = kind(property)
      return of !== undefined && !allowed[of].test(value)
    })
    // the page's own size, of which all others are multiples
    const base = name === 'base.css' ? own.filter(([, value]) => !['15px', '14px'].includes(value)) : own
    assert.deepEqual(base, [])
  })

  test(`${name} takes colours from the scale`, () => {
    assert.deepEqual(
      text(name)
        .split('\n')
        .filter((line) => colour.test(line)),
      [],
    )
  })

  test(`${name} is of one concern`, () => {
    assert.ok(text(name).split('\n').length < 400)
  })
}

test('every token that a style names is there, in both appearances where it has two', () => {
  const light = new Set([...text(TOKENS).matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name))
  const named = others.flatMap((name) => [...text(name).matchAll(/var\((--[a-z0-9-]+)/g)].map(([, token]) => token))
  assert.deepEqual([...new Set(named.filter((token) => !light.has(token)))], [])
})

test('every token is used', () => {
  const page = new URL('../', folder)
  const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(css|jsx?)$/.test(name) && !name.endsWith(TOKENS))
    .map((name) => readFileSync(new URL(name, page), 'utf8'))
    .join('\n')
  const tokens = new Set([...text(TOKENS).matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name))
  const unused = [...tokens].filter((token) => !sources.includes(token) && !/^--version-\d$/.test(token))
  assert.deepEqual(unused, [])
})
