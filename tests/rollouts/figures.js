// What a server for figures answers, by the contract of docs/rollouts.sources.md.

/** Rows of each whole minute that was asked for. @param {{ from: number, to: number }} asked @param {number} calls @param {number} bad */
export function rows({ from, to }, calls, bad) {
  return Array.from({ length: (to - from) / 60 }, (_, minute) => [from + minute * 60, calls, bad])
}

/** 300 calls of either version in each minute; so many of the canary's fail, and one of stable's. @param {any} asked @param {number} canaryBad */
export const figures = (asked, canaryBad) => ({
  versions: { [asked.canary]: rows(asked, 300, canaryBad), [asked.stable]: rows(asked, 300, 1) },
})
