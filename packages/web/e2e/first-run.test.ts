import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen, until } from './browser.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }

describe('the first run in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let page: Page
  let faults: string[]
  before(async () => {
    screen = await startScreen()
  })
  after(() => screen.close())

  test('the setup link leads to an owner, a workspace and the sample handbook', async () => {
    const link = new URL(screen.server.setupLink!)
    const opened = await screen.open(link.pathname + link.search)
    page = opened.page
    faults = opened.faults
    await page.getByLabel('Your name').fill('Owner')
    await assertAccessible(page, 'setup')
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByLabel('Name of the workspace').fill('Acme')
    await page.getByRole('checkbox', { name: 'Load the sample handbook' }).check()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
    await assertAccessible(page, 'ask')
  })

  test('the documents are read while one watches', async () => {
    await page.getByRole('link', { name: 'Documents' }).first().click()
    await page
      .getByText(/Ready, \d+ passages/i)
      .first()
      .waitFor()
    await until(page, `!/Waiting|Reading|Indexing/.test(document.querySelector('main tbody').textContent)`)
    await assertAccessible(page, 'documents')
  })

  test('a question gets an answer whose citation opens the place in its document', async () => {
    await page.goto(screen.server.url)
    await page.getByRole('textbox', { name: 'Question' }).fill('How long can I undo a delete?')
    await page.keyboard.press('Enter')
    const chip = page
      .getByRole('button', { name: /^Source 1:/ })
      .or(page.getByRole('link', { name: /^Source 1:/ }))
      .first()
    await chip.waitFor()
    assert.match((await page.getByRole('main').textContent()) ?? '', /60 seconds/)
    await assertAccessible(page, 'answer')
    await chip.click()
    const mark = page.locator('mark').first()
    await mark.waitFor()
    assert.ok(((await mark.textContent()) ?? '').length > 10)
    assert.ok(await mark.isVisible())
    await assertAccessible(page, 'answer with its source')
    assert.match(page.url(), /source=1/)
  })

  test('the address of an answer shows the same answer and source again', async () => {
    const { page: other } = await screen.open(new URL(page.url()).pathname + new URL(page.url()).search, {
      storageState: await page.context().storageState(),
    })
    await other.locator('mark').first().waitFor()
    await other.context().close()
  })

  test('what the documents do not say is said plainly', async () => {
    await page.goto(
      `${screen.server.url}/ask?q=${encodeURIComponent('Which colour has the bicycle of the mayor of Ouagadougou?')}`,
    )
    await page.getByRole('heading', { name: 'Your documents do not say' }).waitFor()
    await assertAccessible(page, 'not answered')
  })

  test('a wrong file is refused with its reason beside the good one', async () => {
    await page.goto(`${screen.server.url}/documents`)
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        { name: 'tides.txt', mimeType: 'text/plain', buffer: Buffer.from('The spring tide comes two days after the full moon.') },
        {
          name: 'report.pdf',
          mimeType: 'application/pdf',
          buffer: Buffer.from('MZ\u0090\u0000\u0003 This program cannot be run in DOS mode.', 'latin1'),
        },
        { name: 'nothing.md', mimeType: 'text/markdown', buffer: Buffer.alloc(0) },
      ])
    await page.getByText('The file is empty').first().waitFor()
    await page
      .getByText(/Windows program|cannot be read/)
      .first()
      .waitFor()
    await page.getByText('tides').first().waitFor()
    await assertAccessible(page, 'documents with refused files')
  })

  test('everything works in German, in the dark and on a phone', async () => {
    const { page: phone, faults: onPhone } = await screen.open('/', {
      locale: 'de-DE',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
      storageState: { ...(await page.context().storageState()), origins: [] },
    })
    await phone.getByRole('textbox').first().waitFor()
    await assertAccessible(phone, 'ask on a phone')
    const width = await phone.evaluate<number>('document.documentElement.scrollWidth')
    assert.ok(width <= 390, `the page is ${width} wide`)
    await phone.goto(`${screen.server.url}/documents`)
    await phone.locator('main').getByRole('heading').first().waitFor()
    await assertAccessible(phone, 'documents on a phone')
    assert.deepEqual(onPhone, [])
    await phone.context().close()
  })

  test('signing out leads to sign-in, and back', async () => {
    await page.goto(`${screen.server.url}/profile`)
    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await assertAccessible(page, 'sign-in')
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill('wrong password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('E-mail or password is wrong').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
  })

  test('no page broke a rule of the browser or asked another server for anything', () => {
    // The browser itself reports the 401 of the wrong password.
    assert.deepEqual(
      faults.filter((fault) => !/status of 401/.test(fault)),
      [],
    )
  })
})
