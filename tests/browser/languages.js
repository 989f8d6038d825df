import { en } from '../../js/console/page/words/en.js'
import { zh } from '../../js/console/page/words/zh.js'

export const languages = { en, zh }
