// @ts-check
import { useId, useRef } from 'preact/hooks'
import { setShare, share, typed, WHOLE } from '../model/release.js'
import { say } from '../words/index.js'

/** Shares that releases go through. */
const usual = [0, 100, 500, 1000, 2500, 5000, WHOLE]
/** @type {Record<string, number>} */
const steps = { PageUp: 1000, PageDown: -1000, ArrowUp: 100, ArrowDown: -100 }

/**
 * A share of traffic: by slider, by number, by keys, by a click. The plan follows each digit. The field is none of the
 * browser's for numbers: those drop a comma, and turn with the wheel.
 */
export function ShareField() {
  const words = say()
  const id = useId()
  // where what stands in the field is no share, the slider stays where it was
  const last = useRef(0)
  last.current = share.value ?? last.current
  const { current } = last
  const percent = `${current / 100}%`
  /** A slider of a hundred steps that keeps the finer share that was typed. @param {KeyboardEvent} event */
  const key = (event) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    setShare(current + step)
  }
  return (
    <div class="share">
      <p class="row">
        <label for={id}>{words.shareLatest}</label>
        <input
          class="number"
          role="spinbutton"
          inputmode="decimal"
          autocomplete="off"
          aria-label={`${words.shareLatest}, ${words.percent}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={current / 100}
          aria-valuetext={typed.value}
          aria-invalid={share.value === undefined}
          aria-describedby={`${id}-none`}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
          onKeyDown={key}
        />
        <span aria-hidden="true">%</span>
      </p>
      <p id={`${id}-none`} class="bad" role="status">
        {share.value === undefined && words.noShare}
      </p>
      <input
        id={id}
        type="range"
        min="0"
        max={WHOLE}
        step="100"
        value={current}
        aria-describedby={`${id}-hint`}
        aria-valuetext={percent}
        onInput={(event) => setShare(event.currentTarget.valueAsNumber)}
        onKeyDown={key}
      />
      <p class="row presets">
        {usual.map((value) => (
          <button key={value} type="button" aria-pressed={share.value === value} onClick={() => setShare(value)}>
            {value / 100}%
          </button>
        ))}
      </p>
      <p id={`${id}-hint`} class="hint">
        {words.shareHint}
      </p>
    </div>
  )
}
