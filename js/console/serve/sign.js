// @ts-check
/** @import { Credentials } from '../../options.js' */
import { masked } from '../../render/account.js'
import { Signer } from '../../signer.js'

/**
 * What a page does, and nothing else: the local server signs no other action. All of them are calls of the commands that the
 * page stands for.
 */
const SIGNED = {
  scf: {
    version: '2018-04-16',
    actions: [
      ...['ListNamespaces', 'ListFunctions', 'GetFunction', 'GetFunctionAddress', 'ListVersionByFunction'],
      ...['ListAliases', 'GetAlias', 'UpdateAlias', 'CreateAlias', 'DeleteAlias', 'PublishVersion'],
      ...['ListTriggers', 'ListCustomDomains', 'GetRequestStatus', 'InvokeFunction'],
      ...['GetProvisionedConcurrencyConfig', 'PutProvisionedConcurrencyConfig', 'DeleteProvisionedConcurrencyConfig'],
    ],
  },
  monitor: { version: '2018-07-24', actions: ['GetMonitorData'] },
  cls: { version: '2020-10-16', actions: ['SearchLog'] },
}

/**
 * Signs in the page's place, with the keys of the command line. A page of this server alone gets that far (`guard.js`); the keys
 * stay here, and what the page had signed with is thrown away.
 *
 * @param {{ credentials: Credentials, endpoint: string | undefined }} about
 */
export function signing({ credentials, endpoint }) {
  const { secretId, secretKey, token } = credentials
  const signer = new Signer({ secretId, secretKey, token })
  return {
    id: masked(secretId),
    /**
     * The headers to send in place of the page's, or which of them may not be signed.
     *
     * @param {string} service
     * @param {Record<string, string>} headers the page's, of the right forms
     * @param {Buffer} body
     * @returns {{ headers: Record<string, string> } | { refused: string }}
     */
    sign(service, headers, body) {
      const { 'x-tc-action': action, 'x-tc-version': version, 'x-tc-region': region } = headers
      const known = SIGNED[/** @type {keyof typeof SIGNED} */ (service)]
      if (known.version !== version) return { refused: `${service} ${version}` }
      if (!known.actions.includes(action)) return { refused: action }
      const host = new URL(endpoint ?? `https://${service}.tencentcloudapi.com`).host
      const signed = signer.headers({
        ...{ service, host, action, version, region, body },
        timestamp: Number(headers['x-tc-timestamp']),
        ...(headers['x-tc-language'] && { language: headers['x-tc-language'] }),
      })
      return { headers: signed }
    },
    close: () => signer.dispose(),
  }
}
