// @ts-check
/** @import { Bar } from '../../../types.js' */
import { splitText } from '../../../cli/render/split.js'

/** A version as the colour that stands for it: `$latest` is the canary. @param {string} version */
export const tint = (version) => (version === '$latest' ? 'canary' : 'settled')

/** Who gets what, in words. @param {Bar[]} [split] */
export const inWords = (split) => (split ? splitText(split) : '–')

/**
 * Who gets what, as a bar and in words.
 *
 * @param {{ split: Bar[] | undefined, label?: string, small?: boolean }} props
 */
export function Split({ split, label, small = false }) {
  if (!split) return <span class="split empty" />
  return (
    <span class={small ? 'split small' : 'split'}>
      {label && <span class="split-label">{label}</span>}
      <span class="bar" aria-hidden="true">
        {split.map(({ version, share }, index) => (
          <span
            key={version}
            class={`part ${tint(version)} n${index}`}
            // a sliver that can be seen, however small
            style={{ flexGrow: Math.max(share * 100, 1.5) }}
          />
        ))}
      </span>
      <span class="split-words">{inWords(split)}</span>
    </span>
  )
}
