// @ts-check
/** @import { Call } from '../commands.js' */
import { isGrayscaleError } from '../../errors.js'
import { renderInvoked } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { openArgs } from '../args.js'
import { eventOf } from '../event.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const event = await eventOf(parsed.inputs.event, cwd)
  const { gray, args, project } = await openArgs({ parsed, env, cwd }, parsed.operands)
  if (event !== undefined) args.event = event
  try {
    const invoked = await watched(output, (onEvent) => gray.invoke(args, { project, signal, onEvent }))
    output.tell((look) => renderInvoked(invoked, look).trimEnd())
    output.show(() => `${invoked.returned}\n`)
    output.document(invoked)
    return 0
  } catch (error) {
    if (isGrayscaleError(error) && error.result) {
      const invoked = /** @type {any} */ (error.result)
      output.tell((look) => renderInvoked(invoked, look).trimEnd())
    }
    throw error
  } finally {
    await gray.close()
  }
}
