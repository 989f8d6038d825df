import { isUnfinished, unfinished } from '../model/history.js'
import { follow, running } from '../model/runs.js'
import { go } from '../route.js'
import { gray } from '../session.js'
import { say } from '../words/index.js'
import { dated } from '../words/time.js'

/** A tab was closed in the middle of a run: it is offered to go on, or to put back what it had shifted. */
export function Unfinished() {
  const words = say()
  const run = unfinished.value
  if (!run || running.value) return null
  const names = run.functions.map(({ name }) => name).join(', ')
  const take = async (/** @type {'resume' | 'abort'} */ how) => {
    // who went on with it stands in the history
    if (!(await isUnfinished(run))) return go('history')
    go('runs')
    const functions = run.functions.map(({ key, region, namespace, name }) => ({ key, region, namespace, name }))
    follow(how, functions, (options) =>
      how === 'resume' ? gray().resume({ functions }, options) : gray().abort(options),
    )
  }
  const kind = words.kinds[/** @type {'deploy'} */ (run.kind)] ?? run.kind
  return (
    <section class="banner warn" role="status">
      <p>{words.unfinished({ kind, names, when: dated(run.began) })}</p>
      <p class="row">
        <button type="button" class="primary" onClick={() => take('resume')}>
          {words.resume}
        </button>
        <button type="button" onClick={() => take('abort')}>
          {words.abort}
        </button>
      </p>
    </section>
  )
}
