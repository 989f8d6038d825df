// @ts-check
// Custom domains: their paths call functions. They are kept and shown; nothing listens on them.

import { ApiError } from '../errors.js'
import { list, object, text } from '../schema.js'
import { findVersion } from '../world.js'
import { action, page } from './action.js'
import { limit, offset, order } from './fields.js'

/** @typedef {import('../world.js').Domain} Domain */

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i
const PATH = /^\/([^*]*|([^*]+\/)?\*)$/

const requiredText = text({ required: true })
const domain = text({ required: true, pattern: DOMAIN })
const protocol = (/** @type {boolean} */ required) => text({ required, oneOf: ['HTTP', 'HTTPS', 'HTTP&HTTPS'] })
const endpoints = (/** @type {boolean} */ required) =>
  list(
    object({
      Namespace: requiredText,
      FunctionName: requiredText,
      Qualifier: requiredText,
      PathMatch: text({ required: true, pattern: PATH }),
      PathRewrite: list(
        object({
          Path: requiredText,
          Type: text({ required: true, oneOf: ['WildcardRules', 'ExactRules'] }),
          Rewrite: requiredText,
        }),
      ),
    }),
    { required },
  )
const certificate = object({ CertificateId: text() })
const firewall = object({ WafOpen: text({ oneOf: ['OPEN', 'CLOSE'] }), WafInstanceId: text() })

/** @param {import('../world.js').World} world @param {string} region @param {string} name */
function existing(world, region, name) {
  const found = world.domains(region).get(name)
  if (!found) throw new ApiError('ResourceNotFound', `The custom domain "${name}" does not exist in ${region}.`)
  return found
}

/**
 * A path calls a version or an alias that exists.
 * @param {import('../world.js').World} world
 * @param {string} region
 * @param {Record<string, any>[]} paths
 */
function checkEndpoints(world, region, paths) {
  for (const { Namespace, FunctionName, Qualifier } of paths) {
    const fn = world.function(region, Namespace, FunctionName)
    if (!fn.aliases.has(Qualifier) && !findVersion(fn, Qualifier)) {
      throw new ApiError('ResourceNotFound.Qualifier', `Function "${fn.name}" has no version or alias "${Qualifier}".`)
    }
  }
}

/** @param {Record<string, any>} params */
function checkCertificate({ Protocol, CertConfig }) {
  if (Protocol !== 'HTTP' && !CertConfig?.CertificateId) {
    throw new ApiError('InvalidParameterValue', `The protocol ${Protocol} needs a CertificateId in \`CertConfig\`.`)
  }
}

/** @param {Domain} kept */
const view = ({ settings: { EndpointsConfig, CertConfig, WafConfig, ...more } }) => ({
  ...more,
  CertConfig: { CertificateId: '', ...CertConfig },
  WafConfig: { WafOpen: 'CLOSE', WafInstanceId: '', ...WafConfig },
  EndpointsConfig: EndpointsConfig.map((/** @type {any} */ one) => ({ PathRewrite: [], ...one })),
})

export const CreateCustomDomain = action({
  fields: {
    Domain: domain,
    Protocol: protocol(true),
    EndpointsConfig: endpoints(true),
    CertConfig: certificate,
    WafConfig: firewall,
    Tags: list(object({ Key: requiredText, Value: requiredText })),
  },
  writes: true,
  run(params, { cloud: { world, clock }, region }) {
    if (world.domains(region).has(params.Domain)) {
      throw new ApiError('ResourceInUse', `The custom domain "${params.Domain}" exists already.`)
    }
    checkCertificate(params)
    checkEndpoints(world, region, params.EndpointsConfig)
    const now = clock.nowMs()
    world.domains(region).set(params.Domain, {
      settings: { Tags: [], ...params },
      addTimeMs: now,
      modTimeMs: now,
    })
    return {}
  },
})

export const UpdateCustomDomain = action({
  fields: {
    Domain: domain,
    Protocol: protocol(false),
    EndpointsConfig: endpoints(false),
    CertConfig: certificate,
    WafConfig: firewall,
  },
  writes: true,
  run(params, { cloud: { world, clock }, region }) {
    const kept = existing(world, region, params.Domain)
    // What is left out stays as it is.
    const settings = { ...kept.settings, ...params }
    checkCertificate(settings)
    checkEndpoints(world, region, settings.EndpointsConfig)
    Object.assign(kept, { settings, modTimeMs: clock.nowMs() })
    return {}
  },
})

export const GetCustomDomain = action({
  fields: { Domain: domain },
  run: ({ Domain }, { cloud, region }) => view(existing(cloud.world, region, Domain)),
})

export const DeleteCustomDomain = action({
  fields: { Domain: domain },
  writes: true,
  run({ Domain }, { cloud, region }) {
    existing(cloud.world, region, Domain)
    cloud.world.domains(region).delete(Domain)
    return {}
  },
})

export const ListCustomDomains = action({
  fields: {
    Offset: offset,
    Limit: limit,
    OrderBy: text({ emptyIsAbsent: true, oneOf: ['AddTime', 'ModTime'], code: 'InvalidParameterValue.OrderBy' }),
    Order: order,
    Filters: list(object({ Name: requiredText, Values: list(text(), { required: true }) }), { max: 10 }),
  },
  run(params, { cloud, region }) {
    if (params.Filters?.length > 0) {
      throw new ApiError('InvalidParameterValue.Filters', 'What custom domains can be filtered by is not documented.')
    }
    const found = [...cloud.world.domains(region).values()]
    // They are in the order of their creation already; a stable sort keeps it among equal times.
    if (params.OrderBy === 'ModTime') found.sort((a, b) => a.modTimeMs - b.modTimeMs)
    if (params.Order?.toUpperCase() !== 'ASC') found.reverse()
    return { Total: found.length, Domains: page(found, /** @type {any} */ (params)).map(view) }
  },
})
