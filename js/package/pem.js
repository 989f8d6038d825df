// @ts-check
import { readFile, stat } from 'node:fs/promises'

/**
 * Whether a `.pem` holds certificates and nothing else. Such a file is no secret, and packages that verify TLS
 * connections need theirs (Python's certifi: `cacert.pem`).
 *
 * @param {Buffer} contents
 */
export function holdsCertificatesOnly(contents) {
  const kinds = [...contents.toString('latin1').matchAll(/-----BEGIN ([^\r\n]*?)-----/g)].map(([, kind]) => kind)
  return kinds.length > 0 && kinds.every((kind) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(kind))
}

/**
 * The same of a file; what can't be read is none.
 *
 * @param {string} file
 */
export async function isCertificate(file) {
  const info = await stat(file).catch(() => undefined)
  return info?.isFile() === true && holdsCertificatesOnly(await readFile(file))
}
