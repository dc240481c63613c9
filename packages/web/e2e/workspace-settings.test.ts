import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen, until } from './browser.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const viewer = { name: 'Vera Viewer', email: 'vera@example.com', password: 'correct horse battery' }
const places = ['workspace', 'members', 'usage', 'api-keys'] as const

describe('the settings of a workspace in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let page: Page
  let faults: string[]
  let client: Client
  let params = { slug: 'acme' }
  /** What the browser itself reports when the server refuses something. */
  const refusals = /status of (401|403|404|409)/

  async function signIn({ email, password }: { email: string; password: string }, options: BrowserContextOptions = {}) {
    const opened = await screen.open('/sign-in', options)
    await opened.page.getByLabel('E-mail').fill(email)
    await opened.page.getByLabel('Password', { exact: true }).fill(password)
    await opened.page.getByRole('button', { name: 'Sign in' }).click()
    await opened.page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
    return opened
  }
  const goTo = (place: (typeof places)[number], on = page) => on.goto(`${screen.server.url}/settings/${place}`)

  before(async () => {
    screen = await startScreen({
      BRAIN_OWNER_EMAIL: owner.email,
      BRAIN_OWNER_PASSWORD: owner.password,
      BRAIN_WORKSPACE: params.slug,
    })
    const { token } = await createClient({ baseUrl: screen.server.url }).call(contract.auth.signIn, { body: owner })
    client = createClient({ baseUrl: screen.server.url, token, workspace: () => params.slug })
    const opened = await signIn(owner)
    page = opened.page
    faults = opened.faults
  })
  after(() => screen.close())

  test('an owner makes a link that is shown once, and whoever has it joins', async () => {
    await page.getByRole('link', { name: 'Settings' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Workspace' }).waitFor()
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Members' }).click()
    await page.getByRole('button', { name: 'Make a link' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('How many can join').fill('5')
    await assertAccessible(page, 'a link to be made')
    await dialog.getByRole('button', { name: 'Make a link' }).click()
    const link = await dialog.getByLabel('Invitation link').inputValue()
    await dialog.getByText('shown only once').waitFor()
    await dialog.getByRole('button', { name: 'Copy' }).click()
    await dialog.getByRole('button', { name: 'Copied' }).waitFor()
    await assertAccessible(page, 'a link that was made')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Whoever has the link').waitFor()

    const token = new URL(link).pathname.split('/').pop()!
    const anonymous = createClient({ baseUrl: screen.server.url })
    await anonymous.call(contract.invitations.signUpInvited, { params: { token }, body: viewer })
    await page.reload()
    await page.getByText('1 of 5 uses').waitFor()
    await page.getByText(viewer.email).waitFor()
  })

  test('an address that cannot be invited stays in the field with the reason, the others are invited', async () => {
    await page.getByRole('button', { name: 'Invite people' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-mail addresses').fill(`new@example.com, ${viewer.email}`)
    await dialog.getByRole('button', { name: 'Invite 2 people' }).click()
    await dialog.getByText(`${viewer.email}: This person is a member already.`).waitFor()
    assert.equal(await dialog.getByLabel('E-mail addresses').inputValue(), viewer.email)
    // No mail server is set here, so the link has to be handed on.
    await dialog.getByRole('heading', { name: 'No mail leaves this installation' }).waitFor()
    assert.equal(await dialog.getByRole('list', { name: 'Invited' }).getByRole('button', { name: 'Copy link' }).count(), 1)
    await assertAccessible(page, 'people invited')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Take back the invitation for new@example.com' }).click()
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('new@example.com').first().waitFor({ state: 'detached' })
  })

  test('a role is changed at once', async () => {
    await page.getByLabel(`Role of ${viewer.name}`).selectOption('Viewer')
    await page.getByText(`${viewer.name} is now: Viewer`).waitFor()
    const { members } = await client.call(contract.members.listMembers, { params })
    assert.equal(members.find(({ email }) => email === viewer.email)?.role, 'viewer')
  })

  test('usage follows an import while one looks', async () => {
    await goTo('usage')
    const documents = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Documents' }) })
    await documents.getByText('0', { exact: true }).waitFor()
    await client.call(contract.documents.importDocuments, { body: { title: 'Leave', text: 'Thirty days.', format: 'text' } })
    await documents.getByText('1', { exact: true }).waitFor()
    await page.getByText('As a table').click()
    assert.equal(await page.getByRole('table').getByRole('row').count(), 13)
  })

  test('an API key is shown once, works, and is refused after it was revoked', async () => {
    await goTo('api-keys')
    await page.getByRole('button', { name: 'New API key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('nightly import')
    await dialog.getByLabel('Expires').selectOption('In 30 days')
    await assertAccessible(page, 'a key to be made')
    await dialog.getByRole('button', { name: 'Make key' }).click()
    const key = await dialog.getByLabel('nightly import').inputValue()
    assert.match(key, /^brain_/)
    await dialog.getByText(`curl ${screen.server.url}/api/`).waitFor()
    await assertAccessible(page, 'a key that was made')
    await page.keyboard.press('Escape')
    assert.ok(await dialog.isVisible(), 'only one’s word that the key is stored closes it')
    await dialog.getByRole('button', { name: 'I have stored it' }).click()
    await dialog.waitFor({ state: 'detached' })

    const program = createClient({ baseUrl: screen.server.url, token: key })
    assert.equal((await program.call(contract.documents.listDocuments)).total, 1)
    await page.getByRole('button', { name: 'Revoke nightly import' }).click()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('Revoked', { exact: true }).waitFor()
    await assert.rejects(program.call(contract.documents.listDocuments), { code: 'auth/required' })
  })

  test('a workspace with another name and address goes on under both', async () => {
    const otherTab = await page.context().newPage()
    await otherTab.goto(`${screen.server.url}/documents`)
    await otherTab.getByRole('link', { name: 'Leave' }).waitFor()
    await goTo('workspace')
    await page.getByLabel('Name').fill('Acme Tools')
    await page.getByLabel('Address').fill('acme-tools')
    await page.getByText('Links and scripts that use “acme” stop working').waitFor()
    await page.getByRole('combobox', { name: 'Time zone' }).fill('berl')
    await page.getByRole('option', { name: 'Europe/Berlin' }).click()
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByRole('navigation', { name: 'Main navigation' }).first().getByText('Acme Tools').waitFor()
    params = { slug: 'acme-tools' }
    const { name, timeZone } = await client.call(contract.workspaces.getWorkspace, { params })
    assert.deepEqual([name, timeZone], ['Acme Tools', 'Europe/Berlin'])
    await page.getByRole('link', { name: 'Documents' }).first().click()
    await page.getByRole('link', { name: 'Leave' }).waitFor()
    await otherTab.getByRole('link', { name: 'Settings' }).first().click()
    await otherTab.getByText('Acme Tools').first().waitFor()
    assert.equal(await otherTab.getByLabel('Address').inputValue(), params.slug)
    await otherTab.close()
  })

  test('the only owner is told why leaving does not work, and the workspace closes only when its address is typed', async () => {
    await goTo('workspace')
    await page.getByText('You are the only owner').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Leave', exact: true }).count(), 0)
    await page.getByRole('button', { name: 'Close workspace' }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Close workspace' })
    assert.ok(await confirm.isDisabled())
    await page.getByRole('dialog').getByRole('textbox').fill(params.slug)
    assert.ok(await confirm.isEnabled())
    await page.keyboard.press('Escape')
  })

  test('a limit that is reached is said with the way to the usage', async () => {
    await client.call(contract.usage.setLimits, { params, body: { own: { documents: 1 } } })
    await page.goto(`${screen.server.url}/documents?add=paste`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Title').fill('Too many')
    await dialog.getByLabel('Text').fill('One more.')
    await dialog.getByRole('button', { name: 'Add document' }).click()
    await dialog.getByText('The workspace has room for 1 documents').waitFor()
    await dialog.getByRole('link', { name: 'See usage' }).click()
    await page.getByText('Nothing left').waitFor()
    await client.call(contract.usage.setLimits, { params, body: { own: {} } })
  })

  test('a viewer reads it all and finds nothing to change', async () => {
    const { page: theirs, context } = await signIn(viewer)
    await goTo('workspace', theirs)
    await theirs.getByText('Owners and admins change these settings.').waitFor()
    await theirs.getByText('Only owners hand over or close the workspace').waitFor()
    assert.equal(await theirs.getByRole('main').getByRole('textbox').count(), 0)
    assert.deepEqual(await theirs.getByRole('main').getByRole('button').allTextContents(), ['Leave'])
    await assertAccessible(theirs, 'the workspace for a viewer')
    await goTo('members', theirs)
    await theirs.getByText('Owners and admins invite people and change roles.').waitFor()
    await theirs.getByText(owner.email).waitFor()
    assert.equal(await theirs.getByRole('main').getByRole('button').count(), 0)
    assert.equal(await theirs.getByRole('main').getByRole('combobox').count(), 0)
    await goTo('api-keys', theirs)
    await theirs.getByRole('button', { name: 'New API key' }).click()
    assert.equal(await theirs.getByRole('radio', { name: 'Read and write' }).count(), 0)
    assert.equal(await theirs.getByRole('switch').count(), 0)
    await context.close()
  })

  test('a suspended workspace says so on every page, and holds back what would change it', async () => {
    await client.call(contract.instance.changeWorkspace, { params, body: { status: 'suspended' } })
    await page.goto(screen.server.url)
    await page.getByText('This workspace is suspended: you can read').waitFor()
    assert.ok(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled())
    await page.goto(`${screen.server.url}/documents`)
    const choose = page.getByRole('button', { name: 'Choose files' })
    await choose.waitFor()
    assert.ok(await choose.isDisabled())
    assert.match((await choose.getAttribute('title')) ?? '', /suspended/)
    await assertAccessible(page, 'documents of a suspended workspace')
    await goTo('members')
    await page.getByText(viewer.email).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Invite people' }).count(), 0)
    await client.call(contract.instance.changeWorkspace, { params, body: { status: 'active' } })
  })

  test('an operator makes another workspace, and switching keeps the kind of page', async () => {
    await goTo('usage')
    await page.getByRole('button', { name: /Switch workspace/ }).click()
    await page.getByRole('menuitem', { name: 'New workspace' }).click()
    await page.getByLabel('Name').fill('Beta')
    await assertAccessible(page, 'a new workspace')
    await page.getByRole('button', { name: 'Make workspace' }).click()
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
    await page.getByRole('button', { name: 'Beta: Switch workspace' }).waitFor()
    await goTo('usage')
    await page.getByRole('button', { name: /Switch workspace/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Acme Tools Owner' }).click()
    await page.getByRole('button', { name: 'Acme Tools: Switch workspace' }).waitFor()
    assert.match(page.url(), /\/settings\/usage$/)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('members')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor()
  })

  test('every page is accessible in light and dark, in German, and fits a phone', async () => {
    const storageState = { ...(await page.context().storageState()), origins: [] }
    const looks: readonly BrowserContextOptions[] = [
      { colorScheme: 'light' },
      { colorScheme: 'dark', locale: 'de-DE', viewport: { width: 390, height: 844 } },
    ]
    for (const look of looks) {
      const opened = await screen.open('/', { ...look, storageState, reducedMotion: 'reduce' })
      for (const place of places) {
        await goTo(place, opened.page)
        await opened.page.getByRole('heading', { level: 1 }).waitFor()
        await until(opened.page, `!document.querySelector('main .animate-breathe')`)
        await assertAccessible(opened.page, `${place}, ${look.colorScheme}`)
        const width = await opened.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
        assert.ok(width <= 0, `${place} is ${width} wider than the window`)
      }
      assert.deepEqual(opened.faults, [])
      await opened.context.close()
    }
  })

  test('no page broke a rule of the browser or asked another server for anything', () => {
    assert.deepEqual(
      faults.filter((fault) => !refusals.test(fault)),
      [],
    )
  })
})
