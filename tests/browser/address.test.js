// The page and its local server: links that last, a server that goes and comes back, keys that the server signs with.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import { before, test } from 'node:test'
import { startConsole } from '../../js/console/serve/index.js'
import { openBrowser } from '../support/browser.js'
import { KEY } from '../support/emulator.js'
import { browse, build, canary, listed, open, rollBack, routing, shop, toRelease } from './harness.js'

before(build)

test('a server that is gone is said, and the page goes on by itself when it is back at its address', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(`${served.url}#/function/ap-guangzhou/default/cart`)
  await page.getByRole('img', { name: '$default: v2 100 %' }).waitFor()
  const { port, token } = served
  await served.close()
  await page.getByRole('banner').getByText('The local server does not answer').waitFor()
  await canary(client, 'cart', '2', 0.75)

  const again = await startConsole({ endpoint: emulator.url, demo: { ...KEY }, port, token })
  t.after(() => again.close())
  await page.getByRole('banner').getByText('The local server does not answer').waitFor({ state: 'detached' })
  await page.getByRole('img', { name: '$default: $latest 25 %, v2 75 %' }).waitFor()
  assert.equal(await page.getByText('started again with other settings').count(), 0)
  const other = await visit(`${again.url}#/function/ap-guangzhou/default/cart`)
  await other.getByRole('heading', { name: 'cart' }).waitFor()
})

test('a server that is back with other settings: the page offers to load itself again', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {} })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  const { port, token } = served
  await served.close()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('banner').getByText('The local server does not answer').waitFor()
  const again = await startConsole({ endpoint: emulator.url, demo: { ...KEY }, port, token, region: 'ap-shanghai' })
  t.after(() => again.close())
  await page.getByRole('button', { name: 'Load the page again' }).click()
  await listed(page, 0)
})

/** A console that signs with the command's key. */
const signing = (t) => open(t, { demo: false, console: { credentials: { ...KEY, from: '.env' } } })

test('with the keys of the command nobody signs in, the page says who signs, and learns no key', async (t) => {
  const { client, served, log } = await signing(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit, context, complaints } = await browse(t)
  const heard = []
  context.on('response', async (response) => heard.push(await response.text().catch(() => '')))
  const page = await visit(served.url)
  await listed(page, 1)
  await page
    .getByRole('banner')
    .getByText(/^Signing as .+ by the local server, with the key in \.env/)
    .waitFor()
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByRole('link', { name: 'Functions' }).click()
  await rollBack(page, 'cart', 2).waitFor()
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  for (const text of [await page.content(), kept, heard.join('\n'), log.join('\n')]) {
    assert.ok(!text.includes(KEY.secretKey))
  }
  assert.deepEqual(complaints, [])
})

const REBIND = 'rebind.example'

/** What a page elsewhere tries to get signed: to read answers, and to send without being able to. */
const PAGE = `<!doctype html><title>a page</title><body><script>
globalThis.attack = async (url, headers, body) => {
  const outcomes = {}
  const note = (name, work) => work.then((answer) => { outcomes[name] = answer }, (error) => { outcomes[name] = error.name })
  await note('cors', fetch(url, { method: 'POST', headers, body }).then(async (answer) => answer.status + await answer.text()))
  await note('blind', fetch(url, { method: 'POST', body, mode: 'no-cors' }).then(() => 'sent'))
  await note('get', fetch(url, { mode: 'no-cors' }).then(() => 'sent'))
  outcomes.beacon = navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' }))
  await new Promise((done) => {
    const frame = Object.assign(document.createElement('iframe'), { name: 'frame' })
    const form = Object.assign(document.createElement('form'), { target: 'frame', method: 'POST', action: url, enctype: 'text/plain' })
    form.append(Object.assign(document.createElement('input'), { name: body, value: '' }))
    document.body.append(frame, form)
    frame.onload = done
    form.submit()
  })
  return outcomes
}
</script>`

test('a page of another origin, and one whose name leads here, get nothing signed, even with the address', async (t) => {
  const { client, served, emulator } = await signing(t)
  await shop(client, { cart: { versions: 2 } })
  const server = http.createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const browser = await openBrowser({
    args: [`--host-resolver-rules=MAP ${REBIND} 127.0.0.1`, '--disable-features=LocalNetworkAccessChecks'],
  })
  t.after(() => browser.close())
  const { pathname } = new URL(served.url)
  const headers = {
    'content-type': 'application/json',
    authorization: `TC3-HMAC-SHA256 Credential=x/2026-01-01/scf/tc3_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    'x-tc-action': 'UpdateAlias',
    'x-tc-version': '2018-04-16',
    'x-tc-region': 'ap-guangzhou',
    'x-tc-timestamp': String(Math.floor(Date.now() / 1000)),
  }
  const body = JSON.stringify({ FunctionName: 'cart', Name: '$DEFAULT', FunctionVersion: '1' })
  emulator.requests.length = 0
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  const outcomes = await page.evaluate(
    (given) => globalThis.attack(...given),
    [`${served.url}relay/scf`, headers, body],
  )
  assert.equal(outcomes.cors, 'TypeError', 'it can not read an answer')

  const rebound = await browser.newPage()
  await rebound.route(`http://${REBIND}:*/page`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
  await rebound.goto(`http://${REBIND}:${served.port}/page`)
  const url = `http://${REBIND}:${served.port}${pathname}relay/scf`
  const found = await rebound.evaluate((given) => globalThis.attack(...given), [url, headers, body])
  assert.equal(found.cors, '404', 'it is told nothing')
  assert.deepEqual(emulator.requests, [], 'nothing came to the API')
  assert.equal(await routing(client, 'cart'), '2')
})

/** The form, filled in. */
async function signIn(page, { key = KEY.secretKey, regions, namespaces } = {}) {
  await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
  await page.getByLabel('SecretKey').fill(key)
  if (regions !== undefined) await page.getByLabel('Regions').fill(regions)
  if (namespaces !== undefined) await page.getByLabel('Namespaces (optional)').fill(namespaces)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('wrong keys let nobody in, and what was typed stays', async (t) => {
  const { served } = await open(t, { demo: false })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await signIn(page, { key: 'wrongEXAMPLE' })
  await page.getByRole('alert').getByText('AuthFailure.SignatureFailure').waitFor()
  assert.equal(await page.getByRole('navigation').count(), 0)
  assert.equal(await page.getByRole('textbox', { name: 'SecretId' }).inputValue(), KEY.secretId)
  await signIn(page)
  await listed(page, 0)
})

test('a region that the API does not know costs no keys', async (t) => {
  const { client, served, emulator } = await open(t, { demo: false })
  await shop(client, { cart: {} })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  emulator.setFaults([{ action: 'ListFunctions', nth: 1, fault: 'refuse', code: 'UnsupportedRegion' }])
  await signIn(page, { regions: 'ap-guangzhuo' })
  await page.getByRole('alert').getByText('UnsupportedRegion').waitFor()
  assert.equal(await page.getByLabel('SecretKey').inputValue(), KEY.secretKey)
  await page.getByLabel('Regions').fill('ap-guangzhou')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await listed(page, 1)
})

test('regions and namespaces are remembered, keys are not; they change without the keys', async (t) => {
  const { client, served } = await open(t, { demo: false })
  await shop(client, { cart: {}, mail: { namespace: 'orders' } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await signIn(page, { regions: 'ap-guangzhou', namespaces: 'orders' })
  await listed(page, 1)
  await page.reload()
  assert.equal(await page.getByLabel('Regions').inputValue(), 'ap-guangzhou')
  assert.equal(await page.getByLabel('Namespaces (optional)').inputValue(), 'orders')
  assert.equal(await page.getByLabel('SecretKey').inputValue(), '')
  await signIn(page)
  await listed(page, 1)
  await page.getByRole('banner').getByRole('button', { name: /^Menu/ }).click()
  await page.getByRole('menuitem', { name: 'Regions and namespaces…' }).click()
  const dialog = page.getByRole('dialog')
  assert.equal(await dialog.getByLabel('SecretKey').count(), 0)
  await dialog.getByLabel('Namespaces (optional)').fill('')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await listed(page, 2)
})
