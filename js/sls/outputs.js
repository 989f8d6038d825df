// @ts-check

/**
 * What the engine prints at the end, and what scripts read: for one function its outputs, for several those of each.
 * `configTrafficVersion` is there where `traffic` is not 1.
 *
 * @param {any[]} functions of a result or a status
 * @returns {Record<string, any>}
 */
export function outputsOf(functions) {
  if (functions.length === 1) return outputs(functions[0])
  return Object.fromEntries(functions.map((one) => [one.key, outputs(one)]))
}

/** @param {any} one */
function outputs({ name, region, namespace, status, exists = true, traffic, lastVersion, configTrafficVersion }) {
  const all = {
    functionName: name,
    region,
    namespace,
    status: exists ? status : 'missing',
    traffic,
    lastVersion,
    configTrafficVersion,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
