// @ts-check
/** @import { Flags } from '../inputs/flags.js' */
import { emulatorOptions } from '../../emulator/command.js'

/** The emulator's options as flags of `grayscale emulate`. @type {Flags} */
export const emulate = Object.fromEntries(
  Object.entries(emulatorOptions).map(([name, { hint, description }]) => [
    name,
    { value: 'one', hint, about: description },
  ]),
)
