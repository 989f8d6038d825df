// @ts-check
'use strict'
/**
 * The component that `sls` loads (its own engine, "components v1"): `component: ./node_modules/scf-grayscale` in a yml,
 * or a project's `serverless.js` that says `module.exports = require('scf-grayscale').component({ functions: { … } })`.
 * CommonJS, because that is all the engine can load; everything else is in js/sls. The rest of the package is for
 * `import`.
 */
const { realpathSync } = require('node:fs')
const { createRequire } = require('node:module')
const { join } = require('node:path')
const { languageIn } = require('./js/inputs/locale.cjs')

/** What is wrong, in the language of the person: these errors come before everything that could say them. */
const zh = languageIn(process.env) === 'zh'

/**
 * The engine's base class. `@serverless/core` belongs to the `sls` that runs us, so it is looked for there first.
 *
 * @returns {any} `undefined` where there is none: this file is also loaded by plain node, to read a definition
 */
function engineComponent() {
  for (const place of [process.argv[1], join(process.cwd(), 'serverless.js'), __filename]) {
    try {
      return createRequire(realpathSync(place))('@serverless/core').Component
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error)
      if (!['MODULE_NOT_FOUND', 'ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_TYPE'].includes(code ?? '')) throw error
    }
  }
}

class WithoutEngine {
  constructor() {
    throw new Error(
      zh
        ? "这个类是 sls 的组件，但没有找到随 sls 提供的 @serverless/core。请用 sls 运行它；在自己的程序中请写：import { Grayscale } from 'scf-grayscale'"
        : "This class is a component for sls, and @serverless/core, which comes with sls, was not found. Run it by sls; in a program of your own, write: import { Grayscale } from 'scf-grayscale'",
    )
  }
}

const Component = engineComponent() ?? WithoutEngine

/** @typedef {import('./js/sls/verbs.js').Verb} Verb */

/** What people type behind `sls`; `default` is `sls` alone. @type {Verb[]} */
const verbs = [
  'default',
  'deploy',
  'plan',
  'info',
  'status',
  'rollback',
  'undo',
  'resume',
  'abort',
  'remove',
  'rollout',
  'publish-ver',
  'publish_ver',
  'prune',
  'create-alias',
  'create_alias',
  'update-alias',
  'update_alias',
  'list-alias',
  'list_alias',
  'delete-alias',
  'delete_alias',
  'invoke',
  'log',
  'metric',
]

/**
 * The engine calls own members of the prototype only, and keeps the state in a file named after the class: hence a class
 * with a method for each verb, made anew for each definition.
 *
 * @param {Record<string, any>} [definition] of the project; without one, grayscale.yml beside the project's serverless.js
 */
function component(definition) {
  class ScfGrayscale extends Component {
    static definition = definition

    /** Also the place where a mistyped command line is noticed: the engine calls it before anything else. */
    async init() {
      const { begin } = await shell()
      await begin(this, () => super.init())
    }
  }
  for (const verb of verbs) {
    /** @param {any} given @this {any} */
    const method = async function (given) {
      const { run } = await shell()
      return run(this, verb, given)
    }
    Object.defineProperty(ScfGrayscale.prototype, verb, { value: method, configurable: true, writable: true })
  }
  return ScfGrayscale
}

/** Node from which the rest of the package runs; the engine itself starts on older ones. */
const OLDEST_NODE = 20

/** Everything else. Where it can't even be loaded, the engine would end with exit code 0. */
async function shell() {
  try {
    if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
      throw new Error(
        zh
          ? `scf-grayscale 需要 Node.js ${OLDEST_NODE} 或更高版本；此处 sls 运行在 ${process.version} 上`
          : `scf-grayscale needs Node.js ${OLDEST_NODE} or later; sls runs on ${process.version} here`,
      )
    }
    return await import('./js/sls/index.js')
  } catch (error) {
    process.once('exit', () => {
      process.exitCode = 1
    })
    throw error
  }
}

/** What the package gives to `import` alone. */
const imported = /** @type {const} */ ([
  'decide',
  'exitCodeOf',
  'Grayscale',
  'GrayscaleError',
  'guard',
  'init',
  'isGrayscaleError',
  'memoryStore',
  'Plan',
  'planFrom',
  'resolveStage',
  'rolloutPolicy',
  'rolloutPower',
  'rolloutReplay',
  'Signer',
  'speak',
])

/** @type {typeof import('./js/types/component.cjs')} */
const exported = /** @type {any} */ (Object.assign(component(), { component }))
for (const name of imported) {
  Object.defineProperty(exported, name, {
    get() {
      throw new Error(
        zh
          ? `require('scf-grayscale') 得到的是 sls 的组件，其中没有 ${name}。请写：import { ${name} } from 'scf-grayscale'；在 CommonJS 中请写：const { ${name} } = await import('scf-grayscale')`
          : `require('scf-grayscale') is the component for sls and has no ${name}. Write: import { ${name} } from 'scf-grayscale'; in CommonJS: const { ${name} } = await import('scf-grayscale')`,
      )
    },
  })
}
module.exports = exported
