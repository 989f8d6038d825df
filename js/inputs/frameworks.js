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
 * @property {string} drops what the framework does with a word that it does not know
 * @property {(name: string, value?: string) => string} input how one is written
 * @property {string} inputs how several are written
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
  drops: 'is no flag of sls, which would pass over it in silence.',
  input: (name, value) => `--inputs.${name}${value === undefined ? '' : `=${value}`}`,
  inputs: 'Write --inputs publish=true traffic=0, or --inputs.publish --inputs.traffic=0.',
}

/** @type {Ways} */
export const pluginWays = {
  drops: 'is nothing that the framework knows, and it would pass over it in silence.',
  input: (name, value) => `--inputs ${name}=${value || 'true'}`,
  inputs: 'Write --inputs publish=true --inputs traffic=0.',
}

/**
 * @param {Ways} ways
 * @returns {(problem: Problem) => GrayscaleError}
 */
export function phraseFor({ drops, input, inputs }) {
  return (problem) => {
    switch (problem.kind) {
      case 'unknown-flag': {
        const { written, value } = problem
        const name = inputMeant(written)
        const hint =
          name === '' ? `Inputs are written with two dashes. ${inputs}` : `Did you mean ${input(name, value)}?`
        return invalid(`${written}${value === undefined ? '' : `=${value}`} ${drops}`, hint)
      }
      case 'not-a-pair': {
        const { word } = problem
        const message = `${word || 'Nothing'} follows --inputs, where NAME=VALUE is needed.`
        return invalid(message, /^[A-Za-z][\w-]*$/.test(word ?? '') ? `Write --inputs ${word}=true.` : inputs)
      }
      case 'loose-pair':
        return invalid(`${problem.word} ${drops}`, inputs)
      case 'missing-value':
        return invalid(`${problem.written} names nothing.`, `Write ${problem.written}=NAME.`)
      case 'value-not-taken':
        return invalid(
          `${problem.written} takes no value, and was given ${problem.value}.`,
          `Write ${problem.written}.`,
        )
      case 'not-an-input':
        return invalid(`--inputs.${problem.path} names no input.`, inputs)
      case 'inside-a-value': {
        const { path, name } = problem
        return invalid(`--inputs.${path} goes into ${name}, which was given a value too.`, 'Give one of the two.')
      }
      case 'value-is-command': {
        const { written, value } = problem
        const message = `sls takes ${value} for the value of ${written}, not for its command.`
        return invalid(message, `Type the command first: sls ${value} ${written}`)
      }
      case 'pair-is-command': {
        const { pairs } = problem
        const message = `sls takes ${pairs[1]} for its command, since none stands before --inputs.`
        return invalid(message, `Type the command first: sls deploy --inputs ${pairs.join(' ')}`)
      }
      case 'repeated':
        return invalid(`${problem.name} is given twice, the second time by ${problem.word}.`, 'Give it once.')
    }
  }
}

/**
 * @param {string} message
 * @param {string} hint
 */
export function invalid(message, hint) {
  return usageError('InvalidCommandLine', message, hint)
}
