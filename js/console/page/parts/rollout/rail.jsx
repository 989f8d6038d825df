// @ts-check
/** @import { RolloutAbout } from '../../../../types/generated.js' */
/** @import { Sign } from '../../model/rollout.js' */
import { pausedBy, signsOf, stableOf } from '../../model/rollout.js'
import { duration } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { gives } from './gives.js'

/** @type {Record<Sign, string>} */
const drawn = { waiting: '○', holding: '◉', passed: '✓', failed: '✖', paused: '⏸', back: '↩' }

/**
 * The steps of a rollout in a row: what each gets, how long it is held, and what it is at.
 *
 * @param {{ rollout: Pick<RolloutAbout, 'state' | 'step' | 'steps' | 'finish' | 'functions' | 'decisions'> }} props
 */
export function Rail({ rollout }) {
  const words = say().rollout
  const { steps, finish, step } = rollout
  const signs = signsOf(rollout)
  const who = pausedBy(rollout)
  const stable = stableOf(rollout)
  const last = /** @type {'publish' | 'latest'} */ (finish)
  return (
    <ol class="rail" aria-label={words.rail}>
      {steps.map((one, index) => (
        <Stop
          key={index}
          sign={signs.steps[index]}
          current={index + 1 === step}
          name={gives(one, words)}
          told={signs.steps[index] === 'paused' && who ? words.pausedBy(who) : undefined}
        >
          {one.hold > 0 && <span>{duration(one.hold)}</span>}
          {one.gate !== undefined && <span>{words.gate(one.gate)}</span>}
        </Stop>
      ))}
      <Stop sign={signs.finish} name={signs.finish === 'back' ? `${stable ?? ''} 100 %`.trim() : words.finish[last]} />
    </ol>
  )
}

/**
 * @param {{ sign: Sign, name: string, current?: boolean, told?: string, children?: import('preact').ComponentChildren }} props
 *   `told`: in place of what the sign says
 */
function Stop({ sign, name, current = false, told, children }) {
  const words = say().rollout
  return (
    <li class={`stop ${sign}`} aria-current={current ? 'step' : undefined}>
      <span class="stop-mark" aria-hidden="true">
        {drawn[sign]}
      </span>
      <b>{name}</b>
      <span class={told ? '' : 'unseen'}>{told ?? words.signs[sign]}</span>
      <span class="faint hold">{children}</span>
    </li>
  )
}
