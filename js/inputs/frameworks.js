// @ts-check
/**
 * How inputs are typed behind `sls`, where a framework reads the words too, and drops or misunderstands some without a
 * word.
 *
 * @module
 */
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Problem } from './words.js' */
import { core } from '#load'
import { usageError } from '../errors.js'
import { typedInputs } from './flags.js'
import { dashes } from './words.js'

/**
 * @typedef {object} Ways
 * @property {import('../words/en/frameworks.js').Way} way whose words they are
 * @property {(name: string, value?: string) => string} input how one is written
 */

/**
 * The input that a flag was meant as: `--traffic`, `---inputs.traffic` and `--trafic` are all `traffic`.
 *
 * @param {string} flag
 * @returns {string} empty where it names none
 */
export function inputMeant(flag) {
  const name = flag.replace(dashes, '').replace(/^inputs?\.?/, '')
  return name === '' ? '' : (core.nearest(name, typedInputs) ?? name)
}

/** @type {Ways} */
export const engineAWays = {
  way: 'component',
  input: (name, value) => `--inputs.${name}${value === undefined ? '' : `=${value}`}`,
}

/** @type {Ways} */
export const pluginWays = {
  way: 'plugin',
  input: (name, value) => `--inputs ${name}=${value || 'true'}`,
}

/**
 * @param {Ways} ways
 * @returns {(problem: Problem) => GrayscaleError}
 */
export function phraseFor({ way, input }) {
  return (problem) => {
    switch (problem.kind) {
      case 'unknown-flag': {
        const { written, value } = problem
        const name = inputMeant(written)
        const meant = name === '' ? undefined : input(name, value)
        return usageError('InvalidCommandLine.unknownFlag', { written, value, way, meant })
      }
      case 'not-a-pair': {
        const { word } = problem
        const name = /^[A-Za-z][\w-]*$/.test(word ?? '')
        return usageError('InvalidCommandLine.notAPair', { word, way, name })
      }
      case 'loose-pair':
        return usageError('InvalidCommandLine.loosePair', { word: problem.word, way })
      case 'missing-value':
        return usageError('InvalidCommandLine.missingValue', { written: problem.written })
      case 'value-not-taken':
        return usageError('InvalidCommandLine.notTaken', { written: problem.written, value: problem.value })
      case 'not-an-input':
        return usageError('InvalidCommandLine.notAnInput', { path: problem.path, way })
      case 'inside-a-value': {
        const { path, name } = problem
        return usageError('InvalidCommandLine.insideAValue', { path, name })
      }
      case 'value-is-command': {
        const { written, value } = problem
        return usageError('InvalidCommandLine.valueIsCommand', { written, value })
      }
      case 'pair-is-command': {
        return usageError('InvalidCommandLine.pairIsCommand', { pairs: problem.pairs })
      }
      case 'repeated':
        return usageError('InvalidCommandLine.repeated', { name: problem.name, word: problem.word })
    }
  }
}
