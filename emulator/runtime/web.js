// @ts-check
// Web functions: the package's own server, which its program `scf_bootstrap` starts on port 9000.

import { fileURLToPath } from 'node:url'
import { platformFailure } from './outcome.js'

const BOOTSTRAP = fileURLToPath(new URL('./web-bridge.js', import.meta.url))

/** @type {import('./runtimes.js').Runtime} */
export const web = {
  handler: /^\S*$/, // the server knows what it runs
  defaultHandler: '',
  entry: () => ({ file: 'scf_bootstrap', method: '' }),
  command: async () => [process.execPath, BOOTSTRAP],
  supervised: true,
  exclusive: 'port 9000',
  verdicts: {
    notReady: (seconds) => ({
      statusCode: 446,
      failure: platformFailure(`PortBindingFailed: nothing listens on port 9000 after ${seconds} seconds`),
    }),
    exited: (when, how) => ({
      statusCode: 405,
      failure: platformFailure(`ContainerStateExited: the web server ended when ${when} (${how})`),
    }),
  },
}
