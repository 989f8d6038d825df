// A class that a screen's styles name alone is of that screen: elsewhere the same word would get its looks too.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const folder = new URL('../../../js/console/page/style/', import.meta.url)
/** Styles of what all screens have. */
const COMMON = ['tokens.css', 'base.css', 'controls.css', 'layout.css', 'parts.css']
/** Elements of more than one screen that the list styles further. */
const SHARED = ['filters', 'chosen']

const files = readdirSync(folder).filter((name) => name.endsWith('.css'))

/** @param {string} name @returns {string[]} */
function selectorsOf(name) {
  const css = readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const blocks = [...css.matchAll(/([^{};]+)\{/g)].map(([, selectors]) => selectors)
  return blocks.flatMap((selectors) => selectors.split(/,(?![^(]*\))/)).map((selector) => selector.trim())
}

const alone = (/** @type {string} */ name) => selectorsOf(name).flatMap((one) => /^\.([\w-]+)$/.exec(one)?.[1] ?? [])

for (const name of files.filter((name) => !COMMON.includes(name))) {
  test(`what ${name} names alone is named in no other file`, () => {
    const others = files.filter((other) => other !== name).flatMap(selectorsOf)
    const found = [...new Set(alone(name))]
      .filter((word) => !SHARED.includes(word))
      .flatMap((word) => others.filter((selector) => new RegExp(String.raw`\.${word}(?![\w-])`).test(selector)))
    assert.deepEqual(found, [])
  })
}
