// @ts-check
/** @import { RolloutAbout } from '../../../types/generated.js' */

import { signsOf } from '../model/rollout.js'
import { exactShare } from '../words/figures.js'
import { say } from '../words/index.js'

/**
 * The steps of a rollout in a line, each with what it is at. Read out as “step 3 of 4”.
 *
 * @param {{ rollout: RolloutAbout }} props
 */
export function Pips({ rollout }) {
  const { step, steps } = rollout
  const words = say()
  const text = words.inReleaseNow.step({ step, steps: steps.length })
  return (
    <span class="pips" role="img" aria-label={text} title={steps.map((one) => exactShare(one.share)).join(' · ')}>
      {signsOf(rollout).steps.map((sign, index) => (
        <span key={index} class={sign} />
      ))}
    </span>
  )
}
