import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen, until } from './browser.ts'
import { assertFine, clientOf, dialogOf, openAs, owner, ownerEnv } from './people.ts'

const travel = `# Travel policy

## Hotels abroad

A hotel abroad costs at most 120 euros a night. Breakfast is paid for besides, and the receipt is handed in.

## Trains

Trains are booked in second class, in the portal, at least three days ahead.`

describe('the search screen, in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let page: Page
  let context: Awaited<ReturnType<typeof openAs>>['context']
  before(async () => {
    screen = await startScreen(ownerEnv)
    const client = await clientOf(screen, owner)
    const add = (body: { title: string; text: string; tags?: string[]; format?: 'markdown' }) =>
      client.call(contract.documents.importDocuments, { body })
    await add({ title: 'Travel policy', text: travel, format: 'markdown', tags: ['travel costs'] })
    await add({ title: 'Hotel list', text: 'The hotel by the harbour gives us a rate of 99 euros.' })
    for (let year = 2010; year < 2022; year++)
      await add({
        title: `Review ${year}`,
        text: `What guests said of every hotel in ${year}: ${'abcdefghijkl'[year - 2010]!.repeat(9)} it was fine.`,
      })
    while ((await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const opened = await openAs(screen, owner, '/search')
    page = opened.page
    context = opened.context
  })
  after(() => screen.close())

  const field = () => page.getByRole('combobox', { name: 'Search the documents' })
  const hits = () => page.getByRole('article')
  const address = () => new URL(page.url())

  test('before anything is typed it says what it is for', async () => {
    await page.getByRole('heading', { name: 'Find the very passage' }).waitFor()
    await until(page, `document.activeElement?.getAttribute('role') === 'combobox'`)
    await assertAccessible(page, 'empty search')
  })

  test('titles and headings are offered while typing, and the keyboard chooses', async () => {
    await field().pressSequentially('hot')
    const options = page.getByRole('listbox').getByRole('option')
    await page.getByRole('option', { name: 'Hotels abroad in Travel policy' }).waitFor()
    assert.deepEqual(await options.allInnerTexts().then((texts) => texts.map((text) => text.split('\n')[0])), [
      'Hotel list',
      'Hotels abroad',
    ])
    await assertAccessible(page, 'suggestions')
    await field().press('ArrowDown')
    await field().press('ArrowDown')
    assert.equal(await page.getByRole('listbox').getByRole('option', { selected: true }).count(), 1)
    await field().press('Enter')
    await hits().first().waitFor()
    assert.equal(await field().inputValue(), 'Hotels abroad')
    assert.equal(address().searchParams.get('q'), 'Hotels abroad')
    assert.equal(await page.getByRole('listbox').count(), 0)
    await assertFine(screen, '/search?q=hotel', context)
  })

  test('Escape closes the suggestions and keeps what was typed', async () => {
    await field().fill('trai')
    await page.getByRole('option', { name: /Trains/ }).waitFor()
    await field().press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    assert.equal(await field().inputValue(), 'trai')
  })

  test('hits come in pages, and the arrow keys lead from the field through them', async () => {
    await field().fill('hotel')
    await field().press('Enter')
    await page.getByText('14 passages').waitFor()
    assert.equal(await hits().count(), 10)
    await page.getByRole('button', { name: 'More results' }).click()
    await until(page, `document.querySelectorAll('article').length === 14`)
    assert.equal(await page.getByRole('button', { name: 'More results' }).count(), 0)
    await field().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await until(page, `document.activeElement === document.querySelectorAll('article a')[1]`)
    await page.keyboard.press('/')
    await until(page, `document.activeElement?.getAttribute('role') === 'combobox'`)
  })

  test('a hit opens its document at the place, and the address keeps it', async () => {
    await hits().first().getByRole('link').first().click()
    const panel = page.getByRole('complementary')
    await panel.locator('mark').first().waitFor()
    assert.match(address().searchParams.get('at') ?? '', /^\d+-\d+$/)
    await assertAccessible(page, 'a hit and its document')
    await panel.getByRole('button', { name: 'Next result' }).click()
    await panel.getByText('Result 2').waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  test('filters narrow the search, show what is set, and come off again', async () => {
    const filters = page.getByRole('search', { name: 'Filters' })
    await filters.getByRole('combobox', { name: 'Tag' }).selectOption('travel costs')
    await page.getByText('1 passage').waitFor()
    assert.equal(address().searchParams.get('tag'), 'travel costs')
    await filters.getByRole('combobox', { name: 'Tag' }).selectOption('')
    await filters.getByRole('textbox', { name: 'Title' }).fill('review 201')
    await filters.getByRole('textbox', { name: 'Title' }).press('Enter')
    await page.getByText('10 passages').waitFor()
    await filters.getByRole('combobox', { name: 'Format' }).selectOption('pdf')
    await page.getByRole('heading', { name: 'Nothing found for “hotel”' }).waitFor()
    await assertAccessible(page, 'nothing found')
    await page.getByRole('button', { name: 'Remove the filter Format: PDF' }).click()
    await page.getByText('10 passages').waitFor()
    await page.getByRole('button', { name: 'Remove the filter Title: review 201' }).click()
    await page.getByText('14 passages').waitFor()
  })

  test('a mistyped word is offered as it was probably meant', async () => {
    await field().fill('harbuor rate')
    await field().press('Enter')
    await page.getByRole('link', { name: 'harbour rate' }).click()
    await until(page, `new URL(location.href).searchParams.get('q') === 'harbour rate'`)
    await page.getByText('Did you mean').waitFor({ state: 'detached' })
  })

  test('the command palette leads to documents and headings', async () => {
    await page.keyboard.press('Control+k')
    const box = dialogOf(page).getByRole('combobox', { name: 'Commands' })
    await box.fill('trains')
    await dialogOf(page).getByRole('option', { name: 'Trains Travel policy' }).waitFor()
    await assertAccessible(page, 'places in the command palette')
    await dialogOf(page).getByRole('option', { name: 'Trains Travel policy' }).click()
    await page.waitForURL('**/documents?*')
    await page.getByRole('complementary').locator('mark', { hasText: 'Trains' }).waitFor()
  })

  test('documents are tagged one by one and several at once, and listed by their tags', async () => {
    await page.getByRole('complementary').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Change tags' }).click()
    const tags = dialogOf(page).getByRole('textbox', { name: 'Tags' })
    await tags.fill('Policy')
    await tags.press('Enter')
    await assertAccessible(page, 'changing tags')
    await dialogOf(page).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('complementary').getByRole('link', { name: 'policy', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('checkbox', { name: 'Select Review 2020' }).check()
    await page.getByRole('checkbox', { name: 'Select Review 2021' }).check()
    await page.getByRole('button', { name: 'Add tags' }).click()
    await dialogOf(page).getByRole('textbox', { name: 'Tags' }).fill('recent')
    await dialogOf(page).getByRole('button', { name: 'Add tags' }).click()
    await page.getByRole('search', { name: 'Filters' }).getByRole('combobox', { name: 'Tag' }).selectOption('recent')
    await page.getByText(/2 matches/).waitFor()
    await assertAccessible(page, 'documents with tags')
  })

  test('words that found nothing say nothing of the next ones while the connection is lost', async () => {
    await page.goto(`${screen.server.url}/search`)
    await field().fill('xqzzwv')
    await field().press('Enter')
    await page.getByRole('heading', { name: 'Nothing found for “xqzzwv”' }).waitFor()
    await context.setOffline(true)
    await field().fill('receipt')
    await field().press('Enter')
    await page.getByText('No connection to the server', { exact: false }).waitFor()
    assert.equal(await page.getByRole('heading', { name: /Nothing found/ }).count(), 0)
    await context.setOffline(false)
    await hits().first().waitFor()
  })

  test('it works on a phone', async () => {
    await page.goto(`${screen.server.url}/search?q=hotel`)
    await page.setViewportSize({ width: 390, height: 844 })
    await hits().first().waitFor()
    await page.getByText('Filters', { exact: true }).click()
    await page.getByRole('textbox', { name: 'Title' }).waitFor()
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
    await assertAccessible(page, 'search on a phone')
  })
})
