// @ts-check
/**
 * Code packages: a directory becomes a zip whose bytes depend on nothing but names, contents and executable bits.
 * place.js says where they may come from, leftout.js what stays outside; walk.js finds the files, zip.js packs them,
 * secrets.js looks for the secret key in them, pack.js is the way in.
 *
 * @module
 */
export { neverPacked, usuallyLeftOut } from './leftout.js'
export { packSource } from './pack.js'
