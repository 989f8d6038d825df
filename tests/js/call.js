// @ts-check
/** @import { Grayscale } from '../../js/index.js' */

/**
 * Calls a function and gives the API's own result, also where the function failed.
 *
 * @param {Grayscale} gray
 * @param {{ function: string, event?: unknown, qualifier?: string }} call
 * @returns {Promise<{ RetMsg: string, ErrMsg: string, InvokeResult: number, FunctionRequestId: string }>}
 */
export async function called(gray, { function: FunctionName, event, qualifier: Qualifier }) {
  const Event = event === undefined ? undefined : JSON.stringify(event)
  const { Result } = await gray.request('InvokeFunction', { FunctionName, Qualifier, Event })
  return Result
}
