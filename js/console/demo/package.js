// @ts-check
import { strToU8, zipSync } from 'fflate'
import { FILES } from './shop.js'

/** The same code makes the same package. @param {keyof typeof FILES} runtime @param {string} code */
export const packageOf = (runtime, code) =>
  zipSync({ [FILES[runtime]]: strToU8(code) }, { mtime: '2020-01-01T00:00:00' })
