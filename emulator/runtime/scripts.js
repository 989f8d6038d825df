// @ts-check
// Handlers of script languages: `file.function`, where the file has one of the language's extensions.

/** `index.main_handler`, `src/app.run` */
export const SCRIPT_HANDLER = /^[^\s.\\][^\s\\]*\.[A-Za-z_$][\w$]*$/
export const SCRIPT_DEFAULT = 'index.main_handler'

/**
 * @param {string[]} extensions the first is the usual one
 * @returns {import('./runtimes.js').Runtime['entry']}
 */
export const scriptEntry = (extensions) => (names, handler) => {
  const dot = handler.lastIndexOf('.')
  const stem = handler.slice(0, dot)
  const file = extensions.map((extension) => stem + extension).find((name) => names.has(name))
  if (file !== undefined) return { file, method: handler.slice(dot + 1) }
  const [usual, ...others] = extensions
  const beside = others.length > 0 ? ` (nor ${others.join(', ')})` : ''
  return `The handler is "${handler}", but the package holds no file ${stem}${usual}${beside}.`
}
