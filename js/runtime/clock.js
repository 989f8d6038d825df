// @ts-check
/**
 * The two clocks of a run. `steady` is for waiting: nobody can set it. `wall` is what other machines read: the time in
 * the journal and in marks.
 *
 * @typedef {{ steady: () => number, wall: () => number }} Clock both in milliseconds
 */

/** @type {Clock} */
export const clock = {
  steady: () => performance.timeOrigin + performance.now(),
  wall: Date.now,
}
