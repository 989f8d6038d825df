// @ts-check
import { render } from 'preact'
import { App } from './app.jsx'
import { begin } from './session.js'

render(<App />, /** @type {HTMLElement} */ (document.getElementById('app')))
begin()
