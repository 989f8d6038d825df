// @ts-check
/**
 * Names that a shell completes: what project file and journal say, read as data. Nothing is run (a `serverless.js` is a
 * program), no network is asked, no variable is filled in, and no env file is opened.
 *
 * @module
 */
/** @import { HistoryRun } from '../../types.js' */
import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isMap, isScalar, isSeq } from 'yaml'
import { projectFiles, shapeOf } from '../../project/candidates.js'
import { readText } from '../../project/text.js'
import { parseYml } from '../../project/yml.js'

/** Newest bytes of a journal that are read, and how many journals. */
const MOST_BYTES = 1 << 20
const MOST_JOURNALS = 8

/** Journals of a directory. */
const journals = /^(.+)\.journal$/
const envFiles = /^\.env\.(.+)$/

/** @typedef {{ cwd?: string, file?: string, component?: string, stage?: string }} Flags as typed */

/**
 * @param {{ cwd: string, env: Record<string, string | undefined>, flags: Flags }} from
 */
export function knownNames({ cwd, env, flags }) {
  const named = flags.file === undefined ? undefined : resolve(cwd, flags.cwd ?? '.', flags.file)
  const dir = named === undefined ? resolve(cwd, flags.cwd ?? '.') : dirname(named)
  const stage = flags.stage ?? env.STAGE
  const runs = once(() => runsOf(dir, stage))
  const project = once(() => projectOf(dir, named, flags.component))

  const functionsOfRuns = async () => (await runs()).flatMap((run) => run.functions)
  return {
    components: async () => (await project()).components,
    /** By the keys of the project file; where there is none that can be read, those of the journal. */
    functions: async () => {
      const { functions } = await project()
      return functions.length > 0 ? functions : (await functionsOfRuns()).map(({ key }) => key)
    },
    stages: async () => {
      const [beside, kept] = await Promise.all([namesIn(dir), namesIn(join(dir, '.grayscale'))])
      const found = [...beside.map((name) => envFiles.exec(name)), ...kept.map((name) => journals.exec(name))]
      return found.flatMap((match) => (match === null || match[1] === 'example' ? [] : [match[1]]))
    },
    /** The newest first. @param {string[]} of functions; of all where none is named */
    versions: async (of) => {
      const functions = (await functionsOfRuns()).filter(
        ({ key, name }) => of.length === 0 || of.includes(key) || of.includes(name),
      )
      return functions.flatMap(({ published }) => published).sort((one, other) => Number(other) - Number(one))
    },
    aliases: async () => (await functionsOfRuns()).flatMap(({ routing }) => routing.map(({ alias }) => alias)),
    runs: async () => (await runs()).map(({ run, kind, when }) => ({ run, about: `${kind} ${when}` })),
  }
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {() => Promise<T>}
 */
function once(work) {
  /** @type {Promise<T> | undefined} */
  let found
  return () => {
    found ??= work()
    return found
  }
}

/**
 * @param {string} dir
 * @param {string | undefined} named the project file
 * @param {string | undefined} component
 * @returns {Promise<{ functions: string[], components: string[] }>}
 */
async function projectOf(dir, named, component) {
  const files = named === undefined ? projectFiles.map((name) => join(dir, name)) : [named]
  for (const file of files.filter((one) => !/\.c?js$/.test(one))) {
    const text = await readText(file, { typed: named !== undefined }).catch(() => undefined)
    if (text === undefined) continue
    try {
      const yml = parseYml(text, file)
      const components = keysOf(yml.document.contents).filter((key) => hasComponent(yml.document.get(key)))
      const shape = shapeOf(yml, { named: named !== undefined, alias: component })
      if (typeof shape === 'string') continue
      const own = isMap(shape.inputs) ? shape.inputs : undefined
      const listed = keysOf(own?.get('functions'))
      const only = [own?.get('key'), own?.get('name'), shape.alias, shape.top.get('name')]
      return {
        functions: listed.length > 0 ? listed : only.filter((one) => typeof one === 'string').slice(0, 1),
        components,
      }
    } catch {
      // a file with mistakes: nothing is offered, since an error in the middle of typing would only disturb; the command reports it
      return { functions: [], components: [] }
    }
  }
  return { functions: [], components: [] }
}

/** The keys of a map, or what the items of a list are called. @param {unknown} node @returns {string[]} */
function keysOf(node) {
  if (isMap(node)) return node.items.map(({ key }) => String(key))
  if (!isSeq(node)) return []
  return node.items.flatMap((item) => {
    const name = isMap(item) ? (item.get('key') ?? item.get('name')) : isScalar(item) ? item.value : undefined
    return typeof name === 'string' ? [name] : []
  })
}

/** @param {unknown} node */
function hasComponent(node) {
  return isMap(node) && typeof node.get('component') === 'string'
}

/**
 * The runs of a stage's journal, or of all where no stage is known; the newest first.
 *
 * @param {string} dir
 * @param {string | undefined} stage
 * @returns {Promise<HistoryRun[]>}
 */
async function runsOf(dir, stage) {
  const found = (await namesIn(join(dir, '.grayscale'))).flatMap((name) => journals.exec(name)?.[1] ?? [])
  const stages = stage === undefined ? found.slice(0, MOST_JOURNALS) : found.filter((name) => name === stage)
  if (stages.length === 0) return []
  const [{ core }, { projectJournal }] = await Promise.all([import('#load'), import('../../project/journal.js')])
  const all = await Promise.all(
    stages.map(async (one) => {
      try {
        const { text } = await projectJournal(dir, one).read(undefined, { newest: MOST_BYTES })
        /** @type {{ runs: HistoryRun[] }} */
        const { runs } = core.history(text, JSON.stringify({ limit: 1000, trimmed: true, offset: 0 }))
        return runs
      } catch {
        return [] // a journal that can't be read has no names to offer
      }
    }),
  )
  return all.flat().sort((one, other) => other.began - one.began)
}

/** @param {string} dir */
async function namesIn(dir) {
  return readdir(dir).catch(() => /** @type {string[]} */ ([]))
}
