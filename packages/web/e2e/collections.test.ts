import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'
import { addPerson, assertFine, clientOf, dialogOf, openAs, owner, ownerEnv, type Person } from './people.ts'

describe('who reads a collection, in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let asOwner: Client
  let grace: Person
  let linus: Person
  let page: Page
  let context: BrowserContext
  let theirs: Page
  before(async () => {
    screen = await startScreen(ownerEnv)
    asOwner = await clientOf(screen, owner)
    grace = await addPerson(screen, asOwner, 'Grace')
    linus = await addPerson(screen, asOwner, 'Linus')
    await asOwner.call(contract.documents.importDocuments, {
      body: { title: 'Pay scale', text: 'The pay scale has nine steps.' },
    })
    const opened = await openAs(screen, grace, '/documents')
    page = opened.page
    context = opened.context
    theirs = (await openAs(screen, linus, '/documents')).page
    await theirs.getByRole('link', { name: 'Pay scale' }).waitFor()
  })
  after(() => screen.close())

  const act = async (on: Page, name: string, action: string) => {
    await on.getByRole('button', { name: `Actions for the collection ${name}` }).click()
    await on.getByRole('menuitem', { name: action }).click()
  }

  test('a member makes a closed collection and names who reads it besides', async () => {
    await page.getByRole('button', { name: 'Collections' }).click()
    const dialog = dialogOf(page)
    await dialog.getByRole('button', { name: 'New collection' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Salaries')
    await dialog.getByRole('radio', { name: 'Only named members' }).check({ force: true })
    await assertAccessible(page, 'new collection')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('dialog', { name: 'Who may read Salaries' }).waitFor()
    assert.ok(await dialog.getByRole('checkbox', { name: /^Grace \(you\)/ }).isChecked())
    await assertAccessible(page, 'who may read a collection')
    await dialog.getByRole('checkbox', { name: /^Grace/ }).uncheck()
    await dialog.getByText('Name at least one member.').waitFor()
    assert.ok(await dialog.getByRole('button', { name: 'Save' }).isDisabled())
    await dialog.getByRole('searchbox').fill('nobody')
    await dialog.getByText('No member fits.').waitFor()
    await dialog.getByRole('searchbox').fill('gra')
    await dialog.getByRole('checkbox', { name: /^Grace/ }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog', { name: 'Collections' }).getByText('Closed · 0 documents').waitFor()
    await page.keyboard.press('Escape')
    await assertFine(screen, '/documents', context)
  })

  test('moving a document there says that it is closed, and takes it out of the sight of others', async () => {
    await page.getByRole('link', { name: 'Pay scale' }).click()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Move to a collection' }).click()
    const dialog = dialogOf(page)
    await dialog.getByRole('combobox', { name: 'Collection' }).fill('salaries')
    await dialog.getByText(/This collection is closed/).waitFor()
    await assertAccessible(page, 'moving into a closed collection')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page
      .getByRole('complementary')
      .getByText(/Salaries \(closed\)/)
      .waitFor()
    await theirs.reload()
    await theirs.getByText('Nothing to read yet').waitFor()
    await theirs.getByRole('button', { name: 'Collections' }).click()
    await theirs.getByText('There are no collections yet').waitFor()
    await theirs.keyboard.press('Escape')
  })

  test('whoever manages collections sees that it exists, not what is in it, and says who reads it', async () => {
    const { page: managers, context: other } = await openAs(screen, owner, '/documents?manage=collections')
    const dialog = dialogOf(managers)
    await dialog.getByText('Closed, not readable for you').waitFor()
    assert.equal(await managers.getByText('Pay scale').count(), 0)
    await assertAccessible(managers, 'a collection one cannot read')
    await act(managers, 'Salaries', 'Who may read it')
    await dialog.getByRole('checkbox', { name: /^Linus/ }).check()
    await dialog.getByText('You are not named').waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Closed, not readable for you').waitFor()
    await theirs.reload()
    await theirs.getByRole('link', { name: 'Pay scale' }).waitFor()
    await other.close()
  })

  test('an open collection is renamed, and deleted while it is empty', async () => {
    await page.goto(`${screen.server.url}/documents?manage=collections`)
    const dialog = dialogOf(page)
    await dialog.getByRole('button', { name: 'New collection' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Drafts')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await act(page, 'Drafts', 'Rename')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Notes')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await act(page, 'Notes', 'Delete')
    await page.getByText('The collection Notes is deleted').first().waitFor()
    await dialog.getByText('Notes', { exact: true }).waitFor({ state: 'detached' })
  })
})
