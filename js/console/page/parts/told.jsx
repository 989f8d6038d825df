// @ts-check
import { toldInChinese } from '../words/engine-zh.js'
import { language } from '../words/index.js'

/**
 * What the engine says, in the language of the page where it is known there.
 *
 * @param {{ text: string }} props
 */
export function Told({ text }) {
  const told = language.value === 'zh' ? toldInChinese(text) : undefined
  return <span lang={told === undefined ? 'en' : undefined}>{told ?? text}</span>
}
