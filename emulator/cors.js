// @ts-check
// Answers for pages of other origins, which browsers keep from a page unless they say that it may have them. The API may say
// no such thing; this is a convenience of the emulator, for the origins that were given and no others: whoever may call
// it may run code. The guard refuses the others.

const PREFLIGHT_SECONDS = '600'

/**
 * @param {string} text
 * @returns {string | undefined} the origin as browsers send it; nothing where the text is none
 */
export function readOrigin(text) {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined
  const { origin, href } = new URL(text)
  return href === `${origin}/` ? origin : undefined
}

/** What pages may send and read. */
const KINDS = {
  api: { methods: 'POST, GET', exposed: 'Date, Retry-After, X-TC-TraceId' },
  objects: {
    methods: 'PUT, GET, HEAD, POST, DELETE',
    exposed: 'Date, ETag, x-cos-request-id, x-cos-version-id, x-cos-object-type, x-cos-next-append-position',
  },
}

/**
 * @param {import('node:http').IncomingMessage} message
 * @param {string[]} origins that may
 * @param {keyof typeof KINDS} kind of what is called
 * @returns {Record<string, string> | undefined} headers of the answer; nothing for a page that may not, and for no page
 */
export function corsHeaders({ method, headers }, origins, kind) {
  const { origin } = headers
  if (origin === undefined || !origins.includes(origin)) return undefined
  /** @type {Record<string, string>} */
  const answer = { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' }
  if (method !== 'OPTIONS') return { ...answer, 'Access-Control-Expose-Headers': KINDS[kind].exposed }
  const asked = headers['access-control-request-headers']
  return {
    ...answer,
    'Access-Control-Allow-Methods': KINDS[kind].methods,
    ...(asked && { 'Access-Control-Allow-Headers': asked }),
    ...(headers['access-control-request-private-network'] && { 'Access-Control-Allow-Private-Network': 'true' }),
    'Access-Control-Max-Age': PREFLIGHT_SECONDS,
  }
}
