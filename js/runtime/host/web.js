// @ts-check

/**
 * @callback RunCommand
 * @param {string} command
 * @param {{ input: string, timeoutMs: number, signal?: AbortSignal, cwd?: string }} options
 * @returns {Promise<{ exit?: number, text?: string }>} nothing where it could not be run, or was stopped
 */

/** Nothing here has environment variables. @returns {Record<string, string | undefined>} */
export const variables = () => ({})

/** Nothing here runs commands. @type {RunCommand | undefined} */
export const runCommand = undefined
