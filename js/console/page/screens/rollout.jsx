// @ts-check
/** @import { RolloutReport } from '../../../types/generated.js' */
import { useEffect, useMemo } from 'preact/hooks'
import { followRollout, nextStep, pausedBy, stableOf } from '../model/rollout.js'
import { order } from '../model/rollout-orders.js'
import { DecisionsCard, UndeliveredCard } from '../parts/rollout/decisions.jsx'
import { FiguresCard } from '../parts/rollout/figures.jsx'
import { gives } from '../parts/rollout/gives.js'
import { MinutesCard } from '../parts/rollout/minutes.jsx'
import { Abort, LastOrder, nextText, Orders, OrderTrouble, overText } from '../parts/rollout/orders.jsx'
import { Rail } from '../parts/rollout/rail.jsx'
import { RequestsCard } from '../parts/rollout/requests.jsx'
import { StateChip } from '../parts/rollout/state.jsx'
import { TendingCard } from '../parts/rollout/tending.jsx'
import { TrafficCard } from '../parts/rollout/traffic.jsx'
import { VerdictCard } from '../parts/rollout/verdict.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { to } from '../route.js'
import { duration, versionText } from '../words/figures.js'
import { language, say } from '../words/index.js'
import { ago, clock, now, offset } from '../words/time.js'

/** Names of functions that stand in the heading. */
const MOST_NAMES = 3

/**
 * One rollout: how far it is, whether the canary is good, and what happens if one of its buttons is pressed.
 *
 * @param {{ id: string }} props
 */
export function RolloutScreen({ id }) {
  const words = say().rollout
  const followed = useMemo(() => followRollout(id), [])
  useEffect(() => followed.end, [])
  const { report, lacks, failure, readAt } = followed
  const over = order.value?.id === id && !order.value.running
  // what was ordered is seen at once, and its sentence in the language that is chosen
  useEffect(() => {
    if (readAt.peek() > 0) followed.look()
  }, [over, language.value])
  const found = report.value
  return (
    <section class="rollout">
      <p class="row">
        <a href={to('rollouts')}>← {words.all}</a>
        <ReadAt at={readAt} failed={failure.value !== undefined} />
      </p>
      {found ? (
        <Found report={found} lacks={lacks.value} failure={failure.value} />
      ) : (
        <>
          <h1 tabIndex={-1}>{words.one}</h1>
          {failure.value ? <Trouble error={failure.value} /> : <Coming />}
        </>
      )}
    </section>
  )
}

/**
 * When the journal was read: by itself, since nothing else is drawn again where nothing is new.
 *
 * @param {{ at: import('@preact/signals').Signal<number>, failed: boolean }} props
 */
function ReadAt({ at, failed }) {
  const words = say().rollout
  return (
    <span class="end faint read">
      {at.value > 0 && (
        <>
          {words.read(`${clock(at.value)} ${offset()}`)} <span class={failed ? 'light off' : 'light'} />
        </>
      )}
    </span>
  )
}

/** @param {{ report: RolloutReport, lacks: import('../../../rollouts.js').Lack[], failure: import('../../../errors.js').GrayscaleError | undefined }} props */
function Found({ report, lacks, failure }) {
  return (
    <>
      <Head report={report} />
      <Trouble error={failure} />
      <section class="card progress">
        <Rail rollout={report} />
        <div class="onwards">
          <Next report={report} />
          <Orders report={report} />
        </div>
      </section>
      <div class="judged">
        <TrafficCard report={report} />
        <VerdictCard report={report} />
      </div>
      <TendingCard report={report} lacks={lacks} />
      <FiguresCard report={report} />
      <MinutesCard report={report} />
      <RequestsCard rollout={report} />
      <UndeliveredCard rollout={report} />
      <DecisionsCard rollout={report} />
    </>
  )
}

/** What it is about, since when and by whom; Abort has its place here. @param {{ report: RolloutReport }} props */
function Head({ report }) {
  const words = say().rollout
  const { functions, state, began, who, preset, ended, last } = report
  const names = functions.slice(0, MOST_NAMES).map(({ key }) => key)
  const more = functions.length - names.length
  const places = [...new Set(functions.map(({ region, namespace }) => `${region} / ${namespace}`))]
  const [first] = functions
  const stable = stableOf(report)
  const at = Date.parse(began)
  const lasted = ((ended && last ? Date.parse(last) : now.value) - at) / 1000
  return (
    <>
      <div class="rollout-bar">
        <div class="head">
          <h1 tabIndex={-1}>
            {names.join(', ')}
            {more > 0 && ` ${words.others(more)}`}
          </h1>
          <StateChip state={state} />
        </div>
        <Abort report={report} />
      </div>
      <div class="rollout-about">
        <div>
          <p class="faint">
            {places.slice(0, MOST_NAMES).join(' · ')}
            {first && stable !== undefined && <> · {words.replaces({ canary: versionText(first.canary), stable })}</>}
          </p>
          <p class="faint">
            {words.began({ who, when: `${clock(at)} ${offset()}` })} · {ended ? words.took(duration(lasted)) : ago(at)}
            {preset !== undefined && <> · {words.preset(preset)}</>}
          </p>
        </div>
        <LastOrder report={report} />
      </div>
      <OrderTrouble report={report} />
    </>
  )
}

/** Which step it is, how long it has been held, and what comes next and when. @param {{ report: RolloutReport }} props */
function Next({ report }) {
  const words = say().rollout
  const { ended, state, step, steps, held, every, last } = report
  if (ended) {
    return (
      <div class="next">
        <p>
          <b>{overText(report, words)}</b>
        </p>
      </div>
    )
  }
  const here = steps[step - 1]
  const hold = here?.hold ?? 0
  // between looks the clock goes on, at most as long as it counts
  const since = last === undefined ? 0 : Math.min(3 * every, Math.max(0, (now.value - Date.parse(last)) / 1000))
  const counts = state === 'holding' || state === 'extended'
  const passed = Math.floor(held + (counts ? since : 0))
  const left = Math.max(0, hold - passed)
  const who = pausedBy(report)
  return (
    <div class="next">
      <p>
        <b>
          {step === 0 ? words.states[/** @type {'done'} */ (state)] : words.step({ number: step, of: steps.length })}
        </b>
        {who && <> · {words.pausedBy(who)}</>}
        {step > 0 && hold > 0 && (
          <>
            {' · '}
            {passed > hold && state === 'extended'
              ? words.heldOn({ held: duration(passed), hold: duration(hold) })
              : words.held({ held: duration(Math.min(passed, hold)), hold: duration(hold) })}
            {counts && left > 0 && <>, {words.left(duration(left))}</>}
          </>
        )}
      </p>
      <p class="faint">{nextSentence(report, words, counts ? left : 0)}</p>
    </div>
  )
}

/** @param {RolloutReport} report @param {import('../words/en.js').Words['rollout']} words @param {number} left seconds */
function nextSentence(report, words, left) {
  const { state, step, steps, finish } = report
  const following = nextStep(report)
  const next = following ? gives(following, words) : words.finishHint[/** @type {'publish' | 'latest'} */ (finish)]
  const gate = steps[step - 1]?.gate
  switch (state) {
    case 'interrupted':
      return words.nextNothing
    case 'paused':
      return words.nextPerson
    case 'gate':
      return words.nextAfterGate({ gate: gate ?? '', next })
    case 'scheduled':
      return step === 0 ? words.nextFirst(nextText(report, words)) : words.nextIs({ next })
    default: {
      if (gate !== undefined) return words.nextAfterGate({ gate, next })
      const when = left > 0 ? `${clock(now.value + left * 1000)} ${offset()}` : undefined
      return words.nextIs({ next, when })
    }
  }
}

/** What will be there has its place: nothing moves when it comes. */
function Coming() {
  return (
    <div class="coming-rollout" aria-busy="true">
      <div class="card" style={{ height: '11rem' }} />
      <div class="judged">
        <div class="card" style={{ height: '12rem' }} />
        <div class="card" style={{ height: '12rem' }} />
      </div>
    </div>
  )
}
