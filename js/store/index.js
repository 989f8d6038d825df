// @ts-check
/** Where journals lie: file.js on a disk (Node), memory.js nowhere. Each is a `Store` of types.js. */
export { fileStore } from './file.js'
export { memoryStore } from './memory.js'
