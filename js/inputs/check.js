// @ts-check
/** @import { Credentials, Options } from '../options.js' */
import { core } from '#load'
import { fromCore } from '../errors.js'
import { prepared } from '../runtime/request.js'
import { Signer } from '../signer.js'

/**
 * Refuses inputs of a deploy that can't be meant, as far as they alone tell: nothing is packed or asked for it.
 *
 * @param {any} inputs
 * @param {Pick<Options, 'fromEnvironment'> & { credentials?: Credentials }} [options]
 * @throws {GrayscaleError}
 */
export function checkInputs(inputs, { credentials, fromEnvironment } = {}) {
  const order = JSON.stringify(prepared({ inputs, do: 'plan' }, { fromEnvironment }))
  if (credentials) {
    const signer = new Signer(credentials)
    try {
      signer.refuseKey(order)
    } finally {
      signer.dispose()
    }
  }
  fromCore(() => core.check(order))
}

/**
 * Refuses what is typed with a command and never kept in a project file.
 *
 * @param {any} inputs of a project file
 * @throws {GrayscaleError} `StableIsTyped`
 */
export function checkFile(inputs) {
  fromCore(() => core.checkFile(JSON.stringify(prepared({ inputs }, {}).inputs)))
}
