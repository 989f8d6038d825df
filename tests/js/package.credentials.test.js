// What is never packed from a directory, what include does about it, and the secret key, which never leaves.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { packSource } from '../../js/package/index.js'
import { packBytes } from '../../js/package/pack.js'

const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const privateKey = '-----BEGIN PRIVATE KEY-----\nEXAMPLE\n-----END PRIVATE KEY-----\n'
const certificate = '-----BEGIN CERTIFICATE-----\nEXAMPLE\n-----END CERTIFICATE-----\n'

function tree(t, files) {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'scf-grayscale-package-')))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  return dir
}

const named = (paths) => Object.fromEntries(['index.js', ...paths].map((path) => [path, '']))

/** @type {[path: string, reported: string][]} */
const never = [
  ['.env', '.env'],
  ['.env.prod', '.env.prod'],
  ['.envrc', '.envrc'],
  ['deep/.ENV', 'deep/.ENV'],
  ['keys/prod.pem', 'keys/prod.pem'],
  ['keys/PROD.PEM', 'keys/PROD.PEM'],
  ['.npmrc', '.npmrc'],
  ['node_modules/x/.npmrc', 'node_modules/x/.npmrc'],
  ['id_rsa', 'id_rsa'],
  ['ID_RSA', 'ID_RSA'],
  ['keys/id_ed25519', 'keys/id_ed25519'],
  ['id_deploy', 'id_deploy'],
  ['id_rsa.pub', 'id_rsa.pub'],
  ['id_rsa.pem', 'id_rsa.pem'],
  ['id_rsa.key', 'id_rsa.key'],
  ['id_rsa.bak', 'id_rsa.bak'],
  ['.ssh/config', '.ssh/'],
  ['.SSH/config', '.SSH/'],
  ['home/.aws/credentials', 'home/.aws/'],
  ['.aliyun/config.json', '.aliyun/'],
  ['.azure/token', '.azure/'],
  ['.gnupg/secring.gpg', '.gnupg/'],
  ['.kube/config', '.kube/'],
  ['.tccli/default.credential', '.tccli/'],
  ['.tencentcloud/credentials', '.tencentcloud/'],
  ['.config/gcloud/credentials.db', '.config/gcloud/'],
  ['home/.docker/config.json', 'home/.docker/config.json'],
]
for (const [path, reported] of never) {
  test(`${path} is left out, and the package says so`, async (t) => {
    const { files, leftOut } = await packSource(tree(t, named([path])))
    assert.deepEqual({ files, leftOut }, { files: ['index.js'], leftOut: [reported] })
  })

  test(`${path} is not packed for an include of everything`, async (t) => {
    const { files } = await packSource(tree(t, named([path])), { include: ['**', '*', '*/*', '**/*'] })
    assert.deepEqual(files, ['index.js'])
  })

  test(`${path} is packed if include names it, and the package says so`, async (t) => {
    const { files, credentials } = await packSource(tree(t, named([path])), { include: [path] })
    assert.deepEqual({ files, credentials }, { files: ['index.js', path].sort(), credentials: [path] })
  })
}

for (const path of ['.git/HEAD', '.Git/HEAD', 'sub/.git/HEAD', '.grayscale/dev.journal', '.serverless/state.json']) {
  test(`${path} is left out without a word: what the tools keep comes and goes with commands`, async (t) => {
    const { files, leftOut } = await packSource(tree(t, named([path])))
    assert.deepEqual({ files, leftOut }, { files: ['index.js'], leftOut: [] })
  })
}

for (const path of ['id_generator.js', 'id_maps/one.json', 'lib/id_token.py', 'environment.js', 'pem.js', 'config/x']) {
  test(`${path} is packed`, async (t) => {
    const { files, leftOut } = await packSource(tree(t, named([path])))
    assert.deepEqual({ files, leftOut }, { files: ['index.js', path].sort(), leftOut: [] })
  })
}

test('a .pem of certificates alone is packed: TLS clients need theirs', async (t) => {
  const dir = tree(t, { 'index.py': '', 'certifi/cacert.pem': `# a root\n${certificate}${certificate}` })
  const { files, leftOut, credentials } = await packSource(dir)
  assert.deepEqual(
    { files, leftOut, credentials },
    { files: ['certifi/cacert.pem', 'index.py'], leftOut: [], credentials: [] },
  )
})

test('a .pem of a certificate and its private key is left out', async (t) => {
  const dir = tree(t, { 'index.js': '', 'server.pem': certificate + privateKey })
  assert.deepEqual((await packSource(dir)).leftOut, ['server.pem'])
})

test('an include of some .pem files leaves the others out', async (t) => {
  const dir = tree(t, named(['config/dev.pem', 'config/prod.pem', '.git/x.pem']))
  const { files, leftOut } = await packSource(dir, { include: ['config/dev.pem'] })
  assert.deepEqual({ files, leftOut }, { files: ['config/dev.pem', 'index.js'], leftOut: ['config/prod.pem'] })
})

test('an include of **/*.pem does not open .git', async (t) => {
  const dir = tree(t, named(['config/dev.pem', '.git/x.pem']))
  assert.deepEqual((await packSource(dir, { include: ['**/*.pem'] })).files, ['config/dev.pem', 'index.js'])
})

test('what a person excludes is not reported, and project files are, last', async (t) => {
  const dir = tree(t, named(['.env', 'keys/a.pem', 'serverless.yml', '.DS_Store', 'x.swp']))
  assert.deepEqual((await packSource(dir, { exclude: ['keys'] })).leftOut, ['.env', 'serverless.yml'])
})

test('a link to a private key is refused under any name', async (t) => {
  const dir = tree(t, { 'index.js': '', '.ssh/id_rsa': privateKey, 'certs/ca.pem': certificate })
  symlinkSync('certs/ca.pem', join(dir, 'ca.crt'))
  assert.deepEqual((await packSource(dir)).files, ['ca.crt', 'certs/ca.pem', 'index.js'])
  symlinkSync('.ssh/id_rsa', join(dir, 'data.txt'))
  await assert.rejects(packSource(dir), {
    code: 'UnpackableFile',
    message: /data\.txt .* \.ssh\/id_rsa, which is never packed/,
  })
})

/** @type {[name: string, contents: string | Buffer][]} */
const holding = [
  ['as it is', `const key = '${secretKey}'`],
  ['in UTF-16, as PowerShell writes it', Buffer.from(`\ufeffKEY=${secretKey}\r\n`, 'utf16le')],
  ['in base64', Buffer.from(secretKey).toString('base64')],
  ['in base64, one byte in', Buffer.from(`:${secretKey}:x`).toString('base64')],
  ['in base64, two bytes in', Buffer.from(`ab${secretKey}`).toString('base64url')],
  [
    'in the middle of a large file',
    Buffer.concat([Buffer.alloc(5e6, 1), Buffer.from(secretKey), Buffer.alloc(5e6, 2)]),
  ],
]
for (const [name, contents] of holding) {
  const refusal = { code: 'SecretInPackage', class: 'usage', message: /in lib\/config\.js\.$/ }

  test(`a file that holds the secret key ${name} is refused, also if include names it`, async (t) => {
    const dir = tree(t, { 'index.js': '', 'lib/config.js': contents })
    for (const include of [[], ['lib/config.js']]) {
      await assert.rejects(packSource(dir, { include }, { secretKey }), (error) => {
        assert.ok(!error.message.includes(secretKey) && !error.hint.includes(secretKey))
        return (
          assert.throws(() => {
            throw error
          }, refusal) ?? true
        )
      })
    }
    assert.deepEqual((await packSource(dir, { exclude: ['lib'] }, { secretKey })).files, ['index.js'])
  })

  test(`a zip that holds the secret key ${name} is refused, as a file and as bytes`, async (t) => {
    const { bytes } = await packSource(tree(t, { 'index.js': '', 'lib/config.js': contents }))
    const dir = tree(t, { 'code.zip': bytes })
    await assert.rejects(packSource(join(dir, 'code.zip'), {}, { secretKey }), refusal)
    assert.throws(() => packBytes(bytes, { secretKey }), refusal)
  })
}

test('all files that hold the secret key are named, the first five', async (t) => {
  const files = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`${index}.js`, secretKey]))
  await assert.rejects(packSource(tree(t, files), {}, { secretKey }), {
    message: /in 0\.js, 1\.js, 2\.js, 3\.js, 4\.js and 2 more\.$/,
  })
})

test('an include of .env does not take the secret key along', async (t) => {
  const dir = tree(t, { 'index.js': '', '.env': `TENCENT_SECRET_KEY=${secretKey}\n` })
  await assert.rejects(packSource(dir, { include: ['.env'] }, { secretKey }), { code: 'SecretInPackage' })
})

test('a zip that holds credentials is taken, and the package says so', async (t) => {
  const files = {
    'index.js': '',
    'certs/ca.pem': certificate,
    'keys/a.pem': privateKey,
    '.npmrc': '',
    'x/.ssh/id_rsa': '',
  }
  const { bytes } = await packSource(tree(t, files), { include: ['**/*.pem', '.npmrc', '.ssh/**', 'x/.ssh/id_rsa'] })
  assert.deepEqual(packBytes(bytes).credentials, ['.npmrc', 'keys/a.pem', 'x/.ssh/id_rsa'])
})
