import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { create } from '../support/emulator.js'
import {
  browse,
  build,
  canary,
  ended,
  inRelease,
  listed,
  open,
  pick,
  pinned,
  routing,
  shop,
  toRelease,
  typed,
} from './harness.js'

before(build)

const share = (page) => page.getByRole('slider', { name: 'Share of $latest' })

/** Another order for functions that were released before. */
async function again(page, names) {
  await page.getByRole('link', { name: 'Functions' }).click()
  await toRelease(page, names)
}

test('the documented release, by clicks and keys, checked at the API', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 }, mail: {} })
  const { page: visit, complaints } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)

  // a tenth on $latest, by keys alone
  await toRelease(page, ['cart'])
  await share(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('PageUp')
  await page.getByText('shift $default: 2 100% → $latest 10% · 2 90%').waitFor()
  assert.equal(await routing(client, 'cart'), '2', 'planning writes nothing')
  await page.getByRole('button', { name: 'Release 1 function' }).focus()
  await page.keyboard.press('Enter')
  const first = await ended(page, /Release cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
  assert.match(await first.innerText(), /wanted\n\$latest 10\s% · v2 90\s%\nread back\n\$latest 10\s% · v2 90\s%/)
  assert.equal(await routing(client, 'mail'), '1', 'nothing else was touched')

  // all of it, which has to be typed
  await again(page, ['cart'])
  await page.getByRole('button', { name: '100%', exact: true }).click()
  await page.getByText('→ $latest 100%').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm the release' })
  const goOn = dialog.getByRole('button', { name: 'Go on' })
  assert.ok(await goOn.isDisabled())
  await dialog.getByRole('textbox').fill('car')
  await page.keyboard.press('Enter')
  assert.ok(await goOn.isDisabled())
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
  await dialog.getByRole('textbox').fill('cart')
  await page.keyboard.press('Enter')
  await ended(page, /Release cart/)
  assert.match(await routing(client, 'cart'), /^\$LATEST/)

  // a version of it, and everything on that: the code is no news to anyone, and nothing is asked
  await again(page, ['cart'])
  await pick(page, 'everything')
  await page.getByText('the version published by this run 100%').first().waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  const { Versions } = await client.call('ListVersionByFunction', { FunctionName: 'cart' })
  assert.deepEqual(Versions.map(({ Version }) => Version).sort(), ['$LATEST', '1', '2', '3'])
  const { RoutingConfig, FunctionVersion } = await client.call('GetAlias', { FunctionName: 'cart', Name: '$DEFAULT' })
  const onThree = RoutingConfig.AdditionalVersionWeights.find(({ Version }) => Version === '3')
  assert.ok(FunctionVersion === '3' || onThree?.Weight === 1, JSON.stringify({ FunctionVersion, RoutingConfig }))
  assert.deepEqual(complaints, [])
})

test('a function is released alone from its own screen, beginning at the share it has; a publish is asked for once', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 }, mail: {} })
  await canary(client, 'cart', '2', 0.75)
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await page.getByRole('checkbox', { name: 'Choose mail', exact: true }).check()
  await page.getByRole('link', { name: 'cart' }).click()
  await page.getByRole('button', { name: 'Release this function…' }).click()
  await page.locator('.plan .summary').waitFor()
  assert.equal(await page.getByRole('spinbutton', { name: 'Share of $latest, percent' }).inputValue(), '25')
  assert.deepEqual(await page.locator('.plan-head b').allInnerTexts(), ['cart'])
  assert.ok(await page.getByRole('button', { name: 'Release 1 function' }).isDisabled(), 'nothing was asked for yet')

  await pick(page, 'publish')
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.75', 'publishing alone moves no traffic')
  await again(page, ['cart'])
  assert.ok(await page.getByRole('radio', { name: 'Canary' }).isChecked())
})

test('what is carried out is the plan that is shown, from the first digit on; what is no share is none of any number', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit, complaints } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  const field = page.getByRole('spinbutton', { name: 'Share of $latest, percent' })
  const release = page.getByRole('button', { name: 'Release 1 function' })
  await share(page).focus()
  await page.keyboard.press('PageUp')
  assert.equal(await field.inputValue(), '20')

  for (const none of ['150', '-5', '33,3', '', '1e1', '12.345', 'ten']) {
    await field.fill(none)
    await page.getByText('A share is a number from 0 to 100').first().waitFor()
    assert.equal(await field.getAttribute('aria-invalid'), 'true', none)
    assert.equal(await page.locator('.plan').count(), 0, `no plan is shown for “${none}”`)
    assert.ok(await release.isDisabled())
    await share(page).focus()
    assert.equal(await field.inputValue(), none, 'it is left as it was typed')
    assert.equal(await share(page).inputValue(), '2000', 'and nothing else is')
  }

  // the plan follows each digit, with the focus in the field still
  await field.fill('')
  await field.press('3')
  await page.getByText('→ $latest 3% · 2 97%').waitFor()
  await field.press('3')
  await field.press('.')
  await field.press('5')
  await page.getByText('→ $latest 33.5% · 2 66.5%').waitFor()
  assert.equal(await field.getAttribute('aria-invalid'), 'false')
  await field.press('ArrowUp')
  assert.equal(await field.inputValue(), '34.5')
  await field.fill('42')
  await release.click()
  await ended(page, /Release cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.58')
  assert.deepEqual(complaints, [])
})

test('a double click is one order: of a rollback, and of a release', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).dblclick()
  await ended(page, /Release cart/)
  await (await inRelease(page, 1)).getByRole('button', { name: 'Roll back to v2' }).dblclick()
  await ended(page, /Rollback cart/)
  assert.equal(last(await routing(client, 'cart')), '2')
  assert.equal(await page.getByRole('article').count(), 2)
})

/** Who gets all of it, however the alias says so. */
function last(text) {
  const [main, ...weights] = text.split(', ')
  return weights.find((part) => part.endsWith(' 1'))?.split(' ')[0] ?? main
}

test('what changed meanwhile is noticed before anything is written, shown, and planned again', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await page.getByText('→ $latest 10% · 2 90%').waitFor()
  await client.call('UpdateAlias', { FunctionName: 'cart', Name: '$DEFAULT', FunctionVersion: '1' })
  const writes = () => emulator.requests.filter(({ action }) => action === 'UpdateAlias').length
  const before = writes()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByText('It changed meanwhile: nothing was written.').waitFor()
  assert.equal(writes(), before)
  await page.locator('.plan').getByText('shift $default: 1 100% → $latest 10% · 2 90%').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByText('The rest of the traffic goes to v2 of cart, which has none now. Continue?').waitFor()
  await typed(page, 'cart')
  await ended(page, /Release cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
})

test('several functions are released as one: what fails puts the others back, and each says what became of it', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: {} })
  emulator.failNext({ transition: 'publish', functionName: 'mail' })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await toRelease(page, ['cart', 'mail'])
  await pick(page, 'everything')
  await page.getByRole('button', { name: 'Release 2 functions' }).click()
  await typed(page, 'all 2')
  const card = await ended(page, /Release cart, mail/, 'Failed')
  assert.match(await card.innerText(), /VersionFailed/)
  assert.deepEqual([await routing(client, 'cart'), await routing(client, 'mail')], ['1', '1'])
})

test('two functions of one name, in different namespaces, are told apart', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  await client.call('CreateNamespace', { Namespace: 'payments' })
  await create(client, 'cart', undefined, { Namespace: 'payments' })
  await client.call('PublishVersion', { FunctionName: 'cart', Namespace: 'payments' })
  await pinned(client, { FunctionName: 'cart', Namespace: 'payments' }, '1')
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.getByRole('button', { name: 'Release 2 functions' }).click()
  await ended(page, /Release cart, cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
  assert.equal(await routing(client, 'cart', 'payments'), '$LATEST, 1 0.9')
  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await page.getByRole('button', { name: 'Roll back 2 in release' }).click()
  await ended(page, /Rollback cart, cart/)
  assert.equal(last(await routing(client, 'cart')), '2')
  assert.equal(last(await routing(client, 'cart', 'payments')), '1')
})
