// @ts-check
/**
 * @typedef {object} Said
 * @property {string} message what happened, and why
 * @property {string} [hint] what to do
 */

/**
 * @param {string} message
 * @param {string} [hint]
 * @returns {Said}
 */
export const said = (message, hint) => ({ message, hint })

/** A text as it was typed or written, in quotes. @param {string} text */
export const quoted = (text) => JSON.stringify(text)
