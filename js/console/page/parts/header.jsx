// @ts-check

import { useState } from 'preact/hooks'
import { rollable } from '../model/functions.js'
import { rollBack, running } from '../model/runs.js'
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

/** One click from everywhere: what is looked at, else what is chosen, else what is in release. */
function RollBack() {
  const words = say()
  const [none, sayNone] = useState(false)
  const [place, region, namespace, name] = route.value
  const places = place === 'function' && name ? [{ region, namespace, name }] : rollable.value
  const click = () => {
    sayNone(places.length === 0)
    if (places.length > 0) rollBack(places)
  }
  return (
    <span class="rollback">
      <button type="button" class="danger" onClick={click}>
        {places.length === 0
          ? words.rollBack
          : places.length === 1
            ? words.rollBackName(places[0].name)
            : words.rollBackCount(places.length)}
      </button>
      <span role="status" class="hint">
        {none && places.length === 0 ? words.rollBackNone : ''}
      </span>
    </span>
  )
}
