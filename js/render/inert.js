// @ts-check
/**
 * Text of others as a part of a Markdown document: names, descriptions and messages may come from a stranger's pull request.
 * Whatever they hold, it stays text on GitHub, GitLab and CODING: no formatting, HTML, link, mention, reference or command.
 *
 * @module
 */
import { stripVTControlCharacters } from '#terminal'

/** What may be invisible, or turn text around. A line break is a space, since a new line could begin a block. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const removed = /[\p{Cf}\p{Cs}]/gu

/** Letters that mean something in Markdown or HTML; `$` begins formulas. */
const meaning = /[\\`*_{}[\]<>&#|~!$^]/g

/** What begins a list, a heading or a command of GitLab where it comes first. */
const beginning = /^[-+=:/]|^\d(?=\d*[.)])/

/**
 * Where the platforms make links out of plain text, after they have read the Markdown: `@name`, `#1`, `!1`, `~label`,
 * `%milestone`, `&1`, `$1`, `[alert:1]`, `[[page]]`, `*iteration:1`, `scheme://`, `www.`, `GH-1`. A letter that nobody sees
 * keeps the two sides apart.
 */
const linked = /[@#!~%&[*](?=[\p{L}\p{N}"_[])|\$(?=\d)|:(?=\/\/)|www(?=\.)|\bGH-(?=\d)|\b(?:mailto|xmpp)(?=:)/giu
/** What becomes a link also inside `<code>`, which a reader of Markdown takes for any other HTML. */
const linkedInCode = /@(?=[\p{L}\p{N}])|:(?=\/\/)|www(?=\.)|\b(?:mailto|xmpp)(?=:)/giu
const WORD_JOINER = '\u2060'

/** The most of one text that is shown. */
const MOST_LETTERS = 2000

/** @param {unknown} text @returns {string} one line without what can't be seen */
export function visible(text) {
  return shortened(stripVTControlCharacters(String(text)).replace(unseen, ' ').replace(removed, '').trim())
}

/** A sentence. @param {unknown} text */
export function inert(text) {
  return entities(parted(visible(text), linked)).replace(beginning, entity)
}

/** A name, as it can be copied: most of what is looked for in text is not inside `<code>`. @param {unknown} text */
export function code(text) {
  return `<code>${entities(parted(visible(text), linkedInCode))}</code>`
}

/** @param {string} text @param {RegExp} marks */
function parted(text, marks) {
  return text.replace(marks, (found) => found + WORD_JOINER)
}

/**
 * A block of code that no line of it can end.
 *
 * @param {string} text
 * @param {string} language
 */
export function fenced(text, language) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** @param {string} text */
function entities(text) {
  return text.replace(meaning, entity)
}

/** @param {string} letter */
function entity(letter) {
  return `&#${letter.codePointAt(0)};`
}

/** @param {string} text */
function shortened(text) {
  if (text.length <= MOST_LETTERS) return text
  // not in the middle of a letter
  return `${text.slice(0, MOST_LETTERS).replace(/[\uD800-\uDBFF]$/, '')}…`
}
