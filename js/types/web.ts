/** What `import 'scf-grayscale/web'` gives to TypeScript. */

export { browserStore } from '../store/browser.js'
export * from './index.js'
