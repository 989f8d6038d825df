// @ts-check

import { useState } from 'preact/hooks'
import { chosen } from '../model/functions.js'
import { rollable, rollBack } from '../model/rollback.js'
import { running } from '../model/runs.js'
import { route, to } from '../route.js'
import { account, online, signOut } from '../session.js'
import { dress, theme } from '../theme.js'
import { language, languages, say, speak } from '../words/index.js'

export function Header() {
  const words = say()
  const here = route.value[0] === 'function' ? 'functions' : route.value[0]
  const places = /** @type {const} */ (['functions', 'release', 'runs', 'history'])
  const who = account.value
  return (
    <header>
      <button type="button" class="skip" onClick={skip}>
        {words.skip}
      </button>
      <div class="brand">
        <img src={icon} alt="" width="28" height="28" />
        <span>{words.title}</span>
      </div>
      {who && (
        <nav aria-label={words.title}>
          {places.map((place) => (
            <a key={place} href={to(place)} aria-current={here === place ? 'page' : undefined}>
              {words[place]}
              {place === 'runs' && running.value && <span class="dot" title={words.running} />}
            </a>
          ))}
        </nav>
      )}
      <div class="tools">
        {who && <RollBack />}
        <Language />
        <select
          aria-label={words.theme}
          value={theme.value}
          onChange={(event) => dress(/** @type {import('../theme.js').Theme} */ (event.currentTarget.value))}
        >
          {Object.entries(words.themes).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        {who && (
          <span class="account">
            <code>{words.account({ id: who.id, where: words.where(who.regions) })}</code>
            {!who.demo && (
              <button type="button" class="link" disabled={running.value} onClick={signOut}>
                {words.signOut}
              </button>
            )}
          </span>
        )}
      </div>
      {who?.demo && <p class="banner demo">{words.demo}</p>}
      {!online.value && (
        <p class="banner warn" role="status">
          {words.offline}
        </p>
      )}
    </header>
  )
}

/** A language is fetched when it is chosen, and the local server may be gone by then. */
function Language() {
  const words = say()
  const [gone, sayGone] = useState(false)
  const choose = async (/** @type {string} */ chosen) => {
    try {
      await speak(chosen)
      sayGone(false)
    } catch {
      sayGone(true)
    }
  }
  return (
    <span>
      <select
        aria-label={words.language}
        value={language.value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {Object.entries(languages).map(([key, { name, tag }]) => (
          <option key={key} value={key} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <span role="status" class="hint">
        {gone ? words.ways.relay : ''}
      </span>
    </span>
  )
}

const icon = new URL('../icon.svg', import.meta.url).href

/** The address's `#` is the place in the page, so the jump is made by hand. */
function skip() {
  document.getElementById('content')?.focus()
}

/** One click from everywhere: what is looked at, else what `rollable` says. */
function RollBack() {
  const words = say()
  const [none, sayNone] = useState(false)
  const [place, region, namespace, name] = route.value
  const looked = place === 'function' && name ? [{ region, namespace, name }] : undefined
  const { places, older } = looked ? { places: looked, older: false } : rollable.value
  const names = places.map((one) => one.name).join(', ')
  const short = places.length > 3 ? words.found(places.length) : names
  const click = () => {
    sayNone(places.length === 0 && !running.value)
    if (places.length === 0) return
    // the next click is about nothing that this one did not name
    if (!looked) chosen.value = new Map()
    rollBack(places)
  }
  return (
    <span class="rollback">
      <button type="button" class="danger" title={names} onClick={click}>
        {names === '' ? words.rollBack : older ? words.rollBackOlder(short) : words.rollBackName(short)}
      </button>
      <span role="status" class="hint">
        {none && places.length === 0 ? words.rollBackNone : ''}
      </span>
    </span>
  )
}
