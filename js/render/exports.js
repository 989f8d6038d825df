// @ts-check
/** @import { Emulator } from '../emulator/index.js' */

const plain = /^[\w.:/=+-]+$/

/**
 * Lines to paste into a shell, after which commands go to this emulator: PowerShell's on Windows.
 *
 * @param {Pick<Emulator, 'url' | 'credential'>} emulator
 * @param {string} [platform]
 * @returns {string}
 */
export function exportLines({ url, credential: { secretId, secretKey, token } }, platform = process.platform) {
  const variables = {
    GRAYSCALE_ENDPOINT: url,
    TENCENT_SECRET_ID: secretId,
    TENCENT_SECRET_KEY: secretKey,
    ...(token === undefined ? {} : { TENCENT_TOKEN: token }),
  }
  const windows = platform === 'win32'
  return Object.entries(variables)
    .map(([name, value]) =>
      windows ? `  $env:${name} = ${quoted(value, "''")}\n` : `  export ${name}=${word(value)}\n`,
    )
    .join('')
}

/** @param {string} value */
const word = (value) => (plain.test(value) ? value : quoted(value, "'\\''"))

/** @param {string} value @param {string} quote what stands for a quote inside */
const quoted = (value, quote) => `'${value.replaceAll("'", quote)}'`
