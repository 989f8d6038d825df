// @ts-check
'use strict'
/**
 * The provider plugin for osls and the Serverless Framework 3: `plugins: [scf-grayscale/plugin]` beside
 * `provider: {name: tencent}`. Both load plugins by `require`; this file tells them the commands, everything else is
 * loaded when one of them runs.
 */

const { languageIn } = require('../inputs/locale.cjs')
const usage = require('./usage.cjs')

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

    this.commands = commandsIn(languageIn(process.env))
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
        Object.keys(usage.en.actions).map((name) => [`grayscale:rollout:${name}:${name}`, run('rollout')]),
      ),
    }
  }
}

/**
 * The commands, with help that a person reads in this language: the framework takes it once, when it loads the plugin.
 *
 * @param {'en' | 'zh'} language
 */
function commandsIn(language) {
  const said = usage[language]
  const options = { inputs: { usage: said.inputs, type: 'multiple' } }
  /** @param {Record<string, string>} table */
  const commandsOf = (table) =>
    Object.fromEntries(
      Object.entries(table).map(([name, usage]) => [name, { usage, lifecycleEvents: [name], options }]),
    )
  return {
    deploy: { options },
    info: { options },
    remove: { options },
    grayscale: {
      usage: said.grayscale,
      commands: {
        ...commandsOf(said.commands),
        rollout: { usage: said.rollout, commands: commandsOf(said.actions) },
      },
    },
  }
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
      languageIn(process.env) === 'zh'
        ? `scf-grayscale 需要 Node.js ${OLDEST_NODE} 或更高版本，当前是 ${process.version}`
        : `scf-grayscale needs Node.js ${OLDEST_NODE} or later, and this is ${process.version}`,
      'UNSUPPORTED_NODE',
    )
  }
  return import('./index.js')
}

/** @type {typeof import('../types/plugin.cjs')} */
const exported = ScfGrayscalePlugin
module.exports = exported
