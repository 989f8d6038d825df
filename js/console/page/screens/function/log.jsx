// @ts-check
/** @import { watch } from '../../model/function.js' */
/** @import { Role } from '../../parts/version.js' */
import { Log } from '../../parts/log.jsx'
import { Trouble } from '../../parts/trouble.jsx'
import { versionText } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { clockMinute, dayMonth, offset } from '../../words/time.js'

/**
 * The end of the log, or the rows that were asked for by a click.
 *
 * @param {object} props
 * @param {ReturnType<typeof watch>} props.watched
 * @param {(version: string) => Role} props.roleOf
 * @param {import('preact').Ref<HTMLHeadingElement>} props.heading
 * @param {() => void} props.onLeave
 */
export function LogCard({ watched, roleOf, heading, onLeave }) {
  const words = say()
  const { log, failures, errors } = watched
  const picked = watched.picked.value
  return (
    <section aria-labelledby="log" class="card">
      <div class="head">
        <h2 id="log" ref={heading} tabIndex={-1}>
          {words.log}
        </h2>
        <span class="faint">{offset()}</span>
        {picked ? (
          <span class="row">
            <span class="chip">{pickedText(picked.of, words)}</span>
            <button type="button" class="link" onClick={onLeave}>
              {words.errors.backToEnd}
            </button>
          </span>
        ) : (
          <label class="row end">
            <input
              type="checkbox"
              checked={errors.value}
              onChange={(event) => watched.filter(event.currentTarget.checked)}
            />
            <span>{words.onlyErrors}</span>
          </label>
        )}
      </div>
      <Trouble error={picked ? picked.error : (failures.value.log ?? failures.value.statistics)} />
      <Log
        rows={picked ? (picked.error ? [] : picked.rows) : log.value}
        follows={!picked}
        roleOf={roleOf}
        none={picked ? words.errors.noRows : words.noLog}
      />
    </section>
  )
}

/** @param {import('../../model/function.js').Picked} of @param {import('../../words/en.js').Words} words */
function pickedText(of, words) {
  if (!('from' in of)) return words.errors.ofMessage({ version: versionText(of.version), message: of.message })
  const end = of.from + of.seconds
  return `${dayMonth(of.from)} ${clockMinute(of.from)}–${clockMinute(end)}`
}
