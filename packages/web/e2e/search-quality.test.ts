import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'
import { addPerson, assertFine, clientOf, dialogOf, openAs, owner, ownerEnv } from './people.ts'

describe('search quality in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let asOwner: Client
  let page: Page
  let context: BrowserContext
  before(async () => {
    screen = await startScreen(ownerEnv)
    asOwner = await clientOf(screen, owner)
    const texts = [
      { title: 'Leave policy', text: 'Everybody has thirty days of leave. It is agreed with the team.' },
      { title: 'Travel policy', text: 'Trains are booked second class. Planes only across an ocean.' },
      // By words the last of eleven; its letters put it first, where more than ten are looked at.
      { title: 'Labels', text: 'Harbour master. Note on Rindfleischetikettierung at the gate, green door, second floor.' },
      ...Array.from({ length: 12 }, (_, i) => ({ title: `Note ${i}`, text: `Harbour master. Note ${i}.` })),
    ]
    for (const body of texts) await asOwner.call(contract.documents.importDocuments, { body })
    while ((await asOwner.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const opened = await openAs(screen, owner, '/settings/search-quality')
    page = opened.page
    context = opened.context
  })
  after(() => screen.close())

  test('a set is made, and a question with its document is added by typing', async () => {
    await page.getByText('No evaluation sets yet').waitFor()
    await assertAccessible(page, 'no evaluation sets')
    await page.getByRole('button', { name: 'New evaluation set' }).click()
    const dialog = dialogOf(page)
    await dialog.getByRole('textbox', { name: 'Name of the set' }).fill('Handbook')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { name: 'Handbook', level: 1 }).waitFor()
    await page.getByText('No questions yet').waitFor()
    await assertAccessible(page, 'an empty set')

    await page.getByRole('button', { name: 'Add question' }).click()
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How many days of leave are there?')
    await dialog.getByRole('button', { name: 'Add question' }).click()
    await dialog.getByText('Choose at least one document.').waitFor()
    await dialog.getByRole('combobox', { name: 'Documents that should be found' }).fill('leave')
    await page.getByRole('option', { name: 'Leave policy' }).waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('textbox', { name: /^Quote/ }).fill('forty days of leave')
    await assertAccessible(page, 'a question with its document')
    await dialog.getByRole('button', { name: 'Add question' }).click()
    await dialog.getByText('The quote stands in no passage').waitFor()
    await dialog.getByRole('textbox', { name: /^Quote/ }).fill('thirty days of leave')
    await dialog.getByRole('button', { name: 'Add question' }).click()
    const list = page.getByRole('list', { name: 'Questions' })
    await list.getByText('How many days of leave are there?').waitFor()
    await list.getByRole('link', { name: 'Leave policy' }).waitFor()
  })

  test('many questions are pasted, and a line that is wrong is told by its number', async () => {
    await page.getByRole('button', { name: 'Actions for this set' }).click()
    await page.getByRole('menuitem', { name: 'Paste many' }).click()
    const dialog = dialogOf(page)
    const rows = Array.from({ length: 8 }, (_, i) => `${'harbour '.repeat(i + 1)}master Fleischetiketten\tLabels`)
    const field = dialog.getByRole('textbox', { name: 'Questions, one a line' })
    await field.fill([...rows, 'In which class are trains booked?\tNo such policy'].join('\n'))
    await dialog.getByRole('button', { name: 'Add questions' }).click()
    await dialog.getByText(/^Line 9: There is no document/).waitFor()
    await assertAccessible(page, 'wrong lines')
    await field.fill([...rows, 'In which class are trains booked?\tTravel policy'].join('\n'))
    await dialog.getByRole('button', { name: 'Add questions' }).click()
    await page.getByText('10 questions', { exact: true }).waitFor()
    await assertFine(screen, new URL(page.url()).pathname + new URL(page.url()).search, context)
  })

  test('two settings are compared, told in words and question by question', async () => {
    await page.getByRole('radio', { name: 'Results' }).check({ force: true })
    await page.getByText('Nothing was measured yet').waitFor()
    await page.getByRole('checkbox', { name: 'Compare with a second setting' }).check()
    await page.getByRole('group', { name: 'Setting A' }).getByRole('spinbutton', { name: 'Ranked again' }).fill('10')
    await page.getByRole('group', { name: 'Setting B' }).getByRole('spinbutton', { name: 'Ranked again' }).fill('100')
    await page.getByRole('button', { name: 'Measure', exact: true }).click()
    await page.getByText(/^B is better, and not by chance \(p = 0\.0\d+\)$/).waitFor()
    await page.getByText('B ranks 8 questions better, 0 worse and 2 alike.').waitFor()
    await page.getByRole('row', { name: /nDCG@10/ }).waitFor()
    await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'A and B differ' })
    await page.getByText('8 questions', { exact: true }).waitFor()
    const results = page.getByRole('list', { name: 'Question by question' })
    assert.equal(await results.getByText(/^A: place 1\d$/).count(), 8)
    await assertAccessible(page, 'a comparison')
    await page.reload()
    await page.getByText('8 questions', { exact: true }).waitFor()
    await assertFine(screen, new URL(page.url()).pathname + new URL(page.url()).search, context)
  })

  test('a source of an answer goes into a set', async () => {
    await page.goto(`${screen.server.url}/ask?q=${encodeURIComponent('In which class are trains booked?')}`)
    await page
      .getByRole('button', { name: /^Source 1:/ })
      .or(page.getByRole('link', { name: /^Source 1:/ }))
      .first()
      .click()
    await page.getByRole('button', { name: 'Add to an evaluation set' }).click()
    const dialog = dialogOf(page)
    await dialog.getByText('“In which class are trains booked?” should find Travel policy.').waitFor()
    await dialog.getByRole('checkbox', { name: 'Only this very place is right' }).check()
    await assertAccessible(page, 'adding a source to a set')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('The question is in the set').first().waitFor()
    const { sets } = await asOwner.call(contract.evaluation.listSets)
    const { questions } = await asOwner.call(contract.evaluation.listQuestions, {
      params: { id: sets[0]!.id },
      query: { q: 'trains' },
    })
    assert.deepEqual(
      questions[0]?.expected.map(({ title, quote }) => [title, quote !== '']),
      [
        ['Travel policy', false],
        ['Travel policy', true],
      ],
    )
  })

  test('questions are changed, and a set is renamed and deleted', async () => {
    await page.goto(`${screen.server.url}/settings/search-quality`)
    await page.getByRole('link', { name: 'Handbook' }).click()
    await page.getByRole('radio', { name: 'Questions' }).check({ force: true })
    await page.getByRole('searchbox', { name: 'Find a question' }).fill('leave')
    await page.getByText('1 question', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Actions for “How many days of leave are there?”' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    const dialog = dialogOf(page)
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How long is the leave?')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'How long is the leave?' }).waitFor()
    await page.getByRole('button', { name: 'Actions for this set' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await dialog.getByRole('textbox', { name: 'Name of the set' }).fill('Policies')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Actions for this set' }).click()
    await page.getByRole('menuitem', { name: 'Delete set' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No evaluation sets yet').waitFor()
  })

  test('a viewer sees questions, and neither writes nor measures', async () => {
    const grace = await addPerson(screen, asOwner, 'Grace')
    const { members } = await asOwner.call(contract.members.listMembers, { params: { slug: 'acme' } })
    const { userId } = members.find(({ email }) => email === grace.email)!
    await asOwner.call(contract.members.updateMember, { params: { slug: 'acme', userId }, body: { role: 'viewer' } })
    const { id } = await asOwner.call(contract.evaluation.createSet, { body: { name: 'Shared' } })
    await asOwner.call(contract.evaluation.addQuestion, {
      params: { id },
      body: { question: 'How many days?', expected: [{ document: 'Leave policy' }] },
    })
    const { page: theirs, context: other } = await openAs(screen, grace, `/settings/search-quality/${id}?view=questions`)
    await theirs.getByRole('heading', { name: 'How many days?' }).waitFor()
    assert.equal(await theirs.getByRole('button', { name: 'Add question' }).count(), 0)
    await theirs.getByRole('radio', { name: 'Results' }).check({ force: true })
    await theirs.getByText('Measurements belong to those who start them').waitFor()
    assert.equal(await theirs.getByRole('button', { name: 'Measure' }).count(), 0)
    await assertAccessible(theirs, 'search quality as a viewer')
    await other.close()
  })

  test('a set that is not there says so', async () => {
    await page.goto(`${screen.server.url}/settings/search-quality/00000000-0000-7000-8000-000000000000`)
    await page.getByText('There is no such evaluation set any more.').waitFor()
    await assertAccessible(page, 'a set that is not there')
  })
})
