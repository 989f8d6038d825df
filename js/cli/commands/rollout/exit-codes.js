// @ts-check

/** How commands about rollouts end. */
export const exitCodes = { good: 0, ended: 1, waits: 5, timeUp: 6 }
