// @ts-check
import { say } from '../../words/index.js'

/** Where a rollout stands, in a word. @param {{ state: string }} props */
export function StateChip({ state }) {
  const words = say().rollout
  return <span class={`standing state-${state}`}>{words.states[/** @type {'done'} */ (state)] ?? state}</span>
}
