// @ts-check

/** @param {number} ms */
export function milliseconds(ms) {
  return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Number(ms.toFixed(1))} ms`
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** A time as results have it, for people: `2026-01-31 20:00:00 +08:00`. @param {string} iso */
export function timeText(iso) {
  return iso.replace('T', ' ').replace(/([+-]\d\d:\d\d)$/, ' $1')
}
