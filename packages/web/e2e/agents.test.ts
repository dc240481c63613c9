import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'
import { addPerson, assertFine, clientOf, dialogOf, openAs, owner, ownerEnv, type Person } from './people.ts'

const instructions = 'Answer for somebody who is new here.'

describe('agents in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let asOwner: Client
  let grace: Person
  let page: Page
  let context: BrowserContext
  let faults: string[]
  before(async () => {
    screen = await startScreen(ownerEnv)
    asOwner = await clientOf(screen, owner)
    grace = await addPerson(screen, asOwner, 'Grace')
    await asOwner.call(contract.documents.importDocuments, {
      body: { title: 'Leave', text: 'Everybody has thirty days of leave a year. Ten days of leave move into next year.' },
    })
    const opened = await openAs(screen, owner, '/agents')
    page = opened.page
    context = opened.context
    faults = opened.faults
  })
  after(() => screen?.close())

  test('the general agent is there from the start, and says what it is', async () => {
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByRole('heading', { name: 'This agent answers wherever no other is chosen' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Delete agent' }).count(), 0)
    await page.goBack()
  })

  test('an owner makes an agent; a name that is taken is said at the field', async () => {
    await page.getByRole('button', { name: 'New agent' }).click()
    const dialog = dialogOf(page)
    await dialog.getByRole('textbox', { name: 'Name' }).fill('General')
    await dialog.getByRole('button', { name: 'Make agent' }).click()
    await dialog.getByText('Another agent has this name.').waitFor()
    await assertAccessible(page, 'new agent')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Onboarding')
    await dialog.getByRole('button', { name: 'Make agent' }).click()
    await page.getByRole('heading', { name: 'Onboarding', level: 1 }).waitFor()
  })

  test('a change of its settings makes a version with a note', async () => {
    await page.getByRole('textbox', { name: 'Instructions' }).fill(instructions)
    await page.getByRole('radio', { name: 'Short' }).check({ force: true })
    await page.getByRole('spinbutton', { name: 'Passages per answer' }).fill('4')
    await page.getByRole('checkbox', { name: 'Calculate' }).check()
    await page.getByRole('textbox', { name: 'What changed (optional)' }).fill('For newcomers')
    await assertAccessible(page, 'an agent that is being changed')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved as version 2').first().waitFor()
    assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
    await assertFine(screen, new URL(page.url()).pathname, context)
  })

  test('what somebody else saved in the meantime is not overwritten', async () => {
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    await page.getByRole('textbox', { name: 'Description' }).fill('Answers in the first weeks.')
    await asOwner.call(contract.agents.updateAgent, { params: { id }, body: { settings: { temperature: 0 }, note: 'Colder' } })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else changed this agent in the meantime.').waitFor()
    await page.getByRole('button', { name: 'Show the newest version' }).click()
    await page.getByText(/version 3/).waitFor()
    await page.getByRole('textbox', { name: 'Description' }).fill('Answers in the first weeks.')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved as version 4').first().waitFor()
  })

  test('versions say who changed what, differ setting by setting, and lead back', async () => {
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByText('For newcomers').waitFor()
    await page.getByRole('button', { name: 'Compare version 1 with the current one' }).click()
    const differences = page.getByRole('region', { name: 'What differs' })
    await differences.getByText(instructions).waitFor()
    await differences.getByText('Passages per answer').waitFor()
    assert.match(page.url(), /first=1&second=4/)
    await assertAccessible(page, 'versions of an agent')
    await page.getByRole('button', { name: 'Go back to version 1' }).click()
    await dialogOf(page).getByRole('button', { name: 'Go back', exact: true }).click()
    await page.getByText('Has the content of version 1 again').waitFor()
    await assertFine(screen, `${new URL(page.url()).pathname}?tab=versions`, context)
  })

  test('the test bench asks two versions and shows their answers side by side, with sources that open', async () => {
    await page.getByRole('link', { name: 'Test bench' }).click()
    await page.getByText('No test questions yet.').waitFor()
    assert.ok(await page.getByRole('button', { name: 'Start' }).isDisabled())
    await page.getByRole('textbox', { name: 'Question' }).fill('How many days of leave are there?')
    await page.getByRole('textbox', { name: /What a good answer says/ }).fill('Thirty.')
    await page.getByRole('button', { name: 'Add question' }).click()
    await page.getByRole('button', { name: 'Remove “How many days of leave are there?”' }).waitFor()
    await page.getByRole('combobox', { name: 'First version' }).selectOption('1')
    await page.getByRole('combobox', { name: 'Second version' }).selectOption('2')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('2 of 2 answers').waitFor()
    await page.getByText('A good answer says: Thirty.').waitFor()
    const chip = page.getByRole('link', { name: /^Source 1:/ }).first()
    await chip.waitFor()
    await assertAccessible(page, 'test bench')
    await chip.click()
    await page.locator('mark').first().waitFor()
    // The pointer rests on the source for longer than its preview waits, and what was said in passing still stands: neither takes the key.
    await page.waitForTimeout(500)
    await page.keyboard.press('Escape')
    await page.locator('mark').first().waitFor({ state: 'detached' })
    const { pathname, search } = new URL(page.url())
    await assertFine(screen, pathname + search, context)
  })

  test('members see what an agent is for, never its instructions, and ask it', async () => {
    const { pathname } = new URL(page.url())
    await page.goto(screen.server.url + pathname)
    await page.getByRole('textbox', { name: 'Description' }).fill('Answers in the first weeks.')
    await page.getByRole('textbox', { name: 'Instructions' }).fill(instructions)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved as version 6').first().waitFor()
    const member = await openAs(screen, grace, pathname)
    await member.page.getByRole('heading', { name: 'Onboarding', level: 1 }).waitFor()
    await member.page.getByText('Answers in the first weeks.').waitFor()
    assert.equal(await member.page.getByText(instructions).count(), 0)
    assert.equal(await member.page.getByRole('link', { name: 'Versions' }).count(), 0)
    await assertAccessible(member.page, 'an agent as a member sees it')
    await member.page.getByRole('link', { name: 'Ask this agent' }).click()
    await member.page.getByRole('button', { name: 'Who answers: Onboarding' }).waitFor()
    await member.page.getByRole('textbox', { name: 'Question' }).fill('How many days of leave are there?')
    await member.page.keyboard.press('Enter')
    await member.page.getByText(/Answered by Onboarding/).waitFor()
    await member.page.getByRole('button', { name: 'Ask another agent' }).click()
    await member.page.getByRole('menuitem', { name: 'Ask General' }).click()
    await member.page.getByText(/Answered by General/).waitFor()
    await member.context.close()
  })

  test('deleting an agent asks first; its address then says that it is gone', async () => {
    const { pathname } = new URL(page.url())
    await page.getByRole('button', { name: 'Delete agent' }).click()
    await dialogOf(page).getByRole('button', { name: 'Delete agent' }).click()
    await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Onboarding' }).waitFor({ state: 'detached' })
    await page.goto(screen.server.url + pathname)
    await page.getByRole('heading', { name: 'There is no such agent' }).waitFor()
  })

  test('a full workspace says that it has room for no more agents', async () => {
    const mine = await openAs(screen, owner, '/agents?new=agent')
    await mine.page.route('**/api/agents', async (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              type: 'about:blank',
              title: 'A limit of the workspace is reached',
              status: 403,
              detail: 'Full.',
              code: 'limit/reached',
              requestId: 'one',
              details: { metric: 'agents', limit: 5, until: null },
            }),
          })
        : route.continue(),
    )
    await dialogOf(mine.page).getByRole('textbox', { name: 'Name' }).fill('One more')
    await dialogOf(mine.page).getByRole('button', { name: 'Make agent' }).click()
    await mine.page.getByText(/The workspace has room for 5 agents/).waitFor()
    await mine.page.getByRole('link', { name: 'See usage' }).waitFor()
    await mine.context.close()
  })

  test('no page asked another server for anything', () => {
    assert.deepEqual(
      faults.filter((fault) => !/status of (401|404|409)/.test(fault)),
      [],
    )
  })
})
