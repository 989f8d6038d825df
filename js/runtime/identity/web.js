// @ts-check

/** A page can't know who sits before it; other hosts outside Node don't know more. @returns {string | undefined} */
export function describeCaller() {
  return 'document' in globalThis ? 'a browser page' : undefined
}
