import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { create, KEY } from '../support/emulator.js'
import { browse, build, ended, fromMenu, listed, open, shop, toRelease, unasked } from './harness.js'
import { languages } from './languages.js'

before(build)

const evil = `"><img src=x onerror="globalThis.harmed=1"><script>globalThis.harmed=1</script><svg onload="globalThis.harmed=1">`
const harm = (page) => page.evaluate(() => globalThis.harmed)

test('what functions say of themselves is shown, never run', async (t) => {
  const { client, served } = await open(t)
  const loud = `exports.main_handler = async () => { console.log(${JSON.stringify(evil)}); throw new Error(${JSON.stringify(evil)}) }`
  await create(client, 'cart', loud, { Description: evil })
  await client.call('PublishVersion', { FunctionName: 'cart', Description: evil })
  await client.call('UpdateAlias', {
    FunctionName: 'cart',
    Name: '$DEFAULT',
    FunctionVersion: '$LATEST',
    Description: evil,
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.5 }] },
  })
  for (let call = 0; call < 4; call++) await client.call('InvokeFunction', { FunctionName: 'cart', Event: '{}' })
  const { page: visit, complaints } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await page.getByText(evil).first().waitFor()
  await page.getByRole('link', { name: 'cart' }).click()
  await page.getByRole('log').getByText(evil).first().waitFor()
  await page.getByRole('cell', { name: evil }).first().waitFor()
  assert.equal(await harm(page), undefined)
  assert.equal(await page.evaluate(() => document.querySelectorAll('img[src="x"], script:not([src])').length), 0)
  assert.deepEqual(complaints, [])
})

test('the policy holds: what is put into the page by force does not run, and nothing leaves for elsewhere', async (t) => {
  const { served } = await open(t)
  const { page: visit, complaints } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 0)
  const came = await page.evaluate(async () => {
    const refused = (work) =>
      Promise.resolve()
        .then(work)
        .then(
          () => 'allowed',
          (error) => error.name,
        )
    const image = (src) =>
      new Promise((resolve, reject) => {
        const image = new Image()
        image.onload = resolve
        image.onerror = () => reject(new TypeError(src))
        image.src = src
      })
    const script = document.createElement('script')
    const found = {
      html: await refused(() => (document.body.innerHTML = '<img src=x onerror="globalThis.harmed=1">')),
      text: await refused(() => (script.textContent = 'globalThis.harmed=1')),
      // not in this call itself: what a debugger evaluates may do more than the page
      evaluated: await refused(
        () =>
          new Promise((resolve, reject) =>
            setTimeout(() => {
              try {
                resolve(Reflect.construct(Function, ['globalThis.harmed=1'])())
              } catch (error) {
                reject(error)
              }
            }),
          ),
      ),
      elsewhere: await refused(() => fetch('http://127.0.0.1:9/')),
      beacon: await refused(() => fetch('https://scf.tencentcloudapi.com/', { method: 'POST' })),
      image: await refused(() => image('data:image/gif;base64,R0lGODlhAQABAAAAACw=')),
      icon: await refused(() => image(document.querySelector('header img').src)),
      font: await refused(() => new FontFace('inline', 'url(data:font/woff2;base64,AAAA)').load()),
    }
    const style = document.createElement('div')
    style.setAttribute('style', 'color: rgb(1, 2, 3)')
    document.body.append(style)
    return { ...found, style: getComputedStyle(style).color }
  })
  assert.deepEqual(came, {
    html: 'TypeError',
    text: 'TypeError',
    evaluated: 'EvalError',
    elsewhere: 'TypeError',
    beacon: 'TypeError',
    image: 'TypeError',
    icon: 'allowed',
    font: 'NetworkError',
    style: came.style,
  })
  assert.notEqual(came.style, 'rgb(1, 2, 3)')
  assert.equal(await harm(page), undefined)
  assert.ok(complaints.length >= 8, 'each of these is a complaint of the browser')
  assert.match(complaints.join('\n'), /font '?data:[^\n]*Content Security Policy/)
})

const SECRET = 'ThisIsAnEXAMPLEKEYOfNobody'
const TOKEN = 'ThisIsAnEXAMPLETOKENOfNobody'

test('the secret key is nowhere but in the tab: not in storage, address, traffic, log, or on the page', async (t) => {
  const credential = { secretId: 'AKIDEXAMPLE', secretKey: SECRET, token: TOKEN }
  const { served, log, emulator } = await open(t, { demo: false, emulator: credential })
  const { context, page: visit, complaints } = await browse(t)
  const page = await visit(served.url)
  const traffic = []
  page.on('request', (request) =>
    traffic.push({ url: request.url(), headers: request.headers(), body: request.postData() ?? '' }),
  )
  await page.getByRole('textbox', { name: 'SecretId' }).fill('AKIDEXAMPLE')
  await page.getByLabel('SecretKey').fill(SECRET)
  await page.getByLabel('Temporary token (optional)').fill(TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await listed(page, 0)
  const calls = traffic.filter(({ url }) => url.includes('/relay/'))
  assert.ok(calls.length > 0 && emulator.requests.length > 0)
  assert.ok(
    calls.every(({ headers }) => headers['x-tc-token'] === TOKEN),
    'the token goes through',
  )
  const text = JSON.stringify(traffic)
  assert.ok(!text.includes(SECRET))
  assert.ok(!traffic.some(({ url, body }) => url.includes(TOKEN) || body.includes(TOKEN)))
  assert.ok(
    traffic.every(({ url }) => url.startsWith(served.url)),
    'nothing goes anywhere else',
  )
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const lines = await Promise.all(
      databases.map(
        ({ name }) =>
          new Promise((resolve, reject) => {
            const opening = indexedDB.open(name)
            opening.onerror = () => reject(opening.error)
            opening.onsuccess = () => {
              const all = [...opening.result.objectStoreNames].map(
                (store) =>
                  new Promise((resolve) => {
                    const reading = opening.result.transaction(store).objectStore(store).getAll()
                    reading.onsuccess = () => resolve(reading.result)
                  }),
              )
              Promise.all(all).then(resolve)
            }
          }),
      ),
    )
    const shown = [...document.querySelectorAll('*')].map((one) => one.outerHTML.slice(0, 5000)).join('')
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      lines,
      shown,
      history.state,
    ])
  })
  for (const secret of [SECRET, TOKEN]) {
    assert.ok(!kept.includes(secret))
    assert.ok(!JSON.stringify([log, complaints, await context.storageState()]).includes(secret))
  }
  assert.equal(await page.getByLabel('SecretKey').count(), 0, 'the form is gone with what was typed')
})

test('a region that can not be one is said at once, and what the local server refuses is told', async (t) => {
  const { served } = await open(t, { demo: false, console: { region: '广州' } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
  await page.getByLabel('SecretKey').fill(KEY.secretKey)
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true })
  await signIn.click()
  assert.ok(await page.getByLabel('Regions').evaluate((field) => field.validity.patternMismatch))
  await page.getByLabel('Regions').fill('AP-Guangzhou， ap-shanghai')
  await signIn.click()
  await listed(page, 0)

  const other = await open(t, { console: { region: 'ap_guangzhou' } })
  await page.goto(other.served.url)
  await page.getByText(/the local server: RelayHeader: x-tc-region/).waitFor()
})

test('who signs out leaves nothing to who signs in next: no list, no choice, no run', async (t) => {
  const { client, served } = await open(t, { demo: false })
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  const signIn = async (regions) => {
    await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
    await page.getByLabel('SecretKey').fill(KEY.secretKey)
    await page.getByLabel('Regions').fill(regions)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  await signIn('ap-guangzhou')
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await page.getByRole('banner').getByRole('button', { name: '1 in release' }).waitFor()
  await fromMenu(page, 'Sign out')
  await signIn('ap-shanghai')
  await listed(page, 0)
  await page.getByRole('link', { name: 'History' }).click()
  assert.equal(
    await page
      .getByRole('banner')
      .getByRole('button', { name: /in release/ })
      .count(),
    0,
  )
  await page.getByRole('link', { name: 'Functions' }).click()
  assert.equal(await page.getByText('1 function chosen').count(), 0)
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByText('Nothing was released from this tab yet.').waitFor()
})

test('keys that expire: said in words, and the page goes on where it was with new ones', async (t) => {
  const credential = { secretId: 'AKIDEXAMPLE', secretKey: SECRET, token: TOKEN }
  const { served } = await open(t, { demo: false, emulator: credential })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  const signIn = async (token) => {
    await page.getByRole('textbox', { name: 'SecretId' }).fill('AKIDEXAMPLE')
    await page.getByLabel('SecretKey').fill(SECRET)
    await page.getByLabel('Temporary token (optional)').fill(token)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  await signIn('AnOldEXAMPLETOKEN')
  await page.getByText('These keys are wrong, or no longer valid.').waitFor()
  await signIn(TOKEN)
  await listed(page, 0)
  await page.getByText('These keys are wrong, or no longer valid.').waitFor({ state: 'detached' })
})

test('keys that expire under a page: they are asked for where one is, tried at once, and the focus goes with them', async (t) => {
  const { client, served, emulator } = await open(t, { demo: false })
  await shop(client, { cart: { versions: 2 } })
  const { page: visit, context } = await browse(t, { viewport: { width: 1280, height: 500 } })
  await unasked(context)
  const page = await visit(served.url)
  const signIn = async () => {
    await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
    await page.getByLabel('SecretKey').fill(KEY.secretKey)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await signIn()
  await listed(page, 1)
  assert.equal(await focused(), 'Functions')

  const expired = { nth: '1..', fault: 'refuse', code: 'AuthFailure.TokenFailure' }
  const actions = ['GetFunction', 'ListAliases', 'ListVersionByFunction', 'GetMonitorData', 'SearchLog']
  emulator.setFaults(actions.map((action) => ({ action, ...expired })))
  await page.getByRole('link', { name: 'cart' }).click()
  const said = page.getByText('These keys are wrong, or no longer valid.')
  await said.nth(2).waitFor()
  const again = page.getByRole('button', { name: 'Sign in again' }).last()
  await again.click()
  const dialog = page.getByRole('dialog', { name: 'Sign in' })
  const { y, height } = await dialog.boundingBox()
  assert.ok(y >= 0 && y + height <= 500, `the form is where the window is: ${y}`)
  assert.equal(await page.evaluate(() => document.activeElement?.matches('dialog input')), true)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await focused(), 'Sign in again')

  await again.click()
  emulator.setFaults([])
  await signIn()
  await said.first().waitFor({ state: 'detached' })
  await page.getByRole('img', { name: '$default: v2 100 %' }).waitFor()
  assert.equal(await focused(), 'cart')

  emulator.setFaults([
    { action: 'ListFunctions', ...expired },
    { action: 'GetAlias', ...expired },
  ])
  await page.getByRole('link', { name: 'All functions' }).click()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await said.waitFor()
  await page.getByRole('checkbox', { name: 'Choose cart' }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await said.waitFor()
  await page.getByRole('button', { name: 'Sign in again' }).click()
  emulator.setFaults([])
  await signIn()
  await page.locator('.plan .summary').waitFor()
  await page.getByRole('link', { name: 'Functions', exact: true }).click()
  await listed(page, 1)
  assert.equal(await said.count(), 0)
})

test('keys that can not be keys, and an API that is not there: said as what they are, with nothing that is not so', async (t) => {
  const { served } = await open(t, { demo: false })
  const { context, page: visit } = await browse(t)
  const page = await visit(served.url)
  await page.getByRole('textbox', { name: 'SecretId' }).fill('AKID EXAMPLE')
  await page.getByLabel('SecretKey').fill(SECRET)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('InvalidCredentials').waitFor()
  assert.equal(await page.getByText('There are no functions here.').count(), 0)
  await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
  await page.getByLabel('SecretKey').fill(KEY.secretKey)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await listed(page, 0)
  await page.getByText('There are no functions here.').waitFor()

  const nowhere = await open(t, { console: { endpoint: 'http://127.0.0.1:9' } })
  const other = await context.newPage()
  await other.goto(nowhere.served.url)
  await other.getByText(/no answer from http:\/\/127\.0\.0\.1:9/).waitFor()
  assert.equal(await other.getByText('The local server is gone.').count(), 0)
  assert.equal(await other.getByText('There are no functions here.').count(), 0)
})

test('an account that may not, a rate that is low, a server that is gone: each in words with the way out', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {} })
  const { context, page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)

  emulator.setFaults([{ action: 'UpdateAlias', nth: '1..', fault: 'refuse', code: 'UnauthorizedOperation.CAM' }])
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  const denied = await ended(page, /Release cart/, 'Failed')
  assert.match(await denied.innerText(), /UnauthorizedOperation\.CAM[\s\S]*may not do that \(CAM\)/)

  emulator.setFaults([{ action: 'UpdateAlias', nth: '1..3', fault: 'rate-limit' }])
  await page.getByRole('link', { name: 'Release' }).click()
  await page.locator('.plan .summary').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)

  await page.getByRole('link', { name: 'Functions' }).click()
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: '25%', exact: true }).click()
  await context.setOffline(true)
  await page.getByText('A release that is under way tries for some seconds, then it fails').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  const cut = await ended(page, /Release cart/, 'Failed')
  await context.setOffline(false)
  await page.getByRole('banner').getByText('This computer is offline').waitFor({ state: 'detached' })
  // nor is it the server's fault when the network is back
  assert.match(await cut.innerText(), /Unreachable[\s\S]*this computer is offline[\s\S]*goes on from where it is/)
  assert.equal(await page.getByText('The local server is gone.').count(), 0)
  // in the language of the page
  await fromMenu(page, '中文')
  await page.getByRole('link', { name: languages.zh.release, exact: true }).click()
  await page.locator('.plan .summary').waitFor()
  await context.setOffline(true)
  await page.getByRole('button', { name: languages.zh.applyCount(1) }).click()
  await page.getByText('：本机已离线').first().waitFor()
  await context.setOffline(false)
  await fromMenu(page, 'English', languages.zh)
  await page.getByRole('link', { name: 'Release' }).click()
  await page.locator('.plan .summary').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)

  await page.getByRole('link', { name: 'Functions' }).click()
  await served.close()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByText('The local server is gone.').waitFor()
})
