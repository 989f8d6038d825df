// The emulator for tests of everything else: the one place that knows where its tests keep what they share.

export { Client, signedPost, signedV1 } from '../../emulator/tests/support/client.js'
export { BucketClient } from '../../emulator/tests/support/cos.js'
export { KEY, startEmulator } from '../../emulator/tests/support/emulator.js'
export {
  AT_ONCE,
  create,
  emulator,
  logged,
  NEVER_MS,
  refusedWith,
  telling,
  until,
  zip,
} from '../../emulator/tests/support/harness.js'
