// @ts-check
// The little XML that object storage speaks.

/** @param {unknown} value */
const escaped = (value) => String(value).replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/**
 * A value as elements: an object's keys are their names, a list repeats its own.
 * @param {Record<string, unknown>} values
 * @returns {string}
 */
export function elements(values) {
  return Object.entries(values)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const inside = typeof value === 'object' && value !== null ? elements(value) : escaped(value)
      return `<${name}>${inside}</${name}>`
    })
    .join('')
}

/** @param {string} root @param {Record<string, unknown>} values */
export const document = (root, values) => `<?xml version='1.0' encoding='utf-8' ?>\n${elements({ [root]: values })}\n`

/**
 * The texts inside all elements of a name.
 * @param {string} xml
 * @param {string} name
 */
export const inside = (xml, name) =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([^]*?)</${name}>`, 'g'))].map(([, text]) => text)

/** @type {Record<string, string>} */
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The text of the first element of a name. @param {string} xml @param {string} name */
export function textOf(xml, name) {
  const [text] = inside(xml, name)
  return text
    ?.trim()
    .replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g, (_, decimal, hex, named) =>
      named ? ENTITIES[named] : String.fromCodePoint(Math.min(Number(decimal ?? `0x${hex}`), 0x10ffff)),
    )
}
