// @ts-check
/** @import { Grayscale } from '../../js/index.js' */
import { strToU8, zipSync } from 'fflate'

const code = "exports.main_handler = async () => 'hi'\n"
const ZipFile = Buffer.from(zipSync({ 'index.js': strToU8(code) })).toString('base64')

/**
 * Creates so many functions: `fun000`, `fun001` and so on.
 *
 * @param {Grayscale} gray
 * @param {number} count
 * @returns {Promise<string[]>} their names
 */
export async function createFunctions(gray, count) {
  const names = Array.from({ length: count }, (_, number) => `fun${String(number).padStart(3, '0')}`)
  const [Handler, Runtime] = ['index.main_handler', 'Nodejs18.15']
  for (const FunctionName of names) {
    await gray.request('CreateFunction', { FunctionName, Code: { ZipFile }, Handler, Runtime })
  }
  return names
}

/** Publishes a function, and gives its version all traffic. @param {Grayscale} gray @param {string} FunctionName */
export async function publish(gray, FunctionName) {
  await gray.request('PublishVersion', { FunctionName })
  await gray.request('UpdateAlias', { FunctionName, Name: '$DEFAULT', FunctionVersion: '1' })
}
