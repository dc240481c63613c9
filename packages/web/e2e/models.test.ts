import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import type { Page } from 'playwright-core'
import { ScriptedProvider } from '../../server/test/scripted-provider/index.ts'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const apiKey = 'sk-the-right-key-4711'

describe('the models of a workspace in a browser', { skip: noBrowser }, () => {
  let provider: ScriptedProvider
  let screen: Screen
  let page: Page
  let faults: string[]
  let client: Client

  before(async () => {
    provider = await ScriptedProvider.start({ key: apiKey })
    screen = await startScreen({
      BRAIN_OWNER_EMAIL: owner.email,
      BRAIN_OWNER_PASSWORD: owner.password,
      BRAIN_WORKSPACE: 'acme',
      BRAIN_PRIVATE_MODEL_HOSTS: '127.0.0.1',
    })
    const { token } = await createClient({ baseUrl: screen.server.url }).call(contract.auth.signIn, { body: owner })
    client = createClient({ baseUrl: screen.server.url, token, workspace: () => 'acme' })
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

  test('a provider with a wrong key is set up, and the test says what is wrong with it', async () => {
    await page.goto(`${screen.server.url}/settings/models`)
    await page.getByText('No provider yet').waitFor()
    await assertAccessible(page, 'no providers')
    await page.getByRole('button', { name: 'Add provider' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Kind').selectOption('openai-compatible')
    await dialog.getByLabel('Name').fill('workshop')
    await dialog.getByLabel('Base URL').fill('https://10.0.0.7/v1')
    await dialog.getByLabel('API key').fill('sk-some-wrong-key-999')
    await assertAccessible(page, 'a provider to be added')
    await dialog.getByRole('button', { name: 'Save and test' }).click()
    await dialog.getByText('BRAIN_PRIVATE_MODEL_HOSTS').waitFor()
    await dialog.getByLabel('Base URL').fill(provider.openaiUrl)
    await dialog.getByRole('button', { name: 'Save and test' }).click()

    await dialog.getByText('does not accept the API key').first().waitFor()
    await dialog.getByLabel('Model').fill('echo')
    await dialog.getByRole('button', { name: 'Run test' }).click()
    await dialog.getByText('It does not work.').waitFor()
    await assertAccessible(page, 'a test that failed')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
  })

  test('with the right key it works, and only the end of the key is shown', async () => {
    await page.getByRole('button', { name: 'Actions for workshop' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.getByLabel('API key').inputValue(), '')
    await dialog.getByLabel('API key').fill(apiKey)
    await dialog.getByRole('button', { name: 'Save and test' }).click()
    await dialog.getByText('The provider names 4 models').waitFor()
    assert.equal(await dialog.getByLabel('Model').inputValue(), 'echo')
    await dialog.getByRole('button', { name: 'Run test' }).click()
    await dialog.getByText('It works.').waitFor()
    await dialog.getByText('First word after').waitFor()
    await dialog.getByLabel('What it is for').selectOption('Search by meaning')
    await dialog.getByRole('button', { name: 'Run test' }).click()
    await dialog.getByText('Vectors of 32 numbers').waitFor()
    await assertAccessible(page, 'a test that worked')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('list', { name: 'Providers' }).getByText('key …4711').waitFor()
    assert.ok(!(await page.content()).includes(apiKey))
  })

  test('models are chosen with their fallbacks, in an order that one changes', async () => {
    const answers = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Answers' }) })
    await answers.getByRole('radio', { name: /^Own choice/ }).check()
    for (const model of ['words-100', 'echo']) {
      await answers.getByLabel('Model', { exact: true }).fill(model)
      await answers.getByRole('button', { name: /^Add (model|fallback)$/ }).click()
    }
    await answers.getByRole('button', { name: 'Move workshop/echo up' }).click()
    await assertAccessible(page, 'a chain of models')
    await answers.getByRole('button', { name: 'Save answers' }).click()
    await page.getByText('Saved').waitFor()
    const vectors = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Search by meaning' }) })
    await vectors.getByRole('radio', { name: /^Own choice/ }).check()
    await vectors.getByLabel('Model', { exact: true }).fill('embed-32')
    await vectors.getByRole('button', { name: 'Take' }).click()
    await vectors.getByText('all documents get new ones').waitFor()
    await vectors.getByRole('button', { name: 'Save search' }).click()
    await vectors.getByRole('button', { name: 'Save search' }).waitFor({ state: 'detached' })
    const { own } = await client.call(contract.models.getModels)
    assert.deepEqual(own, { chatModels: ['workshop/echo', 'workshop/words-100'], embeddingModel: 'workshop/embed-32' })
  })

  test('on a phone nothing is cut off, and in German everything is there', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth'), 390)
    await assertAccessible(page, 'models on a phone')
    await page.setViewportSize({ width: 1280, height: 800 })
    await client.call(contract.auth.updateMe, { body: { language: 'de' } })
    await page.reload()
    await page.getByRole('heading', { name: 'Suche nach Bedeutung' }).waitFor()
    await page.getByText('wenn die darüber ausfallen').waitFor()
    await client.call(contract.auth.updateMe, { body: { language: 'en' } })
    await page.reload()
  })

  test('a provider that is deleted takes its models out of the choices', async () => {
    await page.getByRole('button', { name: 'Actions for workshop' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No provider yet').waitFor()
    const { own } = await client.call(contract.models.getModels)
    assert.deepEqual(own, { chatModels: null, embeddingModel: null })
    // What the browser reports of the address that was refused, and of the time before the sign-in.
    const refused = (text: string) => /status of (400|401)/.test(text)
    assert.deepEqual(
      faults.filter((text) => !refused(text)),
      [],
    )
  })
})
