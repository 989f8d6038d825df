// @ts-check
/** Runtimes that a first function can be written for, with its source. */

/** @typedef {{ handler: string, file: string, source: (greeting: string) => string }} First */

/** Those that are offered; the first one by default. */
export const offered = ['Nodejs18.15', 'Nodejs20.19', 'Python3.10', 'Python3.9', 'Php8.0']

/** By the family of a runtime. @type {Record<string, First>} */
const families = {
  Nodejs: {
    handler: 'index.main_handler',
    file: 'index.js',
    source: (greeting) => `exports.main_handler = async (event, context) => {\n  return '${greeting}'\n}\n`,
  },
  Python3: {
    handler: 'index.main_handler',
    file: 'index.py',
    source: (greeting) => `def main_handler(event, context):\n    return '${greeting}'\n`,
  },
  Php: {
    handler: 'index.main_handler',
    file: 'index.php',
    source: (greeting) => `<?php\n\nfunction main_handler($event, $context)\n{\n    return '${greeting}';\n}\n`,
  },
}

/**
 * The first function of a runtime.
 *
 * @param {string} runtime such as `Nodejs20.19`
 * @returns {First | undefined} none where no source is known for it
 */
export function firstFunction(runtime) {
  const family = Object.keys(families).find((name) => runtime.startsWith(name))
  return family === undefined ? undefined : families[family]
}
