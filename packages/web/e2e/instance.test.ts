import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'
import { addPerson, assertFine, clientOf, dialogOf, openAs, owner, ownerEnv, type Person, signIn } from './people.ts'

describe('running the installation in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let asOwner: Client
  let member: Person
  let page: Page
  let context: BrowserContext
  before(async () => {
    screen = await startScreen(ownerEnv)
    asOwner = await clientOf(screen, owner)
    member = await addPerson(screen, asOwner, 'Grace')
    await asOwner.call(contract.workspaces.createWorkspace, { body: { name: 'Beta' } })
    await asOwner.call(contract.instance.changeWorkspace, { params: { slug: 'acme' }, body: { plan: 'free' } })
    const opened = await openAs(screen, owner, '/instance')
    page = opened.page
    context = opened.context
  })
  after(() => screen.close())

  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  const choose = async (name: string, action: string) => {
    await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
    await page.getByRole('menuitem', { name: action, exact: true }).click()
  }

  test('an operator sees every workspace with its plan and size, and finds one', async () => {
    await rowOf('acme').getByText('2 of 5').waitFor()
    assert.equal(await page.getByRole('row').count(), 3)
    await page.getByRole('searchbox').fill('beta')
    await page.getByText('1 workspace', { exact: true }).waitFor()
    assert.equal(await page.getByRole('row').count(), 2)
    await page.getByRole('searchbox').fill('nothing like that')
    await page.getByRole('button', { name: 'Clear search' }).click()
    await rowOf('Beta').waitFor()
  })

  test('every page of the instance is readable for all, light and dark, wide and narrow', async () => {
    for (const path of ['/instance/workspaces', '/instance/users', '/instance/mail']) await assertFine(screen, path, context)
  })

  test('a workspace gets another plan, and limits of its own', async () => {
    await page.getByRole('combobox', { name: 'Plan of Beta' }).selectOption('pro')
    await page.getByText('Beta has the plan Pro now').waitFor()
    await choose('Beta', 'Change limits')
    const dialog = dialogOf(page)
    await dialog.getByRole('combobox', { name: 'Documents', exact: true }).selectOption('Own limit')
    await dialog.getByLabel('Documents: at most').fill('many')
    await dialog.getByRole('combobox', { name: 'Storage', exact: true }).selectOption('No limit')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Type a whole number').waitFor()
    await assertAccessible(page, 'limits')
    await dialog.getByLabel('Documents: at most').fill('12')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await rowOf('Beta').getByText('0 of 12').waitFor()
    const { own } = await asOwner.call(contract.usage.getLimits, { params: { slug: 'beta' } })
    assert.deepEqual(own, { documents: 12, storage: null })
  })

  test('a suspended workspace tells its members so, until it is open again', async () => {
    await choose('acme', 'Suspend')
    await page.getByText('Suspend acme?').waitFor()
    await assertAccessible(page, 'suspending')
    await dialogOf(page).getByRole('button', { name: 'Suspend', exact: true }).click()
    await rowOf('acme').getByText('Suspended').waitFor()
    const { page: theirs, context: other } = await openAs(screen, member, '/documents')
    await theirs.getByText(/This workspace is suspended/).waitFor()
    const add = theirs.getByRole('button', { name: 'Choose files' })
    assert.ok(!(await add.isVisible()) || (await add.isDisabled()))
    await choose('acme', 'Open again')
    await rowOf('acme').getByText('Active').waitFor()
    await theirs.reload()
    await add.waitFor()
    assert.ok(await add.isEnabled())
    await other.close()
  })

  test('a link for a new password, made by an operator, lets somebody in again', async () => {
    await page.getByRole('link', { name: 'Users' }).click()
    await choose('Grace', 'Make a link for a new password')
    const link = await dialogOf(page).getByLabel('Link').inputValue()
    await assertAccessible(page, 'link for a new password')
    await page.getByRole('button', { name: 'I have copied it' }).click()
    const { page: theirs, context: other } = await screen.open(new URL(link).pathname + new URL(link).search)
    await theirs.getByLabel('New password').fill('another long password')
    await theirs.getByRole('button', { name: 'Set new password' }).click()
    await theirs.getByRole('link', { name: 'Go to sign-in' }).click()
    await signIn(theirs, { email: member.email, password: 'another long password' })
    await theirs.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
    member = { ...member, password: 'another long password' }
    await theirs.goto(`${screen.server.url}/instance`)
    await theirs.getByRole('heading', { name: 'This is for operators' }).waitFor()
    await assertAccessible(theirs, 'instance for somebody else')
    await other.close()
  })

  test('a disabled account cannot sign in, and an enabled one can', async () => {
    await choose('Grace', 'Disable account')
    await dialogOf(page).getByRole('button', { name: 'Disable account' }).click()
    await rowOf('Grace').getByText('Disabled').waitFor()
    const { page: theirs, context: other } = await openAs(screen, member, '/sign-in')
    await theirs.getByText(/This account is disabled/).waitFor()
    await choose('Grace', 'Enable account')
    await rowOf('Grace').getByText('Disabled').waitFor({ state: 'detached' })
    await signIn(theirs, member)
    await theirs.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
    await other.close()
  })

  test('the last operator stays one, and is told why', async () => {
    await choose(owner.name, 'No operator any more')
    await page.getByText('You are the only one who runs this installation').first().waitFor()
    await choose('Grace', 'Make operator')
    await dialogOf(page).getByRole('button', { name: 'Make operator' }).click()
    await rowOf('Grace').getByText('Operator').waitFor()
  })

  test('without a mail server the outbox keeps the mail, and its text shows the link to hand on', async () => {
    await asOwner.call(contract.invitations.createInvitation, {
      params: { slug: 'acme' },
      body: { email: 'alan@example.com' },
    })
    await page.goto(`${screen.server.url}/instance/mail`)
    await page.getByText('No mail server is configured').waitFor()
    await page.getByRole('link', { name: /alan@example\.com/ }).click()
    await page.getByText(/\/invitation\/[\w-]{20,}/).waitFor()
    await assertAccessible(page, 'a mail')
    await page.keyboard.press('Escape')
    await page.getByText(/\/invitation\//).waitFor({ state: 'detached' })
  })

  test('who closes the only workspace of theirs can still open it again', async () => {
    await page.getByRole('link', { name: 'Workspaces', exact: true }).click()
    for (const name of ['Beta', 'acme']) {
      await choose(name, 'Close')
      await dialogOf(page).getByRole('button', { name: 'Close', exact: true }).last().click()
      await rowOf(name).getByText('Closed').waitFor()
    }
    await page.goto(screen.server.url)
    await page.getByRole('heading', { name: 'You are in no workspace yet' }).waitFor()
    await page.getByRole('link', { name: 'Instance' }).click()
    await assertAccessible(page, 'instance without a workspace')
    await choose('acme', 'Open again')
    await rowOf('acme').getByText('Active').waitFor()
  })
})
