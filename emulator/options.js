// @ts-check
// From the flags of a command line to the options of startEmulator.

import { LAST_SECOND } from './clock.js'
import { readOrigin } from './cors.js'
import { readHostName } from './guard.js'

/** A flag that can't be used as given. */
export class OptionError extends Error {
  /** @param {string} flag @param {string} value @param {string} expected */
  constructor(flag, value, expected) {
    super(`--${flag} is "${value}"; expected ${expected}.`)
    this.name = 'OptionError'
    this.flag = flag
  }
}

/** @typedef {import('./index.js').EmulatorOptions} EmulatorOptions */
/** @typedef {{ hint: string, description: string, set: (options: EmulatorOptions, value: string, flag: string) => void }} Flag */

/** @type {Record<string, Flag>} */
const FLAGS = {
  port: {
    hint: 'N',
    description: 'Port on 127.0.0.1; 0 picks a free one (default 0)',
    set: (options, value, flag) => {
      options.port = whole(value, flag, 0, 65535)
    },
  },
  seed: {
    hint: 'TEXT',
    description: 'Makes every draw of the weights repeatable',
    set: (options, value) => {
      options.seed = value
    },
  },
  clock: {
    hint: 'EPOCH_SECONDS',
    description: 'Freezes the time that signatures and timestamps see; PUT /-/clock moves it',
    set: (options, value, flag) => {
      options.clock = whole(value, flag, 0, LAST_SECOND)
    },
  },
  latency: {
    hint: 'MS',
    description: 'Milliseconds before every answer of the API (default 0)',
    set: (options, value, flag) => {
      options.latencyMs = whole(value, flag, 0, 600_000)
    },
  },
  'metric-delay': {
    hint: 'SECONDS',
    description: 'Seconds after the end of a minute until GetMonitorData shows it (default: the running minute too)',
    set: (options, value, flag) => {
      options.metricDelaySeconds = whole(value, flag, 0, 86_400)
    },
  },
  'log-delay': {
    hint: 'MS',
    description: 'Milliseconds until SearchLog finds a line (default 0)',
    set: (options, value, flag) => {
      options.logDelayMs = whole(value, flag, 0, 3_600_000)
    },
  },
  rate: {
    hint: 'PER_SECOND',
    description: 'Management actions per second, action and region; 0 = no limit (default 20)',
    set: (options, value, flag) => {
      options.rate = whole(value, flag, 0, 1_000_000)
    },
  },
  'secret-id': {
    hint: 'ID',
    description: 'The SecretId that requests must be signed with (default: drawn)',
    set: (options, value) => {
      options.secretId = value
    },
  },
  'secret-key': {
    hint: 'KEY',
    description: 'Its key (default: drawn); other users can read it in the list of processes',
    set: (options, value) => {
      options.secretKey = value
    },
  },
  token: {
    hint: 'TOKEN',
    description: 'A token that requests must carry',
    set: (options, value) => {
      options.token = value
    },
  },
  state: {
    hint: 'FILE',
    description: 'Keeps functions, versions, aliases, triggers and the drawn key in this file over restarts',
    set: (options, value) => {
      options.stateFile = value
    },
  },
  cos: {
    hint: 'DIR',
    description: 'Code packages that are not uploaded: DIR/<bucket>/<object>',
    set: (options, value) => {
      options.cosDir = value
    },
  },
  cors: {
    hint: 'ORIGIN',
    description: 'Lets pages of this origin call, such as http://127.0.0.1:8080; several with commas',
    set: (options, value, flag) => {
      options.cors = list(value, flag, readOrigin, 'origins like http://127.0.0.1:8080')
    },
  },
  'allow-host': {
    hint: 'NAME',
    description: 'Answers requests to this host name too, such as emulator.test; several with commas',
    set: (options, value, flag) => {
      options.allowHosts = list(value, flag, readHostName, 'host names like emulator.test, without a port')
    },
  },
  faults: {
    hint: 'FILE',
    description: 'A script of what goes wrong, and when: docs/emulator.md',
    set: (options, value) => {
      options.faultsFile = value
    },
  },
  policy: {
    hint: 'FILE',
    description:
      'A policy of CAM that says what the key may do, as `grayscale policy` prints it (default: everything is allowed)',
    set: (options, value) => {
      options.policyFile = value
    },
  },
  'create-ms': delay('createMs', 'How long a function stays Creating'),
  'update-ms': delay('updateMs', 'How long a function stays Updating'),
  'publish-ms': delay('publishMs', 'How long a function stays Publishing'),
  'delete-ms': delay('deleteMs', 'How long a function stays Deleting'),
  'provision-ms': delay('provisionMs', 'How long provisioned concurrency stays InProgress'),
  'retry-ms': delay(
    'retryMs',
    'How long an asynchronous invocation that failed waits until it is tried again (default 60000)',
  ),
}

/** The flags, for a command line's parser and its help. */
export const emulatorOptions = Object.fromEntries(
  Object.entries(FLAGS).map(([name, { hint, description }]) => [name, { hint, description }]),
)

/**
 * @param {Record<string, unknown>} flags by name, as text; what is undefined was not given, other names are not looked at
 * @returns {EmulatorOptions}
 * @throws {OptionError}
 */
export function readEmulatorOptions(flags) {
  /** @type {EmulatorOptions} */
  const options = {}
  for (const [name, flag] of Object.entries(FLAGS)) {
    const value = flags[name]
    if (value === undefined) continue
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new OptionError(name, JSON.stringify(value), `one value (${flag.hint})`)
    }
    if (value === '') throw new OptionError(name, '', `a value (${flag.hint})`)
    flag.set(options, String(value), name)
  }
  return options
}

/** @param {keyof import('./lifecycle.js').Delays} name @param {string} description @returns {Flag} */
function delay(name, description) {
  return {
    hint: 'MS',
    description,
    set: (options, value, flag) => {
      options.delays = { ...options.delays, [name]: whole(value, flag, 0, 3_600_000) }
    },
  }
}

/** @param {string} value @param {string} flag @param {number} min @param {number} max */
function whole(value, flag, min, max) {
  const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= min && number <= max)) throw new OptionError(flag, value, `a whole number from ${min} to ${max}`)
  return number
}

/**
 * @param {string} value with commas
 * @param {string} flag
 * @param {(text: string) => string | undefined} read
 * @param {string} expected
 */
function list(value, flag, read, expected) {
  return value.split(',').map((text) => {
    const one = read(text.trim())
    if (one === undefined) throw new OptionError(flag, value, expected)
    return one
  })
}
