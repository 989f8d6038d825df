// @ts-check
import { GrayscaleError } from '../../errors.js'

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
  throw new GrayscaleError({
    code: 'MissingCredentials',
    message: 'the platform handed over no temporary credentials, so nothing was sent to the cloud',
    hint: 'it gets them through the role SLS_QcsRole: see at https://console.cloud.tencent.com/cam/role whether it exists and who may use it (a sub-account needs the right to pass it on); sls bind role makes it',
  })
}
