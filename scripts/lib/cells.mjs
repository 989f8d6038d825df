// @ts-check
import { join } from 'node:path'
import { root } from './sources.mjs'

/** Where tests record the cells of docs/compatibility.md by default. */
export const cells = process.env.SCF_GRAYSCALE_CELLS ?? join(root, 'target', 'compatibility')
