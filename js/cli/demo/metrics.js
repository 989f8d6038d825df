// @ts-check
/** @import { Grayscale } from '../../grayscale.js' */

const wholeStoryMs = 10 * 60_000

/**
 * How often a version failed since the story began, as the cloud's own monitoring has it.
 *
 * @param {Grayscale} gray
 * @param {{ function: string, version: string }} whose the version as documentation writes it
 * @returns {Promise<number>}
 */
export async function errorsOf(gray, { function: name, version }) {
  const dimensions = { functionName: name, namespace: 'default', version: version === '$latest' ? '$LATEST' : version }
  const query = {
    Namespace: 'QCE/SCF_V2',
    MetricName: 'Error',
    Period: 60,
    StartTime: new Date(Date.now() - wholeStoryMs).toISOString(),
    EndTime: new Date(Date.now() + 60_000).toISOString(),
    Instances: [{ Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) }],
  }
  const { DataPoints: points } = await gray.request('GetMonitorData', query, {
    service: 'monitor',
    version: '2018-07-24',
  })
  return points
    .flatMap((/** @type {any} */ { Values }) => Values)
    .reduce((/** @type {number} */ sum, /** @type {number} */ value) => sum + value, 0)
}
