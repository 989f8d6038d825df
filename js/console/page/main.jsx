// @ts-check
import { render } from 'preact'
import { App } from './app.jsx'
import { begin } from './session.js'
import { loadLanguage } from './words/index.js'

begin()
// the first words are those of the language; where it can't be had, `begin` has found that out too, and says so
await Promise.allSettled([loadLanguage()])
render(<App />, /** @type {HTMLElement} */ (document.getElementById('app')))
