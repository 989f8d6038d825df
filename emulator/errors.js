// @ts-check
// The one error that an action may answer with, and the few that several actions share.

/** An error the API answers with: HTTP 200, `{Response: {Error: {Code, Message}}}`. */
export class ApiError extends Error {
  /**
   * @param {string} code one of the documented codes, `Class` or `Class.Detail`
   * @param {string} message
   */
  constructor(code, message) {
    super(message)
    this.name = 'ApiError'
    this.code = code
  }
}

/** @param {string} name @param {string} namespace @param {string} region */
export const functionNotFound = (name, namespace, region) =>
  new ApiError(
    'ResourceNotFound.Function',
    `The function "${name}" does not exist in namespace "${namespace}" of ${region}.`,
  )

/** @param {string} name @param {string} region */
export const namespaceNotFound = (name, region) =>
  new ApiError('ResourceNotFound.Namespace', `The namespace "${name}" does not exist in ${region}.`)

/** @param {string} number @param {string} name of the function */
export const versionNotFound = (number, name) =>
  new ApiError('ResourceNotFound.Version', `Version "${number}" of function "${name}" does not exist.`)
