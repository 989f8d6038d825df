// @ts-check

/** Outside Node nobody is known. @returns {string | undefined} */
export function whoRuns() {
  return undefined
}
