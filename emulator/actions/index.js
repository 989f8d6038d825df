// @ts-check
// All actions, by the version of the API they belong to.

import * as account from './account.js'
import * as alias from './alias.js'
import * as code from './code.js'
import * as concurrency from './concurrency.js'
import { UpdateFunctionConfiguration } from './configuration.js'
import * as domain from './domain.js'
import * as eventInvokeConfig from './event-invoke-config.js'
import * as functions from './function.js'
import * as invoke from './invoke.js'
import * as log from './log.js'
import * as monitor from './monitor.js'
import * as namespace from './namespace.js'
import { GetRequestStatus } from './request-status.js'
import * as search from './search.js'
import { CreateTrigger, DeleteTrigger, ListTriggers, UpdateTrigger, UpdateTriggerStatus } from './trigger.js'
import { DeleteFunctionVersion, ListVersionByFunction, PublishVersion } from './version.js'

/** @type {Record<string, Record<string, import('./action.js').Action>>} */
export const ACTIONS = {
  '2018-04-16': {
    ...functions,
    ...code,
    UpdateFunctionConfiguration,
    PublishVersion,
    ListVersionByFunction,
    DeleteFunctionVersion,
    ...alias,
    CreateTrigger,
    ListTriggers,
    UpdateTrigger,
    UpdateTriggerStatus,
    DeleteTrigger,
    ...domain,
    ...namespace,
    ...invoke,
    ...eventInvokeConfig,
    ...log,
    GetRequestStatus,
    ...concurrency,
  },
  '2018-07-24': { ...monitor },
  '2020-10-16': { ...search },
  '2019-01-16': { ...account },
}
