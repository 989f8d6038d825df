// Buckets of object storage at an emulator, each kind that a shared store may meet.

import { BucketClient } from './emulator.js'

const versioned = (status) => `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`
const zones = '<CreateBucketConfiguration><BucketAZConfig>MAZ</BucketAZConfig></CreateBucketConfiguration>'

/**
 * @param {string} url of the emulator
 * @param {string} bucket with the appid
 * @param {{ multiAz?: boolean, versioning?: 'Enabled' | 'Suspended', key?: { secretId: string, secretKey: string } }} [how]
 */
export async function makeBucket(url, bucket, { multiAz, versioning, key } = {}) {
  const client = new BucketClient(url, { bucket, key })
  await client.put('', multiAz ? zones : '')
  if (versioning) await setVersioning(client, versioning)
  return client
}

/** @param {BucketClient} client @param {'Enabled' | 'Suspended'} status */
export const setVersioning = (client, status) =>
  client.ask('PUT', '', { params: { versioning: '' }, body: versioned(status) })
