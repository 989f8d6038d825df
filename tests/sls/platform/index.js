// A stand-in for the vendor's platform, engine B of `sls`: what the CLIs ask of it, in the order in which they ask.
// Components run as they were published, each run in a process of its own.

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Instances } from './instances.js'
import { startProxy } from './proxy.js'
import { Registry } from './registry.js'
import { bucket, Uploads } from './uploads.js'

const hosts = ['*.tencentcloudapi.com', '*.gz.apigw.tencentcs.com', bucket]

/**
 * @param {string} directory
 * @param {{ temporary: { TmpSecretId: string, TmpSecretKey: string, Token: string, appId: string }, env: Record<string, string> }} options
 *   credentials that the components get, and their environment
 */
export async function startPlatform(directory, { temporary, env }) {
  for (const name of ['certificates', 'runs']) mkdirSync(join(directory, name), { recursive: true })
  const registry = new Registry(directory)
  const uploads = new Uploads(directory)
  const instances = new Instances({ directory: join(directory, 'runs'), registry, uploads, temporary, env })
  /** What was asked of the platform. @type {{ action: string, body: any }[]} */
  const asked = []

  /** @type {Record<string, (body: any) => any>} */
  const actions = {
    GetUserAppId: () => ({ OwnerUin: '100000000001', Uin: '100000000001', AppId: Number(temporary.appId) }),
    GetUploadUrls: () => {
      const key = uploads.place()
      return wrapped({ upload: uploads.url(key), download: uploads.url(key), cosInfo: { bucket, key } })
    },
    GetCacheFileUrls: ({ appName, stageName, instanceName }) => {
      const key = [appName, stageName, instanceName].join('.')
      return wrapped({
        previousMapDownloadUrl: uploads.url(`maps/${key}`),
        changesUploadUrl: uploads.url(`changes/${key}`),
        srcDownloadUrl: uploads.url(`merged/${key}`),
      })
    },
    RunComponent: async (body) => wrapped(await instances.run(body)),
    GetInstance: (body) => wrapped({ instance: instances.get(body) }),
    PreparePublishPackage: (body) => {
      const packageKey = registry.prepare(body)
      return wrapped({ packageUploadUrl: uploads.url(packageKey), packageKey })
    },
    PostPublishPackage: async ({ packageKey }) => {
      return wrapped(registry.publish(packageKey, await uploads.arrived(packageKey)))
    },
  }

  const proxy = await startProxy(join(directory, 'certificates'), hosts, async (request) => {
    if (request.host === bucket) return uploads.answer(request)
    if (!request.host.endsWith('.tencentcloudapi.com')) return { body: '{"message":{}}' } // roles, and what it counts
    const { Action: action, Body: body } = parametersOf(request)
    if (!actions[action]) return answered({ Error: { Code: 'InvalidAction', Message: `${action} is not known here` } })
    const parsed = body === undefined ? {} : JSON.parse(body)
    asked.push({ action, body: parsed })
    try {
      return answered(await actions[action](parsed))
    } catch (error) {
      const { status = 400, message } = /** @type {any} */ (error)
      return answered(wrapped({ message }, status))
    }
  })

  // For components that are handed an address of their code.
  const files = createServer((request, response) => createReadStream(request.url ?? '').pipe(response))
  files.listen(0, '127.0.0.1')
  await once(files, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (files.address())
  instances.serve = (path) => `http://127.0.0.1:${port}${path}`

  return {
    registry,
    instances,
    asked,
    strays: proxy.strays,
    /** What a CLI needs in its environment to come here. */
    env: {
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: proxy.authority,
      SERVERLESS_PLATFORM_VENDOR: 'tencent',
      SLS_GEO_LOCATION: 'cn',
    },
    async close() {
      await proxy.close()
      files.close()
      await once(files, 'close')
    },
  }
}

/** @param {import('./proxy.js').Asked} request @returns {Record<string, string>} */
function parametersOf({ method, query, body }) {
  return Object.fromEntries(method === 'POST' ? new URLSearchParams(body.toString('utf8')) : query)
}

/** The platform's answers come in two envelopes. @param {any} body */
function wrapped(body, statusCode = 200) {
  return { Body: JSON.stringify({ statusCode, body: JSON.stringify(body) }) }
}

/** @param {any} response */
function answered(response) {
  return { body: JSON.stringify({ Response: { ...response, RequestId: randomUUID() } }) }
}
