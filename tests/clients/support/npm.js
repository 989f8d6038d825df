// Clients from npm, as tests/installs/clients/package-lock.json pins them.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { npmInstalled } from '../../support/installs.js'

const modules = await npmInstalled('clients')

/** `require` of one who has installed them. */
export const requireClient = createRequire(join(modules, 'none.js'))

/** Where a package lies. @param {string} name */
export const packageDirectory = (name) => join(modules, name)

/** A client's row in docs/compatibility.md. @param {string} name */
export const row = (name) => `${name} ${JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version}`
