// @ts-check
/** What `scf-grayscale/web` holds, as one file without imports: for pages and workers that nothing is built for. */
export * from './index.js'
export { browserStore } from './store/browser.js'
