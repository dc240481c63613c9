import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { clientId, clientSecret, makeOidcProvider, type TestOidcProvider } from '../../server/test/oidc-provider.ts'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'
import {
  addPerson,
  assertFine,
  clientOf,
  codeOfApp,
  dialogOf,
  openAs,
  owner,
  ownerEnv,
  type Person,
  password,
  signIn,
} from './people.ts'

const question = { name: 'What do you want to know?' }

describe('accounts in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let provider: TestOidcProvider
  let asOwner: Client
  let grace: Person
  let page: Page
  let context: BrowserContext
  before(async () => {
    provider = await makeOidcProvider()
    screen = await startScreen({
      ...ownerEnv,
      BRAIN_OIDC_ISSUER: provider.issuer,
      BRAIN_OIDC_CLIENT_ID: clientId,
      BRAIN_OIDC_CLIENT_SECRET: clientSecret,
      BRAIN_OIDC_NAME: 'The office',
    })
    await provider.start(screen.server.url + contract.auth.finishOidc.path)
    asOwner = await clientOf(screen, owner)
  })
  after(async () => {
    await screen.close()
    await provider.stop()
  })

  const invite = async (email: string | null): Promise<string> => {
    const { link } = await asOwner.call(contract.invitations.createInvitation, { params: { slug: 'acme' }, body: { email } })
    return new URL(link).pathname
  }

  test('the link of an invitation says what it offers, makes an account and leads into the workspace', async () => {
    grace = { name: 'Grace', email: 'grace@example.com', password }
    const path = await invite(grace.email)
    await assertFine(screen, path)
    const opened = await screen.open(path)
    page = opened.page
    context = opened.context
    await page.getByRole('heading', { name: 'Join acme' }).waitFor()
    await page
      .getByText(/^Member/)
      .first()
      .waitFor()
    await page.getByLabel('Your name').fill(grace.name)
    assert.equal(await page.getByLabel('E-mail').inputValue(), grace.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Make account and join' }).click()
    await page.getByRole('heading', question).waitFor()
    assert.deepEqual(
      opened.faults.filter((fault) => !/status of 401/.test(fault)),
      [],
    )
  })

  test('a link that was used says so, and what to do', async () => {
    const path = await invite('lost@example.com')
    const open = await asOwner.call(contract.invitations.listInvitations, { params: { slug: 'acme' } })
    const { id } = open.invitations.find(({ email }) => email === 'lost@example.com')!
    await asOwner.call(contract.invitations.revokeInvitation, { params: { slug: 'acme', id } })
    const { page: dead, context: other } = await screen.open(path)
    await dead.getByText('This link does not work any more').waitFor()
    await dead.getByText(/Ask whoever invited you/).waitFor()
    await other.close()
    await assertFine(screen, path)
  })

  test('an invitation for somebody with an account is taken after signing in; who is signed in as another goes on as that one', async () => {
    const linus = await addPerson(screen, asOwner, 'Linus')
    const { id } = (await asOwner.call(contract.workspaces.createWorkspace, { body: { name: 'Beta' } })) as { id: string }
    assert.ok(id)
    const { link } = await asOwner.call(contract.invitations.createInvitation, {
      params: { slug: 'beta' },
      body: { email: linus.email },
    })
    const path = new URL(link).pathname
    await page.goto(screen.server.url + path)
    await page.getByText('This invitation is for another address').waitFor()
    await assertAccessible(page, 'invitation of another address')
    await page.getByRole('button', { name: 'Sign out and go on' }).click()
    await page.getByRole('link', { name: 'Sign in to join' }).click()
    await signIn(page, linus)
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByRole('heading', question).waitFor()
    await page.getByRole('button', { name: /^Beta/ }).waitFor()
  })

  test('a second factor is set up with an app, and its recovery codes are stored first', async () => {
    await context.close()
    const opened = await openAs(screen, grace, '/profile/security')
    page = opened.page
    context = opened.context
    await page.getByText('Signing in asks for the password only.').waitFor()
    await assertFine(screen, '/profile/security', context)
    await assertFine(screen, '/profile', context)
    await page.getByRole('button', { name: 'Set up a second factor' }).click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('Current password').fill('wrong password')
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByText('The current password is wrong.').waitFor()
    await dialog.getByLabel('Current password').fill(password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
    const secret = await page.getByLabel('Or type this into the app').inputValue()
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
    assert.ok(codes.length >= 8)
    await assertAccessible(page, 'second factor being set up')
    assert.ok(await page.getByRole('button', { name: 'Turn on' }).isDisabled())
    await page.getByRole('checkbox', { name: 'I have stored the recovery codes' }).check()
    await page.getByLabel('Code', { exact: true }).fill(codeOfApp(secret))
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('Signing in asks for a code of your app.').waitFor()

    await page.goto(`${screen.server.url}/profile`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signIn(page, grace)
    const code = page.getByLabel('Code', { exact: true })
    assert.equal(await code.getAttribute('autocomplete'), 'one-time-code')
    await assertAccessible(page, 'second step of signing in')
    await code.fill('000 000')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('Take the one that the app shows now.').waitFor()
    // Each code counts once, and the one of this half minute was used to turn it on.
    await code.fill(codeOfApp(secret, 1))
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', question).waitFor()

    const { page: elsewhere, context: other } = await screen.open('/sign-in')
    await signIn(elsewhere, grace)
    await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click()
    await elsewhere.getByLabel('Recovery code').fill(codes[0]!)
    await elsewhere.getByRole('button', { name: 'Continue' }).click()
    await elsewhere.getByRole('heading', question).waitFor()
    await other.close()
  })

  test('the second factor is removed with the password', async () => {
    await page.goto(`${screen.server.url}/profile/security`)
    await page.getByRole('button', { name: 'Remove the second factor' }).click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('Current password').fill(password)
    await dialog.getByRole('button', { name: 'Remove the second factor' }).click()
    await page.getByText('Signing in asks for the password only.').waitFor()
  })

  test('sessions are listed, this one marked, and another one ends at once', async () => {
    const { page: elsewhere, context: other } = await openAs(screen, grace, '/documents')
    await elsewhere.getByRole('heading', { name: 'Documents' }).first().waitFor()
    await page.goto(`${screen.server.url}/profile/security`)
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
    await sessions.filter({ hasText: 'This device' }).getByText('Chrome on Linux').waitFor()
    const before = await sessions.count()
    assert.ok(before > 1)
    await sessions.nth(1).getByRole('button', { name: /^End / }).click()
    await page.getByText('1 session ended').first().waitFor()
    while ((await sessions.count()) !== before - 1) await page.waitForTimeout(50)
    await page.getByRole('button', { name: 'End all other sessions' }).click()
    await page.getByText('You are signed in nowhere else.').waitFor()
    await elsewhere.reload()
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()
    await other.close()
  })

  test('who guesses is told how long to wait', async () => {
    const { page: guessing, context: other } = await screen.open('/sign-in')
    const timer = guessing.getByRole('timer')
    for (let attempt = 1; attempt <= 12 && !(await timer.isVisible()); attempt++) {
      await signIn(guessing, { email: 'nobody@example.com', password: `wrong ${attempt}` })
      await timer.or(guessing.getByText('E-mail or password is wrong')).first().waitFor()
      await guessing.waitForTimeout(100)
    }
    assert.match((await timer.textContent()) ?? '', /Try again in \d+:\d\d/)
    assert.ok(await guessing.getByRole('button', { name: 'Sign in', exact: true }).isDisabled())
    await assertAccessible(guessing, 'too many attempts')
    await guessing.getByText('You can try again now.').waitFor()
    await other.close()
  })

  test('without mail, a forgotten password says whom to ask, and a dead link leads there', async () => {
    const { page: lost, context: other } = await screen.open(`/reset-password?token=${'x'.repeat(43)}`)
    await lost.getByLabel('New password').fill('another long password')
    await lost.getByRole('button', { name: 'Set new password' }).click()
    await lost.getByText('This link does not work any more').waitFor()
    await assertAccessible(lost, 'dead link for a new password')
    await lost.getByRole('link', { name: 'Ask for another link' }).click()
    await lost.getByText('No mail leaves this installation').waitFor()
    await other.close()
    for (const path of ['/sign-in', '/sign-in?problem=auth/provider-refused', '/forgot-password', '/join', '/reset-password'])
      await assertFine(screen, path)
  })

  test('an account is linked with the provider, which from then on signs in and leads where one wanted to go', async () => {
    provider.people.set('grace-at-work', { email: 'grace@work.example', email_verified: true, name: 'Grace' })
    provider.present = 'grace-at-work'
    const { page: stranger, context: other } = await screen.open('/sign-in')
    await stranger.getByRole('link', { name: 'Sign in with The office' }).click()
    await stranger.getByText('Signing in did not work').waitFor()
    await assertAccessible(stranger, 'refused by the provider')
    await other.close()

    await page.goto(`${screen.server.url}/profile/security`)
    await page.getByRole('link', { name: 'Link with The office' }).click()
    await page.getByText('This account is linked with The office.').waitFor()
    await assertAccessible(page, 'linked with the provider')

    const { page: colleague, context: third } = await screen.open('/documents')
    await colleague.getByRole('link', { name: 'Sign in with The office' }).click()
    await colleague.getByRole('heading', { name: 'Documents' }).first().waitFor()
    await colleague.goto(`${screen.server.url}/sign-in`)
    await colleague.getByText(`You are signed in as ${grace.email}.`).waitFor()
    await third.close()
  })

  test('a failed sign-in at the provider is said in a sentence, and nothing else from the address is', async () => {
    const { page: back, context: other } = await screen.open('/sign-in?problem=auth/provider-refused')
    await back.getByText('The sign-in provider did not let you in.').waitFor()
    await back.goto(`${screen.server.url}/sign-in?problem=${encodeURIComponent('Call +1 555 0100')}`)
    await back.getByText('Something went wrong on the way.').waitFor()
    assert.equal(await back.getByText('555').count(), 0)
    await other.close()
  })
})
