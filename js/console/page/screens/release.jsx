// @ts-check
/** @import { Plan } from '../../../plan.js' */
import { useEffect, useState } from 'preact/hooks'
import { choose, chosen, keyOf } from '../model/functions.js'
import {
  about,
  apply,
  choice,
  look,
  looked,
  lookFailed,
  noticed,
  observing,
  orderCommand,
  planned,
  stale,
  together,
  unclear,
} from '../model/release.js'
import { Changed } from '../parts/changed.jsx'
import { CopyCommand } from '../parts/command.jsx'
import { Dialog } from '../parts/dialog.jsx'
import { Health } from '../parts/health.jsx'
import { NoteList, PlanView } from '../parts/plan.jsx'
import { PolicyField, Power, WhatHappens } from '../parts/rollout/start.jsx'
import { ShareField } from '../parts/share.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { to, toHeading } from '../route.js'
import { say } from '../words/index.js'

export function ReleaseScreen() {
  const words = say()
  const places = [...chosen.value.values()]
  const of = about.value
  useEffect(() => {
    if (of !== '') look()
  }, [of])
  return (
    <section>
      <h1 tabIndex={-1}>{words.release}</h1>
      {places.length === 0 ? (
        <p class="empty">
          {words.chooseFirst} <a href={to('functions')}>{words.toFunctions}</a>
        </p>
      ) : (
        <>
          <div class="release">
            <form class="card" onSubmit={(event) => event.preventDefault()}>
              <fieldset>
                <legend>
                  {words.whichFunctions} <span class="faint">{places.length}</span>
                </legend>
                <ul class="chips">
                  {places.map((place) => (
                    <li key={keyOf(place)}>
                      <span title={`${place.region} / ${place.namespace}`}>{place.name}</span>
                      <button
                        type="button"
                        aria-label={words.remove(place.name)}
                        onClick={(event) => leaveOut(place, event.currentTarget)}
                      >
                        ×
                      </button>
                    </li>
                  ))}
                </ul>
              </fieldset>
              <Health />
              <Choices />
              {places.length > 1 && choice.value !== 'rollout' && <Check signal={together} label={words.group} />}
            </form>
            <div class="plans">
              <PlanCard />
              {choice.value === 'rollout' && <Power />}
            </div>
          </div>
          <Actions />
        </>
      )}
    </section>
  )
}

/** The keyboard goes on at the next one. @param {import('../model/functions.js').Place} place @param {Element} button */
function leaveOut(place, button) {
  const chip = button.closest('li')
  const next = chip?.nextElementSibling ?? chip?.previousElementSibling
  if (next) next.querySelector('button')?.focus()
  else toHeading()
  choose([place], false)
}

/** What is to be done: one of four, of which each is an order that the documentation knows. */
function Choices() {
  const words = say()
  return (
    <fieldset class="choices">
      <legend>{words.whatToDo}</legend>
      {
        /** @type {const} */ (['canary', 'everything', 'publish', 'rollout']).map((one) => (
          <div key={one} class="check">
            <label>
              <input type="radio" name="choice" checked={choice.value === one} onChange={() => (choice.value = one)} />
              <span>{words.choices[one]}</span>
            </label>
            <span class="hint block">{words.choiceHints[one]}</span>
            {one === 'canary' && choice.value === one && <ShareField />}
            {one === 'rollout' && choice.value === one && <PolicyField />}
          </div>
        ))
      }
    </fieldset>
  )
}

/** @param {{ signal: import('@preact/signals').Signal<boolean>, label: string }} props */
function Check({ signal, label }) {
  return (
    <p class="check">
      <label>
        <input
          type="checkbox"
          checked={signal.value}
          onChange={(event) => (signal.value = event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
    </p>
  )
}

function PlanCard() {
  const words = say()
  const { plan, error } = planned.value ?? {}
  return (
    <section class="card" aria-labelledby="plan">
      <h2 id="plan">{words.plan}</h2>
      {stale.value && <Changed before={stale.value.plan} plan={plan} error={stale.value.error} />}
      <NoteList notes={noticed.value.map((text) => ({ level: 'warning', text }))} />
      <Trouble error={lookFailed.value} />
      {!planned.value && !lookFailed.value && <Planning />}
      <Trouble error={error} />
      {choice.value === 'rollout' && !error && <WhatHappens />}
      {plan && <PlanView plan={plan} />}
    </section>
  )
}

/** Reading many functions takes as long as their number. */
function Planning() {
  const words = say()
  const { functions, of } = looked.value ?? { functions: 0, of: chosen.value.size }
  return (
    <div class="faint">
      <p>{of > 1 ? words.planningMany({ functions, of }) : words.planning}</p>
      {of > 1 && <progress value={functions} max={of} aria-label={words.planning} />}
    </div>
  )
}

/** At the bottom of the window, however long the plan is. */
function Actions() {
  const words = say()
  const [asking, ask] = useState(false)
  const { plan } = planned.value ?? {}
  const rolls = choice.value === 'rollout'
  // the code of a rollout lies on $latest already: that nothing is deployed for it says nothing
  const idle = plan?.unchanged === true && !rolls
  const begin = () => {
    if (!plan) return
    if (plan.confirm === undefined) apply(plan)
    else ask(true)
  }
  return (
    <>
      <p class="row actions">
        <button type="button" class="primary" disabled={!plan || idle || observing.value} onClick={begin}>
          {rolls ? words.rollout.start(chosen.value.size) : words.applyCount(chosen.value.size)}
        </button>
        <button type="button" onClick={look} disabled={observing.value}>
          {words.refresh}
        </button>
        <CopyCommand command={plan && !idle ? orderCommand.value : undefined} />
        <span class="hint">{unclear.value ? words.noShare : idle && words.nothingAsked}</span>
      </p>
      {asking && plan && <Confirm plan={plan} onClose={() => ask(false)} />}
    </>
  )
}

/**
 * What is typed, not clicked.
 *
 * @param {{ plan: Plan, onClose: () => void }} props
 */
function Confirm({ plan, onClose }) {
  const words = say()
  const [typed, type] = useState('')
  const word = words.confirmWord({ names: plan.functions.map(({ name }) => name) })
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    if (typed.trim() !== word) return
    onClose()
    apply(plan)
  }
  return (
    <Dialog title={words.confirmTitle} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{plan.confirm ?? ''}</p>
        <p class="field">
          <label for="confirm">{words.confirmType(word)}</label>
          <input
            id="confirm"
            value={typed}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => type(event.currentTarget.value)}
          />
        </p>
        <p class="row">
          <button type="submit" class="danger" disabled={typed.trim() !== word}>
            {words.goOn}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </p>
      </form>
    </Dialog>
  )
}
