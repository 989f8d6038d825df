// @ts-check
/** @import { Flags } from './flags.js' */
/** What can be typed behind `rollout`. */
import { alias, anyInput, force, input, only, presets, release, waitTimeout } from './flags.js'

/** What `rollout` is followed by. */
export const rolloutActions = [
  'start',
  'status',
  'watch',
  'tick',
  'pause',
  'resume',
  'promote',
  'approve',
  'abort',
  'undo',
  'lint',
  'import',
  'replay',
  'agent',
]

/** What `rollout agent` is followed by. */
export const rolloutAgentActions = ['deploy', 'status', 'remove']

/** @type {Flags} */
export const rollouts = {
  rollout: {
    value: 'one',
    hint: 'NAME|FILE',
    of: presets,
    about:
      "Of `start`: the steps and what judges them, a preset or a .yml, .yaml or .json file; the project's unless told, else `canary`",
  },
  id: { value: 'one', hint: 'ID', about: 'Which rollout; the newest one unless told' },
  timeout: {
    value: 'one',
    hint: 'TIME',
    about: 'Of `status`: look every 15 s until the rollout ends or waits for a person, so long at most: 30m, 1h30m',
  },
  detach: { value: 'none', about: 'Of `start`: end after the first share, instead of looking after it here' },
  replace: {
    value: 'none',
    about: 'Of `start`: first end the rollout that is under way, with all traffic back on stable',
  },
  from: { value: 'one', hint: 'TIME', about: 'Of `replay`: so far back, 1d unless told: 12h, 7d' },
  seed: { value: 'one', hint: 'N', about: 'Of `replay`: of the draws; the same seed gives the same numbers' },
  to: {
    value: 'one',
    hint: 'VERSION',
    about: 'Of `undo`: the version that gets all traffic; the one that was stable before the rollout unless told',
    of: ['<version>'],
  },
  adopt: { value: 'none', about: 'Of `resume`: go on from the routing that someone else made' },
  step: {
    value: 'one',
    hint: 'N',
    about:
      'Of `promote` and `approve`: the step that is meant, counted from 1; refused where another one is held by now',
  },
  full: { value: 'none', about: 'Of `promote`: leave all steps, not the held one alone' },
  'over-guard': { value: 'none', about: 'Of `promote`: although the canary is unhealthy' },
  keep: {
    value: 'none',
    about: 'Of `abort`: leave the routing as it is, instead of giving all traffic back to stable',
  },
  role: input(
    'role',
    'one',
    'NAME',
    'Of `agent deploy`: the role whose keys the agent uses; without one, what it needs',
  ),
  env: {
    value: 'one',
    hint: 'NAMES',
    about:
      'Of `agent deploy`: exported variables that the agent gets, for ${env:NAME} of policies, with commas between',
  },
  only,
  alias,
  'move-triggers': release['move-triggers'],
  'replace-rules': release['replace-rules'],
  drift: release.drift,
  warm: release.warm,
  'take-over': release['take-over'],
  'wait-timeout': waitTimeout,
  force,
  ...anyInput,
}
