// @ts-check
// GetFunctionLogs, which the service has switched off in favour of the log service.

import { ApiError } from '../errors.js'
import { anything } from '../schema.js'
import { action } from './action.js'

const FIELDS = [
  'FunctionName',
  'Namespace',
  'Offset',
  'Limit',
  'Order',
  'OrderBy',
  'Filter',
  'Qualifier',
  'FunctionRequestId',
  'StartTime',
  'EndTime',
  'SearchContext',
]

export const GetFunctionLogs = action({
  fields: Object.fromEntries(FIELDS.map((name) => [name, anything()])),
  run() {
    throw new ApiError(
      'ActionOffline',
      'GetFunctionLogs is offline. Search the topic of the function: SearchLog of CLS.',
    )
  },
})
