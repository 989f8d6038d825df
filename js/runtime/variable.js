// @ts-check
/** `${env:NAME}`, as policies and journals of rollouts have it. */
const REFERENCE = /^\$\{env:(\w+)\}$/

/**
 * The variable that a text of a policy or a journal names; nothing where it names none.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export const variableOf = (text) => REFERENCE.exec(text)?.[1]
