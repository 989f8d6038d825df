// @ts-check
// How often, and for how long, an asynchronous invocation is retried: of a whole function.

import { DEFAULT_ASYNC } from '../async.js'
import { integer, list, object } from '../schema.js'
import { action } from './action.js'
import { functionName, namespace, qualifier } from './fields.js'

const code = 'InvalidParameterValue'

export const UpdateFunctionEventInvokeConfig = action({
  fields: {
    FunctionName: functionName,
    Namespace: namespace,
    AsyncTriggerConfig: object(
      {
        RetryConfig: list(object({ RetryNum: integer({ required: true, min: 0, max: 2, code }) }), { max: 1 }),
        MsgTTL: integer({ min: 60, max: 21_600, code }),
      },
      { required: true },
    ),
  },
  writes: true,
  run({ FunctionName, Namespace, AsyncTriggerConfig: { RetryConfig, MsgTTL } }, { cloud, region }) {
    const fn = cloud.world.function(region, Namespace, FunctionName)
    const before = fn.async ?? DEFAULT_ASYNC
    fn.async = { retries: RetryConfig?.[0]?.RetryNum ?? before.retries, ttlSeconds: MsgTTL ?? before.ttlSeconds }
    return {}
  },
})

export const GetFunctionEventInvokeConfig = action({
  fields: { FunctionName: functionName, Namespace: namespace, Qualifier: qualifier },
  run({ FunctionName, Namespace }, { cloud, region }) {
    const { retries, ttlSeconds } = cloud.world.function(region, Namespace, FunctionName).async ?? DEFAULT_ASYNC
    return { AsyncTriggerConfig: { RetryConfig: [{ RetryNum: retries }], MsgTTL: ttlSeconds } }
  },
})
