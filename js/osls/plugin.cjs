// @ts-check
'use strict'
/**
 * The provider plugin for osls and the Serverless Framework 3: `plugins: [scf-grayscale/plugin]` beside
 * `provider: {name: tencent}`. Both load plugins by `require`; this file tells them the commands, everything else is
 * loaded when one of them runs.
 */

const inputs = {
  usage: 'One input: NAME=VALUE, such as traffic=0.2. Repeat it for several',
  type: 'multiple',
}

/** What can be asked of a rollout. */
const rolloutActions = {
  status: 'Show how it stands, and what would be decided',
  tick: 'Look, decide, carry out: once a minute',
  pause: 'Hold the step until it is resumed',
  resume: 'Go on with it',
  promote: 'Leave the step that is held without waiting',
  approve: 'Open the gate behind a step: --inputs gate=NAME',
  abort: 'End it, with all traffic back on stable',
}

/** Node from which the rest of the package runs; framework 3 itself starts on older ones. */
const OLDEST_NODE = 20

/** @typedef {Record<string, any>} Map */

class ScfGrayscalePlugin {
  static getProviderName() {
    return 'tencent'
  }

  /**
   * @param {any} serverless
   * @param {Map} options filled in by the framework before hooks run
   * @param {{ log: any, progress: any, writeText: (text: string) => void }} writers
   */
  constructor(serverless, options, writers) {
    this.serverless = serverless
    this.options = options
    this.writers = writers
    serverless.setProvider('tencent', this)
    if (serverless.service.provider.name === 'tencent') defineProvider(serverless.configSchemaHandler)
    keepWritten(this)

    this.commands = {
      deploy: { options: { inputs } },
      info: { options: { inputs } },
      remove: { options: { inputs } },
      grayscale: {
        usage: 'Grayscale releases of Tencent Cloud functions',
        commands: {
          plan: command('plan', 'Show what a deploy would do, and change nothing'),
          status: command('status', 'Show functions, versions, aliases and who gets what'),
          info: command('info', 'Show the same, and functions that this service created and no longer names'),
          logs: command('logs', "Show a function's log from CLS: who ran, how long, what failed, what was written"),
          rollback: command('rollback', 'Give all traffic back to published code, in one write per function'),
          undo: command('undo', 'Give each alias back what it said before the last run that moved traffic'),
          resume: command('resume', 'Go on with the last run, which broke off'),
          abort: command('abort', 'Put back what the last run, which broke off, had shifted'),
          rollout: {
            usage: 'A rollout that a deploy with rollout=… began',
            commands: Object.fromEntries(
              Object.entries(rolloutActions).map(([name, usage]) => [name, command(name, usage)]),
            ),
          },
        },
      },
    }
    /** @param {import('./verbs.js').Verb} verb */
    const run = (verb) => async () => (await shell(serverless)).run(this, verb)
    this.hooks = {
      initialize: async () => (await shell(serverless)).begin(this),
      'before:package:createDeploymentArtifacts': async () => (await shell(serverless)).beforePackaging(this),
      'before:grayscale:plan:plan': () => serverless.pluginManager.spawn('package'),
      'before:grayscale:resume:resume': () => serverless.pluginManager.spawn('package'),
      'deploy:deploy': run('deploy'),
      'info:info': run('info'),
      'remove:remove': run('remove'),
      'grayscale:plan:plan': run('plan'),
      'grayscale:status:status': run('status'),
      'grayscale:info:info': run('info'),
      'grayscale:logs:logs': run('log'),
      'grayscale:rollback:rollback': run('rollback'),
      'grayscale:undo:undo': run('undo'),
      'grayscale:resume:resume': run('resume'),
      'grayscale:abort:abort': run('abort'),
      ...Object.fromEntries(
        Object.keys(rolloutActions).map((name) => [`grayscale:rollout:${name}:${name}`, run('rollout')]),
      ),
    }
  }
}

/**
 * @param {string} name
 * @param {string} usage
 */
function command(name, usage) {
  return { usage, lifecycleEvents: [name], options: { inputs } }
}

/**
 * The framework's own check of a file knows names and types only. Here every key passes it: what is wrong is then said
 * by the same words, with the nearest known key, as everywhere else.
 *
 * @param {any} schemas
 */
function defineProvider(schemas) {
  schemas.defineProvider('tencent')
  schemas.relaxProviderSchema()
}

/**
 * Keeps provider and functions as they are written. The framework adds to them just before it runs a command: names of
 * another pattern than ours, empty events, what it packs; and it drops functions of which nothing is said.
 *
 * @param {Map} plugin
 */
function keepWritten(plugin) {
  const { service } = plugin.serverless
  const { setFunctionNames } = service
  service.setFunctionNames = (/** @type {any[]} */ ...given) => {
    const { provider, functions } = service
    for (const [key, one] of Object.entries(functions ?? {})) if (one === null) functions[key] = {}
    // only once: another plugin may ask for the names again
    plugin.written ??= {
      provider: { ...provider },
      functions: Object.fromEntries(Object.entries(functions ?? {}).map(([key, one]) => [key, copied(one)])),
      package: { ...service.package },
    }
    return setFunctionNames.apply(service, given)
  }
}

/** @param {any} one */
function copied(one) {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return one
  return 'package' in one ? { ...one, package: { ...one.package } } : { ...one }
}

/** @param {any} serverless */
async function shell(serverless) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new serverless.classes.Error(
      `scf-grayscale needs Node.js ${OLDEST_NODE} or later, and this is ${process.version}`,
      'UNSUPPORTED_NODE',
    )
  }
  return import('./index.js')
}

/** @type {typeof import('../types/plugin.cjs')} */
const exported = ScfGrayscalePlugin
module.exports = exported
