// @ts-check

/** A number with its noun. @param {number} count @param {string} one @param {string} [many] */
export const n = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
