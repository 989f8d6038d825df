// @ts-check
// How an invocation can end, in the words of the service. https://www.tencentcloud.com/document/product/583/35311

/**
 * @typedef {object} Outcome
 * @property {200 | 405 | 406 | 407 | 430 | 432 | 433 | 434 | 437 | 439 | 446 | 500} statusCode
 * @property {string} returned JSON of what the handler returned; '' when it failed
 * @property {Failure | null} failure
 * @property {string} output what the function wrote, to stdout and stderr alike
 * @property {number} durationMs
 * @property {number} memoryBytes
 */

/**
 * errorCode is 1 for an exception of the user's code, and -1 for what the platform says; some runtimes have -1 for both,
 * but only exceptions have a stack.
 * @typedef {{ errorCode: 1 | -1, errorMessage: string, stackTrace?: string }} Failure
 */

/** @param {string} stackTrace @param {1 | -1} [errorCode] @returns {Failure} */
export const userFailure = (stackTrace, errorCode = 1) => ({
  errorCode,
  errorMessage: 'user code exception caught',
  stackTrace,
})

/** @param {string} errorMessage @returns {Failure} */
export const platformFailure = (errorMessage) => ({ errorCode: -1, errorMessage })

/**
 * An invocation that never reached a process.
 * @param {Outcome['statusCode']} statusCode
 * @param {Failure} failure
 * @returns {Outcome}
 */
export const notRun = (statusCode, failure) => ({
  statusCode,
  returned: '',
  failure,
  output: '',
  durationMs: 0,
  memoryBytes: 0,
})
