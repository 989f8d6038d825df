// @ts-check
/**
 * The sentences that JavaScript says, in each language: a table of functions with typed parameters. A sentence that one
 * language lacks does not pass `tsc`.
 *
 * @module
 */
import { words as en } from './en.js'
import { currentReader } from './reader.js'
import { words as zh } from './zh.js'

const tables = { en, zh }

/** The table for the reader of this moment. */
export function words() {
  return tables[currentReader().language]
}
