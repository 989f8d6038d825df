// @ts-check
import { percent } from '../../../render/split.js'

/** A share as people read it: `10 %`. @param {number} fraction 0 to 1 */
export const shareText = (fraction) => percent(fraction).replace('%', ' %')

/** A share that was counted, with so many digits that a change is seen: `48.6 %`, `0.37 %`. @param {number} fraction 0 to 1 */
export function rateText(fraction) {
  const hundredths = fraction * 100
  const digits = hundredths === 0 || hundredths >= 99.95 ? 0 : hundredths < 1 ? 2 : 1
  return `${hundredths.toFixed(digits)} %`
}
