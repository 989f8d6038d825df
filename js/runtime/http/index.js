// @ts-check
/** Ways to send a request: fetch.js over the platform's fetch (node.js and web.js have it; proxy.js where a proxy is set), wasm.js inside the module. */
export { createTransport } from './fetch.js'
