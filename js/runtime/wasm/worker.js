// @ts-check
// Web workers, which bundlers ask for by a condition of their own: they fetch the module as pages do.
export { core, init, sha256 } from './web.js'
