// @ts-check
/** @import { Flags } from './flags.js' */
/** What can be typed behind `rollout`. */
import { alias, anyInput, force, input, only, release, waitTimeout } from './flags.js'
import { presets } from './presets.js'

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
      "For `start` and `replay`: the policy, as the name of a preset or a .yml, .yaml or .json file (default: the project's, else `canary`)",
  },
  id: { value: 'one', hint: 'ID', about: 'Which rollout (default: the newest one)' },
  timeout: {
    value: 'one',
    hint: 'TIME',
    about:
      'For `status`: look every 15 s until the rollout ends or waits for a person, for at most this long: 30m, 1h30m',
  },
  detach: { value: 'none', about: 'For `start`: end after the first share instead of watching the rollout here' },
  replace: {
    value: 'none',
    about: 'For `start`: first abort the rollout that is under way: all its traffic goes back to stable',
  },
  from: {
    value: 'one',
    hint: 'TIME',
    about: 'For `replay`: how far back recorded minutes are used: 12h, 7d (default 1d)',
  },
  seed: {
    value: 'one',
    hint: 'N',
    about: 'For `replay`: seed of the random draws; the same seed gives the same numbers',
  },
  to: {
    value: 'one',
    hint: 'VERSION',
    about: 'For `undo`: the version that gets all traffic (default: the one that was stable before the rollout)',
    of: ['<version>'],
  },
  adopt: { value: 'none', about: 'For `resume`: continue from the routing that someone else set' },
  step: {
    value: 'one',
    hint: 'N',
    about:
      'For `promote` and `approve`: the number of the step, from 1; refused if the rollout is at another step by now',
  },
  full: { value: 'none', about: 'For `promote`: skip all remaining steps, not the current one alone' },
  reason: {
    value: 'one',
    hint: 'TEXT',
    about: 'For `promote`: why, 500 characters at most; the journal and the history of the rollout show it',
  },
  'over-guard': { value: 'none', about: 'For `promote`: also if the canary is unhealthy' },
  keep: {
    value: 'none',
    about: 'For `abort`: leave the routing as it is instead of moving all traffic back to stable',
  },
  role: input(
    'role',
    'one',
    'NAME',
    'For `agent deploy`: the role whose keys the agent uses; without it, the policy that such a role needs is printed',
  ),
  env: {
    value: 'one',
    hint: 'NAMES',
    about:
      'For `agent deploy`: exported variables that the agent gets, separated by commas, for `${env:NAME}` in policies',
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
