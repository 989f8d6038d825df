// @ts-check
import { language, tell } from '../words/index.js'

/**
 * What the engine says, in the language of the page where it is known there.
 *
 * @param {{ text: string }} props
 */
export function Told({ text }) {
  const told = tell(text)
  return <span lang={told === undefined && language.value !== 'en' ? 'en' : undefined}>{told ?? text}</span>
}
