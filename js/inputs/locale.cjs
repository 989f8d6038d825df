// @ts-check
'use strict'
/**
 * The language that a person reads, for serverless.js and the plugin's help: both must be CommonJS, be there at once, and load
 * on a Node that the rest of the package does not run on. language.js decides the same for everything else; a test compares
 * the two.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} [platform]
 * @returns {'en' | 'zh'}
 */
exports.languageIn = function languageIn(env, platform = process.platform) {
  const asked = env.GRAYSCALE_LANG
  // another value is an error, which language.js reports once the command runs
  if (asked === 'en' || asked === 'zh') return asked
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG
  const desktop = platform === 'win32' || platform === 'darwin'
  const locale = named || (desktop ? Intl.DateTimeFormat().resolvedOptions().locale : '')
  return /^zh([-_.@]|$)/i.test(locale) ? 'zh' : 'en'
}
