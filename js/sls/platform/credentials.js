// @ts-check
import { problem } from '../../errors.js'

/**
 * Temporary ones, which the platform asked for in the person's name. They last longer than a run may.
 *
 * @param {{ credentials?: any }} component
 * @returns {{ secretId: string, secretKey: string, token: string, appId?: string }}
 * @throws {GrayscaleError} `MissingCredentials`
 */
export function credentialsOf({ credentials }) {
  const { TmpSecretId, TmpSecretKey, Token, appId } = credentials?.tencent?.tmpSecrets ?? {}
  if (TmpSecretId && TmpSecretKey && Token) {
    const account = appId === undefined || appId === null ? undefined : String(appId)
    return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token, appId: account }
  }
  throw problem('MissingCredentials.platform', {})
}
