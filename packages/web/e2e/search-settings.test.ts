import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import type { Page } from 'playwright-core'
import { ScriptedProvider } from '../../server/test/scripted-provider/index.ts'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }

describe('the settings of search in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let provider: ScriptedProvider
  let page: Page
  let faults: string[]
  let client: Client
  const choose = (embeddingModel: string) =>
    client.call(contract.models.chooseModels, { body: { chatModels: null, embeddingModel } })
  const goTo = () => page.goto(`${screen.server.url}/settings/search`)

  before(async () => {
    provider = await ScriptedProvider.start()
    screen = await startScreen({
      ...provider.env,
      BRAIN_OWNER_EMAIL: owner.email,
      BRAIN_OWNER_PASSWORD: owner.password,
      BRAIN_WORKSPACE: 'acme',
    })
    const { token } = await createClient({ baseUrl: screen.server.url }).call(contract.auth.signIn, { body: owner })
    client = createClient({ baseUrl: screen.server.url, token, workspace: 'acme' })
    await choose('none')
    for (const title of ['Leave', 'Travel', 'Backups']) {
      const body = { title, text: `What is said here is about ${title}, and no more than that.` }
      await client.call(contract.documents.importDocuments, { body })
    }
    const opened = await screen.open('/sign-in')
    page = opened.page
    faults = opened.faults
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
  })
  after(async () => {
    await screen.close()
    await provider[Symbol.asyncDispose]()
  })

  test('without a model the page says what one would be good for', async () => {
    await goTo()
    await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor()
    await page.getByText('No embedding model is chosen').waitFor()
    await assertAccessible(page, 'search without a model')
  })

  test('a model that is chosen is seen to make its vectors, and comes into use', async () => {
    await choose('openai/embed-32')
    await page.getByText('In use', { exact: true }).waitFor()
    await page.getByText('3 of 3 passages').waitFor()
    await assertAccessible(page, 'a model in use')
    const { mode } = await client.call(contract.retrieval.search, { query: { q: 'travel' } })
    assert.equal(mode, 'hybrid')
  })

  test('the weight is moved by keys, says in words what it means, and stays', async () => {
    const slider = page.getByRole('slider', { name: 'Words or meaning' })
    await slider.focus()
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft')
    await page.getByText('Words decide, and meaning helps.').waitFor()
    await page.getByLabel('Search broadly').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    const { hybridWeight, isBroad } = await client.call(contract.retrieval.getSettings, {})
    assert.deepEqual([hybridWeight, isBroad], [0.3, true])
    await goTo()
    assert.equal(await page.getByRole('slider', { name: 'Words or meaning' }).inputValue(), '30')
  })

  test('vectors that a limit stops say why beside the progress, and go on when there is room', async () => {
    const setTokens = (tokens: number | null) =>
      client.call(contract.usage.setLimits, { params: { slug: 'acme' }, body: { own: { tokens } } })
    await setTokens(0)
    await page.getByRole('button', { name: 'Make anew' }).click()
    await page.getByText('Stands still', { exact: true }).waitFor()
    await page.getByRole('alert').getByText('It could not go on').waitFor()
    await page.getByText('In use', { exact: true }).waitFor()
    await assertAccessible(page, 'vectors that stand still')
    await setTokens(null)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('Stands still', { exact: true }).waitFor({ state: 'detached' })
    // Complete, it still stands beside the one in use for a moment.
    await page.getByText('until then the model in use').waitFor({ state: 'detached' })
    await page.getByText('3 of 3 passages').waitFor()
  })

  test('it fits a phone and a dark theme, and nothing is logged as an error', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await goTo()
    await page.getByText('In use', { exact: true }).waitFor()
    const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
    assert.equal(isWide, false)
    await assertAccessible(page, 'search settings on a phone in the dark')
    // Before the sign-in somebody asks who is signed in.
    assert.deepEqual(
      faults.filter((fault) => !/status of 401/.test(fault)),
      [],
    )
  })
})
