// @ts-check
/** @import { Forecast } from '../../../../rollout-rehearsal.js' */
/** @import { Preset, Step } from '../../model/rollout-start.js' */
import { useEffect, useId, useMemo } from 'preact/hooks'
import { chosen } from '../../model/functions.js'
import {
  addStep,
  dropStep,
  finish,
  forecast,
  own,
  policy,
  preset,
  presets,
  steps,
  stepsOf,
  type,
  unchanged,
} from '../../model/rollout-start.js'
import { duration, exactShare } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { Scrolled } from '../scrolled.jsx'
import { Trouble } from '../trouble.jsx'

/** Which policy: one of the usual ones, each with its steps, or steps of one's own; and what follows the last one. */
export function PolicyField() {
  const words = say().rollout
  const id = useId()
  return (
    <div class="policy">
      <fieldset>
        <legend>{words.policy}</legend>
        {[...presets, /** @type {const} */ ('own')].map((one) => (
          <Offer key={one} one={one} group={id} />
        ))}
      </fieldset>
      {preset.value === 'own' && <OwnSteps />}
      <fieldset class="row">
        <legend>{words.atEnd}</legend>
        {
          /** @type {const} */ (['publish', 'latest']).map((one) => (
            <label key={one} class="row">
              <input
                type="radio"
                name={`${id}-finish`}
                checked={finish.value === one}
                onChange={() => (finish.value = one)}
              />
              <span>{words.finishHint[one]}</span>
            </label>
          ))
        }
      </fieldset>
    </div>
  )
}

/** @param {{ one: Preset, group: string }} props */
function Offer({ one, group }) {
  const words = say().rollout
  const known = useMemo(() => (one === 'own' ? undefined : stepsOf(one)), [one])
  const shown = known ?? (preset.value === 'own' ? steps.value : undefined)
  return (
    <label class={preset.value === one ? 'offer chosen-offer' : 'offer'}>
      <input type="radio" name={group} checked={preset.value === one} onChange={() => (preset.value = one)} />
      <span>
        <b>{one === 'own' ? words.own : one}</b> <span class="hint">{words.presetHints[one]}</span>
        {shown && <StepRow steps={shown} />}
      </span>
    </label>
  )
}

/** Steps in a row, small: `5 % 5:00 → 25 % 10:00 → …`. @param {{ steps: Step[] }} props */
function StepRow({ steps }) {
  const words = say().rollout
  return (
    <span class="step-row block">
      {steps.map(({ share, hold, gate }) => (
        <span key={share} class="step-chip">
          {exactShare(share)}
          {hold > 0 && <span class="faint"> {duration(hold)}</span>}
          {gate !== undefined && <span class="faint"> {words.gate(gate)}</span>}
        </span>
      ))}
      <span class="step-chip end-chip">{words.finish[finish.value]}</span>
    </span>
  )
}

/** Shares and holds as they are typed. */
function OwnSteps() {
  const words = say().rollout
  return (
    <fieldset class="own-steps">
      <legend class="unseen">{words.ownSteps}</legend>
      <ol>
        {own.value.map(({ share, hold, gate }, at) => (
          <li key={String(at)} class="row">
            <input
              class="number"
              inputmode="decimal"
              autocomplete="off"
              aria-label={words.ownShare(at + 1)}
              value={share}
              onInput={(event) => type(at, { share: event.currentTarget.value })}
            />
            <span aria-hidden="true">%</span>
            <input
              class="number"
              inputmode="numeric"
              autocomplete="off"
              aria-label={words.ownHold(at + 1)}
              value={hold}
              onInput={(event) => type(at, { hold: event.currentTarget.value })}
            />
            <span aria-hidden="true">{words.minutes}</span>
            <input
              class="gate"
              autocomplete="off"
              spellcheck={false}
              aria-label={words.ownGate(at + 1)}
              placeholder={words.ownGateShort}
              value={gate}
              onInput={(event) => type(at, { gate: event.currentTarget.value })}
            />
            <button
              type="button"
              class="icon"
              aria-label={words.dropStep(at + 1)}
              disabled={own.value.length === 1}
              onClick={() => dropStep(at)}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
      <button type="button" onClick={addStep}>
        {words.addStep}
      </button>
    </fieldset>
  )
}

/** Functions of which `$latest` is what users are on already. */
function Unchanged() {
  const words = say().rollout
  const places = [...chosen.value.values()]
  const of = JSON.stringify(places)
  const looked = useMemo(() => unchanged(places), [of])
  useEffect(() => looked.end, [looked])
  const same = looked.found.value
  if (same.length === 0) return null
  return (
    <p class="banner warn" role="alert">
      {words.sameCode(same.join(', '))}
    </p>
  )
}

/** What the button does, and what follows by itself. */
export function WhatHappens() {
  const words = say().rollout
  const known = steps.value
  if (!known) return null
  const lasts = known.reduce((sum, { hold }) => sum + hold, 0)
  return (
    <>
      <Unchanged />
      <ul class="what-happens">
        <li>{words.ofLatest}</li>
        {known[0] && <li>{words.planBegin(exactShare(known[0].share))}</li>}
        <li>{words.planJudge}</li>
        <li>
          {words.planTend} {lasts > 0 && words.planLasts(duration(lasts))}
        </li>
      </ul>
    </>
  )
}

/** Whether the policy can tell a broken canary from a good one with this traffic, and how soon. */
export function Power() {
  const words = say().rollout
  const places = [...chosen.value.values()]
  const of = JSON.stringify([places, policy.value])
  const right = steps.value !== undefined
  const asked = useMemo(() => (right ? forecast(places, policy.value) : undefined), [of, right])
  useEffect(() => asked?.end, [asked])
  const { functions, error } = asked?.found.value ?? {}
  return (
    <section class="card power" aria-labelledby="power">
      <h2 id="power">{words.power}</h2>
      <Trouble error={error} />
      {right && !functions && !error && <p class="faint">{words.powerReading}</p>}
      {functions?.map((one) => (
        <OfFunction key={one.key} one={one} />
      ))}
      {functions && <p class="hint">{words.powerHint}</p>}
    </section>
  )
}

/** @param {{ one: Forecast }} props */
function OfFunction({ one: { key, calls, bad, power } }) {
  const words = say().rollout
  const { powerHeadings: headings } = words
  if (!power) return <p class="banner warn">{words.powerNone(key)}</p>
  return (
    <>
      <p>{words.powerOf({ name: key, calls, bad })}</p>
      <Scrolled>
        <table>
          <thead>
            <tr>
              <th scope="col">{headings.step}</th>
              <th scope="col">{headings.broken}</th>
              <th scope="col">{headings.ten}</th>
              <th scope="col">{headings.four}</th>
              <th scope="col">{headings.healthy}</th>
            </tr>
          </thead>
          <tbody>
            {power.steps.map(({ share, rate, calls: needed, broken, ten, four }) => (
              <tr key={share}>
                <th scope="row">{exactShare(share)}</th>
                <td>{words.powerMinutes(broken)}</td>
                <td>{words.powerMinutes(ten)}</td>
                <td>{words.powerMinutes(four)}</td>
                <td>{words.powerMinutes(needed === null || rate === 0 ? null : Math.ceil(needed[0] / rate))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <ul class="notes">
        {power.advice.map(({ text }) => (
          <li key={text} class="warning">
            {text}
          </li>
        ))}
      </ul>
    </>
  )
}
