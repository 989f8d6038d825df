// @ts-check
/** @import { Bar } from '../../../types/generated.js' */
import { splitText } from '../../../render/split.js'
import { exactShare, versionText } from '../words/figures.js'

/**
 * A version as the colour that stands for it. Only a published version can be settled: `$latest`, and a version that is
 * published by the run that is shown, are new code.
 *
 * @param {string} version
 * @param {string[]} [fresh] published versions that are new
 */
const tint = (version, fresh = []) => (/^\d+$/.test(version) && !fresh.includes(version) ? 'settled' : 'canary')

/** Who gets what, in words. @param {Bar[]} [split] */
export function inWords(split) {
  if (!split) return '–'
  if (split.length === 0) return splitText(split)
  return split.map(({ version, text, share }) => `${versionText(text ?? version)} ${exactShare(share)}`).join(' · ')
}

/**
 * Who gets what, as a bar.
 *
 * @param {{ split: Bar[], fresh?: string[] }} props
 */
export const SplitBar = ({ split, fresh }) => (
  <span class="bar" aria-hidden="true">
    {split.map(({ version, share, new: made }, index) => (
      <span
        key={version}
        class={`part ${made ? 'canary' : tint(version, fresh)} n${index}`}
        // a sliver that can be seen, however small
        style={{ flexGrow: Math.max(share * 100, 1.5) }}
      />
    ))}
  </span>
)

/**
 * Who gets what, as a bar and in words.
 *
 * @param {{ split: Bar[] | undefined, label?: string, small?: boolean, fresh?: string[] }} props
 */
export function Split({ split, label, small = false, fresh }) {
  if (!split) return <span class="split empty" />
  return (
    <span class={small ? 'split small' : 'split'}>
      {label && <span class="split-label">{label}</span>}
      <SplitBar split={split} fresh={fresh} />
      <span class="split-words">{inWords(split)}</span>
    </span>
  )
}
