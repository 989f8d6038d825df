// @ts-check
/** @import { Plan } from '../../../plan.js' */
/** @import { LineOf } from '../../../types.js' */
/** @import { Note } from '../../../types/generated.js' */
import { useMemo, useState } from 'preact/hooks'
import { renderPlan } from '../../../render/plan.js'
import { say } from '../words/index.js'
import { Copy } from './copy.jsx'
import { Split } from './split.jsx'

/** Functions of a plan that are shown at once: a share that is dragged has to draw them all. */
const FIRST = 12

/**
 * A plan as the engine tells it, line by line: the words are those of the command line.
 *
 * @param {{ plan: Plan }} props
 */
export function PlanView({ plan }) {
  const words = say()
  const [all, showAll] = useState(false)
  const { notes, functions, summary } = useMemo(() => byFunction(plan), [plan])
  const shown = all ? functions : functions.slice(0, FIRST)
  return (
    <div class="plan">
      <p class="summary" aria-live="polite">
        {summary}
      </p>
      <NoteList notes={notes} />
      <ol class="plan-functions">
        {shown.map((one) => (
          <FunctionPlan key={one.head.place + one.head.key} {...one} />
        ))}
      </ol>
      <p class="row">
        {functions.length > shown.length && (
          <button type="button" onClick={() => showAll(true)}>
            {words.more(functions.length - shown.length)}
          </button>
        )}
        <Copy text={() => planText(plan)} label={words.copy} />
        <code class="faint">{plan.fingerprint.slice(0, 12)}</code>
      </p>
    </div>
  )
}

/** The plan as the command line prints it. @param {Plan} plan */
const planText = (plan) => renderPlan(plan.lines)

/**
 * What is told of a function.
 *
 * @typedef {object} FunctionLines
 * @property {LineOf<'function'>} head
 * @property {LineOf<'split'>} [split]
 * @property {{ step: LineOf<'step'>, settings: LineOf<'setting'>[] }[]} steps
 * @property {LineOf<'note'>[]} notes
 */

/** @param {FunctionLines} props */
function FunctionPlan({ head, split, steps, notes }) {
  const words = say()
  return (
    <li>
      <p class="plan-head">
        <span class={`sign ${signs[head.sign] ?? ''}`} aria-hidden="true">
          {head.sign}
        </span>
        <b>{head.key}</b>
        {head.key !== head.name && <span> {head.name}</span>} <span class="faint">{head.place}</span>{' '}
        <span class="faint">{head.text}</span>
      </p>
      {split &&
        (split.changes ? (
          <div class="splits">
            <Split split={split.before} label={words.before} />
            <Split split={split.after} label={words.after} />
          </div>
        ) : (
          <Split split={split.after} label={words.now} />
        ))}
      {steps.length > 0 && (
        <ol class="steps">
          {steps.map(({ step, settings }) => (
            <li key={step.number} value={step.number}>
              <span class="step-text">
                <span aria-hidden="true">{step.sign}</span> {step.text}
              </span>
              <span class="reason">{step.reason.text}</span>
              {settings.map(({ text }) => (
                <code key={text}>{text}</code>
              ))}
            </li>
          ))}
        </ol>
      )}
      <NoteList notes={notes} />
    </li>
  )
}

/** @param {{ notes: Pick<Note, 'level' | 'text'>[] }} props */
export function NoteList({ notes }) {
  if (notes.length === 0) return null
  return (
    <ul class="notes">
      {notes.map(({ level, text }) => (
        <li key={text} class={level}>
          {text}
        </li>
      ))}
    </ul>
  )
}

/** @type {Record<string, string>} */
const signs = { '+': 'create', '~': 'change', '-': 'delete', '=': 'same' }

/** The lines, each at the function that it is about. @param {Plan} plan */
export function byFunction({ lines }) {
  /** @type {LineOf<'note'>[]} */
  const notes = []
  /** @type {FunctionLines[]} */
  const functions = []
  let summary = ''
  for (const line of lines) {
    const last = functions.at(-1)
    if (line.role === 'function') functions.push({ head: line, steps: [], notes: [] })
    else if (line.role === 'note' && (line.about === 'run' || !last)) notes.push(line)
    else if (line.role === 'note') last?.notes.push(line)
    else if (line.role === 'split' && last) last.split = line
    else if (line.role === 'step') last?.steps.push({ step: line, settings: [] })
    else if (line.role === 'setting') last?.steps.at(-1)?.settings.push(line)
    else if (line.role === 'summary') summary = line.text
  }
  return { notes, functions, summary }
}
