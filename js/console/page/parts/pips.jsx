// @ts-check
/** @import { RolloutAbout } from '../../../types/generated.js' */

import { exactShare } from '../words/figures.js'
import { say } from '../words/index.js'

/**
 * The steps of a rollout in a line: passed, held, to come. Read out as “step 3 of 4”.
 *
 * @param {{ rollout: RolloutAbout }} props
 */
export function Pips({ rollout: { step, steps } }) {
  const words = say()
  const text = words.inReleaseNow.step({ step, steps: steps.length })
  return (
    <span class="pips" role="img" aria-label={text} title={steps.map((one) => exactShare(one.share)).join(' · ')}>
      {steps.map((_, index) => (
        <span key={index} class={index + 1 < step ? 'passed' : index + 1 === step ? 'held' : ''} />
      ))}
    </span>
  )
}
