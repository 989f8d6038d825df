// @ts-check
/**
 * Code packages: a directory becomes a zip whose bytes depend on nothing but names, contents and executable bits.
 * leftout.js says what stays outside, walk.js finds the files, zip.js packs them, pack.js is the way in.
 *
 * @module
 */
export { alwaysLeftOut, usuallyLeftOut } from './leftout.js'
export { packSource } from './pack.js'
