// @ts-check
// What the page needs to speak Chinese, fetched when somebody does.
export { toldInChinese as told } from './troubles-zh.js'
export { zh as words } from './zh.js'
