// @ts-check
export { stripVTControlCharacters, styleText } from 'node:util'
