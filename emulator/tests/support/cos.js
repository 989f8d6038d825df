// A client of object storage of the tests' own, in the plainest form, written against the documentation alone.

import { createHash, createHmac } from 'node:crypto'
import { send } from './client.js'
import { KEY } from './emulator.js'

export const APP_ID = '1250000000'

const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
const hmac = (key, text) => createHmac('sha1', key).update(text).digest('hex')
const now = () => Math.floor(Date.now() / 1000)

/** The value of Authorization. */
export function authorization({ method, path, params, headers, key = KEY, start = now() - 60, end = now() + 900 }) {
  const sorted = (pairs) =>
    Object.entries(pairs)
      .map(([name, value]) => [encode(name).toLowerCase(), encode(value)])
      .sort(([a], [b]) => (a < b ? -1 : 1))
  const line = (pairs) =>
    sorted(pairs)
      .map((pair) => pair.join('='))
      .join('&')
  const names = (pairs) =>
    sorted(pairs)
      .map(([name]) => name)
      .join(';')
  const time = `${start};${end}`
  const text = `${method.toLowerCase()}\n${path}\n${line(params)}\n${line(headers)}\n`
  const digest = createHash('sha1').update(text).digest('hex')
  const signature = hmac(hmac(key.secretKey, time), `sha1\n${time}\n${digest}\n`)
  return (
    `q-sign-algorithm=sha1&q-ak=${key.secretId}&q-sign-time=${time}&q-key-time=${time}` +
    `&q-header-list=${names(headers)}&q-url-param-list=${names(params)}&q-signature=${signature}`
  )
}

/** A request of an object, signed and ready to be sent: or to be tampered with first. */
export function signedRequest(method, key, { params = {}, headers = {}, body, bucket, region, ...sign }) {
  const Host = `${bucket}.cos.${region}.myqcloud.com`
  const all = { Host, ...headers }
  const path = `/${key}`
  const query = Object.entries(params).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  return {
    method,
    path: encode(path).replaceAll('%2F', '/') + (query.length > 0 ? `?${query.join('&')}` : ''),
    headers: { ...all, Authorization: authorization({ method, path, params, headers: all, ...sign }) },
    body,
  }
}

/** A bucket at the emulator. */
export class BucketClient {
  constructor(url, { bucket = `b-${APP_ID}`, region = 'ap-guangzhou', key = KEY } = {}) {
    this.url = url
    this.place = { bucket, region, key }
  }

  /** The answer, whatever it says. */
  ask(method, key, given = {}) {
    return send(this.url, signedRequest(method, key, { ...this.place, ...given }))
  }

  put = (key, body, headers = {}) => this.ask('PUT', key, { body, headers })
  get = (key, given) => this.ask('GET', key, given)
  head = (key, given) => this.ask('HEAD', key, given)
  delete = (key, given) => this.ask('DELETE', key, given)
  append = (key, position, body) => this.ask('POST', key, { params: { append: '', position: String(position) }, body })
}

/** The text of the first element of a name. */
export const textIn = (xml, name) => new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml)?.[1]

/** The texts of all elements of a name. */
export const textsIn = (xml, name) =>
  [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(([, text]) => text)

/** The code of an error. */
export const codeOf = ({ text }) => textIn(text, 'Code')
