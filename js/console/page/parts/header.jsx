// @ts-check

import { useEffect, useRef, useState } from 'preact/hooks'
import { keyOf } from '../model/functions.js'
import { able, notifies, refused, toggle } from '../model/night.js'
import { inRelease } from '../model/rollback.js'
import { running } from '../model/runs.js'
import { route, to } from '../route.js'
import { account, asks, online, signOut } from '../session.js'
import { dress, theme } from '../theme.js'
import { language, languages, say, speak } from '../words/index.js'
import { Choices, Item, Menu } from './menu.jsx'
import { RollBack } from './rollback.jsx'
import { Served } from './served.jsx'
import { Split } from './split.jsx'

export function Header() {
  const words = say()
  const [place] = route.value
  // one of them is at home among all
  const here = { function: 'functions', rollout: 'rollouts' }[place] ?? place
  const places = /** @type {const} */ (['functions', 'release', 'rollouts', 'runs', 'history'])
  const who = account.value
  return (
    <header>
      <button type="button" class="skip" onClick={skip}>
        {words.skip}
      </button>
      <div class="bar-top">
        <div class="brand">
          <img src={icon} alt="" width="24" height="24" />
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
          {who && here !== 'functions' && <InRelease />}
          <Settings />
        </div>
      </div>
      <div class="banners">
        <Served />
        {!online.value && (
          <p class="banner warn" role="status">
            {words.offline}
          </p>
        )}
      </div>
    </header>
  )
}

/** How the page looks and speaks, and who is signed in: one menu. */
function Settings() {
  const words = say()
  const [gone, sayGone] = useState(false)
  const who = account.value
  /** A language is fetched when it is chosen, and the local server may be gone by then. @param {'en' | 'zh'} chosen */
  const choose = async (chosen) => {
    try {
      await speak(chosen)
      sayGone(false)
    } catch {
      sayGone(true)
    }
  }
  const signedIn = who && words.account({ id: who.id, where: words.where(who.regions) })
  return (
    <>
      <span role="status" class="hint">
        {gone ? words.ways.relay : ''}
      </span>
      <Menu
        label={[words.menu, signedIn].filter(Boolean).join(': ')}
        shown={signedIn ? <code>{signedIn}</code> : <span>{words.menu}</span>}
      >
        {signedIn && (
          <p class="name" role="presentation">
            {signedIn}
          </p>
        )}
        <Choices name={words.language}>
          {Object.entries(languages).map(([key, { name, tag }]) => (
            <Item
              key={key}
              text={name}
              lang={tag}
              checked={language.value === key}
              one
              onClick={() => choose(/** @type {'en' | 'zh'} */ (key))}
            />
          ))}
        </Choices>
        <Choices name={words.theme}>
          {Object.entries(words.themes).map(([key, name]) => (
            <Item
              key={key}
              text={name}
              checked={theme.value === key}
              one
              onClick={() => dress(/** @type {import('../theme.js').Theme} */ (key))}
            />
          ))}
        </Choices>
        {who && able && (
          <Choices name={words.night.heading}>
            <Item
              text={words.night.notify}
              checked={notifies.value}
              hint={refused.value ? words.night.refused : words.night.notifyHint}
              onClick={toggle}
            />
          </Choices>
        )}
        {who && !who.demo && <Item text={words.changePlaces} onClick={() => (asks.value = 'places')} />}
        {who && !who.demo && !who.signs && <Item text={words.signOut} disabled={running.value} onClick={signOut} />}
      </Menu>
    </>
  )
}

const icon = new URL('../icon.svg', import.meta.url).href

/** The address's `#` is the place in the page, so the jump is made by hand. */
function skip() {
  document.getElementById('content')?.focus()
}

/** What is in release, on screens that show something else: a row each, with its rollback. */
function InRelease() {
  const words = say()
  const [open, show] = useState(false)
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const rows = inRelease.value
  useEffect(() => {
    if (!open) return
    const close = (/** @type {Event} */ event) => {
      const inside = box.current?.contains(/** @type {Node} */ (event.target))
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !inside) show(false)
    }
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, close)
    return () => {
      for (const type of ['pointerdown', 'keydown']) removeEventListener(type, close)
    }
  }, [open])
  if (rows.length === 0) return null
  return (
    <div class="releasing" ref={box}>
      <button type="button" aria-expanded={open} onClick={() => show(!open)}>
        {words.inRelease(rows.length)} <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <ul class="card">
          {rows.map((row) => (
            <li key={keyOf(row)}>
              <span>
                <a href={to('function', row.region, row.namespace, row.name)}>{row.name}</a>
                <span class="faint block">
                  {row.region} / {row.namespace}
                </span>
              </span>
              <Split split={row.split} small />
              <RollBack row={row} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
