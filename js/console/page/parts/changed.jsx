// @ts-check
/** @import { GrayscaleError } from '../../../errors.js' */
/** @import { Plan } from '../../../plan.js' */
import { say } from '../words/index.js'
import { byFunction } from './plan.jsx'
import { inWords } from './split.jsx'

/**
 * Why a plan was not carried out: who gets what now, and would after it, where that is no longer as it was planned.
 *
 * @param {{ before: Plan, plan: Plan | undefined, error: GrayscaleError }} props
 */
export function Changed({ before, plan, error }) {
  const words = say()
  const old = new Map(byFunction(before).functions.map(({ head, split }) => [head.key, split]))
  const differ = (plan ? byFunction(plan).functions : []).flatMap(({ head: { key }, split }) =>
    [
      { key, when: words.now, was: inWords(old.get(key)?.before), is: inWords(split?.before) },
      { key, when: words.after, was: inWords(old.get(key)?.after), is: inWords(split?.after) },
    ].filter(({ was, is }) => was !== is),
  )
  return (
    <div class="banner warn" role="alert">
      <p>{words.changedMeanwhile}</p>
      <ul>
        {differ.map(({ key, when, was, is }) => (
          <li key={key + when}>
            <b>{key}</b>, {when}: {was} → {is}
          </li>
        ))}
      </ul>
      <details>
        <summary>{words.details}</summary>
        <p class="verbatim">{error.message}</p>
      </details>
    </div>
  )
}
