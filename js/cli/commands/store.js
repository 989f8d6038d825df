// @ts-check
/** @import { Call } from '../commands.js' */
import { resolve } from 'node:path'
import { usageError } from '../../errors.js'
import { storeActions } from '../../inputs/flags.js'
import { nearest } from '../../inputs/nearest.js'
import { renderStoreImport, renderStoreStatus } from '../../render/index.js'
import { fileStore } from '../../store/index.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, env, cwd }) {
  const [action, more] = parsed.operands
  if (!storeActions.includes(action)) throw unknownAction(action)
  if (more !== undefined) throw usageError('UnexpectedValue.noFlag', { word: more, command: 'store' })
  const { from: file, force } = /** @type {{ from?: string, force?: true }} */ (parsed.flags)
  const { gray } = await openSession({ parsed, env, cwd }, { bare: true })
  try {
    if (action === 'import') {
      const from = file === undefined ? undefined : fileStore(resolve(cwd, file))
      const done = await gray.importJournal({ from, force })
      output.show((look) => renderStoreImport(done, look))
      output.document(done)
    } else {
      const status = await gray.storeStatus()
      output.show((look) => renderStoreStatus(status, look))
      output.document(status)
    }
    return 0
  } finally {
    await gray.close()
  }
}

/** @param {string | undefined} action */
function unknownAction(action) {
  if (action === undefined) return usageError('UnknownCommand.storeNone', { known: storeActions })
  return usageError('UnknownCommand.store', { word: action, ...nearest(action, storeActions) })
}
