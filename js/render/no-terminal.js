// @ts-check
/** What `terminal.js` is where there is no terminal: pages show the same words, and colours are not theirs. */

// CSI and OSC sequences, as ECMA-48 has them
const sequences = /[\u001b\u009b](?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/** @param {string} text */
export const stripVTControlCharacters = (text) => text.replace(sequences, '')

/** @param {string} _style @param {string} text */
export const styleText = (_style, text) => text
