// @ts-check
/**
 * Where journals lie: file.js on a disk (Node), component.js in the state of a component on a platform, browser.js in a
 * browser's IndexedDB, memory.js nowhere; shared ones in a bucket (cos.js) and in PostgreSQL (postgres.js), which open.js
 * opens by their addresses. Each is a `Store` of types.js.
 */
export { componentStore } from './component.js'
export { fileStore } from './file.js'
export { memoryStore } from './memory.js'
