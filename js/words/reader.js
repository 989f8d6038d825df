// @ts-check
/**
 * Who reads what this process says: in which language, and where commands are typed. Words are made when something is said,
 * by `words()` of index.js here, and by the wasm module for what it says.
 *
 * @module
 */

/** @typedef {'en' | 'zh'} Language */
/**
 * @typedef {'cli' | 'sls' | 'osls' | 'console' | 'program'} HostName `sls`: the component; `osls`: the plugin; `console`: the
 *   release console, whose reader types commands of the command line
 */
/**
 * @typedef {{ stage?: string, region?: string, namespace?: string }} TypedPlace where the command is at work, as far as it was
 *   typed: a command that a sentence names must be typed with the same, or it would act somewhere else
 */
/** @typedef {{ language: Language, host: HostName, place?: TypedPlace }} Reader */

/** @type {readonly Language[]} */
export const languages = ['en', 'zh']

/** @type {readonly HostName[]} */
export const hosts = ['cli', 'sls', 'osls', 'console', 'program']

/** @type {Reader} */
let reader = { language: 'en', host: 'program' }

/** The module's own way to be told. @type {((language: string, host: string, place: string[]) => void) | undefined} */
let tellModule

/** @returns {Readonly<Reader>} */
export function currentReader() {
  return reader
}

/**
 * From now on everything is said for this reader.
 *
 * @param {Partial<Reader>} wanted what is left out stays
 */
export function speakTo(wanted) {
  reader = { ...reader, ...wanted }
  tell()
}

function tell() {
  tellModule?.(reader.language, reader.host, placeTyped().flat())
}

/** @returns {[flag: string, value: string][]} */
export function placeTyped() {
  return Object.entries(reader.place ?? {}).filter(([, value]) => value !== undefined)
}

/**
 * The wasm module is there: it speaks to the same reader.
 *
 * @param {object} module
 */
export function connect(module) {
  const { setReader } = /** @type {{ setReader?: typeof tellModule }} */ (module)
  tellModule = setReader
  tell()
}
