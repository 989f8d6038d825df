// @ts-check
import { versionText } from '../../words/figures.js'
import { Split } from '../split.jsx'

/**
 * A canary's share beside its stable version.
 *
 * @param {{ share: number, of: { canary: string, stable: string }, label?: string }} props
 */
export function ShareBar({ share, of, label }) {
  const rest = Number((1 - share).toFixed(9))
  const parts = [
    { version: of.canary.toLowerCase(), text: versionText(of.canary), share, cells: 0, new: true },
    { version: of.stable.toLowerCase(), text: versionText(of.stable), share: rest, cells: 0 },
  ]
  return <Split split={parts.filter((part) => part.share > 0)} label={label} />
}
