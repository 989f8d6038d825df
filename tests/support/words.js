// Renders every sentence of js/words, with parameters that can be told from the words around them.

import { words } from '../../js/words/index.js'
import { currentReader, hosts, languages, speakTo } from '../../js/words/reader.js'

/** Reads as text, as a list, and as what the items of lists have. */
const item = (text) =>
  Object.assign(new String(text), { label: 'v3', file: 'f1', why: 'w1', region: 'r1', namespace: 'n1' })
const value = [item('v1'), item('v2')]

/** What can't be just any text, in two cases. */
const cases = [
  { verb: 'undo', way: 'component', more: 2, name: 'v1' },
  ...[{ verb: 'resume', way: 'plugin', more: 0 }].map((own) => ({
    ...own,
    ...Object.fromEntries(
      ['near', 'meant', 'url', 'elsewhere', 'run', 'empty', 'taken', 'unchanged', 'tag', 'to', 'without'].map(
        (name) => [name, undefined],
      ),
    ),
  })),
]

/** Every function of the table, by its path. */
export function sentences(table = words(), path = []) {
  return Object.entries(table).flatMap(([key, one]) =>
    typeof one === 'function' ? [{ path: [...path, key].join(' '), say: one }] : sentences(one, [...path, key]),
  )
}

/** All that a sentence may say, as texts. */
function said(say) {
  const results = cases.map((own) => {
    const get = (_, name) => (name in own ? own[name] : value)
    // the rest of `{ word, ...nearest }`
    const params = new Proxy({ near: 0, known: 0 }, { get })
    // a function takes one object of parameters, or plain values
    const destructures = /^\(?\s*\{/.test(String(say).replace(/\/\*.*?\*\//gs, ''))
    return destructures ? say(params) : say(value, value, value)
  })
  return results.flatMap((result) =>
    typeof result === 'string'
      ? [result]
      : [result.message, result.hint].flatMap((text) => (text === undefined ? [] : `${text}`)),
  )
}

/** @returns {{ language: string, host: string, path: string, text: string }[]} */
export function everything() {
  const before = { ...currentReader() }
  try {
    return languages.flatMap((language) =>
      hosts.flatMap((host) => {
        speakTo({ language, host })
        return sentences().flatMap(({ path, say }) => said(say).map((text) => ({ language, host, path, text })))
      }),
    )
  } finally {
    speakTo(before)
  }
}
