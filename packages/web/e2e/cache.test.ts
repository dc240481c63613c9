import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CacheView, contract, type WarmupView } from '@brain-ai/contract'
import type { BrowserContext, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen } from './browser.ts'
import { addPerson, assertFine, clientOf, dialogOf, openAs, owner, ownerEnv, type Person } from './people.ts'

const question = 'How many days of leave are there?'
const cachePath = contract.cache.getCache.path
const at = '2026-03-01T09:00:00.000Z'

const kept: CacheView = {
  store: 'redis',
  isReachable: true,
  bytes: 1_250_000,
  maxBytes: null,
  evictions: 3,
  kinds: [
    { kind: 'embedding', entries: 12, hits: 30, misses: 10 },
    { kind: 'search', entries: 7, hits: 1, misses: 2 },
    { kind: 'answer', entries: 0, hits: 0, misses: 0 },
  ],
  since: at,
  warmup: null,
}
const running: WarmupView = {
  id: '00000000-0000-7000-8000-000000000001',
  state: 'running',
  questions: 20,
  done: 5,
  warmed: 3,
  known: 1,
  failed: 1,
  tokens: 1234,
  maxTokens: 100_000,
  failure: null,
  createdAt: at,
  finishedAt: null,
}

describe('the cache in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let grace: Person
  let page: Page
  let context: BrowserContext
  let faults: string[]
  before(async () => {
    screen = await startScreen(ownerEnv)
    const client = await clientOf(screen, owner)
    grace = await addPerson(screen, client, 'Grace')
    await client.call(contract.documents.importDocuments, {
      body: { title: 'Leave', text: 'Everybody has thirty days of leave a year. Ten days of leave move into next year.' },
    })
    while ((await client.call(contract.documents.listDocuments, { query: { state: 'ready', limit: 1 } })).total === 0)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const opened = await openAs(screen, owner, '/settings/workspace')
    page = opened.page
    context = opened.context
    faults = opened.faults
    await page.getByRole('heading', { level: 1, name: 'Workspace' }).waitFor()
  })
  after(() => screen?.close())

  const goTo = () => page.goto(`${screen.server.url}/settings/cache`)
  const kindNamed = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
  const figure = (within: ReturnType<typeof kindNamed>, name: string) =>
    within
      .locator('div')
      .filter({ has: page.getByRole('term').filter({ hasText: name }) })
      .getByRole('definition')
  const warmup = () => page.getByRole('region', { name: /arm-up/ })

  test('before anything was asked it says so', async () => {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Cache' }).click()
    await page.getByRole('heading', { level: 1, name: 'Cache' }).waitFor()
    await page.getByRole('heading', { name: 'Nothing asked yet' }).waitFor()
    await page.getByText('Each process of the server has its own, and it is gone with a restart.').waitFor()
    await assertAccessible(page, 'a cache of which nothing was asked')
  })

  test('the same question asked again is given again, says so, and is a hit on the screen', async () => {
    const ask = async () => {
      await page.goto(`${screen.server.url}/ask?q=${encodeURIComponent(question)}`)
      await page.getByRole('button', { name: 'Why this answer' }).waitFor()
    }
    await ask()
    assert.equal(await page.getByText(/given again from the cache/).count(), 0)
    await ask()
    await page.getByText(/given again from the cache/).waitFor()
    await assertAccessible(page, 'an answer from the cache')
    await goTo()
    await kindNamed('Whole answers')
      .getByText(/^Hit rate [1-9]\d* ?%$/)
      .waitFor()
    assert.equal(await figure(kindNamed('Whole answers'), 'Hits').textContent(), '1')
    await assertFine(screen, '/settings/cache', context)
  })

  test('a warm-up is begun from the keyboard and finds known what is in the cache', async () => {
    const field = page.getByLabel('How many questions')
    await field.fill('0')
    await field.press('Enter')
    await page.locator('input:invalid').waitFor()
    await field.fill('5')
    await field.press('Enter')
    await warmup().getByText('Complete', { exact: true }).waitFor()
    await warmup().getByText('Every question was gone through.').waitFor()
    assert.equal(await figure(warmup(), 'Known already').textContent(), '1')
    await assertAccessible(page, 'a warm-up that is complete')
  })

  test('emptying asks first, and then the next answer is made anew', async () => {
    await page.getByRole('button', { name: 'Empty the cache' }).click()
    const dialog = dialogOf(page)
    await dialog.getByText('Nothing else is lost').waitFor()
    await assertAccessible(page, 'a cache to be emptied')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
    assert.notEqual(await figure(kindNamed('Whole answers'), 'Entries').textContent(), '0')
    await page.getByRole('button', { name: 'Empty the cache' }).click()
    await dialog.getByRole('button', { name: 'Empty the cache' }).click()
    await page.getByText('The cache is empty').waitFor()
    await figure(kindNamed('Whole answers'), 'Entries').getByText('0', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Warm up' }).click()
    await figure(warmup(), 'Warmed').getByText('1', { exact: true }).waitFor()
  })

  test('a warm-up under way shows how far it is, and can be stopped', async () => {
    const asked: string[] = []
    let cache: CacheView = { ...kept, warmup: running }
    await page.route(`**${cachePath}`, (route) => route.fulfill({ json: cache }))
    await page.route(`**${contract.cache.stopWarmup.path}`, (route) => {
      asked.push(route.request().method())
      cache = { ...kept, warmup: { ...running, state: 'stopped', finishedAt: new Date().toISOString() } }
      return route.fulfill({ status: 204 })
    })
    await goTo()
    const bar = page.getByRole('progressbar', { name: '5 of 20 questions' })
    await bar.waitFor()
    assert.equal(await bar.getAttribute('aria-valuenow'), '25')
    await warmup().getByText('1,234 of 100,000').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Warm up' }).count(), 0)
    await assertAccessible(page, 'a warm-up under way')
    cache = { ...kept, warmup: { ...running, done: 6, warmed: 4 } }
    await page.getByRole('progressbar', { name: '6 of 20 questions' }).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await warmup().getByText('Somebody stopped it.').waitFor()
    assert.deepEqual(asked, ['DELETE'])
    await page.getByRole('button', { name: 'Warm up' }).waitFor()
  })

  test('how a warm-up ended is told: its tokens used up, or what went wrong', async () => {
    const shown = async (end: Partial<WarmupView>, text: string) => {
      await page.unroute(`**${cachePath}`)
      const ended: WarmupView = { ...running, finishedAt: at, ...end }
      await page.route(`**${cachePath}`, (route) => route.fulfill({ json: { ...kept, warmup: ended } }))
      await goTo()
      await warmup().getByText(text).waitFor()
    }
    await shown({ state: 'stopped', tokens: 100_003 }, 'It stopped because its tokens are used up.')
    const failure = { code: 'model/unavailable', message: 'The model does not answer.' }
    await shown({ state: 'failed', failure }, 'The model does not answer at the moment.')
    await shown({ state: 'complete', questions: 0, done: 0 }, 'In the last 30 days nobody has asked anything')
    await assertAccessible(page, 'a warm-up of nothing')
  })

  test('a Redis that does not answer is warned of, and a cache that is off offers nothing', async () => {
    await page.unroute(`**${cachePath}`)
    await page.route(`**${cachePath}`, (route) => route.fulfill({ json: { ...kept, isReachable: false } }))
    await goTo()
    await page.getByRole('heading', { name: 'Redis does not answer' }).waitFor()
    await kindNamed('Vectors of questions')
      .getByText(/^Hit rate 75 ?%$/)
      .waitFor()
    await kindNamed('Whole answers').getByText('Not looked for yet').waitFor()
    await assertAccessible(page, 'a cache whose Redis does not answer')
    await page.unroute(`**${cachePath}`)
    await page.route(`**${cachePath}`, (route) => route.fulfill({ json: { ...kept, store: 'off' } }))
    await goTo()
    await page.getByRole('heading', { name: 'The cache is off' }).waitFor()
    assert.equal(await page.getByRole('button', { name: /cache|Warm up/ }).count(), 0)
    await assertAccessible(page, 'a cache that is off')
  })

  test('a failure says what happened, and trying again shows the cache', async () => {
    await page.unroute(`**${cachePath}`)
    const problem = { code: 'server/internal', status: 500, detail: 'Something went wrong.', requestId: 'a-request' }
    await page.route(`**${cachePath}`, (route) => route.fulfill({ status: 500, json: problem }))
    await goTo()
    await page.getByText('a-request').waitFor()
    await assertAccessible(page, 'a cache that cannot be shown')
    await page.unroute(`**${cachePath}`)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'How often it served' }).waitFor()
    // Before the sign-in somebody asks who is signed in, and the failure was meant.
    assert.deepEqual(
      faults.filter((fault) => !/status of (401|500)/.test(fault)),
      [],
    )
  })

  test('a member does not see the place, and is told who does', async () => {
    const { page: theirs, context: other } = await openAs(screen, grace, '/settings/cache')
    await theirs.getByRole('heading', { name: 'Owners and admins see and empty the cache.' }).waitFor()
    const places = theirs.getByRole('navigation', { name: 'Settings' })
    await places.getByRole('link', { name: 'Members' }).waitFor()
    assert.equal(await places.getByRole('link', { name: 'Cache' }).count(), 0)
    await assertFine(screen, '/settings/cache', other)
    await other.close()
  })
})
