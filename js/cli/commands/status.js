// @ts-check
/** @import { Call } from '../commands.js' */
import { GrayscaleError } from '../../errors.js'
import { renderPending, renderStatus } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, project, inputs, head } = await openSession({ parsed, env, cwd }, { names: true })
  try {
    const functions = await watched(output, (onEvent) => gray.status(inputs, { signal, onEvent }))
    const missing = functions.filter(({ exists }) => !exists).map(({ name }) => name)
    // Of a project, what is not there yet is a state like others. A name that was typed should be one.
    if (project.form === 'none' && missing.length > 0) throw notFound(missing, functions)
    const pending = await gray.pending()
    output.show(
      (look) =>
        `${renderPending(pending, look)}${renderStatus(functions, { ...look, head: headOf(project.stage, functions, head) })}`,
    )
    output.document({ stage: project.stage, pending, functions })
    return 0
  } finally {
    await gray.close()
  }
}

/**
 * @param {string} stage
 * @param {any[]} functions
 * @param {[string, string][]} account
 * @returns {[string, string][]}
 */
function headOf(stage, functions, account) {
  const distinct = (/** @type {string} */ key) => [...new Set(functions.map((one) => one[key]))].join(', ')
  return [['stage', stage], ['region', distinct('region')], ['namespace', distinct('namespace')], ...account]
}

/**
 * @param {string[]} names
 * @param {any[]} functions
 */
function notFound(names, functions) {
  const places = [...new Set(functions.map(({ region, namespace }) => `${region}, namespace ${namespace}`))].join('; ')
  return new GrayscaleError({
    code: 'FunctionNotFound',
    message: `there is no function ${names.join(', ')} in ${places}`,
    hint: 'check name, stage, region and namespace: the cloud calls a function <key>-<stage>',
    result: functions,
  })
}
