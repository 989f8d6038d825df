// @ts-check
/** `npm run lint`: formatting, lints, types, and that pkg/ is what the sources build. */
import { pathToFileURL } from 'node:url'
import { runStages } from './stages.mjs'

/** @type {(import('./stages.mjs').Stage | import('./stages.mjs').Beside)[]} */
export const lints = [
  { name: 'cargo fmt', command: 'cargo', args: ['fmt', '--all', '--check'] },
  { name: 'biome', command: 'npx', args: ['biome', 'ci', '--error-on-warnings'] },
  { name: 'tsc', command: 'npx', args: ['tsc', '-p', '.'] },
  // its rootDir is the folder: importing anything from outside, types included, is an error
  { name: 'tsc: the emulator alone', command: 'npx', args: ['tsc', '-p', 'emulator'] },
  // linking the module takes one core for minutes
  {
    atOnce: 2,
    beside: [
      { name: 'pkg/ is what the sources build', command: process.execPath, args: ['scripts/build.mjs', '--check'] },
      {
        name: 'clippy',
        command: 'cargo',
        args: ['clippy', '--quiet', '--locked', '--all-targets', '--', '-D', 'warnings'],
      },
    ],
  },
]

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runStages(lints)
